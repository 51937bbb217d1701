"""Mails before and after the end of a membership, and on its return: queued once each, looked at again when they leave.

Nobody who wants no mail, has died, is suspended or was merged gets one. A mail that is more than three days late is
not sent any more, and none goes out about a day before the member came into the roster.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from collegium.audience.models import Standing
from collegium.membership.models import DuesMail, DuesMailSent, Gives, Membership, society_today, society_zone, start_of
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.web.formats import full_date
from collegium.web.languages import spoken_to
from collegium.web.models import Society

Kind, When = Standing.Kind, DuesMail.Kind
LATE = 3  # days after which a mail is not sent any more
A_RUN = 1000  # mails that one job queues
MAIL = "dues"


def queue_due(now: datetime | None = None) -> int:
    """Queue what is due today. Returns how many."""
    today, number = society_today(now), 0
    for setting in DuesMail.objects.filter(is_on=True).exclude(kind=When.RETURNED):
        for membership, day in _due(setting, today)[: A_RUN - number]:
            number += _queue(setting, membership, day)
    return number


def welcome_back(memberships: Iterable[Membership]) -> int:
    """Queue the mail of a return, once a day at most. Returns how many."""
    setting, today = DuesMail.objects.filter(kind=When.RETURNED, is_on=True).first(), society_today()
    if setting is None:
        return 0
    wanted = _reachable().filter(pk__in=[one.pk for one in memberships])
    return sum(_queue(setting, membership, today) for membership in wanted)


def _reachable() -> QuerySet[Membership]:
    """Members who may be written to about their dues."""
    barred = Standing.objects.filter(person=OuterRef("person"), kind__in=(Kind.SUSPENDED, Kind.DECEASED)).at()
    rows = Membership.objects.filter(~Exists(barred), no_email=False, merged_into=None, deceased_at=None)
    return rows.exclude(person__email="").filter(person__is_active=True).select_related("person", "category")


def _running() -> QuerySet[Standing]:
    return Standing.objects.filter(person=OuterRef("person"), kind__in=(Kind.MEMBER, Kind.STAFF)).at()


def _due(setting: DuesMail, today: date) -> list[tuple[Membership, date]]:
    """Members, each with the day that the mail is about: the last paid one, or the first without rights."""
    sent = DuesMailSent.objects.filter(membership=OuterRef("pk"), dues_mail=setting)
    rows = _reachable()
    if setting.kind == When.LAPSED:
        return _ended(rows.filter(~Exists(_running())), setting, today)
    shift = timedelta(days=setting.days if setting.kind == When.BEFORE else -setting.days)
    first, last = today + shift - timedelta(days=LATE), today + shift
    if setting.kind == When.BEFORE:
        first = max(first, today)
    rows = rows.filter(Exists(_running()), paid_through__range=(first, last), gives__in=("", Gives.MEMBER))
    rows = rows.exclude(Exists(sent.filter(day=OuterRef("paid_through"))))
    found = [(row, row.paid_through) for row in rows if row.paid_through and _was_here(row, row.paid_through - shift)]
    return [pair for pair in found if setting.kind == When.BEFORE or pair[0].notice(today)]


def _ended(rows: QuerySet[Membership], setting: DuesMail, today: date) -> list[tuple[Membership, date]]:
    last = Q(person__standings__kind__in=(Kind.MEMBER, Kind.STAFF))
    first = start_of(today - timedelta(days=setting.days + LATE))
    until = start_of(today - timedelta(days=setting.days - 1))
    rows = rows.annotate(over=Max("person__standings__until", filter=last)).filter(over__gte=first, over__lt=until)
    rows = rows.exclude(
        Exists(DuesMailSent.objects.filter(membership=OuterRef("pk"), dues_mail=setting, queued_at__gte=first))
    )
    days = ((row, row.over.astimezone(society_zone()).date()) for row in rows)
    return [(row, day) for row, day in days if _was_here(row, day)]


def _was_here(membership: Membership, day: date) -> bool:
    """A first roster writes to nobody about what was over before it."""
    return society_today(membership.created_at) <= day


@transaction.atomic
def _queue(setting: DuesMail, membership: Membership, day: date) -> int:
    sent, is_new = DuesMailSent.objects.get_or_create(membership=membership, dues_mail=setting, day=day)
    if not is_new:
        return 0
    with spoken_to(membership.person):
        subject, text = letter(setting.kind, membership, day)
    mail.queue(membership.person, MAIL, subject, text, about=("dues", sent.pk))
    return 1


def letter(kind: str, membership: Membership, day: date) -> tuple[str, str]:
    """Subject and words, in the language that is spoken now."""
    society = Society.current()
    names = {
        "name": membership.person.name, "society": society.name, "day": full_date(day),
        "last": full_date(day + timedelta(days=membership.days_of_grace)), "site": settings.SITE_URL,
        "where": society.join_url or society.contact_email or settings.SITE_URL,
    }  # fmt: skip
    subject, words = _words(kind)
    return subject % names, _("Dear %(name)s,") % names + "\n\n" + words % names + "\n\n" + society.name


def _words(kind: str) -> tuple[str, str]:
    if kind == When.BEFORE:
        return _("Your membership is paid until %(day)s"), _(
            "your membership of %(society)s is paid until %(day)s. Renew it here and nothing changes:\n\n%(where)s\n\n"
            "After that day you keep a member’s access until %(last)s."
        )
    if kind == When.GRACE:
        return _("Your membership was paid until %(day)s"), _(
            "your membership of %(society)s was paid until %(day)s. You keep a member’s access until %(last)s. Renew it"
            " here:\n\n%(where)s"
        )
    if kind == When.LAPSED:
        return _("Your membership has ended"), _(
            "your membership of %(society)s has ended. What you wrote stays, with your name on it. You can still sign"
            " in, read what is open to guests, and take your data along. Your places in groups rest: when you renew,"
            " they are yours again.\n\nRenew here:\n\n%(where)s"
        )
    return _("Welcome back"), _(
        "your membership of %(society)s runs again. Everything is as it was: you read and write as a member, and your"
        " places in groups are yours again.\n\n%(site)s"
    )


def is_still_due(queued: Mail) -> bool:
    """Asked when a mail leaves: whoever renewed meanwhile is not reminded, whoever is barred gets none."""
    sent = DuesMailSent.objects.select_related("dues_mail").filter(pk=queued.about_id or 0).first()
    if sent is None:
        return False
    row = _reachable().annotate(runs=Exists(_running())).filter(pk=sent.membership_id).first()
    if row is None:
        return False
    if sent.dues_mail.kind in (When.BEFORE, When.GRACE):
        return row.runs and row.paid_through == sent.day
    return row.runs == (sent.dues_mail.kind == When.RETURNED)


@transaction.atomic
def mark_grace() -> int:
    """Whoever entered the days of grace is reminded on every page. Returns how many are new."""
    today = society_today()
    held = Standing.objects.filter(person=OuterRef("person"), kind=Kind.GRACE).at()
    rows = Membership.objects.filter(Exists(_running()), ~Exists(held), merged_into=None, paid_through__lt=today)
    found = [row for row in rows.select_related("category") if row.notice(today)]
    Standing.objects.bulk_create(
        Standing(
            person_id=row.person_id, kind=Kind.GRACE, source="roster",
            since=start_of(row.paid_through + timedelta(days=1)),
            until=start_of(row.paid_through + timedelta(days=row.days_of_grace + 1)),
        )
        for row in found if row.paid_through
    )  # fmt: skip
    return len(found)
