from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0019_approves_minutes")]

    operations = [
        migrations.AddField("rules", "statement", models.TextField(blank=True, verbose_name="handling statement")),
        migrations.AddField("rules", "statement_edition", models.PositiveIntegerField(default=0)),
    ]
