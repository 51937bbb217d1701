import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audience', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='Name')),
                ('slug', models.SlugField(unique=True)),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='Description')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('open_from', models.DateTimeField(blank=True, null=True)),
                ('open_until', models.DateTimeField(blank=True, null=True)),
                ('open_writing', models.BooleanField(default=False)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_reason', models.CharField(blank=True, max_length=300)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('topic', 'Topic'), ('post', 'Post'), ('article', 'Article')], editable=False, max_length=8)),
                ('byline', models.JSONField(blank=True, default=dict)),
                ('title', models.CharField(max_length=200, verbose_name='Title')),
                ('slug', models.SlugField(max_length=90)),
                ('deck', models.CharField(blank=True, max_length=400, verbose_name='Standfirst')),
                ('body', models.TextField(blank=True)),
                ('text', models.TextField(blank=True, editable=False)),
                ('words', models.PositiveIntegerField(default=0, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('reply_count', models.PositiveIntegerField(default=0)),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('moved_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_by', models.CharField(blank=True, editable=False, max_length=160)),
                ('taken_back_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('has_narrower', models.BooleanField(default=False)),
                ('origin', models.CharField(blank=True, editable=False, max_length=200)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pieces', to=settings.AUTH_USER_MODEL)),
                ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('locked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('open_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audience.audience')),
                ('readers', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audience.audience')),
                ('writers', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audience.audience')),
                ('subjects', models.ManyToManyField(blank=True, related_name='pieces', to='discussion.subject')),
            ],
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('byline', models.JSONField(blank=True, default=dict)),
                ('body', models.TextField()),
                ('text', models.TextField(editable=False)),
                ('words', models.PositiveIntegerField(default=0, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('open_from', models.DateTimeField(blank=True, null=True)),
                ('open_until', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_reason', models.CharField(blank=True, max_length=300)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('useful', models.PositiveIntegerField(default=0)),
                ('same', models.PositiveIntegerField(default=0)),
                ('thanks', models.PositiveIntegerField(default=0)),
                ('origin', models.CharField(blank=True, editable=False, max_length=200)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replies', to=settings.AUTH_USER_MODEL)),
                ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('open_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audience.audience')),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='discussion.piece')),
                ('readers', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audience.audience')),
            ],
            options={
                'ordering': ['piece', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('useful', 'Useful'), ('same', 'Same here'), ('thanks', 'Thank you')], max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to=settings.AUTH_USER_MODEL)),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='discussion.piece')),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='discussion.reply')),
            ],
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to=settings.AUTH_USER_MODEL)),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='discussion.piece')),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='discussion.reply')),
            ],
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField()),
                ('replaced_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='discussion.piece')),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='discussion.reply')),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('agreed', models.BooleanField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to=settings.AUTH_USER_MODEL)),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='discussion.piece')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'piece'), name='agreement_once')],
            },
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_marks', to=settings.AUTH_USER_MODEL)),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_marks', to='discussion.piece')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='read_mark_latest')],
                'constraints': [models.UniqueConstraint(fields=('person', 'piece'), name='read_mark_once')],
            },
        ),
        migrations.AddIndex(
            model_name='reply',
            index=models.Index(fields=['author', '-created_at'], name='reply_author'),
        ),
        migrations.AddIndex(
            model_name='reply',
            index=models.Index(fields=['-created_at'], name='reply_created'),
        ),
        migrations.AddIndex(
            model_name='reply',
            index=models.Index(condition=models.Q(('open_to__isnull', False)), fields=['open_until'], name='reply_open_until'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.UniqueConstraint(fields=('piece', 'number'), name='reply_number_once'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('origin',), name='reply_origin_once'),
        ),
        migrations.AddIndex(
            model_name='reaction',
            index=models.Index(fields=['piece', 'person'], name='reaction_piece_person'),
        ),
        migrations.AddConstraint(
            model_name='reaction',
            constraint=models.UniqueConstraint(condition=models.Q(('reply__isnull', False)), fields=('person', 'reply', 'kind'), name='reaction_on_reply_once'),
        ),
        migrations.AddConstraint(
            model_name='reaction',
            constraint=models.UniqueConstraint(condition=models.Q(('reply', None)), fields=('person', 'piece', 'kind'), name='reaction_on_piece_once'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(condition=models.Q(('reply__isnull', False)), fields=('person', 'reply'), name='mention_in_reply_once'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(condition=models.Q(('reply', None)), fields=('person', 'piece'), name='mention_in_piece_once'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(condition=models.Q(('reply__isnull', False)), fields=('reply', 'version'), name='reply_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(condition=models.Q(('reply', None)), fields=('piece', 'version'), name='piece_revision_once'),
        ),
        migrations.AddIndex(
            model_name='piece',
            index=models.Index(fields=['readers', '-published_at', '-id'], name='piece_readers_published'),
        ),
        migrations.AddIndex(
            model_name='piece',
            index=models.Index(fields=['-published_at', '-id'], name='piece_published'),
        ),
        migrations.AddIndex(
            model_name='piece',
            index=models.Index(fields=['kind', '-moved_at', '-id'], name='piece_kind_moved'),
        ),
        migrations.AddIndex(
            model_name='piece',
            index=models.Index(fields=['author', '-published_at'], name='piece_author'),
        ),
        migrations.AddIndex(
            model_name='piece',
            index=models.Index(fields=['open_to', 'open_until'], name='piece_open_to'),
        ),
        migrations.AddConstraint(
            model_name='piece',
            constraint=models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('origin',), name='piece_origin_once'),
        ),
    ]
