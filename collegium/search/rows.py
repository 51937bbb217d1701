"""Results as they are shown: title, snippet, and what the reader may know beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from collegium.accounts.models import User
from collegium.answers.head import cards_of
from collegium.answers.models import Card
from collegium.audience.reader import Reader
from collegium.discussion.bylines import full_name
from collegium.discussion.models import Piece, Reply
from collegium.groups.models import Group
from collegium.magazine.models import Issue
from collegium.organizations.models import Organization
from collegium.people.cards import cards
from collegium.polls.actions import texts_of
from collegium.search.backends import BEGIN, END, backend
from collegium.search.models import Entry
from collegium.search.query import Query
from collegium.search.results import Hit

Section = Entry.Section
KINDS = (Section.TOPICS, Section.POSTS, Section.ARTICLES)


@dataclass(slots=True)
class Row:
    """One result. `person` is set for people, `initials` for organizations and groups."""

    section: str
    kind: str
    title: str
    address: str
    snippet: Markup = field(default_factory=Markup)
    facts: list[str] = field(default_factory=list)
    at: datetime | None = None
    minutes: int = 0
    is_teaser: bool = False
    person: User | None = None
    initials: str = ""


def rows_of(hits: list[Hit], query: Query, reader: Reader) -> list[Row]:
    """The results of a page; the number of queries does not grow with them."""
    entries = Entry.objects.select_related("reply").in_bulk([hit.entry for hit in hits])
    targets: dict[str, list[int]] = {}
    for hit in hits:
        targets.setdefault(hit.section, []).append(hit.target)
    pieces = _pieces([pk for section in KINDS for pk in targets.get(section, [])])
    closed = [pk for pk, piece in pieces.items() if piece.kind == Piece.Kind.TOPIC and piece.topic.has_card]  # type: ignore[attr-defined]
    cards = cards_of(closed, reader)
    asking = [pk for pk, piece in pieces.items() if piece.kind == Piece.Kind.TOPIC and piece.topic.has_poll]  # type: ignore[attr-defined]
    polls = texts_of(asking) if asking else {}
    shown = {
        hit.entry: _said(hit, entries[hit.entry].reply, pieces[hit.target], cards, polls)
        for hit in hits
        if hit.section in KINDS and hit.entry in entries and hit.target in pieces
    }
    issues = Issue.objects.in_bulk(targets.get(Section.ISSUES, []))
    fronts = {hit.entry: issues[hit.target] for hit in hits if hit.section == Section.ISSUES and hit.target in issues}
    shown |= {pk: ("body", " · ".join(filter(None, (row.cover_line, row.note)))) for pk, row in fronts.items()}
    snippets = backend().snippets(query, shown)
    others = _others(targets, reader)
    rows: list[Row] = []
    for hit in hits:
        snippet = marked(snippets.get(hit.entry, shown[hit.entry][1][:200])) if hit.entry in shown else Markup()
        if hit.entry in fronts:
            rows.append(_of_issue(fronts[hit.entry], snippet))
        elif hit.entry in shown:
            reply = entries[hit.entry].reply
            rows.append(_of_piece(hit, pieces[hit.target], reply, snippet))
        elif (hit.section, hit.target) in others:
            rows.append(others[hit.section, hit.target])
    return rows


def _pieces(ids: list[int]) -> dict[int, Piece]:
    related = ("topic__forum", "topic__group", "post__blog", "article__issue", "article__department")
    return Piece.objects.select_related(*related).in_bulk(ids) if ids else {}


def _said(
    hit: Hit, reply: Reply | None, piece: Piece, cards: dict[int, Card], polls: dict[int, str]
) -> tuple[str, str]:
    """The text a snippet is cut from: of a closed topic its card, else its first words and what its poll asks."""
    if reply is not None:
        return "body", reply.text
    if piece.pk in cards:
        return "body", cards[piece.pk].text
    return ("body", f"{piece.text}\n\n{polls.get(piece.pk, '')}".strip()) if hit.is_full else ("teaser", piece.deck)


def marked(snippet: str) -> Markup:
    """Escaped, with <mark> around what was found."""
    safe = str(escape(" ".join(snippet.split())))
    return Markup(safe.replace(BEGIN, "<mark>").replace(END, "</mark>"))  # noqa: S704 - escaped above


def _of_piece(hit: Hit, piece: Piece, reply: Reply | None, snippet: Markup) -> Row:
    who = full_name(reply.byline if reply else piece.byline)
    facts = [_place(piece), _("%(name)s replied") % {"name": who} if reply else who]
    if piece.kind == Piece.Kind.TOPIC and piece.topic.answer_id:  # type: ignore[attr-defined]
        facts.append(_("Answered"))
    return Row(
        section=hit.section,
        kind=str(Piece.Kind(piece.kind).label),
        title=piece.title,
        address=f"/replies/{reply.pk}/" if reply else piece.get_absolute_url(),
        snippet=snippet,
        facts=[fact for fact in facts if fact],
        at=reply.created_at if reply else piece.published_at,
        minutes=0 if reply or piece.kind == Piece.Kind.TOPIC else piece.minutes,
        is_teaser=not hit.is_full,
    )


def _of_issue(issue: Issue, snippet: Markup) -> Row:
    """Its cover date stands for the day it came out."""
    facts = {"volume": issue.volume, "number": issue.number}
    return Row(
        Section.ISSUES, _("Issue"), issue.title, reverse("magazine:issue_detail", args=[issue.slug]), snippet,
        [f"{issue.date_text} {issue.cover_date.year}", _("Vol. %(volume)s, No. %(number)s") % facts],
    )  # fmt: skip


def _place(piece: Any) -> str:
    if piece.kind == Piece.Kind.TOPIC:
        return str(piece.topic.place_name)
    return str(piece.post.blog.title if piece.kind == Piece.Kind.POST else piece.article.department.name)


def _others(targets: dict[str, list[int]], reader: Reader) -> dict[tuple[str, int], Row]:
    rows: dict[tuple[str, int], Row] = {}
    if ids := targets.get(Section.PEOPLE):
        for card in cards(User.objects.filter(pk__in=ids).select_related("profile__specialty"), reader):
            rows[Section.PEOPLE, card.person.pk] = Row(
                Section.PEOPLE, _("Person"), card.person.full_name, f"/members/{card.person.handle}/",
                escape(card.headline), [fact for fact in (card.note, card.workplace, card.place) if fact],
                person=card.person,
            )  # fmt: skip
    for organization in Organization.objects.filter(pk__in=targets.get(Section.ORGANIZATIONS, [])):
        rows[Section.ORGANIZATIONS, organization.pk] = Row(
            Section.ORGANIZATIONS, _("Organization"), organization.name, organization.get_absolute_url(),
            escape(organization.description), [organization.place] if organization.place else [],
            initials=organization.initials,
        )  # fmt: skip
    for group in Group.objects.filter(pk__in=targets.get(Section.GROUPS, [])):
        rows[Section.GROUPS, group.pk] = Row(
            Section.GROUPS, _("Group"), group.name, f"/groups/{group.slug}/", escape(group.summary),
            [str(group.get_kind_display())], initials=group.name[:1],
        )  # fmt: skip
    return rows
