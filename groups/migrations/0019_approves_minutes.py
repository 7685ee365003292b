from django.db import migrations, models

# What every group starts with, and every subgroup; from now on it is marked when a group is made
MARK_THEM = "UPDATE groups_standingitem SET approves_minutes = true WHERE title LIKE 'Minutes of the last meeting%'"


class Migration(migrations.Migration):
    dependencies = [("groups", "0018_terms_life")]

    operations = [
        migrations.AddField(
            model_name="standingitem",
            name="approves_minutes",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(MARK_THEM, migrations.RunSQL.noop),
    ]
