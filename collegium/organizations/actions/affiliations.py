"""Affiliations: "I work here", ended, and what those who manage the page answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.actions import wait_for_turn
from collegium.organizations.actions.claims import Refused
from collegium.organizations.actions.letters import tell
from collegium.organizations.events import AffiliationChanged
from collegium.organizations.models import Affiliation, Organization
from collegium.outbox import audit
from collegium.people.verification import Fact, Source, record
from collegium.web import news
from collegium.web.formats import full_date

if TYPE_CHECKING:
    from collegium.accounts.models import User

SOURCES: dict[str, str] = {
    Affiliation.Source.EMAIL: Source.MAIL, Affiliation.Source.MANAGER: Source.MANAGER,
    Affiliation.Source.ROSTER: Source.ROSTER,
}  # fmt: skip


@transaction.atomic
def work_at(
    person: User, organization: Organization, *, title: str = "", consented: bool = False,
    source: str = Affiliation.Source.SELF, since: date | None = None, primary: bool | None = None,
) -> Affiliation:  # fmt: skip
    """Say that a person works at an organization; said again it changes title and consent.

    Args:
        consented: whether the person agrees to be listed there for members.
        source: how we know; a stronger source is kept when the person says it again.
        since: the day it began; None leaves what is known, or says today.
        primary: whether it is the main place of work; None leaves it.
    """
    wait_for_turn(person.pk)
    row = Affiliation.objects.current().filter(person=person, organization=organization, until=None).first()
    row = row or Affiliation(
        person=person, organization=organization, source=source, since=since or timezone.localdate()
    )
    row.title, row.is_consented = title.strip(), consented
    row.since = since or row.since
    _save(row, primary=row.is_primary if primary is None else primary)
    if source != Affiliation.Source.SELF:
        record(person, Fact.AFFILIATION, SOURCES[source], about=organization.pk)
    news.tell(AffiliationChanged(person.pk, organization.pk))
    return row


def _save(row: Affiliation, *, primary: bool) -> None:
    """Save it as the main place of work, instead of any other one, or not; one that ended is none."""
    row.is_primary = primary and (row.until is None or row.until > timezone.localdate())
    if row.is_primary:
        Affiliation.objects.filter(person=row.person_id, is_primary=True).exclude(pk=row.pk).update(is_primary=False)
    row.save()


@transaction.atomic
def leave(person: User, organization: Organization, *, listed: bool = False) -> None:
    """End the affiliation today; what was written before keeps its byline.

    Args:
        listed: whether the person stays listed among those who worked there, for members.
    """
    rows = Affiliation.objects.current().filter(person=person, organization=organization)
    rows.update(until=timezone.localdate(), is_consented=listed, is_primary=False)
    news.tell(AffiliationChanged(person.pk, organization.pk))


@transaction.atomic
def change_affiliation(affiliation: Affiliation, values: dict[str, Any], *, primary: bool) -> None:
    """Change position, dates and consent of an own affiliation; the main one is printed with the name.

    Args:
        values: names of Affiliation fields with their values.
        primary: whether it is the main place of work from now on; one that ended cannot be.
    """
    wait_for_turn(affiliation.person_id)
    for name, value in values.items():
        setattr(affiliation, name, value)
    _save(affiliation, primary=primary)
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
def disagree(person: User, organization: Organization) -> None:
    """The person says that they do work there, although the organization said "not with us". Staff see it."""
    rows = Affiliation.objects.filter(person=person, organization=organization, disagreed_at=None)
    if rows.exclude(denied_at=None).update(disagreed_at=timezone.now()):
        audit.log(person, "disagreed with an organization", about=("organization", organization.pk))
        news.tell(AffiliationChanged(person.pk, organization.pk))


@transaction.atomic
def confirm(affiliation: Affiliation, by: User) -> None:
    """A manager of the page confirms that somebody works there. It changes how we know, never who sees it."""
    affiliation.source, affiliation.denied_at, affiliation.disagreed_at = Affiliation.Source.MANAGER, None, None
    affiliation.save(update_fields=["source", "denied_at", "disagreed_at"])
    record(affiliation.person, Fact.AFFILIATION, Source.MANAGER, by=by, about=affiliation.organization_id)
    audit.log(by, "confirmed an affiliation", about=("person", affiliation.person_id))
    news.tell(AffiliationChanged(affiliation.person_id, affiliation.organization_id))


@transaction.atomic
def correct_dates(affiliation: Affiliation, since: date, until: date | None, by: User) -> None:
    """A manager corrects since when, and until when, somebody works there; the person is told.

    An end that is over leaves them listed only if they say so themselves.
    """
    affiliation.since, affiliation.until = since, until
    if until is not None and until <= timezone.localdate():
        affiliation.is_consented = affiliation.is_primary = False
    affiliation.save(update_fields=["since", "until", "is_consented", "is_primary"])
    audit.log(by, "corrected the dates of an affiliation", about=("person", affiliation.person_id))
    tell(affiliation.person, affiliation.organization, _dates_corrected, {
        "since": full_date(since), "until": full_date(until) if until else "…",
    })  # fmt: skip
    news.tell(AffiliationChanged(affiliation.person_id, affiliation.organization_id))


def _dates_corrected() -> tuple[str, str]:
    return _("%(name)s corrected your dates"), _(
        "Whoever manages the page of %(name)s says that you work there from %(since)s to %(until)s. If that is wrong, "
        "say so on the page:"
    )


@transaction.atomic
def deny(affiliation: Affiliation, by: User) -> None:
    """A manager says "not with us": nobody sees it any more until the person disagrees; they are told.

    Raises:
        Refused: the person disagreed already; staff decide.
    """
    if affiliation.disagreed_at is not None:
        raise Refused(_("This person disagrees. Staff see that and decide."))
    affiliation.denied_at = timezone.now()
    affiliation.save(update_fields=["denied_at"])
    audit.log(by, "denied an affiliation", about=("person", affiliation.person_id))
    tell(affiliation.person, affiliation.organization, _denied)
    news.tell(AffiliationChanged(affiliation.person_id, affiliation.organization_id))


@transaction.atomic
def settle_affiliation(organization: Organization, person: User, by: User, *, works: bool) -> None:
    """Staff settle whether somebody works there whom the organization denies."""
    rows = Affiliation.objects.filter(organization=organization, person=person).exclude(disagreed_at=None)
    if works:
        rows.update(denied_at=None, disagreed_at=None)
    else:
        rows.update(disagreed_at=None, is_consented=False)
    audit.log(by, "settled an affiliation", about=("person", person.pk), detail={"works": works})
    news.tell(AffiliationChanged(person.pk, organization.pk))


def _denied() -> tuple[str, str]:
    return _("%(name)s says that you are not with them"), _(
        "Whoever manages the page of %(name)s says that you do not work there, so you are not listed there now. If "
        "that is wrong, say so on the page; then you are listed again, and staff look at it:"
    )
