"""Jobs of references."""

from __future__ import annotations

from collegium.citations import actions, lookup
from collegium.citations.answers import NotUnderstood
from collegium.citations.models import Citing, Work
from collegium.outbox import jobs
from collegium.web.outbound import NotReached

A_JOB, A_DAY = 20, 400  # works that one job asks about, and that are asked about again in a day


@jobs.task
def print_all_anew() -> None:
    """Print every list of references anew: the society changed its style or its language."""
    actions.print_citing(Citing.objects.values_list("work", flat=True).distinct())


@jobs.task
def print_anew(work_ids: list[int]) -> None:
    """Print whatever cites these works anew: staff mended what is known of them."""
    actions.print_citing(work_ids)


@jobs.task
def look_up(work_ids: list[int]) -> None:
    """Ask registers about these works, those not asked about today; what changed is printed anew.

    Raises:
        NotReached, NotUnderstood: of some; the job is tried again for them, and parked for staff after five times.
    """
    changed: list[int] = []
    trouble: Exception | None = None
    for work in Work.objects.due().filter(pk__in=work_ids) if lookup.is_on() else []:
        try:
            changed += [work.pk] if lookup.look_up(work) else []
        except (NotReached, NotUnderstood) as error:
            trouble = error
    if changed:
        actions.print_citing(changed)
    if trouble is not None:
        raise trouble


@jobs.schedule("37 3 * * *")
@jobs.task
def look_again() -> None:
    """Ask about cited works again once a month: some are retracted long after somebody cited them."""
    if not lookup.is_on():
        return
    ids = list(Work.objects.cited().due().values_list("pk", flat=True)[:A_DAY])
    for start in range(0, len(ids), A_JOB):
        look_up.enqueue(ids[start : start + A_JOB])
