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
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'bodies',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, unique=True, verbose_name='Code in the roster')),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('gives', models.CharField(choices=[('member', 'Member'), ('staff', 'Staff'), ('guest', 'Guest')], default='member', max_length=8, verbose_name='Standing')),
                ('for_life', models.BooleanField(default=False, verbose_name='Without end')),
                ('becomes', models.CharField(blank=True, max_length=16, verbose_name='Becomes at the end')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=120, verbose_name='Title')),
                ('order', models.PositiveSmallIntegerField(default=9)),
                ('years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Years of a term')),
                ('next_key', models.CharField(blank=True, max_length=40, verbose_name='Followed by')),
                ('for_staff', models.BooleanField(default=False, verbose_name='Held by staff')),
                ('in_byline', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['order', 'title'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RosterRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('on', models.DateField()),
                ('rows', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('content', models.BinaryField(blank=True, default=bytes)),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('read_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member_id', models.CharField(max_length=40, unique=True, verbose_name='Member number')),
                ('status', models.CharField(blank=True, max_length=8, verbose_name='Status in the roster')),
                ('joined', models.DateField(blank=True, null=True, verbose_name='Joined')),
                ('paid_through', models.DateField(blank=True, null=True, verbose_name='Paid through')),
                ('legal_given_name', models.CharField(blank=True, max_length=80, verbose_name='Given name in the roster')),
                ('roster_name', models.CharField(blank=True, max_length=160, verbose_name='Name in the roster')),
                ('roster_credentials', models.CharField(blank=True, max_length=80, verbose_name='Credentials in the roster')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='Mail address in the roster')),
                ('title', models.CharField(blank=True, max_length=160, verbose_name='Position')),
                ('organization', models.CharField(blank=True, max_length=200, verbose_name='Organization')),
                ('organization_key', models.CharField(blank=True, max_length=40, verbose_name='Organization in the roster')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='City')),
                ('state', models.CharField(blank=True, max_length=40, verbose_name='State')),
                ('country', models.CharField(blank=True, max_length=40, verbose_name='Country')),
                ('specialty', models.CharField(blank=True, max_length=120, verbose_name='Specialty')),
                ('npi', models.CharField(blank=True, max_length=10, verbose_name='NPI')),
                ('orcid', models.CharField(blank=True, max_length=19, verbose_name='ORCID iD')),
                ('chapter', models.CharField(blank=True, max_length=80, verbose_name='Chapter')),
                ('directory_optout', models.BooleanField(default=False, verbose_name='Not in the directory')),
                ('no_email', models.BooleanField(default=False, verbose_name='No mail but what sign-in needs')),
                ('review', models.CharField(blank=True, max_length=200, verbose_name='To be looked at')),
                ('suspended_at', models.DateTimeField(blank=True, null=True)),
                ('deceased_at', models.DateTimeField(blank=True, null=True)),
                ('missing_files', models.PositiveSmallIntegerField(default=0)),
                ('missing_since', models.DateField(blank=True, null=True)),
                ('invited_at', models.DateTimeField(blank=True, null=True)),
                ('is_from_roster', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='membership.category')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='membership.membership')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='membership', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['email'], name='membership__email_9730b6_idx'), models.Index(fields=['npi'], name='membership__npi_1b2c91_idx')],
            },
        ),
        migrations.CreateModel(
            name='RosterChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member_id', models.CharField(max_length=40)),
                ('line', models.PositiveIntegerField(default=0)),
                ('kind', models.CharField(max_length=16)),
                ('field', models.CharField(max_length=40)),
                ('old', models.CharField(blank=True, max_length=300)),
                ('new', models.CharField(blank=True, max_length=300)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='membership.rosterrun')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='membership__person__658487_idx')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField(verbose_name='From')),
                ('end', models.DateField(blank=True, null=True, verbose_name='Until')),
                ('source', models.CharField(default='staff', max_length=16)),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='membership.body')),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='membership.office')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['start', 'end'], name='membership__start_889509_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('end', None), ('end__gt', models.F('start')), _connector='OR'), name='term_ends_after_it_begins', violation_error_message='A term ends after it begins. Change one of the two dates.'), models.UniqueConstraint(fields=('person', 'office', 'body', 'start'), name='term_once'), models.UniqueConstraint(condition=models.Q(('body', None)), fields=('person', 'office', 'start'), name='term_without_body_once')],
            },
        ),
    ]
