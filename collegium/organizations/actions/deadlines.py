"""What happens to claims by the calendar: expiry, told before; proofs looked at again, daily while they fail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.organizations.actions.claims import Outcome, close
from collegium.organizations.actions.letters import tell
from collegium.organizations.models import Claim
from collegium.organizations.models.claim import LIVES, LOOKED_AT_AGAIN, TOLD_BEFORE
from collegium.outbox import audit
from collegium.web.formats import full_date

A_DAY = 500  # proofs looked at again


def remind(now: datetime) -> int:
    """Tell claimants whose claim ends in a week. Returns how many."""
    soon = Claim.objects.unfinished().filter(created_at__lte=now - LIVES + TOLD_BEFORE, reminded_at=None)
    soon = soon.exclude(kind=Claim.Kind.WEBSITE)
    rows = list(soon.filter(created_at__gt=now - LIVES).select_related("person", "organization"))
    for claim in rows:
        with transaction.atomic():
            if Claim.objects.filter(pk=claim.pk, reminded_at=None, decided_at=None).update(reminded_at=now):
                tell(claim.person, claim.organization, _ends_soon, {"day": full_date(claim.expires_at)}, at="claim/")
    return len(rows)


def _ends_soon() -> tuple[str, str]:
    return _("Your claim on %(name)s ends soon"), _(
        "Your claim on the page of %(name)s is not proven yet. It ends on %(day)s; until then you can finish it:"
    )


def expire(now: datetime) -> int:
    """End claims that waited thirty days for their claimant. Returns how many."""
    number = 0
    for pk in Claim.objects.unfinished().filter(created_at__lte=now - LIVES).values_list("pk", flat=True):
        with transaction.atomic():
            claim = Claim.objects.select_for_update().select_related("person", "organization").get(pk=pk)
            if claim.decided_at is None and claim.submitted_at is None:
                close(claim, Outcome.EXPIRED, None, "")
                audit.log(None, "let a claim expire", about=("organization", claim.organization_id))
                number += 1
    return number


def due(now: datetime | None = None) -> list[int]:
    """Proofs to look at again: every 90 days, daily while they fail."""
    now = now or timezone.now()
    usual = Q(failing_since=None, checked_at__lte=now - LOOKED_AT_AGAIN)
    failing = Q(failing_since__isnull=False, checked_at__lte=now - timedelta(hours=20))
    rows = Claim.objects.standing_on_proofs().filter(usual | failing).order_by("checked_at")
    return list(rows.values_list("pk", flat=True)[:A_DAY])


@transaction.atomic
def accept_otherwise(claim: Claim, by: object, document: str) -> None:
    """Staff know otherwise that a manager whose proof is gone speaks for the page: it is not looked at any more."""
    claim.method, claim.document, claim.failing_since = Claim.Method.DOCUMENT, document, None
    claim.save(update_fields=["method", "document", "failing_since"])
    audit.log(by, "kept a manager", about=("organization", claim.organization_id), why=document)  # type: ignore[arg-type]
