import django.db.models.deletion
from django.db import migrations, models

import groups.models.governance
import lib.public_ids
from lib.wall import walled


def give_each_group_its_own(apps, _schema_editor):
    governance = apps.get_model("groups", "Governance")
    for group in apps.get_model("groups", "PAPG").objects.all():
        governance.objects.create(group=group)


class Migration(migrations.Migration):
    dependencies = [("groups", "0013_wall")]

    operations = [
        migrations.CreateModel(
            name="Governance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", lib.public_ids.PublicIdField(default=lib.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ("parent_body", models.CharField(blank=True, max_length=120)),
                ("prevent", models.CharField(blank=True, choices=[("same_owner", "Same level, and both answer to one senior owner"), ("other_chain", "Each answers through a chain of its own"), ("none", "The authority has no Prevent group")], max_length=20)),
                ("prevent_reason", models.CharField(blank=True, max_length=300)),
                ("adopted_on", models.DateField(blank=True, null=True)),
                ("adopted_by", models.CharField(blank=True, max_length=200)),
                ("escalation", models.JSONField(blank=True, default=groups.models.governance.first_steps)),
                ("edition", models.PositiveIntegerField(default=0)),
                ("group", models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="governance", to="groups.papg")),
            ],
            options={"verbose_name": "governance", "verbose_name_plural": "governance"},
        ),
        migrations.AddConstraint(
            model_name="governance",
            constraint=models.CheckConstraint(
                condition=models.Q(("adopted_on", None), models.Q(("adopted_by", ""), _negated=True), _connector="OR"),
                name="an_adopted_group_says_by_which_decision",
            ),
        ),
        migrations.RunPython(give_each_group_its_own, migrations.RunPython.noop),
        *walled("groups_governance"),
    ]
