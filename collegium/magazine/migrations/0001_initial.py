import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('discussion', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Department',
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
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('volume', models.PositiveSmallIntegerField(verbose_name='Volume')),
                ('number', models.PositiveSmallIntegerField(verbose_name='Number')),
                ('slug', models.SlugField(max_length=90, unique=True, verbose_name='Address')),
                ('title', models.CharField(max_length=120, verbose_name='Title on the cover')),
                ('cover_line', models.CharField(blank=True, max_length=200, verbose_name='Line under the title')),
                ('cover_date', models.DateField(verbose_name='Cover date')),
                ('date_text', models.CharField(help_text='Such as “November–December”.', max_length=60, verbose_name='Cover date in words')),
                ('cover_file', models.PositiveBigIntegerField(blank=True, null=True)),
                ('cover_art', models.CharField(choices=[('arcs', 'arcs'), ('cells', 'cells'), ('grid', 'grid'), ('map', 'map'), ('reeds', 'reeds'), ('waves', 'waves')], default='map', max_length=20, verbose_name='Drawing')),
                ('note', models.TextField(blank=True, verbose_name='Editor’s note')),
                ('note_byline', models.JSONField(blank=True, default=dict)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('editor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('piece', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(class)s', serialize=False, to='discussion.piece')),
                ('announced_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('first_version', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('hero_file', models.PositiveBigIntegerField(blank=True, null=True)),
                ('hero_alt', models.CharField(blank=True, max_length=300, verbose_name='What the picture shows')),
                ('hero_caption', models.CharField(blank=True, max_length=300, verbose_name='Caption')),
                ('address', models.CharField(editable=False, max_length=120, unique=True)),
                ('kicker', models.CharField(blank=True, max_length=80, verbose_name='Kicker')),
                ('bylines', models.JSONField(blank=True, default=list)),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='Place in its department')),
                ('pages', models.CharField(blank=True, max_length=20, verbose_name='Pages')),
                ('disclosure', models.CharField(blank=True, max_length=500, verbose_name='Disclosures')),
                ('authors', models.ManyToManyField(blank=True, related_name='articles', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='magazine.department')),
                ('issue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='magazine.issue')),
            ],
            options={
                'abstract': False,
            },
            bases=('discussion.piece',),
        ),
        migrations.CreateModel(
            name='OldIssueSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=90, unique=True)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_slugs', to='magazine.issue')),
            ],
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.UniqueConstraint(fields=('volume', 'number'), name='issue_number_once', violation_error_message='There is an issue with this volume and number already.'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('slug__in', ('articles', 'feed', 'new')), _negated=True), name='issue_slug_is_free'),
        ),
    ]
