"""The desk's groups: confirm what is proposed, or decline with a reason; name an owner where none is left."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.groups import actions
from collegium.groups.models import Group, Place
from collegium.web.numbers import number_of
from collegium.web.texts import sent

DECIDED = 20  # past decisions shown
CHOICES = 200  # people offered as the owner of a group


def _show(request: HttpRequest, error: str = "", about: int | None = None) -> HttpResponse:
    owners = Place.objects.owners().select_related("person").order_by("since")
    waiting = list(Group.objects.waiting().order_by("created_at"))
    by_group = {place.group_id: place.person for place in owners.filter(group__in=waiting)}
    decided = Group.objects.exclude(confirmed_by=None).select_related("confirmed_by").exclude(kind=Group.Kind.SECRET)
    context = {
        "waiting": [(group, by_group.get(group.pk)) for group in waiting],
        "decided": decided.order_by("-pk")[:DECIDED],
        "ownerless": [(group, _choices(group)) for group in Group.objects.without_owner().order_by("name")],
        "error": error,
        "asked": about,
    }
    return render(request, "desk/group_proposals.html", context, status=422 if error else 200)


def _choices(group: Group) -> list[User]:
    """Who may become its owner, who was there first before; who is in a secret group is not shown."""
    if group.kind == Group.Kind.SECRET:
        return []
    places = Place.objects.filter(group=group).of_present_members().select_related("person")
    return [place.person for place in places[:CHOICES]]


@open_to("administrators")
def group_proposals(request: HttpRequest) -> HttpResponse:
    """`/desk/groups/`: what waits, oldest first, and groups without an owner."""
    return _show(request)


@open_to("administrators")
@require_POST
def decide_group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Confirm or decline; a reason is needed to decline. It is logged, and whoever proposed it is told."""
    group = get_object_or_404(Group, pk=group_id)
    confirm, reason = request.POST.get("confirm") == "1", sent(request.POST, "reason", 300)
    if not confirm and not reason:
        return _show(request, _("Say why it is declined: whoever proposed it reads the reason."), group.pk)
    try:
        if confirm:
            actions.confirm_group(group, request.reader.person)
        else:
            actions.decline_group(group, request.reader.person, reason)
    except actions.Refused as refused:
        return _show(request, str(refused), group.pk)
    return see_other("/desk/groups/")


@open_to("administrators")
@require_POST
def name_group_owner(request: HttpRequest, group_id: int) -> HttpResponse:
    """Give a group without an owner one of its people as owner; in a secret one it is who has been there longest."""
    group = get_object_or_404(Group.objects.confirmed(), pk=group_id)
    try:
        actions.name_owner(group, request.reader.person, number_of(request.POST.get("person", "")))
    except actions.Refused as refused:
        return _show(request, str(refused), group.pk)
    return see_other("/desk/groups/")
