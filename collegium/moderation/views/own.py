"""What concerns me: my reports, and what moderators decided about my words."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.doors import open_to
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.moderation import actions
from collegium.moderation.forms import AppealForm
from collegium.moderation.models import Decision, Report
from collegium.moderation.texts import TEXTS, labels
from collegium.moderation.things import known
from collegium.web.paging import pages_of


@open_to("registered")
def report_list(request: HttpRequest) -> HttpResponse:
    """`/reports/`: what I reported with its state, and decisions about my own words."""
    person = request.reader.person_id
    reports = Report.objects.filter(person_id=person).order_by("-created_at")
    pages = pages_of(request, reports.count())
    decisions = Decision.objects.told_to(person).select_related("appeal")[:50]
    context = {"reports": reports[pages.slice], "pages": pages, "decisions": decisions}
    return render(request, "moderation/report_list.html", context)


def _own(request: HttpRequest, decision_id: int) -> Decision:
    """A decision about this reader's own words; for everybody else it is not there."""
    decision = Decision.objects.told_to(request.reader.person_id).filter(pk=decision_id).select_related("appeal")
    if (row := decision.first()) is None:
        raise Http404
    return row


@open_to("registered")
def decision_detail(request: HttpRequest, decision_id: int) -> HttpResponse:
    """`/decisions/<id>/`: what was decided about my words and why, and the form to answer it, once."""
    decision = _own(request, decision_id)
    form = AppealForm(request.POST or None, author=request.reader.person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(decision, form.cleaned_data["text"], request.reader.person)
            return see_other(decision.get_absolute_url())
        except Refused as refused:
            form.add_error(None, str(refused))
    thing = known(decision.kind, decision.target_id, request.reader)
    changed_at = TEXTS[decision.kind].address(thing.row) if thing and decision.kind in TEXTS else ""
    context = {
        "decision": decision, "thing": thing, "appeal": getattr(decision, "appeal", None), "form": form,
        "parts": labels(decision), "changed_at": changed_at,
    }  # fmt: skip
    return render(request, "moderation/decision_detail.html", context, status=422 if form.is_bound else 200)
