"""`/organizations/<organization>/dispute/`: those who manage a disputed page answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.organizations import actions
from collegium.organizations.forms import AnswerForm
from collegium.organizations.models import Claim, Organization
from collegium.organizations.rights import manages
from collegium.privacy.forms import Asking


class AskedAnswerForm(Asking, AnswerForm):
    """The answer, looked at for what could identify a patient."""

    asked_fields = ("answer",)


@open_to("registered")
def answer_dispute(request: HttpRequest, organization: str) -> HttpResponse:
    """The answer, and until when; never who disputes, nor with which words."""
    page = get_object_or_404(Organization.objects.listed(), slug=organization)
    disputes = Claim.objects.waiting_for_staff().filter(organization=page, kind=Claim.Kind.DISPUTE)
    dispute = disputes.order_by("submitted_at").first()
    if dispute is None or not manages(request.reader, page):
        raise Http404
    initial = {"answer": dispute.answer}
    form = AskedAnswerForm(request.POST or None, initial=initial, author=request.reader.person)
    if request.method == "POST" and form.is_valid():
        actions.answer_dispute(page, form.cleaned_data["answer"], request.reader.person)
        return see_other(request.path)
    context = {"organization": page, "dispute": dispute, "form": form}
    return render(request, "organizations/answer_dispute.html", context, status=422 if form.is_bound else 200)
