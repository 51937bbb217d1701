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
            name='Specialty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='Name')),
                ('slug', models.SlugField(max_length=130, unique=True)),
            ],
            options={
                'verbose_name_plural': 'specialties',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='Disclosure')),
                ('confirmed_on', models.DateField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disclosures', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('blog', 'Blog'), ('forum', 'Forum'), ('piece', 'Topic, post or article'), ('subject', 'Subject'), ('group', 'Group'), ('organization', 'Organization')], max_length=12)),
                ('target_id', models.PositiveBigIntegerField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('muted_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'target_id'], name='follow_target')],
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'target_id'), name='follow_once')],
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(blank=True, max_length=200, verbose_name='In one line')),
                ('about', models.TextField(blank=True, max_length=4000, verbose_name='About')),
                ('role', models.CharField(blank=True, choices=[('physician', 'Physician'), ('pharmacist', 'Pharmacist'), ('nurse', 'Nurse'), ('trainee', 'Trainee'), ('administrator', 'Practice administrator'), ('social-worker', 'Social worker'), ('navigator', 'Patient navigator'), ('registrar', 'Tumor registrar'), ('advocate', 'Patient advocate'), ('other', 'Something else')], max_length=16, verbose_name='What you do')),
                ('stage', models.CharField(blank=True, choices=[('student', 'Student'), ('resident', 'Resident'), ('fellow', 'Fellow in training'), ('early', 'Early career'), ('mid', 'Mid career'), ('late', 'Late career'), ('retired', 'Retired')], max_length=12, verbose_name='Career stage')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='City')),
                ('state', models.CharField(blank=True, max_length=40, verbose_name='State')),
                ('country', models.CharField(blank=True, max_length=60, verbose_name='Country')),
                ('ask_me_about', models.TextField(blank=True, max_length=600, verbose_name='Ask me about')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='Telephone')),
                ('portrait_id', models.PositiveBigIntegerField(blank=True, editable=False, null=True)),
                ('square_id', models.PositiveBigIntegerField(blank=True, editable=False, null=True)),
                ('seen_headline', models.CharField(choices=[('members', 'Members'), ('groups', 'People in my groups'), ('me', 'Only me')], default='members', max_length=8)),
                ('seen_about', models.CharField(choices=[('members', 'Members'), ('groups', 'People in my groups'), ('me', 'Only me')], default='members', max_length=8)),
                ('seen_specialty', models.CharField(choices=[('members', 'Members'), ('groups', 'People in my groups'), ('me', 'Only me')], default='members', max_length=8)),
                ('seen_location', models.CharField(choices=[('members', 'Members'), ('groups', 'People in my groups'), ('me', 'Only me')], default='members', max_length=8)),
                ('seen_affiliation', models.CharField(choices=[('members', 'Members'), ('groups', 'People in my groups'), ('me', 'Only me')], default='members', max_length=8)),
                ('seen_ask_me_about', models.CharField(choices=[('members', 'Members'), ('groups', 'People in my groups'), ('me', 'Only me')], default='members', max_length=8)),
                ('signs_with_place', models.BooleanField(default=True, verbose_name='Print specialty and place beside what I write')),
                ('unlisted_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='profile', to=settings.AUTH_USER_MODEL)),
                ('specialty', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='profiles', to='people.specialty', verbose_name='Specialty')),
            ],
            options={
                'indexes': [models.Index(fields=['specialty'], name='profile_specialty'), models.Index(fields=['state'], name='profile_state'), models.Index(fields=['stage'], name='profile_stage')],
            },
        ),
    ]
