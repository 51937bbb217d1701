"""What can be followed, and who follows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, QuerySet

from collegium.audience import ahead
from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.people.models import Follow
from collegium.web.statements import Question

if TYPE_CHECKING:
    pass

Check = Callable[[Reader, int], bool]
_checks: dict[str, Check] = {}


def kind_is_followed_if(kind: str, check: Check) -> None:
    """Called by the app of a kind at start: whether a reader may know of that row. Other kinds are refused."""
    _checks[kind] = check


def may_follow(reader: Reader, kind: str, target_id: int) -> bool:
    """Whether the reader may follow this thing: somebody registered, and the thing is not hidden from them."""
    check = _checks.get(kind)
    return reader.person_id is not None and check is not None and check(reader, target_id)


@prepared
def _follow(reader: Reader, kind: str, target: int) -> QuerySet[Follow]:
    return Follow.objects.of(reader.person_id).to(kind, target)  # type: ignore[arg-type]


@prepared
def _attention(reader: Reader, kind: str, target: int) -> QuerySet[Follow, Any]:
    rows = Follow.objects.filter(person_id=reader.person_id, kind=kind, target_id=target)
    return rows.values_list("muted_at")


def is_following(reader: Reader, kind: str, target_id: int) -> bool:
    """Whether the reader follows this thing."""
    return bool(reader.person_id) and _follow.exists(reader, kind=kind, target=target_id)


def attention(reader: Reader, kind: str, target_id: int) -> str:
    """What the reader wants to hear of this thing: "following", "muted", or "" (what names or answers them)."""
    rows = _attention.rows(reader, kind=kind, target=target_id) if reader.person_id else []
    return "" if not rows else "muted" if rows[0][0] else "following"


def attention_question(reader: Reader, kind: str, target_id: int) -> Question | None:
    """What `attention` asks."""
    return _attention.question(reader, kind=kind, target=target_id)


@prepared
def _state(reader: Reader) -> QuerySet[Follow, Any]:
    own = Follow.objects.filter(person_id=reader.person_id).order_by().values("person")
    counted = own.annotate(n=Count("pk"), last=Max("pk"), muted=Count("muted_at"), muted_last=Max("muted_at"))
    return counted.values_list("n", "last", "muted", "muted_last")


ahead.of_every_page(_state.question)


def follow_state(reader: Reader) -> Hashable:
    """Moves whenever this reader follows, mutes or lets go: what is printed for them under it stays true."""
    return tuple(_state.rows(reader)) if reader.person_id is not None else None


def followed(reader: Reader, kind: str, among: Collection[int] | None = None) -> set[int]:
    """The ids of this kind that the reader follows, in one query; `among` limits it to the rows of a list."""
    if reader.person_id is None:
        return set()
    rows = _followed.rows(reader, kind=kind, among=None if among is None else tuple(among))
    return {target for (target,) in rows}


@prepared
def _followed(reader: Reader, kind: str, among: tuple[int, ...] | None) -> QuerySet[Follow, Any]:
    rows = Follow.objects.of(reader.person_id).filter(kind=kind)  # type: ignore[arg-type]
    return (rows if among is None else rows.filter(target_id__in=among)).values_list("target_id")
