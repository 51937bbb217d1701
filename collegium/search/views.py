"""`/search/?q=…&in=…&subject=…&when=…`, and `&before=…` for what lies behind the newest matches of a frequent word"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.doors import open_to
from collegium.audience.reader import VISITOR
from collegium.audience.shared import shared
from collegium.discussion.models import Subject
from collegium.search import results
from collegium.search.models import Entry
from collegium.search.query import parse
from collegium.search.results import Wish
from collegium.search.rows import Row, rows_of
from collegium.search.similar import similar_topics as similar_to
from collegium.web.limits import limited
from collegium.web.paging import Pages, page_number, pages_of
from collegium.web.texts import sent

SIZE, DEEPEST, FEW = 15, 600, 3
WHEN = {"": (_("Any time"), 0), "month": (_("Past month"), 31), "year": (_("Past year"), 366)}


def _wish(request: HttpRequest) -> Wish:
    """What the address asks for; unknown values count as not given."""
    section, slug, when = (request.GET.get(name, "") for name in ("in", "subject", "when"))
    days = WHEN.get(when, WHEN[""])[1]
    return Wish(
        query=parse(request.GET.get("q", "")),
        section=section if section in Entry.Section.values else "",
        subject=Subject.objects.filter(slug=slug.replace("\x00", "")).first() if slug else None,
        since=timezone.now() - timedelta(days=days) if days else None,
        newest_first=request.GET.get("order") == "newest",
        before=_number(request.GET.get("before", "")),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _links(request: HttpRequest) -> Callable[[str, str], str]:
    """A function (name, value) -> the present address with that one choice changed, from its first page."""

    stays = [(name, value) for name, values in request.GET.lists() for value in values]
    stays = [pair for pair in stays if pair[0] not in ("page", "before")]

    def link(name: str, value: str) -> str:
        chosen = [pair for pair in stays if pair[0] != name] + ([(name, value)] if value else [])
        return f"?{urlencode(chosen)}"

    return link


def _subjects(ids: Iterable[int]) -> list[Subject]:
    """These subjects, in their order; whoever asks, they are the same."""
    every: list[Subject] = shared(VISITOR, "subjects", lambda _anybody: list(Subject.objects.all()))
    wanted = set(ids)
    return [subject for subject in every if subject.pk in wanted]


def _answer(rows: list[Row], pages: Pages) -> Row | None:
    """The first answer card of the first page, which stands above the others."""
    return next((row for row in rows if row.is_answer), None) if pages.number == 1 else None


@open_to("everyone")
@limited("search", methods=("GET",))
def search_results(request: HttpRequest) -> HttpResponse:
    """One box over everything; when not all words occur together, one of them is enough, and the page says so."""
    wish, reader, part = _wish(request), request.reader, Pages(page_number(request), 0, SIZE).slice
    (found, hits), loose = results.find(wish, reader, part), False
    if not sum(found.sections.values()) and len(wish.query.wanted) > 1:
        wish, loose = replace(wish, query=wish.query.any_of()), True
        found, hits = results.find(wish, reader, part)
    total = found.total(wish.section)
    pages = pages_of(request, min(total, DEEPEST), SIZE)
    if pages.slice != part and total:
        _found, hits = results.find(wish, reader, pages.slice)
    rows, people = rows_of(hits, wish.query, reader, results.people_beside(wish, found, reader))
    seeks_names = bool(wish.query.wanted) and (loose or total <= FEW)
    names = results.similar_names(wish.query.text, reader) if seeks_names else []
    context = {
        "wish": wish, "found": found, "total": total, "pages": pages, "rows": rows,
        "people": people, "names": names, "loose": loose, "answer": None if wish.newest_first else _answer(rows, pages),
        "link": _links(request), "most": results.MOST,
        "sections": Entry.Section.choices, "when": request.GET.get("when", ""), "whens": WHEN,
        "subjects": _subjects(found.subjects),
    }  # fmt: skip
    return render(request, "search/search_results.html", context)


@open_to("registered")
@limited("similar", methods=("GET",))
def similar_topics(request: HttpRequest) -> HttpResponse:
    """`/search/similar/?title=…`: topics like one that is about to be started; `part=1` gives the list alone.

    `forum` or `group` (a slug) says where the topic will be, for the way back.
    """
    title, forum, group = (sent(request.GET, name, 200) for name in ("title", "forum", "group"))
    begin = ""
    if slug_re.fullmatch(forum or group):
        begin = f"/forums/{forum}/new/" if forum else f"/groups/{group}/topics/new/"
    context = {
        "topics": similar_to(title, request.reader),
        "title": title,
        "begin": begin,
        "forum": forum,
        "group": group,
    }
    part = request.GET.get("part") == "1"
    return render(request, "search/similar_part.html" if part else "search/similar_topics.html", context)
