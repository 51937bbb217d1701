"""What can be reported and decided about: one shape for pieces, replies, answer cards, messages, profiles and places.

`find` is for the queue and asks nobody's leave (its callers are moderators, and log looks at private talk);
`readable` is for whoever reports: they must have the thing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from collegium.accounts.models import User
from collegium.answers.models import Card
from collegium.audience.doors import Door, get_readable
from collegium.audience.models import MEMBERS
from collegium.audience.reader import Reader
from collegium.conversations.models import Message
from collegium.conversations.reporting import may_report
from collegium.discussion.models import Piece, Reply
from collegium.discussion.quotes import Quotes
from collegium.groups.models import Group
from collegium.groups.seats import get_seat
from collegium.moderation.texts import Part, parts_of_group, parts_of_organization
from collegium.organizations.models import Organization
from collegium.web import html

CONTEXT = 2  # replies shown before a reported one: set context, not the whole thread (docs/access.md, "reported")


@dataclass(frozen=True, slots=True)
class Said:
    """A line of context: who, when, what."""

    name: str
    at: datetime | None
    body: Markup


@dataclass(slots=True)
class Thing:
    """A thing as the queue shows it. `is_private`: looking at it is logged. `parts`: what a page says (texts.py)."""

    kind: str
    pk: int
    row: Any
    author: User | None
    name: str
    title: str
    place: str
    address: str
    at: datetime | None
    body: Markup = field(default_factory=Markup)
    text: str = ""
    is_private: bool = False
    context: list[Said] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, int]:
        """Kind and id, as reports, decisions and the audit log name it."""
        return self.kind, self.pk

    @property
    def waits(self) -> bool:
        """First words of a guest that nobody has released."""
        return bool(getattr(self.row, "held_at", None))


def find(kind: str, pk: int) -> Thing | None:
    """The thing for the queue, whoever may read it; None when it is not there any more."""
    return _FINDERS[kind](pk) if kind in _FINDERS else None


def found(kind: str, pk: int) -> Thing:
    """The same, or 404."""
    thing = find(kind, pk)
    if thing is None:
        raise Http404
    return thing


def readable(kind: str, pk: int, reader: Reader) -> Thing:
    """The thing for somebody who has it and may report it.

    Raises:
        Door, Http404: they do not have it; the answer is the thing's own.
    """
    thing = found(kind, pk)
    _READABLE[kind](thing, reader)
    return thing


def known(kind: str, pk: int, reader: Reader) -> Thing | None:
    """The thing for its author, whose words in it may be hidden by now; None where its page is closed to them."""
    thing = find(kind, pk)
    if thing is None or kind == "message":
        return None
    try:
        if kind in ("reply", "card"):
            get_readable(Piece.objects.all(), reader, pk=thing.row.topic_id if kind == "card" else thing.row.piece_id)
        else:
            _READABLE[kind](thing, reader)
    except (Door, Http404):
        return None
    return thing


def _piece(pk: int) -> Thing | None:
    piece = Piece.objects.select_related("author", "readers").filter(pk=pk, published_at__lte=timezone.now()).first()
    if piece is None:
        return None
    return Thing(
        "piece", pk, piece, piece.author, str(piece.byline.get("name", "")), piece.title, str(piece.readers),
        piece.get_absolute_url(), piece.published_at, Quotes(piece, None, [piece.body]).fill(piece.body),
        piece.text, _is_private(piece),
    )  # fmt: skip


def _is_private(piece: Piece) -> bool:
    return piece.readers_id > MEMBERS


def _reply(pk: int) -> Thing | None:
    reply = Reply.objects.select_related("author", "piece__readers").filter(pk=pk).first()
    if reply is None:
        return None
    before = Reply.objects.filter(piece=reply.piece_id, number__lt=reply.number).order_by("-number")
    rows = list(before.with_words()[:CONTEXT])[::-1]
    quotes = Quotes(reply.piece, None, [reply.body, *[row.body for row in rows]])
    return Thing(
        "reply", pk, reply, reply.author, str(reply.byline.get("name", "")), reply.piece.title,
        str(reply.piece.readers), f"/replies/{pk}/", reply.created_at, quotes.fill(reply.body), reply.text,
        _is_private(reply.piece),
        [Said(str(row.byline.get("name", "")), row.created_at, quotes.fill(row.body)) for row in rows],
    )  # fmt: skip


def _card(pk: int) -> Thing | None:
    card = Card.objects.select_related("by", "topic__readers").filter(pk=pk).first()
    if card is None:
        return None
    return Thing(
        "card", pk, card, card.by, str(card.byline.get("name", "")), card.topic.title, str(card.topic.readers),
        f"{card.topic.get_absolute_url()}#card", card.created_at,
        Markup(html.from_plain(card.text)), card.text, _is_private(card.topic),  # noqa: S704 (from plain text, escaped)
    )  # fmt: skip


def _message(pk: int) -> Thing | None:
    """Without its words: those come from the reported extract, which logs who looked."""
    message = Message.objects.select_related("author").filter(pk=pk, removed_at=None).first()
    if message is None:
        return None
    return Thing(
        "message", pk, message, message.author, str(message.byline.get("name", "")), _("A direct message"), "",
        f"/messages/{message.conversation_id}/", message.created_at, is_private=True,
    )  # fmt: skip


def _profile(pk: int) -> Thing | None:
    """Without what it says: each part has readers of its own, so the sheet asks for whoever looks."""
    person = User.objects.select_related("profile").filter(pk=pk).first()
    if person is None:
        return None
    return Thing(
        "profile", pk, person, person, person.name, person.full_name, _("Profile"),
        reverse("people:member_detail", args=[person.handle]), None,
    )  # fmt: skip


def _organization(pk: int) -> Thing | None:
    row = Organization.objects.select_related("story_author").filter(pk=pk).first()
    if row is None:
        return None
    parts = parts_of_organization(row)
    body = Markup().join(part.body for part in parts)
    return Thing(
        "organization", pk, row, row.story_author, row.name, row.name, _("Organization"), row.get_absolute_url(),
        row.story_at, body, html.to_text(body), parts=parts,
    )  # fmt: skip


def _group(pk: int) -> Thing | None:
    """What a group says of itself: what it is about, and its announcement."""
    row = Group.objects.confirmed().filter(pk=pk).first()
    if row is None:
        return None
    parts = parts_of_group(row)
    body = Markup().join(part.body for part in parts)
    return Thing(
        "group", pk, row, None, _("A group"), row.name, _("Group"), row.get_absolute_url(), None,
        body, html.to_text(body), is_private=row.kind != Group.Kind.OPEN, parts=parts,
    )  # fmt: skip


def _must_know_group(thing: Thing, reader: Reader) -> None:
    """Whoever has only its card reports that, and reads no announcement here."""
    if not get_seat(reader, thing.row.slug).has_all:
        thing.body, thing.text = Markup(html.from_plain(thing.row.summary)), thing.row.summary  # noqa: S704 (escaped)


def _must_read_piece(thing: Thing, reader: Reader) -> None:
    get_readable(Piece.objects.all(), reader, pk=thing.pk)


def _must_read_reply(thing: Thing, reader: Reader) -> None:
    get_readable(Piece.objects.all(), reader, pk=thing.row.piece_id)
    if thing.row.is_stub or not Reply.objects.filter(pk=thing.pk).shown_to(reader).exists():
        raise Http404


def _must_read_card(thing: Thing, reader: Reader) -> None:
    get_readable(Piece.objects.all(), reader, pk=thing.row.topic_id)
    if not Card.objects.filter(pk=thing.pk, topic__has_card=True).shown_to(reader).exists():
        raise Http404


def _must_have_message(thing: Thing, reader: Reader) -> None:
    if not may_report(reader, thing.pk):
        raise Http404
    thing.body, thing.text = Markup(thing.row.body), thing.row.text  # noqa: S704 (sanitized on the way in)


def _must_know_person(thing: Thing, reader: Reader) -> None:
    from collegium.people.views.page import is_known

    if not is_known(thing.row, reader):
        raise Http404


_FINDERS: dict[str, Callable[[int], Thing | None]] = {
    "piece": _piece, "reply": _reply, "message": _message, "profile": _profile, "organization": _organization,
    "group": _group, "card": _card,
}  # fmt: skip
_READABLE: dict[str, Callable[[Thing, Reader], None]] = {
    "piece": _must_read_piece, "reply": _must_read_reply, "message": _must_have_message,
    "profile": _must_know_person, "card": _must_read_card,
    "organization": lambda thing, reader: None,
    "group": _must_know_group,
}  # fmt: skip
