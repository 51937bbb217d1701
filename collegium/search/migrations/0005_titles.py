"""On SQLite a text index of titles, teasers and names alone: a word of many texts stands in few of these."""

from django.db import migrations

GONE = "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN {} END"
TABLES = ("search_words", "search_names")
FORWARDS = [
    "CREATE VIRTUAL TABLE search_titles USING fts5(title, teaser, names,"
    " tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')",
    "INSERT INTO search_titles(rowid, title, teaser, names)"
    " SELECT rowid, title, teaser, names FROM search_words WHERE title <> '' OR teaser <> ''",
]
BACKWARDS = ["DROP TABLE search_titles"]


def _watch(schema_editor, tables):
    """What goes out of the entries goes out of these tables."""
    schema_editor.execute("DROP TRIGGER IF EXISTS search_entry_gone")
    schema_editor.execute(GONE.format(" ".join(f"DELETE FROM {table} WHERE rowid = old.id;" for table in tables)))


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in FORWARDS:
            schema_editor.execute(statement)
        _watch(schema_editor, (*TABLES, "search_titles"))


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _watch(schema_editor, TABLES)
        for statement in BACKWARDS:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_words_of_titles")]
    operations = [migrations.RunPython(make, drop)]
