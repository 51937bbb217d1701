"""The owner's desk: who asks, who is in, invitations, the announcement, the description."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.audience.reader import PAUSED
from collegium.discussion.views import see_other
from collegium.groups import actions
from collegium.groups.forms import InvitationForm
from collegium.groups.models import Group, Place
from collegium.groups.seats import Seat, get_owners_seat
from collegium.groups.views.asked import AskedAnnouncementForm, AskedDescribeForm
from collegium.groups.views.talk import frame
from collegium.web.limits import limited
from collegium.web.paging import pages_of
from collegium.web.turns import one_after_another

PEOPLE = 50


def _description(group: Group) -> dict[str, str]:
    return {"name": group.name, "summary": group.summary, "about": group.about, "icon": group.icon}


def _show(request: HttpRequest, seat: Seat, *, refusal: str = "", **forms: Any) -> HttpResponse:
    """The whole desk; a form given by name is shown with its errors."""
    places = Place.objects.filter(group=seat.group).select_related("person")
    held = places.held().order_by("-role", "person__family_name", "person__given_name")
    pages = pages_of(request, held.count(), PEOPLE)
    context = {
        "asked": places.filter(role=Place.Role.ASKED).order_by("since"),
        "invited": places.filter(role=Place.Role.INVITED).order_by("since"),
        "held": held[pages.slice],
        "pages": pages,
        "refusal": refusal,
        "invitation": InvitationForm(),
        "announcement": AskedAnnouncementForm(initial={"text": seat.group.announcement}),
        "description": AskedDescribeForm(initial=_description(seat.group)),
    }
    status = 422 if forms or refusal else 200
    return render(request, "groups/group_desk.html", frame(seat, "owner") | context | forms, status=status)


def _desk(seat: Seat) -> HttpResponse:
    return see_other(f"{seat.group.get_absolute_url()}owner/")


@open_to("members")
def group_desk(request: HttpRequest, group: str) -> HttpResponse:
    """`/groups/<group>/owner/`"""
    return _show(request, get_owners_seat(request.reader, group))


@open_to("members")
@require_POST
@one_after_another("group")
def describe_group(request: HttpRequest, group: str) -> HttpResponse:
    """Change name, line, description, sign."""
    seat = get_owners_seat(request.reader, group)
    person, initial = request.reader.person, _description(seat.group)
    form = AskedDescribeForm(request.POST, group=seat.group, author=person, initial=initial)
    if request.reader.is_paused:
        form.add_error(None, str(PAUSED))
    if not form.is_valid():
        seat.group.refresh_from_db()
        return _show(request, seat, description=form)
    actions.describe(seat.group, **form.cleaned_data)
    return _desk(seat)


@open_to("members")
@require_POST
@one_after_another("group")
def announce(request: HttpRequest, group: str) -> HttpResponse:
    """Put up a line, or take it down."""
    seat = get_owners_seat(request.reader, group)
    person, initial = request.reader.person, {"text": seat.group.announcement}
    form = AskedAnnouncementForm(request.POST, author=person, initial=initial)
    if request.reader.is_paused:
        form.add_error(None, str(PAUSED))
    if not form.is_valid():
        return _show(request, seat, announcement=form)
    actions.announce(seat.group, form.cleaned_data["text"].strip(), request.reader.person)
    return _desk(seat)


@open_to("members")
@require_POST
@limited("message")
def invite_person(request: HttpRequest, group: str) -> HttpResponse:
    """Invite a member by name."""
    seat, form = get_owners_seat(request.reader, group), InvitationForm(request.POST)
    if form.is_valid() and form.person:
        try:
            actions.invite(seat.group, form.person, request.reader.person)
            return _desk(seat)
        except actions.Refused as refused:
            form.add_error("who", str(refused))
    return _show(request, seat, invitation=form)


@open_to("members")
@require_POST
def decide_place(request: HttpRequest, group: str, place_id: int) -> HttpResponse:
    """Admit, turn down, remove or promote: the button's `do` says which."""
    seat = get_owners_seat(request.reader, group)
    place = get_object_or_404(Place.objects.select_related("group__writers", "person"), pk=place_id, group=seat.group)
    deeds = {
        "admit": lambda: actions.admit(place, request.reader.person),
        "withdraw": lambda: actions.turn_down(place),
        "remove": lambda: actions.remove_person(place),
        "promote": lambda: actions.promote(place),
    }
    if (deed := deeds.get(request.POST.get("do", ""))) is None:
        raise Http404
    try:
        deed()
    except actions.Refused as refused:
        return _show(request, seat, refusal=str(refused))
    return _desk(seat)
