"""`/desk/organizations/<organization>/`: who manages a page, how we know; invite, end, suspend, confirm a website."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.organizations import actions
from collegium.organizations.actions.deadlines import accept_otherwise
from collegium.organizations.models import Claim, Manager, Organization
from collegium.web.lines import LineInput


class CareForm(forms.Form):
    """What staff do with the managers of a page; most of it with a reason that the people concerned are told."""

    step = forms.ChoiceField(
        choices=[(one, one) for one in ("invite", "end", "suspend", "resume", "confirm", "keep", "works", "left")],
        error_messages={"required": _("Press one of the buttons."), "invalid_choice": _("Press one of the buttons.")},
    )
    person = forms.CharField(label=_("Profile name or mail address"), max_length=254, required=False)
    why = LineInput(label=_("Reason, told to the people concerned"), max_length=300, required=False)

    def clean(self) -> dict[str, object]:
        """Ending, suspending and keeping need words; inviting and ending a person."""
        data = super().clean() or self.cleaned_data
        if data.get("step") in ("end", "suspend", "resume", "keep") and len(data.get("why", "")) < 3:
            self.add_error("why", _("Give a reason of a few words."))
        if data.get("step") in ("invite", "end", "keep", "works", "left") and not self.errors:
            named = str(data.get("person", "")).strip().lstrip("@")
            field = "email__iexact" if "@" in named else "handle"
            data["person"] = User.objects.filter(**{field: named}, is_active=True).first()
            if data["person"] is None:
                self.add_error("person", _("Nobody here has this profile name or mail address. Look under Membership."))
        return data


def _do(page: Organization, data: dict[str, object], by: User) -> None:
    step, why, person = data["step"], str(data.get("why", "")), data.get("person")
    if step in ("suspend", "resume"):
        actions.suspend_page(page, by, why, suspended=step == "suspend")
    elif step == "confirm":
        actions.confirm_website(page, by)
    elif isinstance(person, User) and step == "invite":
        actions.invite(page, person, by)
    elif isinstance(person, User) and step in ("works", "left"):
        actions.settle_affiliation(page, person, by, works=step == "works")
    elif isinstance(person, User) and step == "end":
        actions.end_management(page, person, by, why)
    elif isinstance(person, User):
        for claim in Claim.objects.standing_on_proofs().filter(organization=page, person=person):
            accept_otherwise(claim, by, why)


@open_to("administrators")
def organization_care(request: HttpRequest, organization: str) -> HttpResponse:
    """Everything about the managers of one page."""
    page = get_object_or_404(Organization.objects.listed(), slug=organization)
    form = CareForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            _do(page, form.cleaned_data, request.reader.person)
            return see_other(request.path)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    claims = Claim.objects.filter(organization=page).select_related("person", "decided_by", "invited_by")
    context = {
        "organization": page, "form": form,
        "managers": Manager.objects.current().filter(organization=page).select_related("person").order_by("since"),
        "open": claims.open().order_by("created_at"),
        "past": claims.exclude(decided_at=None).order_by("-decided_at")[:20],
        "disagreeing": page.affiliations.exclude(disagreed_at=None).select_related("person"),
        "proofs": {claim.person_id: claim for claim in claims.standing_on_proofs()},
    }  # fmt: skip
    return render(request, "desk/organization_care.html", context, status=422 if form.is_bound else 200)
