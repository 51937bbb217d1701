"""Results as they are shown: title, snippet, and what the reader may know beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from collegium.accounts.models import User
from collegium.audience.reader import VISITOR, Reader
from collegium.audience.shared import Results, shared
from collegium.discussion.bylines import full_name
from collegium.discussion.models import Piece
from collegium.groups.models import Group
from collegium.magazine.models import Issue
from collegium.organizations.models import Organization
from collegium.people.cards import Facts, Own, cards
from collegium.people.directory import in_order
from collegium.people.seen import sharing_a_group
from collegium.search.models import Entry
from collegium.search.query import Query
from collegium.search.results import Hit
from collegium.search.snippets import BEGIN, END, snippet
from collegium.search.works import Work, works_of
from collegium.web import versions
from collegium.web.html import minutes

Section = Entry.Section
people_known = Results(most=200)  # as they are for everybody; what a reader gets of them is decided each time
versions.also_forget(people_known.clear)


@dataclass(slots=True)
class Row:
    """One result. `person` is set for people, `initials` for organizations and groups; of a topic that was closed with
    an answer card (`is_answer`) the card is shown."""

    section: str
    kind: str
    title: str
    address: str
    snippet: Markup = field(default_factory=Markup)
    facts: list[str] = field(default_factory=list)
    at: datetime | None = None
    minutes: int = 0
    is_teaser: bool = False
    is_answer: bool = False
    person: User | None = None
    initials: str = ""


def rows_of(hits: list[Hit], query: Query, reader: Reader, beside: Sequence[Hit] = ()) -> tuple[list[Row], list[Row]]:
    """The results of a page, and the people `beside` it; the number of queries does not grow with them."""
    targets: dict[str, list[int]] = {}
    for hit in (*hits, *beside):
        targets.setdefault(hit.section, []).append(hit.target)
    works = works_of(hits, reader)
    issues = Issue.objects.in_bulk(targets[Section.ISSUES]) if Section.ISSUES in targets else {}
    fronts = {hit.entry: issues[hit.target] for hit in hits if hit.section == Section.ISSUES and hit.target in issues}
    shown = {entry: work.said for entry, work in works.items()}
    shown |= {pk: " · ".join(filter(None, (row.cover_line, row.note))) for pk, row in fronts.items()}
    others = _others(targets, reader)
    rows: list[Row] = []
    for hit in hits:
        around = marked(snippet(query, shown[hit.entry])) if hit.entry in shown else Markup()
        if hit.entry in fronts:
            rows.append(_of_issue(fronts[hit.entry], around))
        elif hit.entry in works:
            rows.append(_of_work(hit, works[hit.entry], around))
        elif (hit.section, hit.target) in others:
            rows.append(others[hit.section, hit.target])
    return rows, [others[hit.section, hit.target] for hit in beside if (hit.section, hit.target) in others]


def marked(snippet: str) -> Markup:
    """Escaped, with <mark> around what was found."""
    safe = str(escape(" ".join(snippet.split())))
    return Markup(safe.replace(BEGIN, "<mark>").replace(END, "</mark>"))  # noqa: S704 - escaped above


def _of_work(hit: Hit, work: Work, snippet: Markup) -> Row:
    piece, reply = work.piece, work.reply
    who = full_name(reply.byline if reply else piece.byline)
    facts = [piece.place_name, _("%(name)s replied") % {"name": who} if reply else who]
    if piece.answer_id:
        facts.append(_("Answered"))
    return Row(
        section=hit.section,
        kind=str(Piece.Kind(piece.kind).label),
        title=piece.title,
        address=f"/replies/{reply.pk}/" if reply else piece.address,
        snippet=snippet,
        facts=[fact for fact in facts if fact],
        at=reply.created_at if reply else piece.published_at,
        minutes=0 if reply or piece.kind == Piece.Kind.TOPIC else minutes(piece.words),
        is_teaser=not hit.is_full,
        is_answer=work.is_answer,
    )


def _of_issue(issue: Issue, snippet: Markup) -> Row:
    """Its cover date stands for the day it came out."""
    facts = {"volume": issue.volume, "number": issue.number}
    return Row(
        Section.ISSUES, _("Issue"), issue.title, reverse("magazine:issue_detail", args=[issue.slug]), snippet,
        [f"{issue.date_text} {issue.cover_date.year}", _("Vol. %(volume)s, No. %(number)s") % facts],
    )  # fmt: skip


def _others(targets: dict[str, list[int]], reader: Reader) -> dict[tuple[str, int], Row]:
    rows: dict[tuple[str, int], Row] = {}
    if ids := targets.get(Section.PEOPLE):
        wanted = tuple(dict.fromkeys(ids))
        people, facts = shared(
            VISITOR, wanted, lambda _anybody: (in_order(wanted), Facts.of(wanted)), kept=people_known
        )
        own = Own(frozenset(sharing_a_group(reader, wanted)), frozenset())  # no buttons here
        for card in cards(people, reader, own, facts):
            rows[Section.PEOPLE, card.person.pk] = Row(
                Section.PEOPLE, _("Person"), card.person.full_name, f"/members/{card.person.handle}/",
                escape(card.headline), [fact for fact in (card.note, card.workplace, card.place) if fact],
                person=card.person,
            )  # fmt: skip
    organizations = targets.get(Section.ORGANIZATIONS)
    for organization in Organization.objects.filter(pk__in=organizations) if organizations else ():
        rows[Section.ORGANIZATIONS, organization.pk] = Row(
            Section.ORGANIZATIONS, _("Organization"), organization.name, organization.get_absolute_url(),
            escape(organization.description), [organization.place] if organization.place else [],
            initials=organization.initials,
        )  # fmt: skip
    groups = targets.get(Section.GROUPS)
    for group in Group.objects.filter(pk__in=groups) if groups else ():
        rows[Section.GROUPS, group.pk] = Row(
            Section.GROUPS, _("Group"), group.name, f"/groups/{group.slug}/", escape(group.summary),
            [str(group.get_kind_display())], initials=group.name[:1],
        )  # fmt: skip
    return rows
