"""Groups, and the places people hold in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import Audience


class Group(models.Model):
    """A group. `audience` reads and writes what is in it: Members for an open group, its own for the others."""

    class Kind(models.TextChoices):
        """Who may see what is in it."""

        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        SECRET = "secret", _("Secret")

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.OPEN)
    name = models.CharField(_("Name"), max_length=120, unique=True)
    slug = models.SlugField(max_length=90, unique=True)
    summary = models.CharField(_("In one line"), max_length=200, blank=True)
    about = models.TextField(_("About"), blank=True)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """Somebody's place in a group: asked for, invited, held, or owner's."""

    class Role(models.TextChoices):
        """From asking to owning."""

        ASKED = "asked", _("Asked to join")
        INVITED = "invited", _("Invited")
        MEMBER = "member", _("Member")
        OWNER = "owner", _("Owner")

    group = models.ForeignKey(Group, models.CASCADE, related_name="places")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="places")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="place_once")]
