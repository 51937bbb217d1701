import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='KeptVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counter', models.PositiveSmallIntegerField(db_index=True)),
                ('value', models.PositiveBigIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Society',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('short_name', models.CharField(max_length=60, verbose_name='Short name')),
                ('tagline', models.CharField(blank=True, max_length=200, verbose_name='What the site is for, in one line')),
                ('magazine_name', models.CharField(default='Magazine', max_length=80, verbose_name='Name of the magazine')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='Language')),
                ('time_zone', models.CharField(default='UTC', max_length=64, verbose_name='Time zone')),
                ('hue', models.PositiveSmallIntegerField(default=165, validators=[django.core.validators.MaxValueValidator(360)], verbose_name='Hue')),
                ('chroma', models.DecimalField(decimal_places=3, default='0.085', max_digits=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(0.13)], verbose_name='Chroma')),
                ('grace_days', models.PositiveSmallIntegerField(default=60, verbose_name='Days of grace after dues end')),
                ('member_id_width', models.PositiveSmallIntegerField(default=6, verbose_name='Digits of a member number')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='Mail address for questions')),
                ('join_url', models.URLField(blank=True, verbose_name='Page where people become members')),
                ('x_url', models.URLField(blank=True, verbose_name='X (Twitter)')),
                ('facebook_url', models.URLField(blank=True, verbose_name='Facebook')),
                ('linkedin_url', models.URLField(blank=True, verbose_name='LinkedIn')),
                ('house_rules', models.TextField(blank=True, verbose_name='House rules')),
                ('is_demo', models.BooleanField(default=False, editable=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_society')],
            },
        ),
    ]
