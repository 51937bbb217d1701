"""What other apps know that helps to say who a line means. They register at start; imports only go down.

linked_by(find)         find(rows) -> {member number: account}: proven links such as the subject of a single
                        sign-on that named this member number, or an ORCID iD that its owner signed in with
places_come_from(find)  find(person ids) -> {person id: {(institution, city)}}: where somebody says they work
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from collegium.accounts.models import User
from collegium.membership.roster.row import Row

Linked = Callable[[Collection[Row]], dict[str, User]]
Places = Callable[[Collection[int]], dict[int, set[tuple[str, str]]]]
_linked: list[Linked] = []
_places: list[Places] = []


def linked_by(find: Linked) -> None:
    """Ask `find` which accounts are proven to be these rows' people."""
    if find not in _linked:
        _linked.append(find)


def places_come_from(find: Places) -> None:
    """Ask `find` where people work, as they say themselves."""
    if find not in _places:
        _places.append(find)


def linked_people(rows: Collection[Row]) -> dict[str, User]:
    """Member number -> the account that is proven to be that member's."""
    found: dict[str, User] = {}
    for find in _linked:
        found |= find(rows)
    return found


def places_of(people: Iterable[int]) -> dict[int, set[tuple[str, str]]]:
    """Person id -> institutions with their cities."""
    wanted = set(people)
    found: dict[int, set[tuple[str, str]]] = {}
    for find in _places if wanted else ():
        for person, places in find(wanted).items():
            found.setdefault(person, set()).update(places)
    return found
