"""`/settings/following/`: everything one follows or wants no news of, with a button each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.models import GUESTS
from collegium.audience.people import people_in
from collegium.audience.reader import Reader
from collegium.discussion.models import Piece
from collegium.groups.models import Group
from collegium.organizations.models import Organization
from collegium.people.models import Follow
from collegium.people.views.page import is_known
from collegium.web.paging import pages_of

SIZE = 25
Named = dict[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """What is followed. Name and address are empty of what the reader may not see any more."""

    row: Follow
    name: str
    address: str


@open_to("registered")
def follow_list(request: HttpRequest) -> HttpResponse:
    """Newest first, of one kind or of all (`?kind=`); nobody else ever sees it."""
    kind = request.GET.get("kind", "")
    rows = Follow.objects.filter(person=request.reader.person_id).order_by("-created_at", "-pk")
    if kind in Follow.Kind.values:
        rows = rows.filter(kind=kind)
    pages = pages_of(request, rows.count(), SIZE)
    kinds = [(value, label, value == kind) for value, label in Follow.Kind.choices]
    context = {"lines": _lines(rows[pages.slice], request.reader), "pages": pages, "kinds": kinds, "kind": kind}
    return render(request, "people/follow_list.html", context)


def _lines(rows: Iterable[Follow], reader: Reader) -> list[Line]:
    """One query a kind, however many there are."""
    own = list(rows)
    named: dict[str, Named] = {}
    for kind in {row.kind for row in own}:
        named[kind] = _NAMES[kind](reader, [row.target_id for row in own if row.kind == kind])
    return [Line(row, *named[row.kind].get(row.target_id, ("", ""))) for row in own]


def _people(reader: Reader, ids: list[int]) -> Named:
    people = User.objects.filter(pk__in=ids)
    there = set(people_in({GUESTS}).filter(pk__in=ids).values_list("pk", flat=True)) if reader.is_member else set()
    return {
        one.pk: (one.full_name, reverse("people:member_detail", args=[one.handle]))
        for one in people
        if one.pk in there or (not reader.is_member and is_known(one, reader))
    }


def _pieces(reader: Reader, ids: list[int]) -> Named:
    related = ("topic__forum", "topic__group", "post__blog", "article")
    rows = Piece.objects.filter(pk__in=ids, taken_back_at=None).listed_for(reader).select_related(*related)
    return {row.pk: (row.title, row.get_absolute_url()) for row in rows.defer("body", "text")}


def _addressed(rows: QuerySet[Any]) -> Named:
    return {row.pk: (row.name, row.get_absolute_url()) for row in rows}


def _by_slug(app: str, model: str, view: str, title: str = "name") -> Callable[[Reader, list[int]], Named]:
    def named(_reader: Reader, ids: list[int]) -> Named:
        rows = apps.get_model(app, model)._default_manager.filter(pk__in=ids)
        return {row.pk: (getattr(row, title), reverse(view, args=[row.slug])) for row in rows}

    return named


_NAMES: dict[str, Callable[[Reader, list[int]], Named]] = {
    "person": _people,
    "piece": _pieces,
    "blog": _by_slug("blogs", "Blog", "blogs:blog_detail", "title"),
    "forum": _by_slug("forums", "Forum", "forums:forum_detail"),
    "subject": _by_slug("discussion", "Subject", "discussion:subject_detail"),
    "group": lambda reader, ids: _addressed(Group.objects.read_by(reader).filter(pk__in=ids)),
    "organization": lambda _reader, ids: _addressed(Organization.objects.listed().filter(pk__in=ids)),
}
