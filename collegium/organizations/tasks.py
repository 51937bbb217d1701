"""Jobs of organizations."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from collegium.organizations.actions import deadlines, documents, proofs
from collegium.outbox import jobs


@jobs.task
def look_at_proof(claim_id: int) -> None:
    """Look for the proof of one claim; what was found stands on its page."""
    proofs.look_now(claim_id)


@jobs.schedule("23 4 * * *")
@jobs.task
def look_after_claims() -> None:
    """Tell claimants before their claims end, end them, erase old documents, look again at proofs that are due."""
    now = timezone.now()
    deadlines.remind(now)
    deadlines.expire(now)
    documents.erase_decided(now)
    if settings.OUTBOUND_CLAIMS:
        for claim_id in deadlines.due(now):
            look_at_proof.enqueue(claim_id)
