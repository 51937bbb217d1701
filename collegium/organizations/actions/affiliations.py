"""Affiliations: "I work here", confirmed, ended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from collegium.accounts.actions import wait_for_turn
from collegium.organizations.events import AffiliationChanged
from collegium.organizations.models import Affiliation, Organization
from collegium.outbox import audit
from collegium.people.verification import Fact, Source, record
from collegium.web import news

if TYPE_CHECKING:
    from collegium.accounts.models import User

SOURCES: dict[str, str] = {
    Affiliation.Source.EMAIL: Source.MAIL, Affiliation.Source.MANAGER: Source.MANAGER,
    Affiliation.Source.ROSTER: Source.ROSTER,
}  # fmt: skip


@transaction.atomic
def work_at(
    person: User, organization: Organization, *, title: str = "", consented: bool = False,
    source: str = Affiliation.Source.SELF, since: date | None = None,
) -> Affiliation:  # fmt: skip
    """Say that a person works at an organization; said again it changes title and consent.

    Args:
        consented: whether the person agrees to be listed there for members.
        source: how we know; a stronger source is kept when the person says it again.
    """
    wait_for_turn(person.pk)
    row = Affiliation.objects.current().filter(person=person, organization=organization, until=None).first()
    row = row or Affiliation(
        person=person, organization=organization, source=source, since=since or timezone.localdate()
    )
    row.title, row.is_consented = title.strip(), consented
    row.save()
    if source != Affiliation.Source.SELF:
        record(person, Fact.AFFILIATION, SOURCES[source], about=organization.pk)
    news.tell(AffiliationChanged(person.pk, organization.pk))
    return row


@transaction.atomic
def leave(person: User, organization: Organization) -> None:
    """End the affiliation today; what was written before keeps its byline."""
    Affiliation.objects.current().filter(person=person, organization=organization).update(
        until=timezone.localdate(), is_consented=False, is_primary=False
    )
    news.tell(AffiliationChanged(person.pk, organization.pk))


@transaction.atomic
def change_affiliation(affiliation: Affiliation, values: dict[str, Any], *, primary: bool) -> None:
    """Change position, dates and consent of an own affiliation; the first one is printed with the name.

    Args:
        values: names of Affiliation fields with their values.
        primary: whether it is the first from now on; one that ended cannot be.
    """
    wait_for_turn(affiliation.person_id)
    for name, value in values.items():
        setattr(affiliation, name, value)
    ended = affiliation.until is not None and affiliation.until <= timezone.localdate()
    affiliation.is_primary = primary and not ended
    if affiliation.is_primary:
        Affiliation.objects.filter(person=affiliation.person, is_primary=True).update(is_primary=False)
    affiliation.save()
    news.tell(AffiliationChanged(affiliation.person_id, affiliation.organization_id))


@transaction.atomic
def remove_affiliation(affiliation: Affiliation) -> None:
    """Take away what was said by mistake; bylines keep what they say."""
    person, organization = affiliation.person_id, affiliation.organization_id
    affiliation.delete()
    news.tell(AffiliationChanged(person, organization))


@transaction.atomic
def prove_by_mail(affiliation: Affiliation) -> None:
    """Somebody typed the code that was mailed to an address of the organization."""
    affiliation.source = Affiliation.Source.EMAIL
    affiliation.save(update_fields=["source"])
    record(affiliation.person, Fact.AFFILIATION, Source.MAIL, about=affiliation.organization_id)
    news.tell(AffiliationChanged(affiliation.person_id, affiliation.organization_id))


@transaction.atomic
def confirm(affiliation: Affiliation, by: User) -> None:
    """A manager of the page confirms that somebody works there. It changes how we know, never who sees it."""
    affiliation.source = Affiliation.Source.MANAGER
    affiliation.save(update_fields=["source"])
    record(affiliation.person, Fact.AFFILIATION, Source.MANAGER, by=by, about=affiliation.organization_id)
    audit.log(by, "confirmed an affiliation", about=("person", affiliation.person_id))
    news.tell(AffiliationChanged(affiliation.person_id, affiliation.organization_id))
