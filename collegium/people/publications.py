"""What people published: works of the citations app, listed by their identifiers, printed as references are."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from markupsafe import Markup

from collegium.accounts.models import User
from collegium.citations import actions, entries
from collegium.citations.models import Citing, Work
from collegium.web.models import Society

KIND = "person"


@dataclass(frozen=True, slots=True)
class Publication:
    """One of somebody's works as it is printed; `standing` when it was retracted or is doubted."""

    key: str
    html: Markup
    standing: str


def publish(person: User, keys: list[str]) -> None:
    """The person's publications are these works (keys) from now on; registers are asked about new ones."""
    actions.cite(KIND, person.pk, set(keys))


def keys_of(person: User) -> list[str]:
    """The keys of somebody's publications, the latest work first."""
    return [work.key for work in _works(person)]


def publications_of(person: User) -> list[Publication]:
    """What somebody published, the latest first, each work once, in one query."""
    style = Society.current().citation_style
    found: dict[int, Publication] = {}
    with translation.override(Society.current().language):
        for work in _works(person):
            known = work.same_as or work
            printed = Markup(entries.of_work(work.key, known, style))  # noqa: S704 (escaped where it is made)
            found.setdefault(work.identity, Publication(work.key, printed, known.standing))
    return list(found.values())


def _works(person: User) -> list[Work]:
    cited = Citing.objects.filter(kind=KIND, target=person.pk).values("work")
    works = Work.objects.filter(pk__in=cited).select_related("same_as")
    return sorted(works, key=_latest_first)


def _latest_first(work: Work) -> tuple[int, int, int, str]:
    data = (work.same_as or work).data
    year, month, day = (-int(data.get(part) or 0) for part in ("year", "month", "day"))
    return year, month, day, work.key
