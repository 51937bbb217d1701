"""The text index itself: FTS5 tables on SQLite; a tsvector table with its configuration on PostgreSQL."""

from django.db import DatabaseError, migrations, transaction

SQLITE_FORWARDS = [
    "CREATE VIRTUAL TABLE search_words USING fts5(title, teaser, names, body,"
    " tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')",
    "CREATE VIRTUAL TABLE search_names USING fts5(name, tokenize='trigram')",
    "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN"
    " DELETE FROM search_words WHERE rowid = old.id; DELETE FROM search_names WHERE rowid = old.id; END",
]
SQLITE_BACKWARDS = ["DROP TRIGGER search_entry_gone", "DROP TABLE search_names", "DROP TABLE search_words"]

POSTGRES_FORWARDS = [
    "CREATE TABLE search_words (rowid bigint PRIMARY KEY, words tsvector NOT NULL, name text NOT NULL)",
    "CREATE INDEX search_words_words ON search_words USING gin (words)",
    "CREATE FUNCTION search_entry_gone() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN DELETE FROM search_words WHERE rowid = OLD.id; RETURN NULL; END $$",
    "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry FOR EACH ROW EXECUTE FUNCTION search_entry_gone()",
    "CREATE TEXT SEARCH CONFIGURATION collegium (COPY = english)",
]
WITH_UNACCENT = [
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "ALTER TEXT SEARCH CONFIGURATION collegium"
    " ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem",
]
WITH_TRIGRAMS = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX search_words_name ON search_words USING gin (name gin_trgm_ops) WHERE name <> ''",
]
POSTGRES_BACKWARDS = [
    "DROP TRIGGER search_entry_gone ON search_entry",
    "DROP FUNCTION search_entry_gone()",
    "DROP TABLE search_words",
    "DROP TEXT SEARCH CONFIGURATION collegium",
]


def _run(schema_editor, statements):
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _try(schema_editor, statements):
    """Where the extension may not be made, search does without it."""
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            _run(schema_editor, statements)
    except DatabaseError:
        return


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        _run(schema_editor, SQLITE_FORWARDS)
        return
    _run(schema_editor, POSTGRES_FORWARDS)
    _try(schema_editor, WITH_UNACCENT)
    _try(schema_editor, WITH_TRIGRAMS)


def drop(apps, schema_editor):
    _run(schema_editor, POSTGRES_BACKWARDS if schema_editor.connection.vendor == "postgresql" else SQLITE_BACKWARDS)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
