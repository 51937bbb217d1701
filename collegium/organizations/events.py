"""News of organizations."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.web.news import Event


@dataclass(frozen=True, slots=True)
class OrganizationChanged(Event):
    """Its page changed, was merged, or got or lost a manager."""

    organization_id: int


@dataclass(frozen=True, slots=True)
class NoticePutUp(Event):
    """Its managers put a news item up; whoever follows it hears of it."""

    notice_id: int


@dataclass(frozen=True, slots=True)
class OrganizationsImported(Event):
    """A file brought these in, or changed them."""

    organization_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClaimDecided(Event):
    """Staff granted or refused a claim; its claimant is told."""

    claim_id: int


@dataclass(frozen=True, slots=True)
class PageDisputed(Event):
    """Somebody disputes who manages a page; its managers are told and have seven days to answer."""

    claim_id: int


@dataclass(frozen=True, slots=True)
class AffiliationChanged(Event):
    """Somebody began or stopped working there, or changed whether it is shown."""

    person_id: int
    organization_id: int
