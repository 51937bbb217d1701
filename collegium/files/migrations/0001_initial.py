import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('kind', models.CharField(max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('parent_kind', models.CharField(blank=True, max_length=20)),
                ('parent_id', models.BigIntegerField(null=True)),
                ('stored', models.CharField(max_length=60, unique=True)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('widths', models.JSONField(default=list)),
                ('alt', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attached_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='files', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['parent_kind', 'parent_id'], name='file_parent'), models.Index(fields=['owner', 'created_at'], name='file_owner'), models.Index(condition=models.Q(('parent_kind', '')), fields=['created_at'], name='file_unattached')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('parent_id', None), ('parent_kind', '')), models.Q(models.Q(('parent_kind', ''), _negated=True), ('parent_id__isnull', False)), _connector='OR'), name='file_parent_is_whole')],
            },
        ),
    ]
