"""`/desk/organizations/duplicates/`: pairs that may be one, side by side; merging them, and taking that back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.organizations import actions
from collegium.organizations.merging import pairs, reasons_of
from collegium.organizations.models import Claim, Manager, Merger, Organization
from collegium.web.lines import LineInput

ADDRESS = "/desk/organizations/duplicates/"


class SameForm(forms.Form):
    """Which page goes on, and why they are one; or that they are two."""

    survivor = forms.CharField(max_length=18, required=False)
    why = LineInput(label=_("Why they are one"), max_length=300, required=False)
    apart = forms.CharField(max_length=1, required=False)

    def __init__(self, *args: Any, ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = {str(pk) for pk in ids}

    def clean(self) -> dict[str, Any]:
        """Merging needs a survivor of the two, and a reason."""
        data = super().clean() or self.cleaned_data
        if data.get("apart") != "1":
            if data.get("survivor") not in self.ids:
                self.add_error("survivor", _("Choose the page that goes on."))
            if len(data.get("why", "")) < 3:
                self.add_error("why", _("Say in a few words why they are one."))
        return data


def _facts(row: Organization) -> list[tuple[str, str]]:
    """What is compared, in the same order for both."""
    identifiers = [f"{name} {value}" for name, value, _address in row.identifiers]
    return [
        (_now("Other names"), ", ".join(name["value"] for name in row.names)),
        (_now("Place"), row.place), (_now("Street"), row.street), (_now("Website"), row.website),
        (_now("Mail domains"), ", ".join(row.domains)), (_now("Identifiers"), ", ".join(identifiers)),
        (_now("Kind"), str(row.get_kind_display())), (_now("Size"), row.size_shown),
        (_now("Founded in"), str(row.founded or "")), (_now("In one or two sentences"), row.description),
        (_now("People who said they work there"), str(row.affiliations.filter(until=None).count())),
        (_now("Managers"), str(Manager.objects.current().filter(organization=row).count())),
        (_now("Open claims"), str(Claim.objects.open().filter(organization=row).count())),
    ]  # fmt: skip


@open_to("administrators")
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Pairs to look at, and mergers that can be taken back."""
    mergers = Merger.objects.open().select_related("survivor", "loser", "by")
    return render(request, "desk/duplicate_list.html", {"pairs": pairs(), "mergers": mergers, "problem": ""})


@open_to("administrators")
def compare_organizations(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Two side by side; merge them, or say that they are two."""
    rows = [get_object_or_404(Organization.objects.listed(), pk=pk) for pk in (first, second)]
    if first == second:
        raise Http404
    form = SameForm(request.POST if request.method == "POST" else None, ids=[first, second])
    if form.is_bound and form.is_valid():
        try:
            _decide(rows, form.cleaned_data, request)
            return see_other(ADDRESS)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    facts = [(label, value, other) for (label, value), (_same, other) in zip(*map(_facts, rows), strict=True)]
    context = {"rows": rows, "facts": facts, "form": form, "reasons": reasons_of(*rows)}
    return render(request, "desk/compare_organizations.html", context, status=422 if form.is_bound else 200)


def _decide(rows: list[Organization], data: dict[str, Any], request: HttpRequest) -> None:
    if data["apart"] == "1":
        actions.keep_apart(rows[0], rows[1], request.reader.person)
        return
    survivor, loser = sorted(rows, key=lambda row: str(row.pk) != data["survivor"])
    actions.merge(loser, survivor, request.reader.person, data["why"])


@open_to("administrators")
@require_POST
def undo_merger(request: HttpRequest, merger_id: int) -> HttpResponse:
    """Make two again of what was merged within thirty days."""
    merger = get_object_or_404(Merger.objects.open(), pk=merger_id)
    try:
        actions.undo_merger(merger, request.reader.person)
    except actions.Refused as refused:
        mergers = Merger.objects.open().select_related("survivor", "loser", "by")
        context = {"pairs": pairs(), "mergers": mergers, "problem": str(refused)}
        return render(request, "desk/duplicate_list.html", context, status=422)
    return see_other(ADDRESS)
