"""The society's roster in the demo: one file applied last week, one compared today, and who has come since.

Both files are made from the members of the demo and go the way of every roster; nothing is written past it.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.demo.chance import Clock
from collegium.membership.actions import invite
from collegium.membership.models import Invitation, Membership, society_today
from collegium.membership.roster.applying import apply_run, compare, keep_findings, keep_run
from collegium.outbox.models import Mail

COLUMNS = (
    "member_id", "first_name", "last_name", "credentials", "email", "member_type", "status", "join_date", "paid_thru",
    "city", "state", "country", "specialty",
)  # fmt: skip
Person = tuple[str, str, str, str, str, str, str]
NEW: list[Person] = [  # names nobody else of the demo has; the last two are in today's file only
    ("Odalys", "Brightwater", "MD", "TRAIN", "Quarry Lake", "MN", "Hematology"),
    ("Anselm", "Kirkegaard", "DO", "FULL", "Northmere", "WI", "Medical oncology"),
    ("Perpetua", "Lindqvist-Osei", "PharmD", "ALLIED", "Harrow Bay", "ME", "Oncology pharmacy"),
    ("Fitzroy", "Amberley", "MD", "FULL", "Alder Pass", "WA", "Radiation oncology"),
    ("Noemi", "Castellane", "MD, PhD", "ASSOC", "Mesa Verano", "NM", "Medical oncology"),
    ("Idris", "Pemberton-Vale", "MD", "FULL", "Northmere", "WI", "Hematology"),
    ("Zelda", "Quarrington", "NP", "ALLIED", "Quarry Lake", "MN", "Advanced practice"),
]
LATER = 2
APPLIED, INVITED = 9, 8  # days ago


def load_roster(people: dict[str, User], clock: Clock) -> None:
    """Apply the file of last week, invite its new members, compare the file of today."""
    ada, today = people["ada"], society_today()
    ends = date(today.year + 1, 12, 31)
    rows = [*_members(ends), *_new(NEW[:-LATER], today, ends)]
    rows[-1]["email"] = people["gus"].email  # perhaps one person, perhaps two: staff say so
    before = today - timedelta(days=APPLIED)
    content = _written(rows)
    run = keep_run(content, f"members-{before}.csv", before, compare(content, before), ada)
    apply_run(run, ada, confirmed=True)
    run.applied_at = run.read_at = clock.days_ago(APPLIED)
    run.save(update_fields=["applied_at", "read_at"])
    _invite(ada, clock)
    later = _written([*_changed(rows, today), *_new(NEW[-LATER:], today, ends)])
    plan = compare(later, today)
    keep_findings(keep_run(later, f"members-{today}.csv", today, plan, ada), plan)


def _members(ends: date) -> list[dict[str, str]]:
    """A row for everybody who is in the demo's roster: whose membership ended, until then."""
    ended = Standing.objects.filter(kind=Standing.Kind.MEMBER, until__isnull=False).values_list("person", "until")
    left = {person: until.date().isoformat() for person, until in ended if until}
    found = Membership.objects.select_related("person", "category").order_by("member_id")
    return [
        {
            "member_id": one.member_id, "first_name": one.person.given_name, "last_name": one.person.family_name,
            "credentials": one.person.credentials, "email": one.person.email, "member_type": one.category.code,
            "status": "I" if one.person_id in left else "A", "join_date": one.joined.isoformat() if one.joined else "",
            "paid_thru": left[one.person_id] if one.person_id in left
            else "" if one.category.for_life else ends.isoformat(),
            "city": one.city, "state": one.state, "country": one.country, "specialty": one.specialty,
        }
        for one in found
    ]  # fmt: skip


def _new(names: list[Person], today: date, ends: date) -> list[dict[str, str]]:
    first = 900100 + 10 * NEW.index(names[0])
    return [
        {
            "member_id": str(first + 10 * at), "first_name": given, "last_name": family, "credentials": credentials,
            "email": f"{given}.{family}@example.org".lower(), "member_type": kind, "status": "A",
            "join_date": (today - timedelta(days=20)).isoformat(), "paid_thru": ends.isoformat(), "city": city,
            "state": state, "country": "US", "specialty": specialty,
        }
        for at, (given, family, credentials, kind, city, state, specialty) in enumerate(names)
    ]  # fmt: skip


def _changed(rows: list[dict[str, str]], today: date) -> list[dict[str, str]]:
    """What the society's office changed since: a move, a kind of membership, one who resigned, a code nobody knows."""
    found = [dict(row) for row in rows]
    active = [row for row in found if row["status"] == "A" and row["member_type"] == "FULL"]
    active[30]["city"], active[30]["state"] = "Alder Pass", "WA"
    active[41]["member_type"] = "EMER"
    active[52]["status"] = "I"
    active[63]["member_type"] = "SABBATICAL"
    active[74]["paid_thru"] = (today - timedelta(days=20)).isoformat()
    return found


def _written(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _invite(by: User, clock: Clock) -> None:
    """Of four invited one came, one did not, one mail came back; one was invited just now. Of the others most came."""
    numbers = [str(900100 + 10 * at) for at in range(len(NEW) - LATER)]
    fresh = list(User.objects.filter(membership__member_id__in=numbers).order_by("membership__member_id"))
    invite(fresh, by)
    Mail.objects.filter(kind="invitation", person__in=fresh).update(sent_at=clock.days_ago(INVITED), tries=1)
    for rows, name in ((Invitation.objects, "sent_at"), (Membership.objects, "invited_at")):
        rows.filter(person__in=fresh[:-1]).update(**{name: clock.days_ago(INVITED)})
    User.objects.filter(pk=fresh[0].pk).update(last_login=clock.days_ago(INVITED - 2))
    refused = Mail.objects.filter(kind="invitation", person=fresh[1])
    refused.update(sent_at=None, parked_at=clock.days_ago(INVITED - 1), tries=5, last_error="550 5.1.1 No such mailbox")
    came = User.objects.filter(membership__isnull=False, last_login=None).exclude(pk__in=[one.pk for one in fresh])
    came.exclude(membership__member_id__endswith="7").update(last_login=clock.days_ago(3))
