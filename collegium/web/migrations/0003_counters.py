"""The counters of what is kept stand from the beginning: without its row nothing is kept."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COUNTERS = (1, 2, 3, 4)  # pages, society, people, directories


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One row each: a counter is the sum of its rows, so that deeds at the same moment raise a row of their own."""
    kept = apps.get_model("web", "KeptVersion")
    kept.objects.all().delete()
    kept.objects.bulk_create([kept(counter=counter) for counter in COUNTERS])


class Migration(migrations.Migration):
    dependencies = [("web", "0002_cache_table")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
