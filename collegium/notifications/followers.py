"""Who hears of something new: whoever follows its place, its authors or a subject of it, mutes none of these, and may
be shown it now. Following tells nobody else and is counted nowhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from collegium.audience.models import GUESTS
from collegium.audience.people import people_in, people_who_may_read
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.blogs.models import CoAuthor
from collegium.conversations.models import Block
from collegium.discussion.models import Piece
from collegium.people.models import Follow


def co_author_ids(piece: Piece) -> set[int]:
    """Who stands in the byline beside the author; asked only where the byline says that somebody does."""
    if not piece.byline.get("others"):
        return set()
    return set(CoAuthor.objects.printed().filter(post=piece.pk).values_list("person_id", flat=True))


def not_hearing_of(actor_id: int, people: Collection[int]) -> set[int]:
    """Those of these people (ids) who block or mute this person: they hear of nothing the person says or does."""
    if not people:
        return set()
    asked = {"actor": actor_id, "people": tuple(people)}
    return {pk for (pk,) in (*_blocking.rows(VISITOR, **asked), *_muting.rows(VISITOR, **asked))}


@prepared
def _blocking(_reader: Reader, actor: int, people: tuple[int, ...]) -> QuerySet[Any]:
    return Block.objects.filter(blocked_id=actor, person_id__in=people).values_list("person_id")


@prepared
def _muting(_reader: Reader, actor: int, people: tuple[int, ...]) -> QuerySet[Any]:
    return Follow.objects.muting("person", actor).filter(person_id__in=people).values_list("person_id")


def following(kind: str, target_id: int) -> set[int]:
    """The people (ids) who follow something."""
    return {pk for (pk,) in _following.rows(VISITOR, kind=kind, target=target_id)}


@prepared
def _following(_reader: Reader, kind: str, target: int) -> QuerySet[Any]:
    return Follow.objects.to(kind, target).values_list("person_id")


def muting_piece(piece_id: int) -> set[int]:
    """The people (ids) who want no news of a piece."""
    return {pk for (pk,) in _muting_piece.rows(VISITOR, piece=piece_id)}


@prepared
def _muting_piece(_reader: Reader, piece: int) -> QuerySet[Any]:
    return Follow.objects.muting("piece", piece).values_list("person_id")


def who_hear_of(piece: Any) -> set[int]:
    """The people (ids) who hear of a new piece; of a post or article also those who have its teaser."""
    people = people_who_may_read(piece) if piece.kind == Piece.Kind.TOPIC else people_in({GUESTS})
    rows = Follow.objects.filter(_reasons(piece))
    hearing = people.filter(pk__in=rows.filter(muted_at=None).values("person"))
    return set(hearing.exclude(pk__in=rows.exclude(muted_at=None).values("person")).values_list("pk", flat=True))


def is_followed_by(person_id: int, piece: Any, kind: str) -> bool:
    """Whether this person hears of the piece still, for a mail of this kind that is about to leave.

    Args:
        kind: "published" hangs on what leads to the piece, "reply" on the piece itself; all on its not being muted.
    """
    state = [muted_at for (muted_at,) in _state.rows(VISITOR, person=person_id, piece=piece.pk)]
    if kind == "published":
        own = Follow.objects.filter(person=person_id)
        leading = list(own.filter(_reasons(piece)).values_list("muted_at", flat=True))
        return bool(leading) and not any([*leading, *state])
    return not any(state) and (kind != "reply" or bool(state))


@prepared
def _state(_reader: Reader, person: int, piece: int) -> QuerySet[Any]:
    return Follow.objects.filter(person_id=person, kind="piece", target_id=piece).values_list("muted_at")


def _reasons(piece: Any) -> Q:
    """Follows that lead to this piece: of its authors, its subjects, and its forum, group or blog."""
    found = Q(kind="person", target_id__in={piece.author_id, *co_author_ids(piece)} - {None})
    found |= Q(kind="subject", target_id__in=piece.subjects.values("pk"))
    if piece.kind == Piece.Kind.POST:
        return found | Q(kind="blog", target_id=piece.post.blog_id)
    if piece.kind == Piece.Kind.TOPIC:
        topic = piece.topic
        return found | Q(kind="group" if topic.group_id else "forum", target_id=topic.group_id or topic.forum_id)
    return found
