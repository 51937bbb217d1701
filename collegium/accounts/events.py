"""News of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.web.news import Event


@dataclass(frozen=True, slots=True)
class AddressConfirmed(Event):
    """A person proved that a mail address is theirs."""

    person_id: int
    email: str


@dataclass(frozen=True, slots=True)
class Registered(Event):
    """A nonmember registered; `work` is what they do, in their words. The mail is not confirmed yet."""

    person_id: int
    work: str


@dataclass(frozen=True, slots=True)
class Named(Event):
    """An account was made for somebody by others, or got another name from them."""

    person_id: int


@dataclass(frozen=True, slots=True)
class Suspended(Event):
    """An account was suspended: live streams, tokens and queued mail of this person end."""

    person_id: int


@dataclass(frozen=True, slots=True)
class OrcidProven(Event):
    """A person signed in at ORCID: the iD is theirs."""

    person_id: int
    orcid: str


@dataclass(frozen=True, slots=True)
class OrcidUnlinked(Event):
    """A person's sign-in at ORCID was unlinked: it proves nothing any more."""

    person_id: int
