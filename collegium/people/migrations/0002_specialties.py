"""The specialties that people choose from; staff add more under Records."""

from django.db import migrations
from django.utils.text import slugify

from collegium.people.specialties import NAMES


def create(apps, schema_editor):
    specialty = apps.get_model("people", "Specialty")
    specialty.objects.bulk_create([specialty(name=name, slug=slugify(name)) for name in NAMES], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
