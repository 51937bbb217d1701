"""Two records of one person became one: what the first wrote belongs to the second; bylines stay as printed."""

from __future__ import annotations

from collegium.answers.models import Card
from collegium.discussion.models import Piece, Reply
from collegium.membership.events import PeopleMerged


def give_words_to_survivor(event: PeopleMerged) -> None:
    """Posts, topics, articles, replies and comments change their author; the bylines of then stay."""
    Piece.objects.filter(author_id=event.loser_id).update(author_id=event.survivor_id)
    Reply.objects.filter(author_id=event.loser_id).update(author_id=event.survivor_id)
    Card.objects.filter(by_id=event.loser_id).update(by_id=event.survivor_id)
