"""The queue for moderators, and one thing in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.moderation import actions, following, outside
from collegium.moderation import gone as closing
from collegium.moderation.fair import refusal_to_decide
from collegium.moderation.forms import AppealAnswerForm, DecisionForm
from collegium.moderation.models import Appeal, Decision
from collegium.moderation.queue import LONGEST, SHOWN, named, waiting
from collegium.moderation.sheet import fill_profile, must_be_theirs, sheet_of
from collegium.moderation.things import Thing, find, found
from collegium.web.texts import sent


def _page(request: HttpRequest, thing: Thing | None, pane: str, **more: Any) -> HttpResponse:
    """The list beside one thing; on a phone one of the two ("list" or "pane")."""
    items, chosen = waiting(), request.GET.get("show", "all")
    sheet = sheet_of(thing, request.reader) if thing else None
    listed = [item for item in items if chosen in ("all", item.sort)]
    forms = {"form": DecisionForm(thing=thing) if thing else None, "answer": AppealAnswerForm()}
    context = {
        "items": named(listed[:LONGEST]),
        "total": len(items),
        "oldest": items[0].waited if items else "",
        "shown": SHOWN,
        "chosen": chosen,
        "sheet": sheet,
        "pane": pane,
        "gone": None,
        **forms,
        **more,
    }
    template = "moderation/queue_list.html" if pane == "list" else "moderation/queue_item.html"
    return render(request, template, context, status=422 if more.keys() & {"form", "answer"} else 200)


@open_to("moderators")
def queue_list(request: HttpRequest) -> HttpResponse:
    """`/desk/reports/`: what waits, and beside it the oldest, unless looking at it is logged."""
    chosen = request.GET.get("show", "all")
    listed = [item for item in waiting() if chosen in ("all", item.sort)]
    oldest = find(listed[0].kind, listed[0].pk) if listed else None
    return _page(request, None if oldest is None or oldest.is_private else oldest, "list")


@open_to("moderators")
def queue_item(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """`/desk/reports/<kind>/<id>/`: one thing with what moderators need. Private ones only while they are reported."""
    thing = find(kind, pk)
    if thing is None:
        return _page(request, None, "pane", gone=closing.gone(kind, pk))
    return _page(request, thing, "pane")


@open_to("moderators")
@require_POST
def close_gone(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Close what waits about a thing that is not there any more."""
    closing.gone(kind, pk)
    try:
        closing.close_gone(kind, pk, request.reader.person)
        messages.success(request, _("It is closed, and whoever waited for an answer is told."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return see_other("/desk/reports/")


@open_to("moderators")
@require_POST
def settle_decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Say that a change that was asked for is done; it leaves the queue."""
    decision = get_object_or_404(Decision.objects.asked(), pk=decision_id)
    thing = found(decision.kind, decision.target_id)
    must_be_theirs(thing, request.reader)
    try:
        following.settle(decision, request.reader.person, refusal_to_decide(thing, request.reader.person))
        messages.success(request, _("It is done, and has left the queue."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return see_other("/desk/reports/")


DEEDS = {
    "release": lambda thing, by, data: actions.release(thing, by),
    "dismiss": lambda thing, by, data: actions.dismiss(thing, by, data["reason"]),
    "hide": lambda thing, by, data: actions.hide(thing, by, data["reason"], closes=data.get("closes", True)),
    "take-back": lambda thing, by, data: actions.take_back(thing, by, data["reason"], data["parts"]),
    "ask": lambda thing, by, data: outside.ask(thing, by, data["reason"], data["parts"]),
    "lock": lambda thing, by, data: actions.lock(thing, by, data["reason"], closes=data.get("closes", True)),
    "narrow": lambda thing, by, data: actions.narrow(thing, by, data["reason"], data["readers"]),
    "pause": lambda thing, by, data: actions.pause(thing, by, data["reason"], data["days"]),
}

DONE = {
    "release": _lazy("It is released."),
    "dismiss": _lazy("The report is closed, and nothing is changed."),
    "hide": _lazy("It is hidden, and its author is told why."),
    "take-back": _lazy("Its words are taken back, and its author is told why."),
    "ask": _lazy("Whoever keeps the page is asked to change it, and told why."),
    "lock": _lazy("It is locked, and its author is told why."),
    "narrow": _lazy("It is moved to fewer readers, and its author is told why."),
    "pause": _lazy("Its author’s writing is paused, and they are told why."),
}


@open_to("moderators")
@require_POST
def decide(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Do one thing about it, with a reason."""
    thing = found(kind, pk)
    must_be_theirs(thing, request.reader)
    fill_profile(thing, request.reader)
    form = DecisionForm(request.POST, thing=thing, author=request.reader.person)
    if refusal := refusal_to_decide(thing, request.reader.person):
        form.add_error(None, refusal)
    if form.is_valid():
        try:
            DEEDS[form.cleaned_data["act"]](thing, request.reader.person, form.cleaned_data)
            messages.success(request, DONE[form.cleaned_data["act"]])
            return see_other("/desk/reports/")
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, thing, "pane", form=form)


@open_to("moderators")
@require_POST
def undo_decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take a decision back, with a reason: show again, unlock, widen to what it was, let write."""
    decision = get_object_or_404(Decision.objects.filter(undone_at=None), pk=decision_id)
    thing = found(decision.kind, decision.target_id)
    must_be_theirs(thing, request.reader)
    fill_profile(thing, request.reader)
    refusal, reason = refusal_to_decide(thing, request.reader.person), sent(request.POST, "reason", 300)
    form = DecisionForm(thing=thing)
    if reason and not refusal:
        try:
            actions.undo(decision, thing, request.reader.person, reason)
            messages.success(request, _("The decision is taken back."))
            return see_other(f"/desk/reports/{thing.kind}/{thing.pk}/")
        except Refused as refused:
            refusal = str(refused)
    messages.warning(request, refusal or _("Write a reason first: it stands in the log."))
    return _page(request, thing, "pane", form=form)


@open_to("moderators")
@require_POST
def answer_appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Answer an author who appealed."""
    row = get_object_or_404(Appeal.objects.select_related("decision__author"), pk=appeal_id)
    thing = found(row.decision.kind, row.decision.target_id)
    form = AppealAnswerForm(request.POST, author=request.reader.person)
    if form.is_valid():
        try:
            data = form.cleaned_data
            actions.answer_appeal(row, thing, request.reader.person, data["answer"], upheld=data["upheld"])
            messages.success(request, _("Your answer is on its way to whoever appealed."))
            return see_other("/desk/reports/")
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, thing, "pane", answer=form)
