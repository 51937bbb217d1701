"""The desk's membership: the roster with its dry run, invitations, people with roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.models import Standing
from collegium.desk.membership_forms import RosterForm
from collegium.discussion.views import see_other
from collegium.membership import actions
from collegium.membership.models import MatchProposal, Membership, RosterRun, society_today
from collegium.web.paging import pages_of
from collegium.web.texts import folded, sent

BATCH = 500  # invitations at once


def overview(request: HttpRequest, form: RosterForm | None = None, *, names_columns: bool = False) -> HttpResponse:
    """The page of membership, with a form that was refused.

    Args:
        names_columns: whether the refused file can be read once staff say which of its columns is which.
    """
    now = Standing.objects.at()
    context: dict[str, Any] = {
        "form": form or RosterForm(initial={"on": society_today()}),
        "names_columns": names_columns,
        "runs": RosterRun.objects.exclude(kind=RosterRun.Kind.RECORD).select_related("applied_by", "read_by")[:10],
        "proposals": MatchProposal.objects.filter(decision="").count(),
        "to_invite": Membership.objects.to_invite().count(),
        "batch": BATCH,
        "members": now.filter(kind=Standing.Kind.MEMBER).values("person").distinct().count(),
        "guests": now.filter(kind=Standing.Kind.GUEST).values("person").distinct().count(),
        "review": Membership.objects.exclude(review="").select_related("person").order_by("member_id")[:50],
        "roles": now.filter(kind__in=Standing.ROLES).select_related("person").order_by("kind", "person__family_name"),
    }
    return render(request, "desk/membership.html", context, status=422 if form else 200)


@open_to("administrators")
def membership(request: HttpRequest) -> HttpResponse:
    """`/desk/membership/`"""
    return overview(request)


@open_to("administrators")
@require_POST
def send_invitations(request: HttpRequest) -> HttpResponse:
    """Invite the next batch of members who have never been invited nor signed in."""
    number = actions.invite_next(request.reader.person, BATCH)
    words = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", number) % {"n": number}
    messages.success(request, words)
    return see_other("/desk/membership/")


@open_to("administrators")
def find_person(request: HttpRequest) -> HttpResponse:
    """`/desk/membership/people/?q=…`: by name, username, member number, organization or address."""
    words = sent(request.GET, "q", 200)
    people = User.objects.none()
    if words:
        known = Membership.objects.matching(words).values("person")
        named = User.objects.filter(folded_name__contains=folded(words)) | User.objects.filter(username__iexact=words)
        found = named | User.objects.filter(pk__in=known) | User.objects.filter(email__iexact=words)
        people = found.select_related("membership__category").order_by("family_name", "given_name", "pk")
    pages = pages_of(request, people.count() if words else 0, 30)
    return render(request, "desk/find_person.html", {"words": words, "people": people[pages.slice], "pages": pages})
