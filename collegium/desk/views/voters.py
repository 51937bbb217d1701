"""`/desk/membership/voters/`: who may vote on a day, counted by kind of membership, and the list for the election."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collegium.accounts.fresh import with_fresh_sign_in
from collegium.audience.doors import open_to
from collegium.membership.models import Membership, society_today
from collegium.membership.voting import voters
from collegium.outbox import audit
from collegium.web.numbers import possible
from collegium.web.sheets import TYPES, as_csv, as_xlsx


class VoterForm(forms.Form):
    """The day, and the kind of file."""

    on = forms.DateField(
        label=_("On"), validators=[possible], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(label=_("As"), choices=[("csv", "CSV"), ("xlsx", "XLSX (Excel)")])


def _rows(found: list[Membership]) -> Iterator[list[str]]:
    yield [_now("Member number"), _now("Name"), _now("Credentials"), _now("Mail address"), _now("Category")]
    for row in found:
        person = row.person
        yield [row.member_id, person.name, person.credentials, person.email, row.category.name]


@open_to("administrators")
@with_fresh_sign_in
def voter_list(request: HttpRequest) -> HttpResponse:
    """Today's numbers; with a day the list of that day, which a line in the log remembers."""
    form = VoterForm(request.POST or None, initial={"on": society_today()})
    if request.method != "POST" or not form.is_valid():
        found = voters(society_today())
        counts = Counter(row.category.name for row in found).most_common()
        context = {"form": form, "total": len(found), "counts": counts}
        return render(request, "desk/voter_list.html", context, status=422 if form.errors else 200)
    on, kind = form.cleaned_data["on"], form.cleaned_data["kind"]
    found = voters(on)
    detail = {"on": on.isoformat(), "people": len(found), "kind": kind}
    audit.log(request.reader.person, "exported voters", detail=detail)
    rows = _rows(found)
    content = as_csv(rows) if kind == "csv" else as_xlsx(rows, _now("Who may vote"))
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="voters-{on.isoformat()}.{kind}"'
    return answer
