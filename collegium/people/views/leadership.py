"""`/members/leadership/`: who leads the society, on any day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from collegium.audience.doors import open_to
from collegium.membership.models import Term, society_today
from collegium.people.directory import listed_members
from collegium.web.numbers import possible


class DayForm(forms.Form):
    """The day asked about."""

    on = forms.DateField(label=_("On the day"), validators=[possible], widget=forms.DateInput(attrs={"type": "date"}))


@open_to("members")
def leadership(request: HttpRequest) -> HttpResponse:
    """Officers, boards, committees and editors of one day (`?on=2021-06-01`); whoever left the directory is absent."""
    today = society_today()
    form = DayForm(request.GET if "on" in request.GET else None, initial={"on": today})
    day: date = form.cleaned_data["on"] if form.is_bound and form.is_valid() else today
    terms = Term.objects.on(day).filter(person__in=listed_members()).highest_first().select_related("person__profile")
    bodies: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        bodies[term.body.name if term.body else ""].append(term)
    shown = {"form": form, "day": day, "today": today, "bodies": dict(bodies)}
    wrong = form.is_bound and not form.is_valid()
    return render(request, "people/leadership.html", shown, status=422 if wrong else 200)
