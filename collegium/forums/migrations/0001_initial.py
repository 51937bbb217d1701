import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audience', '0001_initial'),
        ('discussion', '0001_initial'),
        ('groups', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='Name')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Forum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='Name')),
                ('slug', models.SlugField(max_length=90, unique=True)),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='Description')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('readers', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audience.audience')),
                ('writers', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audience.audience')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forums', to='forums.section')),
            ],
            options={
                'ordering': ['section__order', 'order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('piece', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='topic', serialize=False, to='discussion.piece')),
                ('pinned_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='discussion.reply')),
                ('forum', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='forums.forum')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='groups.group')),
                ('pinned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('forum__isnull', False), ('group', None)), models.Q(('forum', None), ('group__isnull', False)), _connector='OR'), name='topic_in_forum_or_group')],
            },
            bases=('discussion.piece',),
        ),
    ]
