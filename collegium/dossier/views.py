"""`/settings/record/` and `/settings/letter/`: for the person concerned alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.dossier import actions
from collegium.dossier.letter import letter_of
from collegium.dossier.models import Entry, Keeping
from collegium.dossier.record import shown, years_of
from collegium.privacy.forms import Asking
from collegium.web.numbers import number_of, possible
from collegium.web.sheets import TYPES, as_csv

HERE = "/settings/record/"
SHOWN = 200


class EntryForm(Asking, forms.ModelForm):
    """A line of the record, looked at for what could identify a patient."""

    asked_fields = ("title",)
    on = forms.DateField(
        label=_("Day"), validators=[possible], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440)

    class Meta:
        model = Entry
        fields = ("title", "on", "minutes")

    def clean_title(self) -> str:
        """A line that is about no piece says what it was."""
        title: str = self.cleaned_data["title"]
        if not title and not self.instance.piece_id:
            raise forms.ValidationError(_now("Say what it was."))
        return title


def _year(request: HttpRequest) -> int | None:
    year = number_of(request.GET.get("year", ""))
    return year if year and 2000 <= year <= 2100 else None


@open_to("registered")
def record(request: HttpRequest) -> HttpResponse:
    """The own record, the latest first; POST `act` begins, stops, erases."""
    reader, act = request.reader, request.POST.get("act", "")
    if request.method == "POST":
        if act == "begin":
            actions.begin(reader.person)
        elif act in ("stop", "erase"):
            actions.stop(reader.person, erase=act == "erase")
        return see_other(HERE)
    keeping, year = Keeping.objects.filter(person_id=reader.person_id).first(), _year(request)
    if keeping is not None:
        actions.take_in(keeping)
    rows = shown(reader, year)
    context: dict[str, Any] = {
        "keeping": keeping, "rows": rows[:SHOWN], "number": len(rows), "years": years_of(reader), "year": year,
        "minutes": sum(row.entry.minutes for row in rows), "form": EntryForm(initial={"on": timezone.localdate()}),
    }  # fmt: skip
    return render(request, "dossier/record.html", context)


@open_to("registered")
def add_entry(request: HttpRequest) -> HttpResponse:
    """Add a line by hand."""
    return _edited(request, Entry(person=request.reader.person, on=timezone.localdate()))


@open_to("registered")
def edit_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change one of the own lines."""
    return _edited(request, get_object_or_404(Entry, person_id=request.reader.person_id, pk=entry_id))


def _edited(request: HttpRequest, row: Entry) -> HttpResponse:
    form = EntryForm(request.POST if request.method == "POST" else None, instance=row, author=request.reader.person)
    if request.method == "POST" and form.is_valid():
        same = Entry.objects.filter(person=row.person, piece=row.piece_id, kind=row.kind, on=row.on).exclude(pk=row.pk)
        if row.piece_id and same.exists():
            form.add_error("on", _now("There is a line about this on that day already. Change that one."))
        else:
            row.save()
            messages.success(request, _now("It is saved."))
            return see_other(HERE)
    context = {"form": form, "row": row}
    return render(request, "dossier/edit_entry.html", context, status=422 if form.errors else 200)


@open_to("registered")
@require_POST
def remove_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take one of the own lines away."""
    get_object_or_404(Entry, person_id=request.reader.person_id, pk=entry_id).delete()
    return see_other(HERE)


@open_to("registered")
def export_record(request: HttpRequest) -> HttpResponse:
    """The own record as CSV."""
    rows = [[_now("Day"), _now("Kind"), _now("What it was"), _now("Minutes")]]
    rows += [
        [row.entry.on.isoformat(), str(row.entry.get_kind_display()), row.title, str(row.entry.minutes)]
        for row in shown(request.reader, _year(request))
    ]
    answer = HttpResponse(as_csv(rows), content_type=TYPES["csv"])
    answer["Content-Disposition"] = 'attachment; filename="record.csv"'
    return answer


@open_to("registered")
def letter(request: HttpRequest) -> HttpResponse:
    """The own letter of a year (`?year=`, else this one); a page to be printed."""
    this = timezone.localdate().year
    year = min(_year(request) or this, this)
    context = {"letter": letter_of(request.reader.person, year), "this": this, "years": range(this, this - 5, -1)}
    return render(request, "dossier/letter.html", context)
