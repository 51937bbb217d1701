"""`/desk/members/`: the directory of members as a table, as far as the search in its address goes; made by a job."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from collegium.accounts.fresh import with_fresh_sign_in
from collegium.audience.doors import open_to
from collegium.desk import exporting
from collegium.desk.models import MemberExport
from collegium.discussion.views import see_other
from collegium.organizations.near import Near
from collegium.people.views.members import facets_of
from collegium.web.lines import LineInput


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
    kind = forms.ChoiceField(label=_("As"), choices=MemberExport.Kind.choices)


@open_to("administrators")
@with_fresh_sign_in
def member_export(request: HttpRequest) -> HttpResponse:
    """Say what for and in which form; a job makes the table, and its page says how far it is."""
    form = MemberExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        export = exporting.ask_for_table(request.reader.person, request.GET, **form.cleaned_data)
        return see_other(export.get_absolute_url())
    found = exporting.found(request.GET)
    context = {
        "form": form, "number": len(found.chosen), "facets": facets_of(found), "near": Near(request.GET),
        "text": found.choices.text, "exports": MemberExport.objects.of(request.reader.person),
    }  # fmt: skip
    return render(request, "desk/member_export.html", context, status=422 if form.errors else 200)


@open_to("administrators")
def member_export_detail(request: HttpRequest, export_id: int) -> HttpResponse:
    """How far one's own table is; when it is there, the way to it. Those of others are hidden."""
    export = get_object_or_404(MemberExport.objects.of(request.reader.person), pk=export_id)
    return render(request, "desk/member_export_detail.html", {"export": export})


@open_to("administrators")
@require_GET
@with_fresh_sign_in
def fetch_member_export(request: HttpRequest, export_id: int) -> HttpResponse:
    """One's own table as a file; each time is logged."""
    export = get_object_or_404(MemberExport.objects.of(request.reader.person).made(), pk=export_id)
    return exporting.hand_out(export, request.reader.person)  # type: ignore[return-value]  # it is sent as a stream
