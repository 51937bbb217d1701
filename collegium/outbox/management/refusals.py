"""What a refusing database means for whoever gave a command: one sentence, and what to do."""

from __future__ import annotations

from collegium.outbox.backup import is_empty

FULL = "The disk is full: nothing was written. Make room, then give the command again."
OLD = "The database lacks tables of this version. collegium serve makes them, or collegium manage migrate."
TOLD = {
    "is full": FULL,
    "No space left": FULL,
    "locked": "Another program has been writing to the database for too long. Give the command again.",
    "no such table": OLD,
    "no such column": OLD,
    "does not exist": OLD,
}


def refusal(error: Exception) -> str:
    """The sentence for a `DatabaseError`."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    told = next((sentence for words, sentence in TOLD.items() if words in reason), "")
    if told is not FULL and is_empty():
        return "There is no site yet. collegium init makes one, bin/demo fills a demo."
    return told or f"The database refused ({reason}). collegium check says how to mend it."
