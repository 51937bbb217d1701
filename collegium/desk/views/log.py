"""`/desk/log/`: who did what, to which thing, why and when. Nobody changes it (docs/access.md, "audit log")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.reader import Reader
from collegium.desk.membership_forms import DAY
from collegium.outbox.models import AuditLine
from collegium.outbox.models.audit import AuditLineQuerySet
from collegium.web.numbers import possible
from collegium.web.paging import pages_of

ON_A_PAGE = 50
SHEETS = ("piece", "reply", "message")  # what stands on a sheet of the queue, for those who may see it there
KINDS = {
    "piece": _("Topic, post or article"),
    "reply": _("Reply or comment"),
    "message": _("Message"),
    "profile": _("Profile"),
    "organization": _("Organization"),
    "group": _("Group"),
    "roster": _("Roster"),
}


class LogForm(forms.Form):
    """By whom or about whom, which deed, from one day to another."""

    person = forms.CharField(label=_("Person"), max_length=120, required=False)
    deed = forms.ChoiceField(label=_("Deed"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, validators=[possible], widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, validators=[possible], widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def __init__(self, data: Any, lines: AuditLineQuerySet) -> None:
        super().__init__(data)
        deeds = lines.order_by("what").values_list("what", flat=True).distinct()
        self.fields["deed"].choices = [("", _("Every deed")), *((deed, deed) for deed in deeds)]  # type: ignore[attr-defined]

    def chosen(self, lines: AuditLineQuerySet) -> AuditLineQuerySet:
        """The lines that answer a valid form, newest first."""
        data = self.cleaned_data
        if name := data["person"].strip():
            lines = _with_person(lines, name)
        if data["deed"]:
            lines = lines.filter(what=data["deed"])
        if data["since"]:
            lines = lines.filter(at__gte=_begin(data["since"]))
        if data["until"]:
            lines = lines.filter(at__lt=_begin(data["until"] + timedelta(days=1)))
        return lines.newest_first()


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _with_person(lines: AuditLineQuerySet, name: str) -> AuditLineQuerySet:
    people = User.objects.filter(Q(name__icontains=name) | Q(handle__iexact=name) | Q(username__iexact=name))
    ids = people.values("pk")
    return lines.filter(Q(by__in=ids) | Q(about_kind__in=["person", "profile"], about_id__in=ids))


def lines_for(reader: Reader) -> AuditLineQuerySet:
    """The whole log for administrators, their own acts for moderators."""
    lines = AuditLine.objects.all()
    return lines if reader.is_administrator else lines.filter(by_id=reader.person_id)


def _about(line: AuditLine, people: dict[int, User]) -> tuple[str, str]:
    """What a line is about, as words and an address: kind and number, never a title; people by their name."""
    person = people.get(line.about_id or 0) if line.about_kind in ("person", "profile") else None
    if person:
        return person.full_name, f"/members/{person.handle}/"
    if not line.about_kind:
        return "", ""
    words = f"{KINDS.get(line.about_kind, line.about_kind)} {line.about_id or ''}".strip()
    return words, f"/desk/reports/{line.about_kind}/{line.about_id}/" if line.about_kind in SHEETS else ""


def _rows(lines: Iterable[AuditLine]) -> list[tuple[AuditLine, str, str]]:
    shown = list(lines)
    people = User.objects.in_bulk({line.about_id for line in shown if line.about_kind in ("person", "profile")})
    return [(line, *_about(line, people)) for line in shown]


@open_to("moderators")
@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """Lines with their reasons, by person, deed and day; what is kept in `detail` is for a look at the database."""
    lines = lines_for(request.reader)
    form = LogForm(request.GET, lines)
    found = form.chosen(lines) if form.is_valid() else lines.none()
    pages = pages_of(request, found.count(), ON_A_PAGE)
    context = {"form": form, "rows": _rows(found.select_related("by")[pages.slice]), "pages": pages}
    return render(request, "desk/audit_log.html", context, status=200 if form.is_valid() else 422)
