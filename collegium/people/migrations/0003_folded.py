"""Open fields of profiles and the names of specialties are found whatever their case and accents."""

import collegium.web.texts
from django.db import migrations

FIELDS = {"Profile": ["folded_ask_me_about", "folded_city", "folded_headline"], "Specialty": ["folded_name"]}


def fill(apps, schema_editor):
    """Saving works the fields out."""
    for name, fields in FIELDS.items():
        for row in apps.get_model("people", name).objects.iterator(chunk_size=2000):
            row.save(update_fields=fields)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_specialties'),
    ]

    operations = [
        migrations.AddField(
            model_name='profile',
            name='folded_ask_me_about',
            field=collegium.web.texts.FoldedField(db_default='', default='', editable=False, of=('ask_me_about',)),
        ),
        migrations.AddField(
            model_name='profile',
            name='folded_city',
            field=collegium.web.texts.FoldedField(db_default='', default='', editable=False, of=('city',)),
        ),
        migrations.AddField(
            model_name='profile',
            name='folded_headline',
            field=collegium.web.texts.FoldedField(db_default='', default='', editable=False, of=('headline',)),
        ),
        migrations.AddField(
            model_name='specialty',
            name='folded_name',
            field=collegium.web.texts.FoldedField(db_default='', default='', editable=False, of=('name',)),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
