import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_reading_once'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('kind__in', ['reading', 'export'])), fields=['group', 'actor', '-at'], name='audit_readings_by_person'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('kind__in', ['reading', 'export'])), fields=['detail'], name='audit_readings_of', opclasses=['jsonb_path_ops']),
        ),
    ]
