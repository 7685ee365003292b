from django.db import migrations

from lib.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("actions", "0001_initial"), ("audit", "0002_append_only")]

    operations = [append_only("actions_actiontext"), append_only("actions_update")]
