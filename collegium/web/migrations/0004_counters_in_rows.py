"""A counter is the sum of its rows, so that deeds at the same moment raise one each."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COUNTERS = (1, 2, 3, 4)  # pages, society, people, directories


def begin_anew(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Rows whose numbers the database gave, so that it can give the next."""
    kept = apps.get_model("web", "KeptVersion")
    kept.objects.all().delete()
    kept.objects.bulk_create([kept(counter=counter) for counter in COUNTERS])


def one_row_each(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The number of a row is its counter, as before."""
    kept = apps.get_model("web", "KeptVersion")
    kept.objects.all().delete()
    kept.objects.bulk_create([kept(pk=counter, counter=counter) for counter in COUNTERS])


class Migration(migrations.Migration):
    dependencies = [("web", "0003_counters")]
    operations = [
        migrations.AddField("keptversion", "counter", models.PositiveSmallIntegerField(default=1)),
        migrations.AlterField("keptversion", "counter", models.PositiveSmallIntegerField()),
        migrations.RunPython(begin_anew, one_row_each),
    ]
