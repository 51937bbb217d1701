"""One line about a person, with what the reader may have of them: for the directory and other lists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.people.follows import followed
from collegium.people.models import Profile
from collegium.people.offices import titles_now
from collegium.people.seen import fields_seen, sharing_a_group

Workplaces = Callable[[Collection[int]], dict[int, tuple[str, str]]]
_workplaces: Workplaces | None = None


def workplaces_come_from(lookup: Workplaces) -> None:
    """Called by organizations at start: person ids -> (name, address) of the organization each works at, consented."""
    global _workplaces
    _workplaces = lookup


def workplaces(people: Collection[int]) -> dict[int, tuple[str, str]]:
    """Where these people work: person id -> (name of the organization, its address), in one query."""
    return _workplaces(people) if _workplaces and people else {}


@dataclass(slots=True)
class Card:
    """A person in a list. Everything but person and office is empty unless this reader has the field."""

    person: User
    office: str = ""
    specialty: str = ""
    headline: str = ""
    place: str = ""
    workplace: str = ""
    workplace_url: str = ""
    expertise: list[str] = field(default_factory=list)
    is_followed: bool = False

    @property
    def note(self) -> str:
        """Office, else specialty, for small print under a name."""
        return self.office or self.specialty


@dataclass(frozen=True, slots=True)
class Own:
    """What is a reader's own among some people: whom they share a group with, whom they follow (ids)."""

    sharing: frozenset[int]
    following: frozenset[int]

    @classmethod
    def of(cls, reader: Reader, people: Collection[int]) -> Own:
        """Asked for anew each time, in two queries."""
        return cls(frozenset(sharing_a_group(reader, people)), frozenset(followed(reader, "person", people)))


@dataclass(frozen=True, slots=True)
class Facts:
    """What of some people is the same whoever asks: office by person, workplace by person. `fields_seen` decides what
    a reader gets of it."""

    offices: dict[int, str]
    works: dict[int, tuple[str, str]]

    @classmethod
    def of(cls, people: Collection[int]) -> Facts:
        """In two queries."""
        return cls(titles_now(people), workplaces(people))


def cards(people: Iterable[User], reader: Reader, own: Own | None = None, facts: Facts | None = None) -> list[Card]:
    """The lines for these people (with `profile__specialty` at hand), in four queries however many there are.

    Args:
        own: what is the reader's own among them, when it is known already.
        facts: what is the same for everybody, when it is known already.
    """
    rows = list(people)
    ids = [person.pk for person in rows]
    own, facts = own or Own.of(reader, ids), facts or Facts.of(ids)
    return [_card(person, reader, own, facts.offices.get(person.pk, ""), facts.works.get(person.pk)) for person in rows]


def _card(person: User, reader: Reader, own: Own, office: str, work: tuple[str, str] | None) -> Card:
    profile = getattr(person, "profile", None) or Profile(person=person)
    seen = fields_seen(profile, reader, shares=person.pk in own.sharing)
    name, address = work if work and "affiliation" in seen else ("", "")
    return Card(
        person,
        office=office,
        specialty=profile.specialty.name if profile.specialty and "specialty" in seen else "",
        headline=profile.headline if "headline" in seen else "",
        place=profile.place if "location" in seen else "",
        workplace=name,
        workplace_url=address,
        expertise=profile.expertise[:4] if "ask_me_about" in seen else [],
        is_followed=person.pk in own.following,
    )
