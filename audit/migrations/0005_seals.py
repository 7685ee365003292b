import django.contrib.postgres.fields
from django.db import migrations, models

import audit.models
from lib.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_readings")]

    operations = [
        migrations.AlterField("entry", "at", models.DateTimeField(db_default=audit.models.Clock())),
        migrations.AddField(
            "entry", "transaction", models.BigIntegerField(db_default=audit.models.TransactionNumber())
        ),
        migrations.AddIndex("entry", models.Index(fields=["transaction"], name="audit_by_transaction")),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("cluster", models.BigIntegerField()),
                ("floor", models.BigIntegerField(default=0)),
                ("transaction", models.BigIntegerField()),
                ("snapshot", models.TextField()),
                ("entries", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("hashes", models.BinaryField()),
                ("count", models.PositiveBigIntegerField()),
                ("head", models.CharField(max_length=64)),
            ],
        ),
        append_only("audit_seal"),
    ]
