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
            name='Audience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('public', 'Public'), ('guests', 'Guests'), ('members', 'Members'), ('closed', 'A closed group'), ('secret', 'A secret group')], max_length=8)),
                ('name', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Belonging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='belongings', to='audience.audience')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='belongings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'audience'], name='audience_be_person__110f4a_idx'), models.Index(fields=['audience', 'person'], name='audience_be_audienc_a81264_idx')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('guest', 'Guest'), ('member', 'Member'), ('staff', 'Staff'), ('suspended', 'Suspended'), ('paused', 'Paused: reads, does not write'), ('deceased', 'In memoriam'), ('editor', 'Editor'), ('moderator', 'Moderator'), ('administrator', 'Administrator')], max_length=16)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=40)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'kind', 'since'], name='audience_st_person__43e394_idx'), models.Index(fields=['kind', 'until'], name='audience_st_kind_8aed82_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='standing_ends_after_it_begins')],
            },
        ),
    ]
