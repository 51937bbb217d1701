"""The desk's terms of office: who holds which, who will, what changes on which day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.desk.membership_forms import HandoverForm, OfficeForm, ReasonForm
from collegium.discussion.views import see_other
from collegium.membership import actions, ladders
from collegium.membership.models import Term, society_today

HERE = "/desk/membership/offices/"


def _offices(request: HttpRequest, **refused: Any) -> HttpResponse:
    today = society_today()
    terms = Term.objects.highest_first().select_related("person", "office", "body")
    context = {
        "form": OfficeForm(initial={"start": today}),
        "present": terms.on(today),
        "future": terms.filter(start__gt=today).order_by("start"),
        "past": terms.filter(end__lte=today).order_by("-end")[:30],
        "handovers": ladders.handovers(today),
        "today": today,
        "reason": None,
        "moving": None,
    } | refused
    return render(request, "desk/offices.html", context, status=422 if refused else 200)


@open_to("administrators")
def offices(request: HttpRequest) -> HttpResponse:
    """`/desk/membership/offices/`: who holds which office, who will, who did."""
    return _offices(request)


@open_to("administrators")
@require_POST
def grant_office(request: HttpRequest) -> HttpResponse:
    """Give somebody an office from .. until .., and with it what follows by the ladder."""
    form = OfficeForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.grant_office(
                data["person"], data["office"], data["start"], data["end"], request.reader.person,
                body=data["body"], why=data["why"], is_followed=data["is_followed"],
            )  # fmt: skip
            return see_other(HERE)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    return _offices(request, form=form)


@open_to("administrators")
@require_POST
def end_office(request: HttpRequest, term_id: int) -> HttpResponse:
    """End a term today (or take back one that has not begun), with a reason."""
    term = get_object_or_404(Term.objects.select_related("office", "person"), pk=term_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _offices(request, reason=form)
    actions.end_office(term, society_today(), request.reader.person, form.cleaned_data["why"])
    return see_other(HERE)


@open_to("administrators")
@require_POST
def move_handover(request: HttpRequest) -> HttpResponse:
    """Everything that changes hands on one day changes hands on another: the meeting was put off."""
    form = HandoverForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            number = ladders.move_handover(data["day"], data["to"], request.reader.person, data["why"])
            said = ngettext("%(n)d term was moved.", "%(n)d terms were moved.", number) % {"n": number}
            messages.success(request, said)
            return see_other(HERE)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    return _offices(request, moving=form)
