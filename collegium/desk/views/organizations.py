"""The desk's claims on organizations: who asks, with which proof; staff decide with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.organizations import actions
from collegium.organizations.forms import DecisionForm
from collegium.organizations.models import Claim, Manager, Organization, Proposal
from collegium.web.numbers import number_of
from collegium.web.texts import sent

DECIDED = 20  # past decisions shown
MOST = 50  # websites to confirm and proposals, shown at once


def _cases(waiting: QuerySet[Claim]) -> list[list[Claim]]:
    """Claims on one page together, so that rivals stand side by side; whoever waits longest comes first."""
    cases: dict[int, list[Claim]] = {}
    for claim in waiting:
        cases.setdefault(claim.organization_id, []).append(claim)
    return list(cases.values())


def _show(
    request: HttpRequest, form: DecisionForm | None = None, about: Claim | None = None, error: str = ""
) -> HttpResponse:
    present = Manager.objects.current().select_related("person")
    managers = Prefetch("organization__managers", present, to_attr="present_managers")
    claims = Claim.objects.select_related("organization", "person", "decided_by", "answered_by")
    waiting = claims.waiting_for_staff().prefetch_related(managers).order_by("submitted_at", "pk")
    context = {
        "failed": claims.failed().order_by("failing_since"),
        "websites": Organization.objects.listed().exclude(host_unproven_at=None).order_by("host_unproven_at")[:MOST],
        "cases": _cases(waiting),
        "proposed": [
            (row, actions.those_like(row.facts)) for row in Proposal.objects.waiting().order_by("created_at")[:MOST]
        ],
        "waiting": waiting,
        "documents": actions.documents_of(waiting),
        "decided": claims.exclude(decided_at=None).exclude(outcome="withdrawn").order_by("-decided_at")[:DECIDED],
        "form": form or DecisionForm(),
        "asked": about,
        "error": error,
    }
    return render(request, "desk/organization_claims.html", context, status=422 if form or error else 200)


@open_to("administrators")
def organization_claims(request: HttpRequest) -> HttpResponse:
    """`/desk/organizations/`: what waits, oldest first, and the last decisions."""
    return _show(request)


@open_to("administrators")
@require_POST
def decide_claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Grant or refuse, with a reason; it is logged and the claimant is told."""
    claim = get_object_or_404(Claim.objects.select_related("organization", "person"), pk=claim_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, form, claim)
    data = form.cleaned_data
    try:
        actions.decide(
            claim, request.reader.person, grant=data["grant"], reason=data["reason"], document=data["document"]
        )
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, form, claim)
    granted = _("%(name)s manages the page of %(organization)s now, and is told with your reason.")
    refused_words = _("The claim of %(name)s on %(organization)s is refused, and they are told with your reason.")
    said = granted if data["grant"] else refused_words
    messages.success(request, said % {"name": claim.person.name, "organization": claim.organization.name})
    return see_other("/desk/organizations/")


@open_to("administrators")
@require_POST
def decide_proposal(request: HttpRequest, proposed_id: int) -> HttpResponse:
    """Take a proposed organization in, say which page it has already, or decline with a reason; the member is told."""
    proposal, by = get_object_or_404(Proposal, pk=proposed_id), request.reader.person
    reason, chosen = sent(request.POST, "reason", 300), request.POST.get("decision", "")
    try:
        if chosen == "accept":
            actions.accept_proposal(proposal, by)
        elif chosen == "decline" and reason:
            actions.decline_proposal(proposal, by, reason)
        elif chosen == "decline":
            return _show(request, error=_("Say why it is declined: whoever proposed it reads the reason."))
        else:
            listed = Organization.objects.listed()
            actions.point_proposal_to(proposal, get_object_or_404(listed, pk=number_of(chosen)), by)
    except actions.Refused as refused:
        return _show(request, error=str(refused))
    return see_other("/desk/organizations/")
