"""Portraits are compared with the counter of people that all kept things share."""

from django.db import migrations

PEOPLE = 3  # KeptVersion.PEOPLE


def _begin_counting(apps, schema_editor):
    apps.get_model("web", "KeptVersion").objects.get_or_create(pk=PEOPLE)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_muted"), ("web", "0002_cache_table")]

    operations = [
        migrations.DeleteModel(name="PortraitVersion"),
        migrations.RunPython(_begin_counting, migrations.RunPython.noop),
    ]
