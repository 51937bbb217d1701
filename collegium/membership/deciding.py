"""What staff decide where a line may mean somebody who is here: it is remembered, and the line taken in at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.membership.joining import join_accounts
from collegium.membership.models import MatchProposal, Membership
from collegium.membership.records import apply_record
from collegium.outbox import audit

Why, Decision = MatchProposal.Why, MatchProposal.Decision


@transaction.atomic
def decide(proposal: MatchProposal, *, is_same: bool, by: User | None) -> str:
    """Say whether it is one person. A second decision about the same two changes nothing.

    Returns:
        What happened, as a sentence.
    """
    proposal = MatchProposal.objects.select_for_update(of=("self",)).select_related("person").get(pk=proposal.pk)
    if proposal.decision:
        return _("This was decided already.")
    proposal.decision = Decision.SAME if is_same else Decision.TWO
    proposal.decided_at, proposal.decided_by = timezone.now(), by
    proposal.save(update_fields=["decision", "decided_at", "decided_by"])
    detail = {"member": proposal.member_id, "why": proposal.why, "said": proposal.decision}
    audit.log(by, "decided who a line of the roster is", about=("person", proposal.person_id), detail=detail)
    if proposal.why == Why.NAME_AND_PLACE:
        return _join(proposal) if is_same else _("Noted: these are two persons.")
    return apply_record(proposal.record, str(_("Decision of staff")), by=by).words


def _join(proposal: MatchProposal) -> str:
    """The account that the roster made meanwhile becomes the one that was here before."""
    made = Membership.objects.select_related("person").filter(member_id=proposal.member_id).first()
    if made is None:
        return _("The member is not here any more; nothing was joined.")
    if made.person_id != proposal.person_id:
        join_accounts(made, proposal.person)
    return _("%(name)s has one account now, with everything that both had.") % {"name": proposal.person.name}
