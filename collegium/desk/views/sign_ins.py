"""`/desk/sign-ins/`: what happened around sign-ins (`collegium/accounts/activity.py`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from collegium.accounts.models import Activity, ActivityQuerySet, User
from collegium.audience.doors import open_to
from collegium.web.paging import pages_of

ON_A_PAGE = 50


class SignInsForm(forms.Form):
    """Whose, what, and from which network."""

    person = forms.CharField(label=_("Person"), max_length=120, required=False)
    what = forms.ChoiceField(
        label=_("What happened"), choices=[("", _("Everything")), *Activity.What.choices], required=False
    )
    network = forms.CharField(label=_("Network"), max_length=50, required=False)

    def chosen(self) -> ActivityQuerySet:
        """The lines that answer a valid form, newest first."""
        data: dict[str, Any] = self.cleaned_data
        lines = Activity.objects.newest_first()
        if name := data["person"].strip():
            people = User.objects.filter(Q(name__icontains=name) | Q(handle__iexact=name) | Q(username__iexact=name))
            lines = lines.filter(person__in=people.values("pk"))
        if data["what"]:
            lines = lines.filter(what=data["what"])
        if network := data["network"].strip():
            lines = lines.filter(network__startswith=network)
        return lines


@open_to("administrators")
@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    """The lines of the last 90 days."""
    form = SignInsForm(request.GET)
    found = form.chosen() if form.is_valid() else Activity.objects.none()
    pages = pages_of(request, found.count(), ON_A_PAGE)
    context = {"form": form, "lines": found.select_related("person")[pages.slice], "pages": pages}
    return render(request, "desk/sign_ins.html", context, status=200 if form.is_valid() else 422)
