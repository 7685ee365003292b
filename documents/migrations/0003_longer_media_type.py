from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_taken_up_again'),
    ]

    operations = [
        migrations.AlterField(
            model_name='storedfile',
            name='media_type',
            field=models.CharField(max_length=100),
        ),
    ]
