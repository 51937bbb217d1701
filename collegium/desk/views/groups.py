"""The desk's list of proposed groups: confirm, or decline with a reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.groups import actions
from collegium.groups.models import Group, Place
from collegium.web.texts import sent

DECIDED = 20  # past decisions shown


def _show(request: HttpRequest, error: str = "", about: int | None = None) -> HttpResponse:
    owners = Place.objects.owners().select_related("person").order_by("since")
    waiting = list(Group.objects.waiting().order_by("created_at"))
    by_group = {place.group_id: place.person for place in owners.filter(group__in=waiting)}
    decided = Group.objects.exclude(confirmed_by=None).select_related("confirmed_by").exclude(kind=Group.Kind.SECRET)
    context = {
        "waiting": [(group, by_group.get(group.pk)) for group in waiting],
        "decided": decided.order_by("-pk")[:DECIDED],
        "error": error,
        "asked": about,
    }
    return render(request, "desk/group_proposals.html", context, status=422 if error else 200)


@open_to("administrators")
def group_proposals(request: HttpRequest) -> HttpResponse:
    """`/desk/groups/`: what waits, oldest first."""
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
