"""Membership of the society, categories, offices with dated terms, invitations, and what each roster changed."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import Standing
from collegium.web.lines import Line
from collegium.web.models import Society

PERSON = settings.AUTH_USER_MODEL


def society_zone() -> zoneinfo.ZoneInfo:
    """The zone in which the society's days begin and end."""
    return zoneinfo.ZoneInfo(Society.current().time_zone)


def society_today(moment: datetime | None = None) -> date:
    """The society's calendar day at a moment (default: now)."""
    return (moment or timezone.now()).astimezone(society_zone()).date()


def start_of(day: date, zone: zoneinfo.ZoneInfo | None = None) -> datetime:
    """The first instant of a day in the society's zone."""
    return datetime.combine(day, time.min, tzinfo=zone or society_zone())


def end_of_rights(paid_through: date | None, grace_days: int, zone: zoneinfo.ZoneInfo) -> datetime | None:
    """When a member's rights end: the grace days after dues end are still included; None is never."""
    if paid_through is None:
        return None
    return datetime.combine(paid_through + timedelta(days=grace_days + 1), time.min, tzinfo=zone)


class Category(models.Model):
    """A kind of membership: "Full / Active". Seeded by migration; the codes are those of the society's roster."""

    class Gives(models.TextChoices):
        """The standing that somebody of this category has."""

        MEMBER = "member", _("Member")
        STAFF = "staff", _("Staff")
        GUEST = "guest", _("Guest")

    code = models.CharField(_("Code in the roster"), max_length=16, unique=True)
    name = Line(_("Name"), max_length=120)
    gives = models.CharField(_("Standing"), max_length=8, choices=Gives.choices, default=Gives.MEMBER)
    for_life = models.BooleanField(_("Without end"), default=False)
    becomes = models.CharField(_("Becomes at the end"), max_length=16, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, in the ways staff ask for them."""

    def matching(self, words: str) -> Self:
        """Those whose member number, name or address contains every word."""
        query = Q()
        for word in words.split()[:6]:
            query &= (
                Q(member_id__icontains=word) | Q(person__name__icontains=word) | Q(legal_given_name__icontains=word)
                | Q(email__icontains=word) | Q(organization__icontains=word)
            )  # fmt: skip
        return self.filter(query)

    def to_invite(self) -> Self:
        """Present members with an address of their own who have never been invited nor signed in."""
        runs = Standing.objects.filter(person=OuterRef("person"), kind__in=("member", "staff")).at()
        fresh = self.filter(Exists(runs), invited_at=None, deceased_at=None, merged_into=None, suspended_at=None)
        return fresh.filter(person__last_login=None).exclude(person__email="")


class Membership(models.Model):
    """What the society's roster says about a person. Access is not read from here but from dated standings."""

    person = models.OneToOneField(PERSON, models.CASCADE, related_name="membership")
    member_id = models.CharField(_("Member number"), max_length=40, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="memberships")
    status = models.CharField(_("Status in the roster"), max_length=8, blank=True)
    joined = models.DateField(_("Joined"), null=True, blank=True)
    paid_through = models.DateField(_("Paid through"), null=True, blank=True)
    legal_given_name = models.CharField(_("Given name in the roster"), max_length=80, blank=True)
    roster_name = models.CharField(_("Name in the roster"), max_length=160, blank=True)
    roster_credentials = models.CharField(_("Credentials in the roster"), max_length=80, blank=True)
    email = models.EmailField(_("Mail address in the roster"), blank=True)
    title = Line(_("Position"), max_length=160, blank=True)
    organization = Line(_("Organization"), max_length=200, blank=True)
    organization_key = models.CharField(_("Organization in the roster"), max_length=40, blank=True)
    city = Line(_("City"), max_length=80, blank=True)
    state = Line(_("State"), max_length=40, blank=True)
    country = Line(_("Country"), max_length=40, blank=True)
    specialty = Line(_("Specialty"), max_length=120, blank=True)
    npi = models.CharField(_("NPI"), max_length=10, blank=True)
    orcid = models.CharField(_("ORCID iD"), max_length=19, blank=True)
    chapter = Line(_("Chapter"), max_length=80, blank=True)
    directory_optout = models.BooleanField(_("Not in the directory"), default=False)
    no_email = models.BooleanField(_("No mail but what sign-in needs"), default=False)
    review = models.CharField(_("To be looked at"), max_length=200, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    deceased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    missing_files = models.PositiveSmallIntegerField(default=0)
    missing_since = models.DateField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    is_from_roster = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["email"]), models.Index(fields=["npi"])]

    def __str__(self) -> str:
        return self.member_id

    def is_counted_missing(self, most: int) -> bool:
        """Whether being absent from a file means something: living people of the roster, until `most` files."""
        gone = self.deceased_at is not None or self.merged_into_id is not None
        return self.is_from_roster and not gone and self.missing_files < most

    def notice(self, on: date | None = None) -> str:
        """Which banner this member should see: "grace", "training" or nothing."""
        day = on or society_today()
        if self.paid_through is None or self.category.gives != Category.Gives.MEMBER:
            return ""
        if self.paid_through < day <= self.paid_through + timedelta(days=Society.current().grace_days):
            return "training" if self.category.becomes else "grace"
        return ""


class Body(models.Model):
    """Officers, the board, a committee. Seeded by migration."""

    key = models.SlugField(max_length=40, unique=True)
    name = Line(_("Name"), max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """President, Editor-in-Chief, Chair … Seeded by migration. `in_byline`: shown beside words written in office."""

    key = models.SlugField(max_length=40, unique=True)
    title = Line(_("Title"), max_length=120)
    order = models.PositiveSmallIntegerField(default=9)
    years = models.PositiveSmallIntegerField(_("Years of a term"), null=True, blank=True)
    next_key = models.CharField(_("Followed by"), max_length=40, blank=True)
    for_staff = models.BooleanField(_("Held by staff"), default=False)
    in_byline = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class TermQuerySet(models.QuerySet["Term"]):
    """Terms, by day."""

    def on(self, day: date | None = None) -> Self:
        """Terms that run on this day (default: the society's today); on the day of handover the new one counts."""
        day = day or society_today()
        return self.filter(Q(end=None) | Q(end__gt=day), start__lte=day)

    def touching(self, start: date, end: date | None) -> Self:
        """Terms that share a day with the days from `start` until `end`."""
        running = self.filter(Q(end=None) | Q(end__gt=start))
        return running.filter(start__lt=end) if end else running

    def highest_first(self) -> Self:
        """In the order of offices, the board before committees."""
        return self.select_related("office", "body").order_by("office__order", "body__order", "start", "pk")


class Term(models.Model):
    """This person holds this office from `start` until `end`, the day of handover, which no longer counts."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="terms")
    office = models.ForeignKey(Office, models.PROTECT, related_name="terms")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="terms")
    start = models.DateField(_("From"))
    end = models.DateField(_("Until"), null=True, blank=True)
    source = models.CharField(max_length=16, default="staff")
    granted_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = TermQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["start", "end"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")),
                name="term_ends_after_it_begins",
                violation_error_message=_("A term ends after it begins. Change one of the two dates."),
            ),
            models.UniqueConstraint(fields=["person", "office", "body", "start"], name="term_once"),
            models.UniqueConstraint(
                fields=["person", "office", "start"], condition=Q(body=None), name="term_without_body_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.years}"

    @property
    def title(self) -> str:
        """ "President"; in a committee "Chair, Ethics Committee"."""
        if self.body is None or self.body.key == "officers":
            return self.office.title
        return f"{self.office.title}, {self.body.name}"

    @property
    def years(self) -> str:
        """ "2026–27", "since 2019"."""
        if self.end is None:
            return str(_("since %(year)s")) % {"year": self.start.year}
        last = self.end.year
        return str(self.start.year) if last == self.start.year else f"{self.start.year}–{last % 100:02d}"


class Invitation(models.Model):
    """A mail that told somebody their account is ready. It holds no secret: the code is mailed when asked for."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    invited_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.email


class RosterRun(models.Model):
    """One roster file: read, compared, and, once `applied_at` is set, applied. `content` is emptied then."""

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    on = models.DateField()
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    content = models.BinaryField(default=bytes, blank=True)
    read_at = models.DateTimeField(default=timezone.now)
    read_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.on}"


class RosterChange(models.Model):
    """The audit line of one changed field: which file, which line, old and new."""

    run = models.ForeignKey(RosterRun, models.CASCADE, related_name="changes")
    person = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    member_id = models.CharField(max_length=40)
    line = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=16)
    field = models.CharField(max_length=40)
    old = models.CharField(max_length=300, blank=True)
    new = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.member_id} {self.field}"
