from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0015_corrections_and_addenda"),
    ]

    operations = [
        migrations.AddField(
            model_name="escalation",
            name="position",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
    ]
