"""The counters of what is kept stand from the beginning: without its row nothing is kept."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COUNTERS = (1, 2, 3, 4)  # pages, society, people, directories


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the rows that are missing."""
    kept = apps.get_model("web", "KeptVersion")
    kept.objects.bulk_create([kept(pk=counter) for counter in COUNTERS], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("web", "0002_cache_table")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
