"""The row of leaders: portrait, name, credentials, the office held now, the newest post, whether the reader follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from collegium.audience.reader import Reader
from collegium.blogs.models import Blog, Post
from collegium.membership.models import Term
from collegium.membership.offices import offices_by_person
from collegium.people.follows import followed
from collegium.people.models import Profile
from collegium.web.models import Society

BEHIND = 1000  # whoever holds no office comes after all who do


@dataclass(slots=True)
class Leader:
    """One place of the row. `portrait` is the id of the upright (4:5) picture, if there is one."""

    blog: Blog
    office: str
    portrait: int | None
    latest: Post | None
    following: bool


def leaders_of(blogs: Iterable[Blog], reader: Reader) -> list[Leader]:
    """The leaders of these blogs (from `with_latest`), with the same few queries however many there are."""
    rows = list(blogs)
    owners = [blog.owner_id for blog in rows]
    held = highest_offices(owners)
    offices = {person: term.title for person, term in held.items()}
    if Society.current().leaders_follow_offices:
        rows.sort(key=lambda blog: _place(held.get(blog.owner_id)))  # stable: by hand within an office
    portraits = portraits_of(owners)
    latest = Post.objects.select_related("blog").in_bulk([blog.latest_id for blog in rows if blog.latest_id])  # type: ignore[attr-defined]
    follows = followed(reader, "blog", [blog.pk for blog in rows])
    return [
        Leader(
            blog,
            offices.get(blog.owner_id, ""),
            portraits.get(blog.owner_id),
            latest.get(blog.latest_id),  # type: ignore[attr-defined]
            blog.pk in follows,
        )
        for blog in rows
    ]


def _place(term: Term | None) -> int:
    return term.office.order if term else BEHIND


def highest_offices(people: Iterable[int]) -> dict[int, Term]:
    """The highest term that each of these people (ids) serves today; absent who serves none."""
    held = offices_by_person(people)
    shown = {person: [term for term in terms if term.office.in_byline] for person, terms in held.items()}
    return {person: terms[0] for person, terms in shown.items() if terms}


def offices_now(people: Iterable[int]) -> dict[int, str]:
    """The highest office that each of these people (ids) holds today; absent who holds none."""
    return {person: term.title for person, term in highest_offices(people).items()}


def portraits_of(people: Iterable[int]) -> dict[int, int]:
    """File ids of the upright portraits of these people (ids)."""
    rows = Profile.objects.filter(person_id__in=set(people)).exclude(portrait_id=None)
    return {person: picture for person, picture in rows.values_list("person_id", "portrait_id") if picture}
