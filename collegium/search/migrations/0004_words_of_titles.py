"""On PostgreSQL an index of the words of titles, teasers and names alone: a word of many texts stands in few of these."""

from django.db import migrations

FORWARDS = "CREATE INDEX search_words_titles ON search_words USING gin (ts_filter(words, '{a,b,c}'))"
BACKWARDS = "DROP INDEX search_words_titles"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARDS)
        schema_editor.execute("ANALYZE search_words")  # how rare words are in it is known at once


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARDS)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_issues")]
    operations = [migrations.RunPython(make, drop)]
