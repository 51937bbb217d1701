"""Groups, and the places people hold in them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import MEMBERS, Audience
from collegium.audience.people import people_in
from collegium.audience.reader import Reader
from collegium.web import html
from collegium.web.lines import Line


class GroupQuerySet(models.QuerySet["Group"]):
    """Groups, in the ways screens ask for them."""

    def confirmed(self) -> Self:
        """Staff said yes."""
        return self.exclude(confirmed_at=None)

    def waiting(self) -> Self:
        """Proposed, and not decided yet."""
        return self.filter(confirmed_at=None, declined_at=None)

    def without_owner(self) -> Self:
        """Confirmed groups none of whose owners is a member of the society now: nobody lets people in."""
        present = Place.objects.owners().filter(group=OuterRef("pk"), person__in=people_in({MEMBERS}).values("pk"))
        return self.confirmed().filter(~Exists(present))

    def listed_for(self, reader: Reader) -> Self:
        """What the directory may show: full, cards, and what one is invited to."""
        if not reader.is_member:
            return self.none()
        places = Place.objects.filter(group=OuterRef("pk"), person_id=reader.person_id, role=Place.Role.INVITED)
        shown = Q(audience__in=reader.audiences) | Q(kind__in=Group.with_card_for(reader)) | Q(Exists(places))
        return self.confirmed().filter(shown)

    def read_by(self, reader: Reader) -> Self:
        """Groups whose topics this reader has in full."""
        return self.confirmed().filter(audience__in=reader.audiences)

    def joined_by(self, reader: Reader) -> Self:
        """Groups this reader is in now."""
        return self.confirmed().filter(writers__in=reader.audiences)

    def matching(self, text: str) -> Self:
        """Name or line contains these words."""
        found = self
        for word in text.split()[:6]:
            found = found.filter(Q(name__icontains=word) | Q(summary__icontains=word))
        return found


class Group(models.Model):
    """A group. `audience` reads what is in it: Members for an open group, its own for the others.

    `writers` is always the group's own audience: its people. In closed and secret groups the two are the same row.
    """

    class Kind(models.TextChoices):
        """Who may see what is in it."""

        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        SECRET = "secret", _("Secret")

    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices, default=Kind.OPEN)
    name = Line(_("Name"), max_length=120)
    slug = models.SlugField(max_length=90, unique=True)
    summary = Line(_("In one line"), max_length=200, blank=True)
    about = models.TextField(_("About"), blank=True)
    icon = models.CharField(max_length=20, default="users")
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    writers = models.ForeignKey(Audience, models.PROTECT, related_name="+", null=True)
    announcement = Line(_("Announcement"), max_length=400, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Without an audience of its own its readers write."""
        self.writers_id = self.writers_id or self.audience_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """Its address."""
        return f"/groups/{self.slug}/"

    @property
    def about_html(self) -> str:
        """What it says of itself as HTML, or else its line."""
        return html.from_plain(self.about or self.summary)

    @classmethod
    def with_card_for(cls, reader: Reader) -> tuple[str, ...]:
        """Kinds whose name, line and number of people this reader has from outside (docs/access.md, "card")."""
        if reader.is_administrator:
            return (cls.Kind.CLOSED, cls.Kind.SECRET)
        return (cls.Kind.CLOSED,) if reader.is_member else ()


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places, asked from either end."""

    def held(self) -> Self:
        """Really in the group: members and owners, not those who asked or are invited."""
        return self.filter(role__in=[Place.Role.MEMBER, Place.Role.OWNER])

    def owners(self) -> Self:
        """Owners."""
        return self.filter(role=Place.Role.OWNER)

    def of_present_members(self) -> Self:
        """Held by members of the society who are there now, who was in the group first before."""
        return self.held().filter(person__in=people_in({MEMBERS}).values("pk")).order_by("since", "pk")


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
    note = Line(max_length=300, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="place_once")]
        indexes = [models.Index(fields=["group", "role"], name="place_group_role")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} in {self.group_id}"
