from django.db import migrations

from lib.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("maturity", "0001_initial"), ("audit", "0002_append_only")]

    operations = [append_only("maturity_answertext")]
