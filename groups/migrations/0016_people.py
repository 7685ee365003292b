
import django.db.models.deletion
import django.db.models.functions.datetime
import lib.public_ids
from django.conf import settings
from django.db import migrations, models

from lib.wall import walled


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0015_coverage'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChecklistTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', lib.public_ids.PublicIdField(default=lib.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('item', models.CharField(choices=[('welcomed', 'Welcome talk held'), ('papers_explained', 'Papers and handling explained'), ('papers_returned', 'Papers returned or destroyed'), ('organisation_told', 'Their organisation told')], max_length=20)),
                ('ticked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='MemberImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', lib.public_ids.PublicIdField(default=lib.public_ids.new_public_id, editable=False, max_length=10, unique=True)),
                ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('rows', models.JSONField()),
            ],
        ),
        migrations.AddField(
            model_name='deputyship',
            name='lapsed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='deputyship',
            name='reviewed_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name='deputyship',
            name='reviewed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='membership',
            name='lapsed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='membership',
            name='reviewed_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name='membership',
            name='reviewed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='deputyship',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('user')), _negated=True), _connector='OR'), name='deputyship_is_reviewed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('user')), _negated=True), _connector='OR'), name='membership_is_reviewed_by_another'),
        ),
        migrations.AddField(
            model_name='checklisttick',
            name='group',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.papg'),
        ),
        migrations.AddField(
            model_name='checklisttick',
            name='membership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ticks', to='groups.membership'),
        ),
        migrations.AddField(
            model_name='checklisttick',
            name='ticked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='memberimport',
            name='group',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.papg'),
        ),
        migrations.AddField(
            model_name='memberimport',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='checklisttick',
            constraint=models.UniqueConstraint(fields=('membership', 'item'), name='an_item_is_ticked_once_for_a_seat'),
        ),
        *walled("groups_checklisttick", "groups_memberimport"),
    ]
