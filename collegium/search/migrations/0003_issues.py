"""Issues are found by their fronts. SQLite makes the table anew for this, and its trigger with it."""

import django.db.models.deletion
from django.db import migrations, models

TRIGGER = (
    "CREATE TRIGGER IF NOT EXISTS search_entry_gone AFTER DELETE ON search_entry BEGIN"
    " DELETE FROM search_words WHERE rowid = old.id; DELETE FROM search_names WHERE rowid = old.id; END"
)


def mend(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(TRIGGER)


class Migration(migrations.Migration):
    dependencies = [
        ("magazine", "0006_pdf_of_an_issue"),
        ("search", "0002_words"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, mend),
        migrations.AddField(
            model_name="entry",
            name="issue",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="magazine.issue"
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="section",
            field=models.CharField(
                choices=[
                    ("topics", "Topics"),
                    ("posts", "Posts"),
                    ("articles", "Articles"),
                    ("issues", "Issues"),
                    ("people", "People"),
                    ("organizations", "Organizations"),
                    ("groups", "Groups"),
                ],
                max_length=16,
            ),
        ),
        migrations.RunPython(mend, migrations.RunPython.noop),
    ]
