"""Jobs of the brief."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from collegium.outbox import jobs

PORTION = 50  # people a job


@jobs.schedule("*/15 * * * *")
@jobs.task
def pick_due() -> None:
    """Whose hour has come, in portions."""
    from collegium.brief.sending import due

    rows: list[list[int | str]] = [[pk, day.isoformat()] for pk, day in due(timezone.now())]
    for start in range(0, len(rows), PORTION):
        write_briefs.enqueue(rows[start : start + PORTION])


@jobs.task
def write_briefs(rows: list[list[int | str]]) -> None:
    """Write these briefs, each in its own transaction; run twice, none is written twice."""
    from collegium.accounts.models import User
    from collegium.brief.sending import write_brief

    people = User.objects.in_bulk([int(pk) for pk, _day in rows])
    for pk, day in rows:
        if person := people.get(int(pk)):
            write_brief(person, date.fromisoformat(str(day)))
