"""What a group asks of whoever starts a topic in it, written by its owners."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.audience.reader import PAUSED
from collegium.discussion.views import see_other
from collegium.forums.prompt_forms import prompts_of
from collegium.forums.prompts import set_prompts
from collegium.groups.seats import get_keepers_seat
from collegium.groups.views.talk import frame
from collegium.web.turns import one_after_another


@open_to("members")
@one_after_another("group")
def group_topic_form(request: HttpRequest, group: str) -> HttpResponse:
    """`/groups/<group>/owner/form/`: what the group asks, in up to eight fields."""
    seat = get_keepers_seat(request.reader, group)
    refusal = str(PAUSED) if request.reader.is_paused else ""
    rows = prompts_of(seat.group, request.POST, request.reader.person)
    if request.method == "POST" and rows.is_valid() and not refusal:
        set_prompts(seat.group, rows.wanted, request.reader.person)
        messages.success(request, _("Saved. Whoever starts a topic from now on is asked this."))
        return see_other(request.path)
    context = {"rows": rows, "refusal": refusal if rows.is_bound else ""}
    status = 422 if rows.is_bound else 200
    return render(request, "groups/group_topic_form.html", frame(seat, "owner") | context, status=status)
