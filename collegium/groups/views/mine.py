"""One's own place: join, ask, take back or refuse, leave."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.audience.reader import PAUSED
from collegium.discussion.views import see_other
from collegium.groups import actions
from collegium.groups.seats import Seat, get_full_seat, get_seat
from collegium.groups.views.asked import AskedRequestForm
from collegium.groups.views.talk import frame
from collegium.web.limits import limited


def _refused(request: HttpRequest, seat: Seat, sentence: str) -> HttpResponse:
    context = frame(seat, "") | {"form": AskedRequestForm(), "refusal": sentence}
    return render(request, "groups/group_card.html", context, status=422)


@open_to("members")
@require_POST
def join_group(request: HttpRequest, group: str) -> HttpResponse:
    """Join an open group, or accept an invitation."""
    seat = get_seat(request.reader, group)
    try:
        actions.join(seat.group, request.reader.person)
    except actions.Refused as refused:
        return _refused(request, seat, str(refused))
    messages.success(request, _("You are in. What is new here is on your home page from now on."))
    return see_other(seat.group.get_absolute_url())


@open_to("members")
@require_POST
@limited("post")
def ask_to_join(request: HttpRequest, group: str) -> HttpResponse:
    """Ask to join a closed group, with a line for its owners."""
    seat = get_seat(request.reader, group)
    form = AskedRequestForm(request.POST, author=request.reader.person)
    if request.reader.is_paused:
        return _refused(request, seat, str(PAUSED))
    if not form.is_valid():
        return render(request, "groups/group_card.html", frame(seat, "") | {"form": form}, status=422)
    try:
        actions.ask(seat.group, request.reader.person, form.cleaned_data["note"])
    except actions.Refused as refused:
        return _refused(request, seat, str(refused))
    return see_other(seat.group.get_absolute_url())


@open_to("members")
@require_POST
def withdraw_place(request: HttpRequest, group: str) -> HttpResponse:
    """Take back one's request, or refuse an invitation."""
    seat = get_seat(request.reader, group)
    try:
        if seat.place:
            actions.withdraw(seat.place)
    except actions.Refused as refused:
        return _refused(request, seat, str(refused))
    return see_other("/groups/")


@open_to("members")
def leave_group(request: HttpRequest, group: str) -> HttpResponse:
    """Ask once, then leave."""
    seat, refusal = get_full_seat(request.reader, group), ""
    if request.method == "POST":
        try:
            actions.leave(seat.group, request.reader.person)
            return see_other("/groups/")
        except actions.Refused as refused:
            refusal = str(refused)
    context = {"group": seat.group, "refusal": refusal}
    return render(request, "groups/leave_group.html", context, status=422 if refusal else 200)
