"""Reports of a group, for its owners: what waits, one thing, a decision, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.groups.seats import Seat, get_owners_seat
from collegium.groups.views.talk import frame
from collegium.moderation import actions
from collegium.moderation.forms import DecisionForm
from collegium.moderation.in_group import ACTS, found_in, waiting_in
from collegium.moderation.models import Decision, Report
from collegium.moderation.queue import LONGEST, named
from collegium.moderation.things import Thing
from collegium.moderation.views.queue import DEEDS


def _list_address(seat: Seat) -> str:
    return f"{seat.group.get_absolute_url()}owner/reports/"


@open_to("members")
def group_reports(request: HttpRequest, group: str) -> HttpResponse:
    """`/groups/<group>/owner/reports/`: reported words of the group, oldest first."""
    seat = get_owners_seat(request.reader, group)
    items = waiting_in(seat.group, request.reader)
    context = {"items": named(items[:LONGEST], inside=True), "total": len(items)}
    return render(request, "moderation/group_reports.html", frame(seat, "owner") | context)


def _page(
    request: HttpRequest, seat: Seat, thing: Thing, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "thing": thing,
        "reports": Report.objects.waiting().about(*thing.key),
        "decisions": Decision.objects.about(*thing.key).filter(undone_at=None).select_related("by"),
        "form": form or DecisionForm(),
    }
    return render(request, "moderation/group_report.html", frame(seat, "owner") | context, status=status)


@open_to("members")
def group_report(request: HttpRequest, group: str, kind: str, pk: int) -> HttpResponse:
    """`/groups/<group>/owner/reports/<kind>/<id>/`: one topic or reply, what was reported, what can be done."""
    seat = get_owners_seat(request.reader, group)
    return _page(request, seat, found_in(seat.group, kind, pk, request.reader))


@open_to("members")
@require_POST
def decide_in_group(request: HttpRequest, group: str, kind: str, pk: int) -> HttpResponse:
    """Hide, take back, lock or leave, with a reason that the author reads and may answer to the moderators."""
    seat = get_owners_seat(request.reader, group)
    thing, form = found_in(seat.group, kind, pk, request.reader), DecisionForm(request.POST)
    if form.is_valid() and form.cleaned_data["act"] not in ACTS:
        form.add_error("act", _("Owners hide, take back and lock. Ask a moderator for anything else."))
    if form.is_valid():
        try:
            DEEDS[form.cleaned_data["act"]](thing, request.reader.person, form.cleaned_data)
            return see_other(_list_address(seat))
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, seat, thing, form, 422)


@open_to("members")
@require_POST
def undo_in_group(request: HttpRequest, group: str, decision_id: int) -> HttpResponse:
    """Take an own decision back, with a reason; those of moderators stay theirs."""
    seat = get_owners_seat(request.reader, group)
    own = Decision.objects.filter(undone_at=None, by_id=request.reader.person_id)
    decision = get_object_or_404(own, pk=decision_id)
    thing = found_in(seat.group, decision.kind, decision.target_id, request.reader)
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.warning(request, _("Write a reason first: it stands in the log."))
        return _page(request, seat, thing, status=422)
    actions.undo(decision, thing, request.reader.person, reason)
    return see_other(f"{_list_address(seat)}{thing.kind}/{thing.pk}/")
