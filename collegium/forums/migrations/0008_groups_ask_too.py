import django.db.models.deletion
from django.db import migrations, models


def without_groups(apps, schema_editor):
    """Backwards: what groups ask has no place in the table as it was."""
    apps.get_model("forums", "Prompt").objects.filter(forum=None).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0007_cases'),
        ('groups', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='prompt',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='prompts', to='groups.group'),
        ),
        migrations.AlterField(
            model_name='prompt',
            name='forum',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='prompts', to='forums.forum'),
        ),
        migrations.AddConstraint(
            model_name='prompt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('forum__isnull', False), ('group', None)), models.Q(('forum', None), ('group__isnull', False)), _connector='OR'), name='prompt_of_forum_or_group'),
        ),
        migrations.RunPython(migrations.RunPython.noop, without_groups),
    ]
