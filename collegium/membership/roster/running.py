"""What jobs do with a run while its page says how far they are: compare, apply, undo. No request waits for them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.membership.access_table import Line
from collegium.membership.models import RosterRun
from collegium.membership.roster import progress
from collegium.membership.roster.applying import Braked, apply_run, keep_findings, keep_run, keep_table, plan_of
from collegium.membership.roster.reading import UnreadableRoster, look_at
from collegium.membership.roster.undoing import NotUndone, last_run, undo
from collegium.web.languages import spoken_to

Doing = RosterRun.Doing


@transaction.atomic
def begin(content: bytes, file_name: str, on: date, by: User | None) -> RosterRun:
    """Take a file; a job compares it.

    Raises:
        UnreadableRoster: one look at its heading shows that it is no roster.
    """
    look_at(content)
    run = keep_run(content, file_name, on, None, by)
    _enqueue_comparing(run)
    return run


@transaction.atomic
def begin_table(lines: tuple[Line, ...], on: date, by: User | None) -> RosterRun:
    """Take another table of access; a job works out whom it would move."""
    run = keep_table(lines, on, by)
    _enqueue_comparing(run)
    return run


def _enqueue_comparing(run: RosterRun) -> None:
    from collegium.membership.tasks import compare_roster

    compare_roster.enqueue(run.pk)


def compare_now(run_id: int) -> None:
    """Compare a run and keep what it would do, in the language of whoever gave it."""
    run = RosterRun.objects.select_related("read_by").filter(pk=run_id, doing=Doing.COMPARING).first()
    if run is None:
        return  # another file took its place
    with spoken_to(run.read_by):
        try:
            keep_findings(run, plan_of(run, on_progress=lambda done, whole: progress.tell(run_id, done, whole)))
            _end(run)
        except UnreadableRoster as reason:
            _end(run, str(reason))
        except Exception:
            _end(run, _("The comparison stopped because of a fault of the site. Nothing was changed."))
            raise
        finally:
            progress.forget(run_id)


@transaction.atomic
def begin_applying(run: RosterRun, by: User, *, confirmed: bool) -> None:
    """Have a compared run applied by a job.

    Raises:
        Braked: it must be confirmed, or somebody began already.
    """
    from collegium.membership.tasks import apply_roster

    if run.brakes and not confirmed:
        raise Braked(" ".join(run.brakes) + " " + _("Nothing was changed. Confirm it if it is right."))
    free = RosterRun.objects.filter(pk=run.pk, applied_at=None, doing="")
    if not free.update(doing=Doing.APPLYING, failed=""):
        raise Braked(_("This file was applied in the meantime, or another one has taken its place."))
    apply_roster.enqueue(run.pk, by.pk, confirmed)


def apply_now(run_id: int, by_id: int, confirmed: bool) -> None:
    """Apply a run; what stops it is said on its page."""
    run = RosterRun.objects.filter(pk=run_id, applied_at=None).first()
    by = User.objects.filter(pk=by_id).first()
    if run is None:
        return  # done before, by this job's earlier try
    with spoken_to(by):
        try:
            apply_run(run, by, confirmed=confirmed, on_progress=lambda done, whole: progress.tell(run_id, done, whole))
        except (Braked, UnreadableRoster) as reason:
            _end(run, str(reason))
        except Exception:
            _end(run, _("The roster could not be applied because of a fault of the site. Nothing was changed."))
            raise
        finally:
            progress.forget(run_id)


@transaction.atomic
def begin_undoing(run: RosterRun, by: User) -> None:
    """Have the last run undone by a job.

    Raises:
        NotUndone: it is not the last one, or somebody began already.
    """
    from collegium.membership.tasks import undo_roster

    last = last_run()
    if (
        last is None
        or last.pk != run.pk
        or not RosterRun.objects.filter(pk=run.pk, doing="").update(doing=Doing.UNDOING)
    ):
        raise NotUndone(_("Only the last roster that was applied can be undone, and only once."))
    undo_roster.enqueue(run.pk, by.pk)


def undo_now(run_id: int, by_id: int) -> None:
    """Undo a run; what could not be taken back is kept with it."""
    run = RosterRun.objects.filter(pk=run_id, doing=Doing.UNDOING).first()
    by = User.objects.filter(pk=by_id).first()
    if run is None:
        return
    with spoken_to(by):
        try:
            undo(run, by, on_progress=lambda done, whole: progress.tell(run_id, done, whole))
            _end(run)
        except NotUndone as reason:
            _end(run, str(reason))
        except Exception:
            _end(run, _("The roster could not be undone because of a fault of the site. Nothing was changed."))
            raise
        finally:
            progress.forget(run_id)


def _end(run: RosterRun, failed: str = "") -> None:
    RosterRun.objects.filter(pk=run.pk).update(doing="", failed=failed[:500])
