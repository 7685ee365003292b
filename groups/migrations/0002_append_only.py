from django.db import migrations

from lib.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        append_only("groups_undertaking"),
        append_only("groups_acceptance"),
        append_only("groups_termssectiontext"),
    ]
