"""`/desk/members/`: the directory of members as a table, as far as the search in its address goes; logged."""

from __future__ import annotations

from itertools import chain

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collegium.accounts.fresh import with_fresh_sign_in
from collegium.audience.doors import open_to
from collegium.organizations.near import Near
from collegium.outbox import audit
from collegium.people import directory, table
from collegium.people.views.members import Found, facets_of
from collegium.web.facets import Choices
from collegium.web.lines import LineInput
from collegium.web.sheets import TYPES, as_csv, as_xlsx


class MemberExportForm(forms.Form):
    """What for, with what, in which form."""

    why = LineInput(
        label=_("What it is for"), max_length=200,
        help_text=_("It stands in the log beside your name, for instance: badges of the spring meeting."),
    )  # fmt: skip
    reaching = forms.BooleanField(
        label=_("With mail addresses and telephone numbers"), required=False,
        help_text=_("Only the society’s own office has them. A column says who asked for no mail."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("As"), choices=[("csv", "CSV"), ("xlsx", "XLSX (Excel)")])


@open_to("administrators")
@with_fresh_sign_in
def member_export(request: HttpRequest) -> HttpResponse:
    """Say what for and in which form; the table is handed out, and a line in the log says to whom and of how many."""
    found = Found(request, Choices(request, directory.FACETS))
    form = MemberExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _table(request, found, form)
    context = {
        "form": form, "number": len(found.chosen), "facets": facets_of(found), "near": Near(request),
        "text": found.choices.text,
    }  # fmt: skip
    return render(request, "desk/member_export.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _table(request: HttpRequest, found: Found, form: MemberExportForm) -> HttpResponse:
    """The table as a file; who is in it is said in the log by the search and the number."""
    data, people = form.cleaned_data, found.chosen
    kind, reaching = data["kind"], data["reaching"]
    detail = {"people": len(people), "search": request.GET.urlencode()[:500], "kind": kind, "with addresses": reaching}
    audit.log(request.reader.person, "exported the directory of members", why=data["why"], detail=detail)
    rows = chain([table.heading(reaching=reaching)], table.rows(people, reaching=reaching))
    answer = HttpResponse(as_csv(rows) if kind == "csv" else as_xlsx(rows, _now("Members")), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="members-{timezone.localdate().isoformat()}.{kind}"'
    return answer
