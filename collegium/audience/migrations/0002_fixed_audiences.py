"""The three audiences that always exist; the code knows them by their ids."""

from django.db import migrations


def create(apps, schema_editor):
    audience = apps.get_model("audience", "Audience")
    for pk, kind, name in [(1, "public", "Public"), (2, "guests", "Guests"), (3, "members", "Members")]:
        audience.objects.get_or_create(pk=pk, defaults={"kind": kind, "name": name})
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SELECT setval(pg_get_serial_sequence('audience_audience', 'id'), 100)")


class Migration(migrations.Migration):
    dependencies = [("audience", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
