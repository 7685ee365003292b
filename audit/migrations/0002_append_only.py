from django.db import migrations

from lib.triggers import append_only, refusing_function


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [refusing_function(), append_only("audit_entry")]
