import collegium.accounts.models
import collegium.web.texts
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('given_name', models.CharField(blank=True, max_length=80, verbose_name='Given name')),
                ('family_name', models.CharField(blank=True, max_length=80, verbose_name='Family name')),
                ('name', models.CharField(max_length=160, verbose_name='Name')),
                ('folded_name', collegium.web.texts.FoldedField(default='', editable=False, of=('name',))),
                ('credentials', models.CharField(blank=True, max_length=80, verbose_name='Credentials')),
                ('handle', models.SlugField(max_length=80, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='Mail address')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='Language')),
                ('time_zone', models.CharField(blank=True, max_length=64, verbose_name='Time zone')),
                ('start_of_reading', models.DateTimeField(auto_now_add=True)),
                ('sessions_ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('has_short_password', models.BooleanField(default=False, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            managers=[
                ('objects', collegium.accounts.models.PersonManager()),
            ],
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('signed_in', 'Signed in'), ('refused', 'Sign-in refused'), ('password', 'Password changed'), ('factor_added', 'Second factor added'), ('factor_removed', 'Second factor removed'), ('codes_renewed', 'Recovery codes made anew'), ('address_added', 'Mail address added'), ('address_changed', 'Mail address changed'), ('address_removed', 'Mail address removed'), ('staff_page', 'Page for staff refused')], max_length=20)),
                ('way', models.CharField(blank=True, choices=[('password', 'password'), ('code', 'mailed code'), ('webauthn', 'passkey'), ('totp', 'authenticator app'), ('recovery_codes', 'recovery code'), ('password_reset', 'forgotten password'), ('suspended', 'suspended account')], max_length=20)),
                ('network', models.CharField(blank=True, max_length=50)),
                ('times', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='activity', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RetiredAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('until', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retired_addresses', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='username_once', violation_error_message='This username is taken. Choose another one.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='email_once', violation_error_message='This mail address belongs to another account.'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['person', '-at'], name='activity_of'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['-at'], name='activity_at'),
        ),
    ]
