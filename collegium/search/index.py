"""Keeping the index: each function looks at what is true now, and runs in the transaction of the deed.

    index.piece(7)   index.reply(12)   index.person(3)   index.organization(4)   index.group(5)   index.issue(6)

What is not there any more, was taken back, or waits, is not in the index at all; who finds the rest is decided when
somebody searches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.answers.head import searchable
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.discussion.bylines import everyone
from collegium.discussion.models import Piece, Reply
from collegium.groups.models import Group
from collegium.magazine.models import Issue
from collegium.organizations.models import Organization
from collegium.people.seen import open_to_members
from collegium.polls.actions import texts_of
from collegium.search.backends import Words, backend
from collegium.search.models import Entry
from collegium.web.statements import store_new

Section = Entry.Section
SECTIONS = {Piece.Kind.TOPIC: Section.TOPICS, Piece.Kind.POST: Section.POSTS, Piece.Kind.ARTICLE: Section.ARTICLES}
SHOWN = ("piece__kind", "byline", "text", "created_at", "held_at", "hidden_at", "removed_at", "taken_back_at")
BATCH = 500


def _store(found: Iterable[tuple[Entry, Words]], gone: Any, keys: tuple[str, ...]) -> None:
    """Write entries and words; `gone` are the entries of the same things that were there before."""
    rows = list(found)
    known = {tuple(getattr(entry, key) for key in keys): entry.pk for entry in gone}
    for entry, _words in rows:
        entry.pk = known.pop(tuple(getattr(entry, key) for key in keys), None)
    held = [entry for entry, _words in rows if entry.pk is not None]
    store_new([entry for entry, _words in rows if entry.pk is None])
    names = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]
    Entry.objects.bulk_create(held, update_conflicts=True, unique_fields=["pk"], update_fields=names)
    backend().put([(entry.pk, words) for entry, words in rows], {entry.pk for entry in held})
    if known:
        Entry.objects.filter(pk__in=known.values()).delete()


def pieces(ids: Iterable[int]) -> None:
    """Index these topics, posts and articles: what is published or scheduled, neither hidden nor held."""
    wanted = list(ids)
    rows = Piece.objects.filter(
        pk__in=wanted, published_at__isnull=False, removed_at=None, hidden_at=None, held_at=None
    ).select_related("article")
    cards, polls = searchable(wanted), texts_of(wanted)
    _store(
        (_of_piece(row, cards.get(row.pk, ""), polls.get(row.pk, "")) for row in rows),
        Entry.objects.filter(piece__in=wanted, reply=None),
        ("piece_id",),
    )


def _of_piece(row: Piece, card: str, poll: str) -> tuple[Entry, Words]:
    article = getattr(row, "article", None) if row.kind == Piece.Kind.ARTICLE else None
    lines = (article.bylines if article else None) or everyone(row.byline)
    names = " · ".join(str(line.get("name", "")) for line in lines)
    entry = Entry(
        section=SECTIONS[Piece.Kind(row.kind)], target=row.pk, piece=row, at=row.published_at or row.created_at
    )
    return entry, Words(title=row.title, teaser=card or row.deck, names=names, body=f"{row.text}\n\n{poll}".strip())


def replies(rows: Iterable[Reply]) -> None:
    """Index these replies (with their piece at hand); stubs and what waits go out."""
    all_rows = list(rows)
    shown = [row for row in all_rows if not row.is_stub and not row.held_at]
    before = _of_replies.objects(VISITOR, ids=tuple(row.pk for row in all_rows))
    _store((_of_reply(row) for row in shown), before, ("reply_id",))


@prepared
def _of_replies(_reader: Reader, ids: tuple[int, ...]) -> QuerySet[Entry]:
    return Entry.objects.filter(reply_id__in=ids)


def _of_reply(row: Reply) -> tuple[Entry, Words]:
    entry = Entry(
        section=SECTIONS[Piece.Kind(row.piece.kind)], target=row.piece_id, piece_id=row.piece_id, reply=row,
        at=row.created_at,
    )  # fmt: skip
    return entry, Words(title="", names=str(row.byline.get("name", "")), body=row.text)


def people(ids: Iterable[int]) -> None:
    """Index these people: the name for everybody who may know of them, else only fields that every member has."""
    wanted = list(ids)
    seen = {
        name: set(User.objects.filter(open_to_members(name), pk__in=wanted).values_list("pk", flat=True))
        for name in ("headline", "specialty", "location", "ask_me_about")
    }
    rows = User.objects.filter(pk__in=wanted, is_active=True).select_related("profile__specialty")
    found = (_of_person(row, {name for name, ids in seen.items() if row.pk in ids}) for row in rows)
    _store(found, Entry.objects.filter(person__in=wanted), ("person_id",))


def _of_person(row: User, seen: set[str]) -> tuple[Entry, Words]:
    profile = getattr(row, "profile", None)
    facts = {
        "headline": profile.headline if profile else "",
        "specialty": profile.specialty.name if profile and profile.specialty else "",
        "location": profile.place if profile else "",
        "ask_me_about": profile.ask_me_about if profile else "",
    }
    entry = Entry(section=Section.PEOPLE, target=row.pk, person=row, at=row.date_joined)
    body = "\n".join(text for name, text in facts.items() if text and name in seen)
    return entry, Words(title=row.full_name, body=body, name=row.name)


def organizations(ids: Iterable[int]) -> None:
    """Index these organizations, other names included."""
    wanted = list(ids)
    rows = Organization.objects.filter(pk__in=wanted).listed()
    _store(map(_of_organization, rows), Entry.objects.filter(organization__in=wanted), ("organization_id",))


def _of_organization(row: Organization) -> tuple[Entry, Words]:
    entry = Entry(section=Section.ORGANIZATIONS, target=row.pk, organization=row, at=row.changed_at or timezone.now())
    words = Words(
        title=row.name, teaser=row.description, names=f"{row.other_names}\n{row.place}", body=row.story, name=row.name
    )
    return entry, words


def groups(ids: Iterable[int]) -> None:
    """Index these groups; outside of a closed one only its name is found."""
    wanted = list(ids)
    rows = Group.objects.filter(pk__in=wanted).exclude(confirmed_at=None)
    _store(map(_of_group, rows), Entry.objects.filter(group__in=wanted), ("group_id",))


def _of_group(row: Group) -> tuple[Entry, Words]:
    entry = Entry(section=Section.GROUPS, target=row.pk, group=row, at=row.created_at)
    return entry, Words(title=row.name, body=f"{row.summary}\n{row.about}", name=row.name)


def issues(ids: Iterable[int]) -> None:
    """Index the fronts of these issues, from the moment each has a time to come out."""
    wanted = list(ids)
    rows = Issue.objects.filter(pk__in=wanted).exclude(published_at=None)
    _store(map(_of_issue, rows), Entry.objects.filter(issue__in=wanted), ("issue_id",))


def _of_issue(row: Issue) -> tuple[Entry, Words]:
    names = {f"{row.volume}-{row.number}": None, f"{row.date_text} {row.cover_date.year}": None}
    for language, _said in settings.LANGUAGES:  # "volume 4" is found in the language of whoever asks
        with translation.override(language):
            facts = {"volume": row.volume, "number": row.number}
            names[_("Volume %(volume)s, number %(number)s") % facts] = None
            names[_("Vol. %(volume)s, No. %(number)s") % facts] = None
    names[str(row.note_byline.get("name", ""))] = None
    entry = Entry(section=Section.ISSUES, target=row.pk, issue=row, at=row.published_at or timezone.now())
    return entry, Words(title=row.title, teaser=row.cover_line, names="\n".join(names), body=row.note)


def piece(piece_id: int) -> None:
    """Index one piece, as it is now."""
    pieces([piece_id])


def reply(reply_id: int) -> None:
    """Index one reply, as it is now."""
    replies(_reply.objects(VISITOR, pk=reply_id))


@prepared
def _reply(_reader: Reader, pk: int) -> QuerySet[Reply]:
    return Reply.objects.filter(pk=pk).select_related("piece").only(*SHOWN)


def person(person_id: int) -> None:
    """Index one person, as they are now."""
    people([person_id])


def organization(organization_id: int) -> None:
    """Index one organization, as it is now."""
    organizations([organization_id])


def group(group_id: int) -> None:
    """Index one group, as it is now."""
    groups([group_id])


def issue(issue_id: int) -> None:
    """Index the front of one issue, as it is now."""
    issues([issue_id])


def rebuild(say: Callable[[str], None] = lambda line: None) -> None:
    """Index everything anew, in batches; entries of things that are gone go out with their things.

    Args:
        say: prints one line of progress.
    """
    works: list[tuple[str, Any, Callable[[Iterable[int]], None]]] = [
        ("pieces", Piece, pieces),
        ("replies", Reply, lambda ids: replies(Reply.objects.filter(pk__in=list(ids)).select_related("piece"))),
        ("people", User, people),
        ("organizations", Organization, organizations),
        ("groups", Group, groups),
        ("issues", Issue, issues),
    ]
    for name, model, work in works:
        done = last = 0
        while ids := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            work(ids)
            done, last = done + len(ids), ids[-1]
        say(f"{name}: {done}")
