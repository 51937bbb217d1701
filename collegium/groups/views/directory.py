"""`/groups/`: the directory, and proposing a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.audience.reader import PAUSED
from collegium.discussion.views import see_other
from collegium.forums.lists import new_by_group, words_by_group
from collegium.groups import actions
from collegium.groups.models import Group, GroupQuerySet, Place
from collegium.groups.seats import people_counts
from collegium.groups.views.asked import AskedProposalForm
from collegium.web.limits import limited
from collegium.web.texts import sent

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the directory; every number is this reader's own."""

    group: Group
    people: int
    new: int
    this_week: int
    role: str
    is_in: bool


def _rows(request: HttpRequest, groups: GroupQuerySet) -> list[Row]:
    shown, reader = list(groups), request.reader
    people, new = people_counts(shown), new_by_group(reader)
    week = words_by_group(reader, timezone.now() - WEEK)
    roles = dict(Place.objects.filter(person_id=reader.person_id).values_list("group", "role"))
    rows = [
        Row(
            group, people.get(group.pk, 0), new.get(group.pk, 0), week.get(group.pk, 0), roles.get(group.pk, ""),
            is_in=group.writers_id in reader.audiences,
        )
        for group in shown
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.role != "invited", not row.is_in, -row.people, row.group.name))


@open_to("members")
def group_list(request: HttpRequest) -> HttpResponse:
    """Mine first, then all this reader may know of; `?view=mine`, `?q=`."""
    text, view = sent(request.GET, "q", 80), request.GET.get("view", "all")
    rows = _rows(request, Group.objects.listed_for(request.reader).matching(text))
    own = [row for row in rows if row.is_in or row.role == Place.Role.INVITED]
    owned = Place.objects.owners().filter(person=request.reader.person_id).values("group")
    context = {
        "rows": own if view == "mine" else rows,
        "total": len(rows),
        "mine": len(own),
        "text": text,
        "view": "mine" if view == "mine" else "all",
        "proposals": Group.objects.filter(pk__in=owned, confirmed_at=None).order_by("-created_at"),
    }
    return render(request, "groups/group_list.html", context)


@open_to("members")
@limited("post")
def propose_group(request: HttpRequest) -> HttpResponse:
    """`/groups/new/`: a member proposes, staff confirm."""
    reader = request.reader
    form = AskedProposalForm(request.POST or None, author=reader.person)
    if form.is_bound and reader.is_paused:
        form.add_error(None, str(PAUSED))
    if request.method == "POST" and form.is_valid():
        actions.propose_group(actions.Proposal(**form.cleaned_data), reader.person)
        messages.success(request, _("Your proposal is with staff. You will find it here until they decide."))
        return see_other("/groups/")
    return render(request, "groups/propose_group.html", {"form": form}, status=422 if form.is_bound else 200)
