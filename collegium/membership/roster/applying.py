"""Comparing, keeping and applying a run: everything in one transaction, an audit line for each changed field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts import actions as accounts
from collegium.accounts.models import User
from collegium.membership import ladders
from collegium.membership.access_table import AccessTable, Line, as_stored, lines_of
from collegium.membership.models import Membership, RosterBefore, RosterFinding, RosterRun, RosterSettings
from collegium.membership.roster.comparing import Comparison
from collegium.membership.roster.plan import Finding, Plan
from collegium.membership.roster.reading import read_as_set
from collegium.membership.roster.row import RosterFile
from collegium.membership.roster.rows import row_of
from collegium.membership.roster.writing import Writer
from collegium.outbox import audit
from collegium.web.models import Society

BATCH = 500  # findings between two words of progress
Progress = Callable[[int, int], None]


class Braked(Exception):
    """The safety brake: staff must confirm; the message says why."""


def compare(content: bytes, on: date, *, on_progress: Progress | None = None) -> Plan:
    """What this file would do on that day; nothing is written.

    Raises:
        UnreadableRoster: it is no roster.
    """
    return Comparison(read_as_set(content), on, _digest(content)).plan(on_progress)


def plan_of(run: RosterRun, *, on_progress: Progress | None = None) -> Plan:
    """What a kept run would do; nothing is written.

    Raises:
        UnreadableRoster: it is a file and no roster.
    """
    if run.kind != RosterRun.Kind.TABLE:
        return compare(bytes(run.content), run.on, on_progress=on_progress)
    members = Membership.objects.filter(is_from_roster=True, merged_into=None).select_related("person", "category")
    most = RosterSettings.current().missing_files
    rows = [row_of(membership) for membership in members.filter(missing_files__lt=most).order_by("member_id")]
    return Comparison(RosterFile(rows, [], len(rows), set()), run.on, table=table_in(run)).plan(on_progress)


def table_in(run: RosterRun) -> AccessTable:
    """The table of access that a run of this kind brings."""
    return AccessTable(lines_of(json.loads(bytes(run.content))))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@transaction.atomic
def keep_run(
    content: bytes, file_name: str, on: date, plan: Plan | None, by: User | None,
    *, kind: str = RosterRun.Kind.FILE,
) -> RosterRun:  # fmt: skip
    """Keep a file until it is applied or another one comes. Without a plan it is still to be compared."""
    RosterRun.objects.filter(applied_at=None).exclude(doing=RosterRun.Doing.APPLYING).delete()
    run = RosterRun(
        kind=kind, file_name=file_name[:200], digest=_digest(content), on=on, content=content, read_by=by,
        doing="" if plan else RosterRun.Doing.COMPARING,
    )  # fmt: skip
    if plan is not None:
        run.rows, run.counts, run.brakes = plan.lines, plan.counts, plan.brakes
    run.save()
    return run


def keep_table(lines: Iterable[Line], on: date, by: User | None) -> RosterRun:
    """Keep another table of access, to see whom it would move."""
    content = json.dumps(as_stored(lines)).encode()
    return keep_run(content, _("Table of access"), on, None, by, kind=RosterRun.Kind.TABLE)


@transaction.atomic
def keep_findings(run: RosterRun, plan: Plan) -> None:
    """Keep what a plan says in words, for pages and downloads; those of earlier runs are forgotten."""
    RosterFinding.objects.all().delete()
    RosterFinding.objects.bulk_create((_as_row(run, finding) for finding in plan.findings), batch_size=1000)
    run.rows, run.counts, run.brakes, run.failed = plan.lines, plan.counts, plan.brakes, ""
    run.save(update_fields=["rows", "counts", "brakes", "failed"])


def _as_row(run: RosterRun, finding: Finding) -> RosterFinding:
    return RosterFinding(
        run=run, kind=finding.kind, member_id=finding.member_id[:40], name=finding.name[:200], line=finding.line,
        words=finding.said,
    )  # fmt: skip


def apply_run(run: RosterRun, by: User | None, *, confirmed: bool = False, on_progress: Progress | None = None) -> Plan:
    """Compare once more and write the difference.

    Args:
        run: a kept one, not applied yet.
        by: the administrator, or None for the command line.
        confirmed: whether staff saw the brake and want it anyway.
        on_progress: told after every 500 findings how many of how many are written.

    Raises:
        Braked: the brake holds and nobody confirmed, or it was applied in the meantime; nothing was changed.
    """
    try:
        return _apply(run, by, confirmed, on_progress)
    except accounts.Refused as reason:
        raise Braked(str(reason)) from None


@transaction.atomic
def _apply(run: RosterRun, by: User | None, confirmed: bool, on_progress: Progress | None) -> Plan:
    Society.objects.select_for_update(no_key=True).first()  # one roster after another, whoever applies it
    if not RosterRun.objects.filter(pk=run.pk, applied_at=None).exists():
        raise Braked(_("This file was applied in the meantime, or another one has taken its place."))
    plan = plan_of(run)
    if plan.brakes and not confirmed:
        raise Braked(" ".join(plan.brakes) + " " + _("Nothing was changed. Confirm it if it is right."))
    RosterBefore.objects.all().delete()  # only the last run can be taken back
    writer = Writer(run, by, remembers=True)
    for first in range(0, len(plan.findings), BATCH):
        writer.write(plan.findings[first : first + BATCH])
        if on_progress:
            on_progress(min(first + BATCH, len(plan.findings)), len(plan.findings))
    ladders.settle()
    run.rows, run.counts, run.brakes = plan.lines, dict(plan.counts), plan.brakes
    if run.kind == RosterRun.Kind.TABLE:
        _put_table_in_place(run)
    run.applied_at, run.applied_by, run.content, run.doing = timezone.now(), by, b"", ""
    run.save()
    audit.log(by, "applied a roster", about=("roster", run.pk), detail=plan.counts | {"file": run.file_name})
    return plan


def _put_table_in_place(run: RosterRun) -> None:
    """The table counts from now on; the one before is kept with the run, in case it is taken back."""
    settings = RosterSettings.current()
    run.counts["former_table"] = settings.table
    settings.table, settings.draft = as_stored(table_in(run).lines), None
    settings.save()


def describe(plan: Plan) -> list[str]:
    """The difference in words, kind by kind."""
    out: list[str] = []
    for kind, number in plan.counts.items():
        if number:
            found = plan.of_kind(kind)
            out.append(f"{found[0].label.capitalize()}: {number}")
            out.extend(f"  {finding.in_words}" for finding in found)
    return out or [_("The file changes nothing.")]
