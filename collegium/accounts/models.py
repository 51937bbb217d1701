"""The account, with the few facts that stand beside a person's words everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from collegium.web.lines import Line
from collegium.web.texts import FoldedField, folded


class PersonQuerySet(models.QuerySet["User"]):
    """People, in the ways screens ask for them."""

    def by_name(self) -> PersonQuerySet:
        """Family name first, as directories sort."""
        return self.order_by("family_name", "given_name", "pk")

    def named(self, text: str, most: int = 4) -> PersonQuerySet:
        """Those in whose name each word begins a word, whatever the case and the accents."""
        people = self
        for word in folded(text).split()[:most]:
            inside = [models.Q(folded_name__contains=f"{sign}{word}") for sign in (" ", "-")]
            people = people.filter(models.Q(folded_name__startswith=word) | inside[0] | inside[1])
        return people


class PersonManager(UserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Creates accounts."""


class User(AbstractUser):
    """An account. `name` and `credentials` are how the person is shown now; bylines keep what was true when written."""

    first_name = last_name = None  # type: ignore[assignment]
    given_name = Line(_("Given name"), max_length=80, blank=True)
    family_name = Line(_("Family name"), max_length=80, blank=True)
    name = Line(_("Name"), max_length=160)
    folded_name = FoldedField(of=("name",))
    credentials = Line(_("Credentials"), max_length=80, blank=True)
    handle = models.SlugField(max_length=80, unique=True)
    email = models.EmailField(_("Mail address"), blank=True)
    language = models.CharField(_("Language"), max_length=8, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True)
    start_of_reading = models.DateTimeField(auto_now_add=True)
    sessions_ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    has_short_password = models.BooleanField(default=False, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="username_once",
                violation_error_message=_("This username is taken. Choose another one."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="email_once",
                violation_error_message=_("This mail address belongs to another account."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Store the folded name with the name."""
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "folded_name"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def full_name(self) -> str:
        """Name with credentials, as a byline prints it: "Nora Ellingsen-Park, MD"."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    @property
    def initials(self) -> str:
        """Up to two letters, for people without a portrait; a double name counts as one."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def set_password(self, raw_password: str | None) -> None:
        """Also note whether it is long enough to stand alone (OWASP ASVS 6.2.1)."""
        super().set_password(raw_password)
        self.has_short_password = bool(raw_password) and len(raw_password or "") < 15

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session ends when the password changes, and when `sessions_ended_at` is set anew."""
        moment = self.sessions_ended_at
        return _session_hash(f"{self.password}|{moment.isoformat() if moment else ''}", secret or settings.SECRET_KEY)

    def get_full_name(self) -> str:
        """What Django's own screens show."""
        return self.name

    def get_short_name(self) -> str:
        """The given name, else the whole name."""
        return self.given_name or self.name


@lru_cache(maxsize=4096)
def _session_hash(value: str, secret: str | bytes) -> str:
    return salted_hmac("collegium.accounts.session", value, secret=secret, algorithm="sha256").hexdigest()


class RetiredAddress(models.Model):
    """A mail address that still signs in until a date, after the person confirmed a new one."""

    person = models.ForeignKey(User, models.CASCADE, related_name="retired_addresses")
    email = models.EmailField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.email


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Lines, in the ways screens ask for them."""

    def newest_first(self) -> ActivityQuerySet:
        """Latest first."""
        return self.order_by("-at", "-pk")


class Activity(models.Model):
    """What happened around a sign-in: what, whose, when, from which network; never what was typed (ASVS 16.3).

    `person` is None where nobody has the name that was typed. The same within an hour is one line with a number.
    """

    class What(models.TextChoices):
        """What happened."""

        SIGNED_IN = "signed_in", _("Signed in")
        REFUSED = "refused", _("Sign-in refused")
        PASSWORD = "password", _("Password changed")
        FACTOR_ADDED = "factor_added", _("Second factor added")
        FACTOR_REMOVED = "factor_removed", _("Second factor removed")
        CODES_RENEWED = "codes_renewed", _("Recovery codes made anew")
        ADDRESS_ADDED = "address_added", _("Mail address added")
        ADDRESS_CHANGED = "address_changed", _("Mail address changed")
        ADDRESS_REMOVED = "address_removed", _("Mail address removed")
        STAFF_PAGE = "staff_page", _("Page for staff refused")
        LINKED = "linked", _("Sign-in elsewhere linked")
        UNLINKED = "unlinked", _("Sign-in elsewhere unlinked")
        SITE = "site", _("Signed in to another site")
        SITE_ENDED = "site_ended", _("Ended what another site may know")

    class Way(models.TextChoices):
        """By what."""

        PASSWORD = "password", _("password")
        CODE = "code", _("mailed code")
        PASSKEY = "webauthn", _("passkey")
        APP = "totp", _("authenticator app")
        RECOVERY = "recovery_codes", _("recovery code")
        RESET = "password_reset", _("forgotten password")
        SUSPENDED = "suspended", _("suspended account")
        PROVIDER = "socialaccount", _("sign-in elsewhere")

    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="activity")
    what = models.CharField(max_length=20, choices=What.choices)
    way = models.CharField(max_length=20, choices=Way.choices, blank=True)
    network = models.CharField(max_length=50, blank=True)
    times = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="activity_of"),
            models.Index(fields=["-at"], name="activity_at"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.network}".strip()


def display_name(person: User) -> str:
    """How account screens address a person."""
    return person.name or person.username
