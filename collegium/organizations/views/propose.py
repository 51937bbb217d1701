"""`/organizations/add/`: members propose an organization that the directory does not have; administrators add it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.organizations import actions
from collegium.organizations.forms import ProposalForm
from collegium.organizations.models import Proposal
from collegium.organizations.views.edit import refuse_while_paused
from collegium.privacy.forms import Asking
from collegium.web.limits import limited

SHOWN = 10  # own proposals, the newest first


class AskedProposalForm(Asking, ProposalForm):
    """A proposal, looked at for what could identify a patient."""

    asked_fields = ("name", "city", "state", "country")


@open_to("members")
@limited("edit")
def propose_organization(request: HttpRequest) -> HttpResponse:
    """The form; those that may be meant are shown before a proposal is taken."""
    form = AskedProposalForm(request.POST or None, author=request.reader.person)
    if form.is_bound:
        refuse_while_paused(form, request)
    like = actions.those_like(form.facts) if form.is_bound and form.is_valid() else []
    if form.is_bound and form.is_valid() and (form.cleaned_data["is_another"] or not like):
        try:
            return _take(request, form)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    own = Proposal.objects.filter(person=request.reader.person_id).select_related("organization")
    context = {"form": form, "like": like, "proposals": own.order_by("-created_at")[:SHOWN]}
    return render(request, "organizations/propose_organization.html", context, status=422 if form.is_bound else 200)


def _take(request: HttpRequest, form: ProposalForm) -> HttpResponse:
    if request.reader.is_administrator:
        return see_other(actions.take_in_organization(form.facts, request.reader.person).get_absolute_url())
    actions.propose(form.facts, request.reader.person)
    messages.success(request, _("Thank you. Staff look at it, and you get a mail when they have decided."))
    return see_other(request.path)
