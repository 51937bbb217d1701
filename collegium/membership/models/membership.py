"""What the society knows of a member, the kinds of membership, and invitations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import Standing
from collegium.membership.models.days import society_today
from collegium.web.lines import Line
from collegium.web.models import Society

PERSON = settings.AUTH_USER_MODEL


class Category(models.Model):
    """A kind of membership: "Full / Active". Seeded by migration; the codes are those of the society's roster."""

    class Gives(models.TextChoices):
        """The standing that somebody of this category has."""

        MEMBER = "member", _("Member")
        STAFF = "staff", _("Staff")
        GUEST = "guest", _("Guest")

    class Dues(models.TextChoices):
        """When a year that somebody paid for ends (bylaws of societies know both)."""

        CALENDAR = "calendar", _("The calendar year; who joins after 1 October is credited to the next")
        ANNIVERSARY = "anniversary", _("A year from the day of joining")

    code = models.CharField(_("Code in the roster"), max_length=16, unique=True)
    name = Line(_("Name"), max_length=120)
    gives = models.CharField(_("Standing"), max_length=8, choices=Gives.choices, default=Gives.MEMBER)
    for_life = models.BooleanField(_("Without end"), default=False)
    becomes = models.CharField(_("Becomes at the end"), max_length=16, blank=True)
    votes = models.BooleanField(_("May vote while dues are paid"), default=False)
    grace_days = models.PositiveSmallIntegerField(
        _("Days of grace after dues end"), null=True, blank=True, validators=[MaxValueValidator(730)],
        help_text=_("Empty: as the society’s settings say."),
    )  # fmt: skip
    dues = models.CharField(_("The dues year"), max_length=12, choices=Dues.choices, default=Dues.ANNIVERSARY)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Gives(models.TextChoices):
    """What a line of the table of access gives. What is neither member nor staff has a guest's rights, or none."""

    MEMBER = "member", _("Member")
    STAFF = "staff", _("Staff, not a member")
    APPLICANT = "applicant", _("Applicant: a guest’s rights")
    GUEST = "guest", _("Membership ended: a guest’s rights")
    RESIGNED = "resigned", _("Resigned: a guest’s rights")
    DROPPED = "dropped", _("Dropped: a guest’s rights")
    NONE = "none", _("Suspended: no sign-in")
    MEMORIAM = "memoriam", _("In memoriam: no sign-in, no mail")


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
    gives = models.CharField(_("Access"), max_length=10, choices=Gives.choices, blank=True)
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
    asked_out = models.BooleanField(_("Asked not to be listed"), default=False)
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

    @property
    def days_of_grace(self) -> int:
        """Of the category, else of the society."""
        own = self.category.grace_days
        return Society.current().grace_days if own is None else own

    def notice(self, on: date | None = None) -> str:
        """Which banner this member should see: "grace", "training" or nothing."""
        day = on or society_today()
        if self.paid_through is None or self.category.gives != Category.Gives.MEMBER:
            return ""
        if self.gives not in ("", Gives.MEMBER):
            return ""
        if self.paid_through < day <= self.paid_through + timedelta(days=self.days_of_grace):
            return "training" if self.category.becomes else "grace"
        return ""


class Invitation(models.Model):
    """A mail that told somebody their account is ready. It holds no secret: the code is mailed when asked for."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    invited_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.email
