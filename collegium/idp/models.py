"""Other sites, what people let them know, what happened with them, and the keys that sign.

What the protocol needs of a site (return addresses, hash of the secret, scopes) stands in django-allauth's `Client`,
tokens in its `Token`.
"""

from __future__ import annotations

import secrets
from typing import Self

from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Scope(models.TextChoices):
    """What a site may learn beside who somebody is, as a person reads it."""

    PROFILE = "profile", _("Name and language")
    EMAIL = "email", _("Confirmed mail address")
    STANDING = "membership", _("Whether one is a member, a guest or lapsed")
    CATEGORY = "member_category", _("The category of one’s membership")


def new_subject() -> str:
    """A name that nobody can guess, and that says nothing of whom it stands for."""
    return secrets.token_urlsafe(24)


class SiteQuerySet(models.QuerySet["Site"]):
    """Sites, in the ways screens ask for them."""

    def working(self) -> Self:
        """Those that may sign people in now."""
        return self.filter(suspended_at=None)


class Site(models.Model):
    """Another site that signs people in with Collegium."""

    client = models.OneToOneField(Client, models.CASCADE, related_name="site")
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    renewed_at = models.DateTimeField(null=True, blank=True)  # its secret
    used_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["client__name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As people know it."""
        return str(self.client.name)

    @property
    def is_trusted(self) -> bool:
        """Whether the society vouches for it, so that nobody is asked."""
        return bool(self.client.skip_consent)

    @property
    def addresses(self) -> list[str]:
        """Where it may be sent back to."""
        return list(self.client.get_redirect_uris())

    @property
    def scopes(self) -> list[str]:
        """What it may ask for, `openid` not counted, in the order of `Scope`."""
        allowed = self.client.get_scopes()
        return [scope for scope in Scope.values if scope in allowed]


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents, in the ways screens ask for them."""

    def running(self) -> Self:
        """Those that nobody took back."""
        return self.filter(ended_at=None)

    def of(self, person_id: int) -> Self:
        """Those of a person, the last used first."""
        return self.filter(person=person_id).select_related("site__client").order_by("-used_at", "pk")


class Consent(models.Model):
    """A person and a site: what it may learn. The row stays when it ends, so that the subject never changes."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="site_consents")
    site = models.ForeignKey(Site, models.CASCADE, related_name="consents")
    subject = models.CharField(max_length=40, unique=True, default=new_subject, editable=False)
    scopes = models.JSONField(default=list)
    given_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    tokens_ended_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "site"], name="consent_once_a_site")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.site_id}"

    @property
    def words(self) -> list[str]:
        """What the site may learn, in words."""
        return [str(Scope(scope).label) for scope in Scope.values if scope in self.scopes]


class Line(models.Model):
    """What a site asked, what it got, or why not. The same within an hour is one line with a number; 90 days."""

    class What(models.TextChoices):
        """What happened; `notes.sentence` says it as a sentence."""

        ASKED = "asked"
        PASSED = "passed"
        SIGNED_IN = "signed_in"
        DETAILS = "details"
        WRONG_ADDRESS = "wrong_address"
        WRONG_KIND = "wrong_kind"
        NO_PKCE = "no_pkce"
        UNKNOWN_SCOPE = "unknown_scope"
        DECLINED = "declined"
        BARRED = "barred"
        WRONG_SECRET = "wrong_secret"  # noqa: S105
        WRONG_CODE = "wrong_code"
        USED_CODE = "used_code"
        WRONG_VERIFIER = "wrong_verifier"
        WRONG_TOKEN = "wrong_token"  # noqa: S105
        SUSPENDED = "suspended"
        UNREADABLE = "unreadable"

    GOOD = (What.ASKED, What.PASSED, What.SIGNED_IN, What.DETAILS)

    site = models.ForeignKey(Site, models.CASCADE, related_name="lines")
    person = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    what = models.CharField(max_length=16, choices=What.choices)
    told = models.CharField(max_length=300, blank=True)
    sent = models.CharField(max_length=300, blank=True)
    times = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["site", "-at"], name="idp_line_of")]

    def __str__(self) -> str:
        return f"{self.what} {self.site_id}"

    @property
    def is_good(self) -> bool:
        """Whether it went as it should."""
        return self.what in self.GOOD


class SigningKey(models.Model):
    """A key (RSA, 2048 bits) that signs ID tokens from a moment on, and is published until another one."""

    pem = models.TextField(editable=False)  # web.secrets.hidden
    made_at = models.DateTimeField(default=timezone.now)
    signs_from = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-signs_from", "-pk"]

    def __str__(self) -> str:
        return f"key of {self.made_at:%Y-%m-%d}"


__all__ = ["Client", "Consent", "Line", "Scope", "SigningKey", "Site", "Token"]
