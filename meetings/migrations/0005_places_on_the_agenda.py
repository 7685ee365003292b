from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_guests_and_nominations")]

    operations = [
        migrations.AlterModelOptions(
            name="agendaitem",
            options={
                "ordering": ["place", "number"],
                "permissions": [("attend_agendaitem", "Is a guest on the item")],
            },
        ),
        migrations.AddField(model_name="agendaitem", name="place", field=models.PositiveSmallIntegerField(default=0)),
    ]
