"""What a moderator sees of one thing: the words, set context, why it is here, what was done before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from markupsafe import Markup

from collegium.answers.models import Card
from collegium.audience.reader import Reader
from collegium.conversations.models import Message
from collegium.conversations.reporting import reported_extract
from collegium.discussion.models import Piece, Reply
from collegium.moderation import following
from collegium.moderation.fair import concerns, refusal_to_answer, refusal_to_decide
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.texts import labels, parts_of_profile
from collegium.moderation.things import CONTEXT, Said, Thing
from collegium.outbox import audit
from collegium.people.views.page import person_page
from collegium.privacy import Finding, find_identifiers
from collegium.web import html

HISTORY = 20


@dataclass(slots=True)
class Sheet:
    """Everything the item page prints. `said` and `hidden` count all words of the author.

    `parts` names the parts of a page that each decision is about; `asked` says of what waits to be changed who was
    asked, and what came of it; who `has_all` sees all of a profile. `history` is
    what the log says about the thing: all of it for administrators, own acts for moderators. What `is_own` is shown
    without its reporters; `refusal` and `no_answer` say why this moderator decides nothing, and answers no appeal.
    """

    thing: Thing
    reports: list[Report]
    appeal: Appeal | None
    decisions: list[Decision]
    history: list[Any]
    findings: list[Finding] = field(default_factory=list)
    said: int = 0
    hidden: int = 0
    reads: bool = True
    parts: dict[int, list[str]] = field(default_factory=dict)
    has_all: bool = False
    is_own: bool = False
    refusal: str = ""
    no_answer: str = ""
    asked: dict[int, tuple[str, str]] = field(default_factory=dict)


def must_be_theirs(thing: Thing, reader: Reader) -> bool:
    """Private talk is the moderators' only when it was reported. Returns whether the reader has it anyway.

    Raises:
        Http404: private, and nothing about it waits or was decided (docs/access.md, "reported").
    """
    reads = _reads(thing, reader)
    reported = Report.objects.waiting().about(*thing.key).exists() or Decision.objects.about(*thing.key).exists()
    if not reads and not reported:
        raise Http404
    return reads


def sheet_of(thing: Thing, reader: Reader) -> Sheet:
    """Collect the sheet; a look at private talk is logged.

    Raises:
        Http404: private, and not reported.
    """
    reads = must_be_theirs(thing, reader)
    reports = list(Report.objects.waiting().about(*thing.key).select_related("person"))
    decisions = list(Decision.objects.about(*thing.key).select_related("by"))
    appeal = Appeal.objects.waiting().filter(decision__in=decisions).select_related("decision").first()
    if thing.kind == "message":
        _fill_message(thing, reader)
    elif thing.kind == "profile":
        fill_profile(thing, reader)
    elif not reads:
        audit.log(reader.person, "looked at a reported private thing", about=thing.key)
    said, hidden = _record(thing)
    history, person = audit.about(*thing.key), reader.person
    assert person is not None  # whoever moderates is signed in
    if not reader.is_administrator:
        history = history.by(person)
    return Sheet(
        thing, reports, appeal, decisions, list(history[:HISTORY]),
        find_identifiers(thing.text)[:10] if thing.text else [], said, hidden, reads,
        {decision.pk: labels(decision) for decision in decisions}, reader.is_administrator,
        concerns(thing, person.pk), refusal_to_decide(thing, person),
        refusal_to_answer(appeal, thing, person) if appeal else "", _asked(thing, decisions),
    )  # fmt: skip


def _asked(thing: Thing, decisions: list[Decision]) -> dict[int, tuple[str, str]]:
    """Of whom a change was asked, and whether the words changed since, for what nobody said is done."""
    return {
        row.pk: (", ".join(person.name for person in row.people()), following.state_of(row, thing.row))
        for row in decisions
        if row.is_asked
    }


def _fill_message(thing: Thing, reader: Reader) -> None:
    """The words of a reported message with what stands before it; the extract logs the look."""
    for line in reported_extract(thing.pk, CONTEXT, by=reader.person):
        if line.is_reported:
            thing.body, thing.text = line.body, thing.row.text
        else:
            thing.context.append(Said(line.name, line.at, line.body))


def fill_profile(thing: Thing, reader: Reader) -> None:
    """What this moderator has of the profile; an administrator has all of it, and that look is logged."""
    page = person_page(thing.row, reader) if thing.kind == "profile" else None
    if page is not None:
        thing.parts = parts_of_profile(page)
        thing.body = Markup().join(part.body for part in thing.parts)
        thing.text = html.to_text(thing.body)


def _reads(thing: Thing, reader: Reader) -> bool:
    """Whether the moderator reads it anyway, as a member of its place."""
    if not thing.is_private:
        return True
    row = thing.row.topic if thing.kind == "card" else thing.row
    piece = row.piece if isinstance(row, Reply) else row
    return isinstance(piece, Piece) and bool(reader.audiences & piece.reader_ids())


def _record(thing: Thing) -> tuple[int, int]:
    """How much the author has said here, and how much of it was hidden."""
    if thing.author is None:
        return 0, 0
    replies = Reply.objects.filter(author=thing.author, held_at=None)
    pieces = Piece.objects.filter(author=thing.author, held_at=None).exclude(published_at=None)
    cards = Card.objects.filter(by=thing.author, taken_back_at=None)
    messages = Message.objects.filter(author=thing.author).exclude(hidden_at=None)  # others are nobody's to count
    hidden = sum(rows.exclude(hidden_at=None).count() for rows in (replies, pieces, cards, messages))
    return sum(rows.count() for rows in (replies, pieces, cards, messages)), hidden
