from django.db import migrations

from lib.wall import walled, walled_by


class Migration(migrations.Migration):
    dependencies = [("groups", "0012_log_export")]

    operations = [
        *walled(
            "groups_rules",
            "groups_membership",
            "groups_deputyship",
            "groups_standingitem",
            "groups_termsversion",
            "groups_termssection",
            "groups_termsannex",
            "groups_undertaking",
            "groups_widening",
        ),
        *walled_by("groups_membership", "membership_id", "groups_membership_areas"),
        *walled_by("groups_termssection", "thing_id", "groups_termssectiontext"),
        *walled_by("groups_termsannex", "thing_id", "groups_termsannextext"),
        *walled_by("groups_termsannex", "content_object_id", "groups_termsannexreader"),
    ]
