"""Where drafts belong, in words their owner may read now: the title of what they answer is asked for anew each time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from collegium.audience.reader import Reader
from collegium.discussion.models import Draft, Piece, Reply
from collegium.web.numbers import number_of


@dataclass(frozen=True, slots=True)
class Place:
    """A draft with what it is ("A reply to …"), where writing goes on, and where a plain form sends it ("" nowhere)."""

    draft: Draft
    name: str
    address: str
    sends_to: str = ""


def places_of(drafts: Iterable[Draft], reader: Reader) -> list[Place]:
    """The places of these drafts, with at most two queries. A title that the reader has no longer is not named."""
    rows = [(draft, *_split(draft.key)) for draft in drafts]
    replies = {number for _draft, kind, number in rows if kind == "reply"}
    above = dict(Reply.objects.filter(pk__in=replies, author=reader.person_id).values_list("pk", "piece"))
    wanted = {number for _draft, kind, number in rows if kind in ("piece", *Piece.Kind.values)} | set(above.values())
    titles = dict(Piece.objects.readable_by(reader).filter(pk__in=wanted).values_list("pk", "title"))
    return [_place(draft, kind, number, titles, above) for draft, kind, number in rows]


def _split(key: str) -> tuple[str, int]:
    kind, _dash, rest = key.partition("-")
    return kind, number_of(rest) or 0


def _place(draft: Draft, kind: str, number: int, titles: dict[int, str], above: dict[int, int]) -> Place:
    title = titles.get(above.get(number, 0) if kind == "reply" else number, "")
    return Place(draft, _name(kind, number, title), going_on(draft.address), _sends_to(kind, number, title))


def _sends_to(kind: str, number: int, title: str) -> str:
    if kind == "message" and number:
        return reverse("conversations:conversation_detail", args=[number])
    return reverse("discussion:post_reply", args=[number]) if kind == "piece" and title else ""


def _name(kind: str, number: int, title: str) -> str:
    if kind == "piece":
        return _("Answer to “%(title)s”") % {"title": title} if title else _("Answer to what you read no longer")
    if kind in ("reply", *Piece.Kind.values) and number:
        return _("Edit in “%(title)s”") % {"title": title} if title else _("Edit of your words")
    names = {"forum": _("New topic"), "group": _("New topic"), "blog": _("New post"), "message": _("Message")}
    return names.get(kind, _("Draft"))


def going_on(address: str) -> str:
    """The page of the form, asked to bring the draft back at once: "/forums/…/?draft=1#reply"."""
    path, mark, place = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}draft=1{mark}{place}" if path else ""
