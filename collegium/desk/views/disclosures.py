"""`/desk/disclosures/`: what people disclosed, as a table for the office for continuing education."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collegium.accounts.fresh import with_fresh_sign_in
from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.models import MEMBERS, Standing
from collegium.audience.people import people_in
from collegium.membership.models import Term, society_today
from collegium.outbox import audit
from collegium.people.crosswalk import CROSSWALK
from collegium.people.disclosures import WINDOWS, Disclosed, disclosed
from collegium.people.models import Filing
from collegium.web.numbers import possible
from collegium.web.sheets import TYPES, as_csv, as_xlsx

GROUPS = [
    ("named", _("Only the people named below")), ("officers", _("Everybody who holds an office")),
    ("editors", _("Editors")), ("bloggers", _("Everybody with a blog")), ("filed", _("Everybody who has filed")),
]  # fmt: skip
STATES = {"unfiled": _("has not filed"), "due": _("due"), "nothing": _("nothing to disclose"), "filed": _("filed")}


class DisclosureForm(forms.Form):
    """Whose disclosures, as of which day, over which window, in which form."""

    group = forms.ChoiceField(label=_("Whose"), choices=GROUPS)
    people = forms.CharField(
        label=_("People"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Profile names or mail addresses, one a line."),
    )  # fmt: skip
    on = forms.DateField(
        label=_("As of"), validators=[possible], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    months = forms.TypedChoiceField(
        label=_("Window"), coerce=int, choices=[(24, _("24 months (ACCME)")), (36, _("36 months (ICMJE)"))]
    )
    kind = forms.ChoiceField(label=_("As"), choices=[("csv", "CSV"), ("xlsx", "XLSX (Excel)")])

    def clean(self) -> dict[str, Any]:
        """Every line names somebody."""
        data = super().clean() or self.cleaned_data
        names = [line.strip() for line in data.get("people", "").splitlines() if line.strip()]
        if data.get("group") == "named" and not names:
            self.add_error("people", _now("Name at least one person, or choose a group."))
        found, unknown = _named(names) if data.get("group") == "named" else ([], [])
        if unknown:
            self.add_error("people", _now("Nobody here is “%(name)s”.") % {"name": unknown[0]})
        data["ids"] = found
        return data


def _named(names: list[str]) -> tuple[list[int], list[str]]:
    """The ids of people by profile name or mail address, and what names nobody."""
    by_handle = dict(User.objects.filter(handle__in=names).values_list("handle", "pk"))
    lower = [name.lower() for name in names]
    by_mail = {
        mail.lower(): pk for mail, pk in User.objects.filter(email__in={*names, *lower}).values_list("email", "pk")
    }
    ids = [by_handle.get(name) or by_mail.get(name.lower()) for name in names]
    return [pk for pk in ids if pk], [name for name, pk in zip(names, ids, strict=True) if not pk]


def _people(data: dict[str, Any]) -> list[User]:
    """Those whom the form means, by name."""
    day = society_today()
    held = Term.objects.filter(start__lte=day).exclude(end__lte=day)
    groups: dict[str, Any] = {
        "named": User.objects.filter(pk__in=data["ids"]),
        "officers": User.objects.filter(pk__in=held.values("person")),
        "editors": User.objects.filter(pk__in=Standing.objects.filter(kind=Standing.Kind.EDITOR).at().values("person")),
        "bloggers": people_in({MEMBERS}).filter(blogs__isnull=False).distinct(),
        "filed": User.objects.filter(pk__in=Filing.objects.values("person")),
    }
    return list(groups[data["group"]].order_by("family_name", "given_name", "pk"))


def _rows(people: list[User], on: date, months: int) -> Iterator[list[str]]:
    """A heading, then a row for each relationship; who disclosed nothing or has not filed has one row too."""
    yield [
        _now("Name"), _now("Credentials"), _now("Profile"), _now("State"), _now("Confirmed"), _now("Category"),
        _now("Company"), _now("In a few words"), _now("Whose"), _now("From"), _now("To"), "ICMJE", "ACCME",
        "Open Payments",
    ]  # fmt: skip
    found = disclosed([person.pk for person in people])
    for person in people:
        own = found.get(person.pk, Disclosed())
        confirmed = own.filing.confirmed_on.isoformat() if own.filing else ""
        head = [person.name, person.credentials, person.handle, str(STATES[own.state(on)]), confirmed]
        current = own.within(months, on)
        for one in current:
            yield [
                *head, str(one.get_category_display()), one.company, one.nature, str(one.get_recipient_display()),
                one.start.isoformat()[:7] if one.start else "", one.end.isoformat()[:7] if one.end else "",
                *CROSSWALK[one.category],
            ]  # fmt: skip
        if not current:
            yield [*head, *[""] * 9]


@open_to("administrators")
@with_fresh_sign_in
def disclosure_export(request: HttpRequest) -> HttpResponse:
    """Choose people, day and window; the table is handed out and a line in the log says to whom and about whom."""
    form = DisclosureForm(request.POST or None, initial={"on": timezone.localdate(), "months": WINDOWS[0]})
    if request.method != "POST" or not form.is_valid():
        context = {"form": form}
        return render(request, "desk/disclosure_export.html", context, status=422 if form.errors else 200)
    data = form.cleaned_data
    people = _people(data)
    detail = {
        "people": [person.pk for person in people], "on": data["on"].isoformat(), "months": data["months"],
        "kind": data["kind"],
    }  # fmt: skip
    audit.log(request.reader.person, "exported disclosures", detail=detail)
    rows = list(_rows(people, data["on"], data["months"]))
    content = as_csv(rows) if data["kind"] == "csv" else as_xlsx(rows, _now("Disclosures"))
    answer = HttpResponse(content, content_type=TYPES[data["kind"]])
    answer["Content-Disposition"] = f'attachment; filename="disclosures-{data["on"].isoformat()}.{data["kind"]}"'
    return answer
