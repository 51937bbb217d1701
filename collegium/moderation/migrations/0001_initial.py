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
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('piece', 'Topic, post or article'), ('reply', 'Reply or comment'), ('message', 'Message'), ('profile', 'Profile'), ('organization', 'Organization'), ('group', 'Group')], max_length=12)),
                ('target_id', models.PositiveBigIntegerField()),
                ('act', models.CharField(choices=[('hide', 'Hidden from readers'), ('take-back', 'Taken back to protect a patient'), ('lock', 'Locked: nobody can add to it'), ('narrow', 'Moved to fewer readers'), ('pause', 'Writing paused')], max_length=12)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('detail', models.JSONField(blank=True, default=dict)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=3000, verbose_name='Your answer to the moderators')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.TextField(blank=True, max_length=3000)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('upheld', models.BooleanField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='appeal', to='moderation.decision')),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('piece', 'Topic, post or article'), ('reply', 'Reply or comment'), ('message', 'Message'), ('profile', 'Profile'), ('organization', 'Organization'), ('group', 'Group')], max_length=12)),
                ('target_id', models.PositiveBigIntegerField()),
                ('reason', models.CharField(choices=[('patient', 'It identifies a patient'), ('commercial', 'Commercial, or spam'), ('harassment', 'Harassment or a personal attack'), ('antitrust', 'Fees or prices (antitrust)'), ('copyright', 'Copyright'), ('unsafe', 'An unsafe or wrong medical claim'), ('interest', 'An undisclosed interest'), ('off-topic', 'Off topic'), ('impersonation', 'Impersonation'), ('other', 'Something else')], max_length=16)),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='What should the moderators know?')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('acted', 'A moderator acted on it'), ('kept', 'A moderator looked at it and left it as it is')], max_length=8)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['kind', 'target_id'], name='decision_target'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['author', '-at'], name='decision_author'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['kind', 'target_id'], name='report_target'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['created_at'], name='report_waiting'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None), ('person__isnull', False)), fields=('person', 'kind', 'target_id'), name='report_open_once'),
        ),
    ]
