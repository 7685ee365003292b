from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_guests_and_nominations")]

    operations = [
        migrations.AlterModelOptions(name="agendaitem", options={"ordering": ["place", "number"]}),
        migrations.AddField(
            model_name="agendaitem", name="place", field=models.PositiveSmallIntegerField(default=0)
        ),
    ]
