"""Choosing replies over several pages, without script: what was chosen on the others travels along in the form."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from collegium.audience.reader import Reader
from collegium.discussion.models import Reply
from collegium.moderation.topic_forms import SplitForm
from collegium.web.numbers import number_of
from collegium.web.paging import Pages, pages_at

SIZE = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One page of a topic's replies. `chosen` are ids on any page, `elsewhere` those that are not on this one."""

    rows: list[Reply]
    pages: Pages
    chosen: set[int]
    elsewhere: list[int]

    @classmethod
    def of(cls, request: HttpRequest, form: SplitForm, page: int | None) -> Choice:
        """The page that was asked for, or the one with the reply to begin with."""
        here = form.fields["replies"].queryset  # type: ignore[attr-defined]
        chosen = {number for text in request.POST.getlist("replies") if (number := number_of(text)) is not None}
        if request.method == "GET" and (first := number_of(request.GET.get("from", ""))) is not None:
            chosen = set(here.filter(pk=first).values_list("pk", flat=True))
            before = here.filter(number__lt=here.filter(pk=first).values("number")[:1]).count()
            page = before // SIZE + 1
        pages = pages_at(page or 1, here.count(), SIZE)
        rows = list(here.defer("body")[pages.slice])
        shown = {row.pk for row in rows}
        return cls(rows, pages, chosen, sorted(chosen - shown))


def names_of(rows: list[Reply], reader: Reader) -> list[str]:
    """Who is told, each once: whoever wrote one of them and still has an account, but not who does it."""
    people = {row.author_id: str(row.byline.get("name", "")) for row in rows if row.author_id != reader.person_id}
    return [name for pk, name in people.items() if pk]
