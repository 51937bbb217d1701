"""What a command says when the database refuses."""

from __future__ import annotations

import pytest
from django.db import OperationalError, ProgrammingError

from collegium.outbox.management.refusals import refusal


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("database or disk is full"), "The disk is full: nothing was written. Make room"),
        (OperationalError('could not extend file "base/1": No space left on device'), "The disk is full"),
        (OperationalError("database is locked"), "Another program has been writing to the database for too long."),
        (OperationalError("no such table: web_keptversion"), "The database lacks tables of this version."),
        (ProgrammingError('relation "a" does not exist\nLINE 1'), "The database lacks tables of this version."),
        (OperationalError("strange\nthing"), "The database refused (strange). collegium check says how to mend it."),
        (OperationalError(), "The database refused (OperationalError)."),
    ],
)
def test_refusal_is_one_sentence_that_says_what_to_do(db, error, said):
    assert refusal(error).startswith(said)
    assert "\n" not in refusal(error)


def test_empty_database_cannot_be_called_broken(db, monkeypatch):
    monkeypatch.setattr("collegium.outbox.management.refusals.is_empty", lambda: True)
    assert refusal(OperationalError("no such table: web_society")).startswith("There is no site yet.")
    assert refusal(OperationalError("database or disk is full")).startswith("The disk is full")
