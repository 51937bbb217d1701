"""The desk's first weeks: who was invited, whose mail came back, who opened the door, who never came."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.membership import first_week as weeks
from collegium.web.paging import pages_of
from collegium.web.texts import sent

BATCH = 500  # mails by one press
SIZE = 50


@open_to("administrators")
def first_week(request: HttpRequest) -> HttpResponse:
    """`/desk/membership/first-week/?stage=…`: the numbers, drawn, and the people of one stage."""
    wish = sent(request.GET, "stage", 20)
    stage = weeks.Stage(wish if wish in weeks.Stage.values else weeks.Stage.REFUSED)
    people = weeks.members_in(stage).select_related("person", "category")
    pages = pages_of(request, people.count(), SIZE)
    context = {
        "steps": weeks.steps(),
        "stage": stage,
        "people": people.order_by("person__family_name", "person__given_name", "pk")[pages.slice],
        "pages": pages,
        "again": weeks.may_be_written_to_again(),
        "batch": BATCH,
    }
    return render(request, "desk/first_week.html", context)


@open_to("administrators")
@require_POST
def write_again(request: HttpRequest) -> HttpResponse:
    """Invite the next of those who never came once more."""
    number = weeks.write_again(request.reader.person, BATCH)
    said = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", number) % {"n": number}
    messages.success(request, said)
    return see_other("/desk/membership/first-week/?stage=absent")
