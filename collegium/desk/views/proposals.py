"""Lines of the roster that may mean somebody who is here already: the same person, or two? Decided once, remembered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.membership.deciding import decide
from collegium.membership.models import MatchProposal
from collegium.web.paging import pages_of


@open_to("administrators")
def match_proposals(request: HttpRequest) -> HttpResponse:
    """`/desk/membership/matches/`: who waits for a decision, and what was decided last."""
    rows = MatchProposal.objects.select_related("person__membership__category", "decided_by")
    waiting = rows.filter(decision="").order_by("found_at", "pk")
    pages = pages_of(request, waiting.count(), 20)
    context = {
        "waiting": waiting[pages.slice], "pages": pages,
        "decided": rows.exclude(decision="").order_by("-decided_at")[:20],
    }  # fmt: skip
    return render(request, "desk/match_proposals.html", context)


@open_to("administrators")
@require_POST
def decide_match(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One person or two, with one button each."""
    proposal = get_object_or_404(MatchProposal, pk=proposal_id)
    said = request.POST.get("said")
    if said in ("same", "two"):
        messages.success(request, decide(proposal, is_same=said == "same", by=request.reader.person))
    else:
        messages.warning(request, _("Choose one of the two buttons."))
    return see_other("/desk/membership/matches/")
