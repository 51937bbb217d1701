"""Mark all as seen."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.brief.models import Visit
from collegium.brief.round import pieces_of, round_of
from collegium.brief.visits import visit_of
from collegium.discussion.actions import mark_read


@transaction.atomic
def mark_all_seen(reader: Reader) -> int:
    """Everything that waits in the round of this visit counts as read; so does what is older and was never opened.

    Returns:
        How many pieces that were.
    """
    person = reader.person
    assert person is not None
    visit = visit_of(person.pk)
    pieces = pieces_of(round_of(reader, visit.since, visit.started_at))
    for piece in pieces:
        mark_read(person, piece, piece.last_number)
    User.objects.filter(pk=person.pk, start_of_reading__lt=visit.started_at).update(start_of_reading=visit.started_at)
    Visit.objects.filter(pk=person.pk).update(marked_at=timezone.now())
    return len(pieces)
