"""Texts of before the rule that a number stands at its word are printed anew, by a job."""

from django.db import migrations


def print_anew(apps, editor):
    if not apps.get_model("citations", "Citing").objects.exists():
        return  # nothing cites: a new site, whose jobs have no table yet
    from collegium.citations.tasks import print_all_anew

    print_all_anew.enqueue()


class Migration(migrations.Migration):

    dependencies = [("citations", "0002_sources_of_works")]

    operations = [migrations.RunPython(print_anew, migrations.RunPython.noop)]
