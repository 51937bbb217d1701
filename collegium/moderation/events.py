"""News of moderation: what notifications listen to."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.web.news import Event


@dataclass(frozen=True, slots=True)
class Reported(Event):
    """Somebody reported a thing; it waits in the queue."""

    report_id: int


@dataclass(frozen=True, slots=True)
class ReportClosed(Event):
    """A moderator closed a report; its reporter may be told that, and no more."""

    report_id: int


@dataclass(frozen=True, slots=True)
class Decided(Event):
    """A moderator decided something about somebody's words; the author is told with the reason."""

    decision_id: int


@dataclass(frozen=True, slots=True)
class WordsReleased(Event):
    """A moderator let a guest's first words appear; the guest is told. `kind` is piece or reply."""

    person_id: int
    kind: str
    target_id: int
    address: str


@dataclass(frozen=True, slots=True)
class AppealAnswered(Event):
    """The moderators answered an appeal."""

    appeal_id: int
