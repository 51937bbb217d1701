import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('discussion', '0001_initial'),
        ('groups', '0001_initial'),
        ('organizations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(choices=[('topics', 'Topics'), ('posts', 'Posts'), ('articles', 'Articles'), ('people', 'People'), ('organizations', 'Organizations'), ('groups', 'Groups')], max_length=16)),
                ('target', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('group', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.group')),
                ('organization', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('person', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('piece', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='discussion.piece')),
                ('reply', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='discussion.reply')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('piece__isnull', False), ('reply', None)), fields=('piece',), name='entry_of_piece_once')],
            },
        ),
    ]
