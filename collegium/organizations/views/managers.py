"""`/organizations/<organization>/managers/`: who manages the page; inviting, handing over, leaving, a new website."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.models import MEMBERS
from collegium.audience.people import people_in
from collegium.discussion.views import see_other
from collegium.organizations import actions
from collegium.organizations.domains import host_of, is_usable
from collegium.organizations.forms import InviteForm
from collegium.organizations.models import Claim, Manager, Organization
from collegium.organizations.rights import manages
from collegium.organizations.views.claim import steps_of


def _website(page: Organization, request: HttpRequest) -> Claim | None:
    """The reader's own proof of a new website."""
    claims = Claim.objects.open().filter(organization=page, kind=Claim.Kind.WEBSITE)
    return claims.filter(person_id=request.reader.person_id).first()


def _member(handle: str) -> User | None:
    """A member in the directory, by profile name."""
    listed = people_in({MEMBERS}).filter(profile__unlisted_at=None).exclude(membership__directory_optout=True)  # type: ignore[misc]
    found: User | None = listed.filter(handle=handle.strip().lstrip("@").lower()).first()
    return found


def _invite(request: HttpRequest, page: Organization, form: InviteForm) -> bool:
    """Invite whom the form names. Returns whether it was done; else the form says why not."""
    if not form.is_valid():
        return False
    person = _member(form.cleaned_data["person"]) if request.reader.is_member else None
    try:
        if not request.reader.is_member:
            raise actions.Refused(_("Only members invite others. Ask staff to add a second manager."))
        if person is None:
            raise actions.Refused(_("No member in the directory has this profile name. Look it up under Members."))
        actions.invite(page, person, request.reader.person, hands_over=form.cleaned_data["hands_over"])
    except actions.Refused as refused:
        form.add_error("person", str(refused))
        return False
    return True


def _press(request: HttpRequest, page: Organization, step: str) -> str:
    """Leave, prove or check a new website, take an invitation back. Returns where it leads."""
    claim = _website(page, request)
    try:
        if step == "leave":
            actions.leave_page(page, request.reader.person)
            return page.get_absolute_url()
        if step in ("dns", "file"):
            actions.begin_challenge(page, step, host_of(page.website), request.reader, Claim.Kind.WEBSITE)
        elif step == "check" and claim:
            actions.ask_for_look(claim, request.reader)
        elif step.startswith("withdraw-"):
            invited = Claim.objects.open().filter(organization=page, method=Claim.Method.INVITATION, submitted_at=None)
            actions.withdraw(get_object_or_404(invited, person__handle=step.removeprefix("withdraw-")))
    except actions.Refused as refused:
        messages.warning(request, str(refused))
    return request.path


@open_to("registered")
def manager_list(request: HttpRequest, organization: str) -> HttpResponse:
    """For its managers only; steps by the field `step`: invite, leave, dns, file, check, withdraw-<handle>."""
    page = get_object_or_404(Organization.objects.listed(), slug=organization)
    if not manages(request.reader, page):
        raise Http404
    step = request.POST.get("step", "")
    form = InviteForm(request.POST if step == "invite" else None)
    if request.method == "POST":
        if step != "invite":
            return see_other(_press(request, page, step))
        if _invite(request, page, form):
            return see_other(request.path)
    website, invited = _website(page, request), Claim.objects.open().filter(organization=page, submitted_at=None)
    context = {
        "organization": page, "form": form, "website": website, "challenge": steps_of(website, page),
        "managers": Manager.objects.current().filter(organization=page).select_related("person").order_by("since"),
        "invited": invited.filter(method=Claim.Method.INVITATION).select_related("person"),
        "may_ask": settings.OUTBOUND_CLAIMS and is_usable(host_of(page.website)),
    }  # fmt: skip
    return render(request, "organizations/manager_list.html", context, status=422 if form.is_bound else 200)
