"""Who is due a brief, and writing it once a person and day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import GUESTS
from collegium.audience.people import people_in
from collegium.brief.letter import headers
from collegium.brief.models import SentBrief
from collegium.membership.models import Membership
from collegium.notifications.models import Wishes
from collegium.outbox import mail
from collegium.web.languages import zone_of
from collegium.web.models import Society

if TYPE_CHECKING:
    from collegium.outbox.models import Mail

LATE = 180  # minutes after the hour in which a missed brief still goes out
DEFAULT_AT = 390  # 06:30
FARTHEST = timedelta(days=30)
Rhythm = Wishes.Rhythm


def due(now: datetime) -> list[tuple[int, date]]:
    """Person ids with their own day, of whom a brief is due at this moment and not written yet."""
    found: list[tuple[int, date]] = []
    zones = (
        User.objects.filter(is_active=True).exclude(email="").order_by().values_list("time_zone", flat=True).distinct()
    )
    for zone in zones:
        local = now.astimezone(ZoneInfo(zone or Society.current().time_zone))
        monday = local.date() - timedelta(days=local.weekday())
        found += [(pk, local.date()) for pk in _due_in(zone, local).values_list("pk", flat=True)]
        found += [(pk, monday) for pk in _missed_in(zone, local, monday).values_list("pk", flat=True)]
    return found


def _due_in(zone: str, local: datetime) -> QuerySet[User]:
    """The people of one zone whose hour has come."""
    day, minute = local.date(), local.hour * 60 + local.minute
    if day.weekday() > 4:
        return User.objects.none()
    rhythms = [Rhythm.WEEKDAYS, Rhythm.WEEKLY] if day.weekday() == 0 else [Rhythm.WEEKDAYS]
    own = Q(wishes__brief__in=rhythms, wishes__brief_at__lte=minute, wishes__brief_at__gt=minute - LATE)
    usual = Q(wishes=None) if minute - LATE < DEFAULT_AT <= minute else Q(pk__in=[])
    return _unwritten(zone, day).filter((own & _awake(day)) | usual).distinct()


def _missed_in(zone: str, local: datetime, monday: date) -> QuerySet[User]:
    """The people of one zone whose weekly brief missed its hours on Monday: it goes on that day or the day after."""
    if local.weekday() > 1:
        return User.objects.none()
    minute = local.weekday() * 1440 + local.hour * 60 + local.minute
    begun = datetime.combine(monday, time(), local.tzinfo)  # who chose it later than this waits for the next Monday
    missed = Q(wishes__brief=Rhythm.WEEKLY, wishes__brief_at__lte=minute - LATE, wishes__changed_at__lt=begun)
    return _unwritten(zone, monday).filter(missed & _awake(monday)).distinct()


def _awake(day: date) -> Q:
    return Q(wishes__paused_until=None) | Q(wishes__paused_until__lte=day)


def _unwritten(zone: str, day: date) -> QuerySet[User]:
    """The people of one zone who may get mail, and have no brief of this day."""
    known = Q(last_login__isnull=False) | Q(wishes__isnull=False) | Q(invitations__isnull=False)
    written = SentBrief.objects.filter(person=OuterRef("pk"), day=day)
    people = people_in({GUESTS}).filter(known, ~Exists(written), time_zone=zone)
    return people.exclude(email="").exclude(membership__no_email=True)


@transaction.atomic
def write_brief(person: User, day: date, now: datetime | None = None) -> Mail | None:
    """Queue the brief of a person and day; the second call does nothing.

    Its words are written as it leaves (`letter.write`); when nothing is new by then, it does not.

    Returns:
        The mail, still without words, or None when there was one for this day.
    """
    now = now or timezone.now()
    row, is_new = SentBrief.objects.get_or_create(
        person=person, day=day, defaults={"since": since_of(person, now), "until": now}
    )
    if not is_new:
        return None
    queued = mail.queue(person, "brief", "", "", about=("brief", row.pk), headers=headers())
    SentBrief.objects.filter(pk=row.pk).update(mail=queued)
    return queued


def since_of(person: User, now: datetime) -> datetime:
    """Where the next brief begins: where the last one ended, at most a month ago; the first one reaches a day back."""
    last = SentBrief.objects.filter(person=person).order_by("-until").values_list("until", flat=True).first()
    days = 7 if Wishes.of(person.pk).brief == Rhythm.WEEKLY else 1
    return max(last, now - FARTHEST) if last else now - timedelta(days=days)


def next_brief(person: User, now: datetime, wishes: Wishes | None = None) -> datetime | None:
    """When the next brief may come, in the person's zone; None when they want none, or no mail at all."""
    wishes = wishes or Wishes.of(person.pk)
    if wishes.brief == Rhythm.NEVER or not person.email or _gets_no_mail(person):
        return None
    local = now.astimezone(zone_of(person))
    moment = local.replace(hour=wishes.brief_at // 60, minute=wishes.brief_at % 60, second=0, microsecond=0)
    while moment <= local or not _is_day(moment.date(), wishes):
        moment += timedelta(days=1)
    return moment


def _gets_no_mail(person: User) -> bool:
    return Membership.objects.filter(person=person, no_email=True).exists()


def _is_day(day: date, wishes: Wishes) -> bool:
    fits = day.weekday() == 0 if wishes.brief == Rhythm.WEEKLY else day.weekday() < 5
    return fits and not wishes.is_paused(day)
