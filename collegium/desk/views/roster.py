"""Rosters on the desk: give a file, read what it would change, apply it, take the last one back. Jobs do the work."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.desk.membership_forms import RosterForm
from collegium.desk.roster_forms import ColumnsForm, ReadingForm
from collegium.desk.views.membership import overview
from collegium.discussion.views import see_other
from collegium.membership.actions import change_reading
from collegium.membership.models import RosterFinding, RosterRun, RosterSettings
from collegium.membership.roster import progress, running
from collegium.membership.roster.applying import Braked
from collegium.membership.roster.plan import KINDS, field_label, kind_label
from collegium.membership.roster.reading import UnreadableRoster
from collegium.membership.roster.undoing import NotUndone, last_run
from collegium.web.paging import pages_of
from collegium.web.texts import sent

A_PAGE = 100
SEEN = "roster_heading"  # in the session: what the last file that could not be read called its columns


def _address(run: RosterRun) -> str:
    return f"/desk/membership/roster/{run.pk}/"


@open_to("administrators")
@require_POST
def upload_roster(request: HttpRequest) -> HttpResponse:
    """Have an uploaded roster compared; nothing is changed before somebody applies it."""
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return overview(request, form)
    file, on = form.cleaned_data["file"], form.cleaned_data["on"]
    try:
        run = running.begin(file.read(), file.name, on, request.reader.person)
    except UnreadableRoster as reason:
        request.session[SEEN] = [name[:80] for name in reason.heading[:200]]
        form.add_error("file", str(reason))
        return overview(request, form, names_columns=bool(reason.heading))
    return see_other(_address(run))


@open_to("administrators")
def roster_detail(request: HttpRequest, run_id: int) -> HttpResponse:
    """What a roster would change, in words; applied ones show what they did."""
    return _roster(request, get_object_or_404(RosterRun.objects.select_related("applied_by", "undone_by"), pk=run_id))


def _chosen(request: HttpRequest) -> str:
    kind = sent(request.GET, "kind", 16)
    return kind if kind in KINDS else ""


def _findings(run: RosterRun, kind: str) -> QuerySet[RosterFinding]:
    found = run.findings.order_by("pk")
    return found.filter(kind=kind) if kind else found


def _roster(request: HttpRequest, run: RosterRun, refused: str = "") -> HttpResponse:
    kind, last = _chosen(request), last_run()
    lines: Any = _findings(run, kind) if run.applied_at is None else run.changes.select_related("person").order_by("pk")
    if run.applied_at and kind:
        lines = lines.filter(kind=kind)
    pages = pages_of(request, lines.count(), A_PAGE)
    context = {
        "run": run, "refused": refused or run.failed, "kind": kind, "lines": lines[pages.slice], "pages": pages,
        "kinds": [(one, kind_label(one), run.counts[one]) for one in KINDS if run.counts.get(one)],
        "progress": progress.read(run.pk) if run.doing else None, "label": field_label, "kind_label": kind_label,
        "may_undo": last is not None and last.pk == run.pk and not run.doing,
        "changes_something": any(run.counts.get(one) for one in KINDS if one not in ("rejected", "reported"))
        or run.kind == RosterRun.Kind.TABLE,
    }  # fmt: skip
    return render(request, "desk/roster_detail.html", context, status=422 if refused else 200)


@open_to("administrators")
@require_POST
def apply_roster(request: HttpRequest, run_id: int) -> HttpResponse:
    """Have a compared roster applied; with the brake on, only with the tick that confirms it."""
    run = get_object_or_404(RosterRun, pk=run_id, applied_at=None)
    try:
        running.begin_applying(run, request.reader.person, confirmed=request.POST.get("confirm") == "on")
    except Braked as reason:
        return _roster(request, run, str(reason))
    return see_other(_address(run))


@open_to("administrators")
@require_POST
def undo_roster(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take the last roster back."""
    run = get_object_or_404(RosterRun, pk=run_id, applied_at__isnull=False)
    try:
        running.begin_undoing(run, request.reader.person)
    except NotUndone as reason:
        return _roster(request, run, str(reason))
    return see_other(_address(run))


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@open_to("administrators")
def roster_csv(request: HttpRequest, run_id: int) -> HttpResponse:
    """What a roster would change, or changed, as a table for a spreadsheet."""
    run = get_object_or_404(RosterRun, pk=run_id)
    kind = _chosen(request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="roster-{run.pk}.csv"'
    out = csv.writer(response)
    out.writerow([_("Result"), _("Member number"), _("Name"), _("What it says"), _("Line")])
    if run.applied_at is None:
        for one in _findings(run, kind).iterator(2000):
            out.writerow([kind_label(one.kind), *map(_harmless, (one.member_id, one.name, one.words)), one.line or ""])
        return response
    changes = run.changes.select_related("person").order_by("pk")
    for change in (changes.filter(kind=kind) if kind else changes).iterator(2000):
        what = f"{field_label(change.field)}: {change.old or '–'} → {change.new or '–'}"
        name = change.person.name if change.person else ""
        out.writerow([kind_label(change.kind), *map(_harmless, (change.member_id, name, what)), change.line or ""])
    return response


@open_to("administrators")
def roster_columns(request: HttpRequest) -> HttpResponse:
    """`/desk/membership/columns/`: which heading of the society's file is which column, and how a roster is read."""
    settings, seen = RosterSettings.current(), request.session.get(SEEN, [])
    form = ColumnsForm(request.POST or None, columns=settings.columns, seen=seen)
    reading = ReadingForm(request.POST or None, instance=settings)
    if request.method == "POST" and form.is_valid() and reading.is_valid():
        change_reading(reading.instance, form.columns, request.reader.person)
        messages.success(request, _("Saved. The next file is read like this."))
        return see_other("/desk/membership/columns/")
    context = {"form": form, "reading": reading, "seen": seen}
    return render(request, "desk/roster_columns.html", context, status=422 if form.is_bound else 200)
