"""The society's system is asked what changed, and each changed record is loaded whole (docs/operating/members-api.md).

    GET <address>/changed?since=<mark>       {"members": ["001004", …], "until": "<mark>", "next": "<page>" or null}
    GET <address>/members/<number>           {"member": {"member_id": "001004", …}}
    GET <address>/members?after=<number>     {"members": [{…}, …], "next": "<number>" or null}   for the nightly sweep

Numbers wait in a table; each record is loaded, compared and applied in one transaction. The mark of time moves only
once nothing waits. Every night everything is compared like a roster file, with the same brakes. Only hosts that the
operator listed are asked (`web.outbound`), and only where staff turned it on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.membership.models import RosterRun, RosterSource, WaitingRecord, society_today
from collegium.membership.records import apply_record
from collegium.membership.roster.applying import Braked, apply_run, keep_findings, keep_run, plan_of
from collegium.membership.roster.reading import COLUMNS, UnreadableRoster
from collegium.outbox import audit
from collegium.web import outbound, secrets
from collegium.web.outbound import NotAllowed, NotReached

A_RUN = 40  # records that one job loads: about a minute, at one question a second
TRIES = 5
PAGES_MOST, ROWS_MOST = 2000, 200_000
SOURCE = "the society’s system"


class Trouble(Exception):
    """The other side gave no answer that can be used; the message says what it was."""


def work(now: datetime | None = None) -> int:
    """Ask when it is time, and load what waits. Returns how many records were loaded. Called by a job every minute."""
    source, now = RosterSource.objects.filter(pk=1, is_on=True).first(), now or timezone.now()
    if source is None:
        return 0
    try:
        if _is_time(source, now):
            _ask(source, now)
        number = _load_waiting(source)
    except (Trouble, NotAllowed, NotReached, secrets.Lost) as error:
        _note(source, str(error) or type(error).__name__)
        return 0
    _move_on(source)
    return number


def _is_time(source: RosterSource, now: datetime) -> bool:
    """Not while something waits: what changed since would be asked from a mark that has not moved."""
    waits = source.next_since or WaitingRecord.objects.exists()
    return not waits and (source.asked_at is None or source.asked_at <= now - timedelta(minutes=source.minutes))


def _ask(source: RosterSource, now: datetime) -> None:
    numbers, until, page = list[str](), "", ""
    for _page in range(PAGES_MOST):
        answer = _get(source, "/changed", since=source.since, page=page)
        numbers += [str(one)[:40] for one in _list(answer, "members")]
        until = until or str(answer.get("until") or "")[:80]
        page = str(answer.get("next") or "")
        if not page:
            break
    if not until:
        raise Trouble(_("The answer to “changed” names no “until”."))
    with transaction.atomic():
        WaitingRecord.objects.bulk_create(
            [WaitingRecord(member_id=one) for one in dict.fromkeys(numbers)], ignore_conflicts=True
        )
        source.next_since, source.asked_at, source.trouble = until, now, ""
        _count(source, asked=1, named=len(numbers))


def _load_waiting(source: RosterSource) -> int:
    number = 0
    for waiting in WaitingRecord.objects.filter(tries__lt=TRIES)[:A_RUN]:
        try:
            kind = _load(source, waiting)
        except Trouble as error:
            WaitingRecord.objects.filter(pk=waiting.pk).update(tries=waiting.tries + 1, trouble=str(error)[:300])
            _count(source, failed=1)
            continue
        number += 1
        _count(source, loaded=1, **{kind: 1})
    return number


def _load(source: RosterSource, waiting: WaitingRecord) -> str:
    """One record: loaded whole, then compared, applied and taken off the list in one transaction."""
    record = _get(source, f"/members/{quote(waiting.member_id, safe='')}").get("member")
    if not isinstance(record, dict) or str(record.get("member_id") or "") != waiting.member_id:
        raise Trouble(_("The answer holds no record of member %(id)s.") % {"id": waiting.member_id})
    with transaction.atomic():
        outcome = apply_record(_plain(record), SOURCE)
        WaitingRecord.objects.filter(pk=waiting.pk).delete()
    return outcome.kind


def _move_on(source: RosterSource) -> None:
    """The mark moves once nothing waits; until then the same span would be asked again."""
    if source.next_since and not WaitingRecord.objects.exists():
        source.since, source.next_since = source.next_since, ""
        source.save(update_fields=["since", "next_since"])


def sweep(now: datetime | None = None) -> RosterRun | None:
    """Compare everything the system holds, as if it were a file, and apply it unless a brake holds.

    Returns:
        The run; None when it is off, or when a roster waits on the desk for somebody's decision.
    """
    source = RosterSource.objects.filter(pk=1, is_on=True, sweeps=True).first()
    if source is None or _somebody_decides():
        return None
    try:
        content = _as_file(_all(source))
        run = keep_run(content, str(RosterRun.Kind.SWEEP.label), society_today(), None, None, kind=RosterRun.Kind.SWEEP)
        plan = plan_of(run)
        keep_findings(run, plan)
        RosterRun.objects.filter(pk=run.pk).update(doing="")
        source.swept_at, source.trouble = now or timezone.now(), ""
        source.save(update_fields=["swept_at", "trouble"])
        if plan.changes_something:
            apply_run(RosterRun.objects.get(pk=run.pk), None)
        else:
            run.delete()
    except (Trouble, NotAllowed, NotReached, secrets.Lost, UnreadableRoster, Braked) as error:
        _note(source, str(error) or type(error).__name__)
        return None
    return run


def _somebody_decides() -> bool:
    """A file or a table that staff compared lately waits on the desk; a sweep would take its place."""
    waits = RosterRun.objects.filter(applied_at=None).exclude(kind=RosterRun.Kind.SWEEP)
    return waits.filter(read_at__gte=timezone.now() - timedelta(days=2)).exists()


def _all(source: RosterSource) -> Iterator[dict[str, Any]]:
    after, seen = "", 0
    for _page in range(PAGES_MOST):
        answer = _get(source, "/members", after=after)
        for record in _list(answer, "members"):
            if not isinstance(record, dict):
                raise Trouble(_("The answer to “members” holds something that is no record."))
            seen += 1
            yield record
        after = str(answer.get("next") or "")
        if not after or seen > ROWS_MOST:
            return


def _as_file(records: Iterator[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, extrasaction="ignore", restval="")
    table.writeheader()
    for record in records:
        table.writerow(_plain(record))
    return out.getvalue().encode()


def _plain(record: dict[str, Any]) -> dict[str, str]:
    """Texts only: true is 1, false and null are empty."""
    return {
        str(name): "1" if value is True else "" if value in (None, False) else str(value)
        for name, value in record.items() if not isinstance(value, dict | list)
    }  # fmt: skip


def _get(source: RosterSource, path: str, **query: str) -> dict[str, Any]:
    said = urlencode({name: value for name, value in query.items() if value})
    address = source.address.rstrip("/") + path + (f"?{said}" if said else "")
    answer = outbound.ask(address, headers={"Authorization": f"Bearer {secrets.shown(source.token)}"})
    if answer.status != 200:
        raise Trouble(_("%(path)s was answered with status %(status)s.") % {"path": path, "status": answer.status})
    try:
        found = answer.json()
    except (ValueError, RecursionError):
        raise Trouble(_("%(path)s was answered with something that is no JSON.") % {"path": path}) from None
    if not isinstance(found, dict):
        raise Trouble(_("%(path)s was answered with something that is no JSON object.") % {"path": path})
    return found


def _list(answer: dict[str, Any], name: str) -> list[Any]:
    found = answer.get(name)
    if not isinstance(found, list):
        raise Trouble(_("The answer holds no list “%(name)s”.") % {"name": name})
    return found


def _note(source: RosterSource, trouble: str) -> None:
    """What went wrong, for the status page; the next question waits its minutes."""
    RosterSource.objects.filter(pk=1).update(trouble=trouble[:300], asked_at=source.asked_at or timezone.now())


def _count(source: RosterSource, **more: int) -> None:
    for name, number in more.items():
        source.counters[name] = source.counters.get(name, 0) + number
    source.save(update_fields=["counters", "next_since", "asked_at", "trouble"])


@transaction.atomic
def change_source(source: RosterSource, token: str, by: User | None) -> None:
    """Where the system is, whether it is asked. An empty token keeps the one there is; another address begins anew."""
    before = RosterSource.current()
    if token:
        source.token = secrets.hidden(token)
    if before.address != source.address:
        source.since, source.next_since, source.counters = "", "", {}
        WaitingRecord.objects.all().delete()
    source.trouble = ""
    source.save()
    detail = {"address": source.address, "is_on": source.is_on, "minutes": source.minutes, "sweeps": source.sweeps}
    audit.log(by, "changed where records come from", detail=detail | ({"token": "new"} if token else {}))


@transaction.atomic
def try_again(by: User | None) -> int:
    """What could not be loaded five times is tried anew, and the system asked at once. Returns how many wait."""
    RosterSource.objects.filter(pk=1).update(asked_at=None, trouble="")
    audit.log(by, "had records asked for at once")
    return WaitingRecord.objects.update(tries=0, trouble="")


@transaction.atomic
def leave_out(member_id: str, by: User | None) -> int:
    """Stop waiting for a record that can't be loaded, so that the mark of time can move."""
    number: int = WaitingRecord.objects.filter(member_id=member_id).delete()[0]
    audit.log(by, "left a record out", detail={"member": member_id})
    return number
