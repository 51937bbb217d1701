import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audience', '0001_initial'),
        ('discussion', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Blog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='Title')),
                ('slug', models.SlugField(max_length=90, unique=True, verbose_name='Address')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='What it is about, in one line')),
                ('bio', models.TextField(blank=True, max_length=2000, verbose_name='About you')),
                ('disclosures', models.CharField(blank=True, max_length=500, verbose_name='Disclosures')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('helpers', models.ManyToManyField(blank=True, related_name='helps_blogs', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blogs', to=settings.AUTH_USER_MODEL)),
                ('readers', models.ForeignKey(default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audience.audience')),
                ('writers', models.ForeignKey(default=3, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audience.audience')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('piece', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(class)s', serialize=False, to='discussion.piece')),
                ('announced_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('first_version', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('hero_file', models.PositiveBigIntegerField(blank=True, null=True)),
                ('hero_alt', models.CharField(blank=True, max_length=300, verbose_name='What the picture shows')),
                ('hero_caption', models.CharField(blank=True, max_length=300, verbose_name='Caption')),
                ('address', models.CharField(editable=False, max_length=120, unique=True)),
                ('blog', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='blogs.blog')),
            ],
            options={
                'abstract': False,
            },
            bases=('discussion.piece',),
        ),
        migrations.CreateModel(
            name='OldSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=90)),
                ('blog', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_slugs', to='blogs.blog')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_slugs', to='blogs.post')),
            ],
        ),
        migrations.AddConstraint(
            model_name='blog',
            constraint=models.CheckConstraint(condition=models.Q(('slug__in', ('feed', 'new')), _negated=True), name='blog_slug_is_free'),
        ),
        migrations.AddConstraint(
            model_name='oldslug',
            constraint=models.UniqueConstraint(condition=models.Q(('post', None)), fields=('slug',), name='old_blog_slug_once'),
        ),
        migrations.AddConstraint(
            model_name='oldslug',
            constraint=models.UniqueConstraint(condition=models.Q(('post__isnull', False)), fields=('blog', 'slug'), name='old_post_slug_once'),
        ),
    ]
