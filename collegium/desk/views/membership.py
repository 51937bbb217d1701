"""The desk's membership: the roster with its dry run, invitations, people with roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.models import Standing
from collegium.desk.membership_forms import RosterForm
from collegium.discussion.views import see_other
from collegium.membership import actions
from collegium.membership.models import Membership, RosterRun, society_today
from collegium.membership.roster.applying import Braked, apply_run, compare, keep_run
from collegium.membership.roster.plan import field_label
from collegium.membership.roster.reading import UnreadableRoster
from collegium.web.paging import pages_of
from collegium.web.texts import folded, sent

SHOWN = 200  # findings of one kind on the page; the command shows all
BATCH = 500  # invitations at once


def _overview(request: HttpRequest, form: RosterForm | None = None) -> HttpResponse:
    now = Standing.objects.at()
    context: dict[str, Any] = {
        "form": form or RosterForm(initial={"on": society_today()}),
        "runs": RosterRun.objects.select_related("applied_by", "read_by")[:10],
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
    return _overview(request)


@open_to("administrators")
@require_POST
def upload_roster(request: HttpRequest) -> HttpResponse:
    """Compare an uploaded roster; nothing is changed before somebody applies it."""
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _overview(request, form)
    file, on = form.cleaned_data["file"], form.cleaned_data["on"]
    content = file.read()
    try:
        plan = compare(content, on)
    except UnreadableRoster as reason:
        form.add_error("file", str(reason))
        return _overview(request, form)
    run = keep_run(content, file.name, on, plan, request.reader.person)
    return see_other(f"/desk/membership/roster/{run.pk}/")


@open_to("administrators")
def roster_detail(request: HttpRequest, run_id: int) -> HttpResponse:
    """What a roster would change, in words; applied ones show what they did."""
    return _roster(request, get_object_or_404(RosterRun.objects.select_related("applied_by"), pk=run_id))


def _roster(request: HttpRequest, run: RosterRun, refused: str = "") -> HttpResponse:
    plan, groups = None, []
    try:
        plan = None if run.applied_at else compare(bytes(run.content), run.on)
    except UnreadableRoster as reason:  # kept by an earlier version, which read it otherwise
        refused = str(reason)
    if plan is not None:
        kinds = [(kind, number) for kind, number in plan.counts.items() if number]
        groups = [(plan.of_kind(kind)[0].label, number, plan.of_kind(kind)[:SHOWN]) for kind, number in kinds]
    changes = run.changes.select_related("person").order_by("pk")
    pages = pages_of(request, changes.count(), 100)
    context = {
        "run": run, "plan": plan, "groups": groups, "changes": changes[pages.slice], "pages": pages, "refused": refused,
        "brakes": plan.brakes if plan else [], "label": field_label,
    }  # fmt: skip
    return render(request, "desk/roster_detail.html", context, status=422 if refused else 200)


@open_to("administrators")
@require_POST
def apply_roster(request: HttpRequest, run_id: int) -> HttpResponse:
    """Apply a compared roster; with the brake on, only with the tick that confirms it."""
    run = get_object_or_404(RosterRun, pk=run_id, applied_at=None)
    try:
        apply_run(run, request.reader.person, confirmed=request.POST.get("confirm") == "on")
    except (Braked, UnreadableRoster) as reason:
        return _roster(request, run, str(reason))
    messages.success(request, _("The roster is applied."))
    return see_other(f"/desk/membership/roster/{run.pk}/")


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
