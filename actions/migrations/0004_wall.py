from django.db import migrations

from lib.wall import walled, walled_by


class Migration(migrations.Migration):
    dependencies = [("actions", "0003_second_person"), ("groups", "0013_wall")]

    operations = [
        *walled("actions_action", "actions_update"),
        *walled_by("actions_action", "thing_id", "actions_actiontext"),
        *walled_by("actions_action", "content_object_id", "actions_actionreader"),
    ]
