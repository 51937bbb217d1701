from django.db import migrations, models
from django.db.models import F


def distrust(apps, schema_editor):
    """Where somebody changed a claimed page, its host may be a manager's."""
    pages = apps.get_model("organizations", "Organization").objects.exclude(claimed_at=None)
    pages.exclude(changed_by=None).update(host_unproven_at=F("changed_at"))


class Migration(migrations.Migration):
    dependencies = [("organizations", "0003_folded")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="host_unproven_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(distrust, migrations.RunPython.noop),
    ]
