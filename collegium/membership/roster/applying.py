"""Applying a roster: everything in one transaction, an audit line for each changed field."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts import actions as accounts
from collegium.accounts.models import User
from collegium.membership import ladders
from collegium.membership.models import RosterRun, RosterSettings
from collegium.membership.roster.comparing import Comparison
from collegium.membership.roster.plan import Plan
from collegium.membership.roster.reading import read_roster
from collegium.membership.roster.writing import Writer
from collegium.outbox import audit
from collegium.web.models import Society

BATCH = 500  # findings between two words of progress


class Braked(Exception):
    """The safety brake: staff must confirm; the message says why."""


def compare(content: bytes, on: date) -> Plan:
    """What this file would do on that day; nothing is written.

    Raises:
        UnreadableRoster: it is no roster.
    """
    file = read_roster(content, Society.current().member_id_width, RosterSettings.current().member_id_pattern)
    return Comparison(file, on, _digest(content)).plan()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@transaction.atomic
def keep_run(content: bytes, file_name: str, on: date, plan: Plan, by: User | None) -> RosterRun:
    """Keep a compared file until it is applied or another one comes."""
    RosterRun.objects.filter(applied_at=None).delete()
    return RosterRun.objects.create(
        file_name=file_name[:200], digest=_digest(content), on=on, rows=plan.lines, counts=plan.counts,
        content=content, read_by=by,
    )  # fmt: skip


def apply_run(
    run: RosterRun, by: User | None, *, confirmed: bool = False, on_progress: Callable[[int, int], None] | None = None
) -> Plan:
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
def _apply(run: RosterRun, by: User | None, confirmed: bool, on_progress: Callable[[int, int], None] | None) -> Plan:
    Society.objects.select_for_update(no_key=True).first()  # one roster after another, whoever applies it
    if not RosterRun.objects.filter(pk=run.pk, applied_at=None).exists():
        raise Braked(_("This file was applied in the meantime, or another one has taken its place."))
    plan = compare(bytes(run.content), run.on)
    if plan.brakes and not confirmed:
        raise Braked(" ".join(plan.brakes) + " " + _("Nothing was changed. Confirm it if it is right."))
    writer = Writer(run, by)
    for first in range(0, len(plan.findings), BATCH):
        writer.write(plan.findings[first : first + BATCH])
        if on_progress:
            on_progress(min(first + BATCH, len(plan.findings)), len(plan.findings))
    ladders.settle()
    run.applied_at, run.applied_by, run.content = timezone.now(), by, b""
    run.rows, run.counts = plan.lines, plan.counts
    run.save()
    audit.log(by, "applied a roster", about=("roster", run.pk), detail=plan.counts | {"file": run.file_name})
    return plan


def describe(plan: Plan) -> list[str]:
    """The difference in words, kind by kind."""
    out: list[str] = []
    for kind, number in plan.counts.items():
        if number:
            found = plan.of_kind(kind)
            out.append(f"{found[0].label.capitalize()}: {number}")
            out.extend(f"  {finding.in_words}" for finding in found)
    return out or [_("The file changes nothing.")]
