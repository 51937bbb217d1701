"""`/organizations/<organization>/people/`: those who manage the page answer who works there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.organizations import actions
from collegium.organizations.forms import RosterForm
from collegium.organizations.lists import on_the_roster
from collegium.organizations.models import Affiliation, Organization
from collegium.organizations.views.edit import page_to_change
from collegium.web.paging import pages_of

SIZE = 50


def _show(request: HttpRequest, page: Organization, form: RosterForm | None = None, about: int = 0) -> HttpResponse:
    rows = on_the_roster(page)
    pages = pages_of(request, rows.count(), SIZE)
    context = {"organization": page, "rows": rows[pages.slice], "pages": pages, "form": form, "about": about}
    return render(request, "organizations/organization_people.html", context, status=422 if form else 200)


@open_to("members")
def organization_people(request: HttpRequest, organization: str) -> HttpResponse:
    """Whom members see there, and whom the organization denied; never whom consent hides."""
    return _show(request, page_to_change(request, organization))


@open_to("members")
@require_POST
def answer_affiliation(request: HttpRequest, organization: str, affiliation_id: int) -> HttpResponse:
    """By the field `say`: confirm, dates (`since`, `until`), deny."""
    page = page_to_change(request, organization)
    row = get_object_or_404(on_the_roster(page), pk=affiliation_id)
    form = RosterForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, row.pk)
    try:
        messages.success(request, _answer(row, form, request) % {"name": row.person.name})
    except actions.Refused as refused:
        messages.warning(request, str(refused))
    return see_other(f"{page.get_absolute_url()}people/")


def _answer(row: Affiliation, form: RosterForm, request: HttpRequest) -> str:
    """Do it. Returns what was done, as a sentence with the name to come."""
    data, by = form.cleaned_data, request.reader.person
    if data["say"] == "dates":
        actions.correct_dates(row, data["since"], data["until"], by)
        return _("The dates of %(name)s are corrected, and they are told.")
    if data["say"] == "deny":
        actions.deny(row, by)
        return _("%(name)s is not listed with you any more; they are told, and may disagree.")
    actions.confirm(row, by)
    return _("%(name)s is confirmed.")
