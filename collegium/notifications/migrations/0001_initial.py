import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('conversations', '0001_initial'),
        ('discussion', '0001_initial'),
        ('groups', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Wishes',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wishes', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('message', models.CharField(choices=[('now', 'At once'), ('brief', 'In the brief'), ('never', 'Never')], default='now', max_length=8)),
                ('mention', models.CharField(choices=[('now', 'At once'), ('brief', 'In the brief'), ('never', 'Never')], default='now', max_length=8)),
                ('answer', models.CharField(choices=[('now', 'At once'), ('brief', 'In the brief'), ('never', 'Never')], default='now', max_length=8)),
                ('reply', models.CharField(choices=[('now', 'At once'), ('brief', 'In the brief'), ('never', 'Never')], default='brief', max_length=8)),
                ('published', models.CharField(choices=[('now', 'At once'), ('brief', 'In the brief'), ('never', 'Never')], default='brief', max_length=8)),
                ('brief', models.CharField(choices=[('weekdays', 'Each weekday'), ('weekly', 'Weekly'), ('never', 'Never')], default='weekdays', max_length=8)),
                ('brief_at', models.PositiveSmallIntegerField(default=390, verbose_name='Minutes after midnight')),
                ('paused_until', models.DateField(blank=True, null=True)),
                ('no_keys', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name_plural': 'wishes',
                'constraints': [models.CheckConstraint(condition=models.Q(('brief_at__lt', 1440)), name='brief_within_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('answer', 'Somebody answered you'), ('mention', 'Somebody named you'), ('reply', 'A reply where you follow'), ('published', 'Something new where you follow'), ('reaction', 'A reaction to your words'), ('message', 'A message'), ('invited', 'An invitation to a group'), ('asked', 'Somebody asks to join your group'), ('let-in', 'You were let into a group'), ('turned-down', 'Your wish to join a group was turned down'), ('removed', 'You were taken out of a group'), ('group', 'Your proposal of a group was decided'), ('declined', 'Your proposal of a group was declined'), ('announced', 'An announcement in a group'), ('decision', 'A moderator decided about your words'), ('released', 'Your first words appeared'), ('claim', 'Your claim on an organization was decided'), ('disputed', 'A page you manage is disputed'), ('appeal', 'The moderators answered you'), ('report', 'Your report was looked at')], max_length=12)),
                ('fold', models.CharField(max_length=60)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_at', models.DateTimeField(null=True)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.group')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.message')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                ('piece', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='discussion.piece')),
                ('reply', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='discussion.reply')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-id'], name='notification_person'), models.Index(fields=['person', 'fold'], name='notification_fold'), models.Index(condition=models.Q(('seen_at', None)), fields=['person', 'kind', 'id'], name='notification_unseen')],
            },
        ),
    ]
