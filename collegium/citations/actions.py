"""What happens with works: words cite them, registers tell of them, and whoever cites them is printed anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from collegium.citations import lookup
from collegium.citations.models import Citing, Work
from collegium.citations.references import keys_in
from collegium.outbox import audit

if TYPE_CHECKING:
    from collegium.accounts.models import User

PrintAnew = Callable[[list[int]], None]
AT_ONCE: Final = 40  # bodies that are printed anew while staff wait; more take a job
_kinds: dict[str, PrintAnew] = {}


def print_with(kind: str, act: PrintAnew) -> None:
    """Called by an app when it starts: `act` prints the references of its bodies (by their ids) anew."""
    _kinds[kind] = act


def note(kind: str, target: int, body: str, *, is_new: bool = False) -> None:
    """Remember which works some words cite; called in the deed that stores them.

    Args:
        kind: "piece" or "reply".
        target: its id.
        body: as it is stored; "" when its words are gone.
        is_new: nothing was noted of it before.
    """
    cite(kind, target, keys_in(body), is_new=is_new)


@transaction.atomic(savepoint=False)
def cite(kind: str, target: int, keys: set[str], *, is_new: bool = False) -> None:
    """Remember that a thing cites exactly the works of these keys.

    Args:
        kind: also "person", whose publications they are.
    """
    if not (keys or is_new):
        Citing.objects.filter(kind=kind, target=target).delete()
    if not keys:
        return
    works = noted(keys)
    if not is_new:
        Citing.objects.filter(kind=kind, target=target).exclude(work__in=works).delete()
    _ask_about(works)
    Citing.objects.bulk_create([Citing(work=work, kind=kind, target=target) for work in works], ignore_conflicts=True)


def _ask_about(works: list[Work]) -> None:
    """Have registers asked about works that nobody asked about yet, later and elsewhere."""
    fresh = [work.pk for work in works if work.asked_at is None]
    if fresh and lookup.is_on():
        from collegium.citations.tasks import look_up

        transaction.on_commit(lambda: look_up.enqueue(fresh))


def noted(keys: Iterable[str]) -> list[Work]:
    """The rows of these keys, made where there are none."""
    wanted = set(keys)
    Work.objects.bulk_create([Work(key=key) for key in sorted(wanted)], ignore_conflicts=True)
    return list(Work.objects.filter(key__in=wanted))


@transaction.atomic
def mend(work: Work, known: dict[str, Any], became: tuple[str, str, dict[str, str]], by: User) -> None:
    """Store what staff say of a work; no register's answer replaces it, but a retraction told later is added.

    Args:
        known: `Work.data`.
        became: its standing, the day of that, and the notice.
    """
    row = Work.objects.select_for_update().get(pk=work.pk)
    before = row.data | {"standing": row.standing, "standing_at": row.standing_at, "notice": row.notice}
    row.data, row.source = known, Work.Source.HAND
    row.standing, row.standing_at, row.notice = became
    row.fetched_at = row.fetched_at or timezone.now()
    row.save()
    after = known | {"standing": row.standing, "standing_at": row.standing_at, "notice": row.notice}
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    audit.log(by, "mended a reference", about=("work", row.pk), detail={"work": row.key, "changed": changed})
    if Citing.objects.filter(work=row).count() <= AT_ONCE:
        print_citing([row.pk])
    else:
        from collegium.citations.tasks import print_anew

        transaction.on_commit(lambda: print_anew.enqueue([row.pk]))


def print_citing(work_ids: Iterable[int]) -> None:
    """Print anew whatever cites these works, by any of their identifiers."""
    ids = set(work_ids)
    ids |= set(Work.objects.filter(others__in=ids).values_list("pk", flat=True))
    same = Work.objects.filter(same_as__in=ids).values_list("pk", flat=True)
    rows = Citing.objects.filter(work__in=[*ids, *same]).values_list("kind", "target").distinct()
    targets: dict[str, list[int]] = {}
    for kind, target in rows:
        targets.setdefault(kind, []).append(target)
    for kind, pks in targets.items():
        if kind in _kinds:
            _kinds[kind](sorted(pks))
