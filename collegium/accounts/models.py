"""The account, with the few facts that stand beside a person's words everywhere."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class PersonQuerySet(models.QuerySet["User"]):
    """People, in the ways screens ask for them."""

    def by_name(self) -> PersonQuerySet:
        """Family name first, as directories sort."""
        return self.order_by("family_name", "given_name", "pk")


class PersonManager(UserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Creates accounts."""


class User(AbstractUser):
    """An account. `name` and `credentials` are how the person is shown now; bylines keep what was true when written."""

    first_name = last_name = None  # type: ignore[assignment]
    given_name = models.CharField(_("Given name"), max_length=80, blank=True)
    family_name = models.CharField(_("Family name"), max_length=80, blank=True)
    name = models.CharField(_("Name"), max_length=160)
    credentials = models.CharField(_("Credentials"), max_length=80, blank=True)
    handle = models.SlugField(max_length=80, unique=True)
    email = models.EmailField(_("Mail address"), blank=True)
    language = models.CharField(_("Language"), max_length=8, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True)
    start_of_reading = models.DateTimeField(auto_now_add=True)

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

    @property
    def full_name(self) -> str:
        """Name with credentials, as a byline prints it: "Nora Ellingsen-Park, MD"."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    @property
    def initials(self) -> str:
        """Up to two letters, for people without a portrait."""
        words = self.name.replace("-", " ").split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def get_full_name(self) -> str:
        """What Django's own screens show."""
        return self.name

    def get_short_name(self) -> str:
        """The given name, else the whole name."""
        return self.given_name or self.name


def display_name(user: User) -> str:
    """How account screens address a person."""
    return user.name or user.username
