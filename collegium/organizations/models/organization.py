"""The organization."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collegium.organizations import identifiers
from collegium.organizations.domains import host_of
from collegium.organizations.models.keys import KeyField, city_key, name_key
from collegium.organizations.names import KINDS as NAME_KINDS
from collegium.organizations.names import OtherName
from collegium.organizations.vocabulary import KINDS, SOCIAL, SOCIETY, Band, band_of
from collegium.people.regions import US_STATES
from collegium.web.formats import country
from collegium.web.lines import Line
from collegium.web.texts import FoldedField, folded


def _states(word: str) -> list[str]:
    """Codes of the states in whose name a word of three letters or more occurs: "mexico" is NM."""
    return [code for code, name in US_STATES.items() if word.casefold() in name.casefold()] if len(word) > 2 else []


AMERICAN = ("", "US", "USA", "United States", "United States of America")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Organizations, in the ways screens ask for them."""

    def listed(self) -> Self:
        """Those with a page of their own: not merged into another, not withdrawn."""
        return self.exclude(state_of_page__in=(Organization.State.MERGED, Organization.State.WITHDRAWN))

    def by_name(self) -> Self:
        """As the directory sorts."""
        return self.order_by("name", "pk")

    def matching(self, text: str) -> Self:
        """Those in whose names, description, city, state or country every word of the text occurs, or whose identifier
        it is."""
        if known := _identified(text):
            return self.filter(known)
        rows = self
        for word in text.split()[:8]:
            rows = rows.filter(Q(words__contains=folded(word)) | Q(state__in=_states(word)))
        return rows

    def best_first(self, text: str) -> Self:
        """Whose name begins so first, then whose other name or acronym is just that, then the others by name."""
        wanted = folded(text).strip()
        begins = When(words__startswith=wanted, then=Value(0))
        exactly = When(words__contains=f"\n{wanted}\n", then=Value(1))
        return self.order_by(Case(begins, exactly, default=Value(2)), "name", "pk")


def _identified(text: str) -> Q | None:
    """The condition "has this ROR ID, NPI or CCN"; None when the text is none of them."""
    compact = text.strip()
    for name, check in (("ror", identifiers.ror), ("npi", identifiers.npi), ("ccn", identifiers.ccn)):
        try:
            if (value := check(compact)) and any(sign.isdigit() for sign in value):
                return Q(**{name: value}) | Q(words__contains=folded(compact))
        except identifiers.Wrong:
            continue
    return None


class Organization(models.Model):
    """A practice, hospital, institute, society. `size` is what its band is made of: members of a society, else people
    employed. `claimed_at` is empty while nobody owns the page.
    `imported`: what a file last brought in, by field; `host`, `name_key` and `city_key` find those that may be one.
    `host_unproven_at`: a manager set the host of the website then, so that it is no proof for claims."""

    class State(models.TextChoices):
        """What became of it."""

        ACTIVE = "active", _("Active")
        MERGED = "merged", _("Merged into another")
        CLOSED = "closed", _("No longer active")
        WITHDRAWN = "withdrawn", _("Withdrawn: it should never have been listed")

    name = Line(_("Name"), max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    names = models.JSONField(default=list, blank=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=16, choices=KINDS, default="other")
    street = Line(_("Street"), max_length=160, blank=True)
    city = Line(_("City"), max_length=80, blank=True)
    state = Line(_("State"), max_length=40, blank=True)
    country = Line(_("Country"), max_length=60, blank=True)
    latitude = models.FloatField(
        _("Latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("Longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    geonames_id = models.PositiveIntegerField(null=True, blank=True, editable=False)
    ror = models.CharField(_("ROR ID"), max_length=9, blank=True, validators=[identifiers.valid_ror])
    ccn = models.CharField(_("CMS certification number"), max_length=6, blank=True, validators=[identifiers.valid_ccn])
    npi = models.CharField(_("NPI of the organization"), max_length=10, blank=True, validators=[identifiers.valid_npi])
    description = Line(_("In one or two sentences"), max_length=400, blank=True)
    story = models.TextField(_("Its own story"), blank=True)
    story_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    story_by = Line(_("Written by"), max_length=200, blank=True)
    story_at = models.DateTimeField(null=True, blank=True)
    website = models.URLField(_("Website"), blank=True)
    host_unproven_at = models.DateTimeField(null=True, blank=True, editable=False)
    domains = models.JSONField(default=list, blank=True)
    size_employees = models.PositiveIntegerField(_("People employed"), null=True, blank=True)
    size_members = models.PositiveIntegerField(_("Members, of a society"), null=True, blank=True)
    size = models.PositiveIntegerField(null=True, editable=False)
    founded = models.PositiveSmallIntegerField(_("Founded in"), null=True, blank=True)
    words = FoldedField(of=("name", "other_names", "city", "country", "description"))
    host = KeyField(of="website", by=host_of)
    name_key = KeyField(of="name", by=name_key)
    city_key = KeyField(of="city", by=city_key)
    imported = models.JSONField(default=dict, blank=True, editable=False)
    logo_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    social = models.JSONField(default=dict, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    related = models.ManyToManyField("self", blank=True)
    networks = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="participants", verbose_name=_("Networks it takes part in")
    )
    state_of_page = models.CharField(max_length=9, choices=State.choices, default=State.ACTIVE)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    is_host = models.BooleanField(default=False, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    disputed_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_host"], condition=Q(is_host=True), name="one_host_organization"),
            models.CheckConstraint(
                condition=~Q(state_of_page="merged") | Q(merged_into__isnull=False), name="merged_into_one_that_stays"
            ),
        ]
        indexes = [
            models.Index(fields=["name"], name="organization_name"),
            models.Index(fields=["state", "kind"], name="organization_state_kind"),
            models.Index(fields=["size"], name="organization_size"),
            models.Index(fields=["latitude", "longitude"], name="organization_position"),
            models.Index(fields=["ror"], name="organization_ror"),
            models.Index(fields=["host", "city_key"], name="organization_host"),
            models.Index(fields=["name_key", "city_key"], name="organization_name_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def work_out(self) -> None:
        """What is made from other fields, for rows that are written in bulk."""
        self.size = self.size_members if self.counts_members else self.size_employees
        for name in ("words", "host", "name_key", "city_key"):
            self._meta.get_field(name).pre_save(self, add=False)  # type: ignore[union-attr]

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep `size` in step with the two numbers."""
        self.size = self.size_members if self.counts_members else self.size_employees
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("organizations:organization_detail", args=[self.slug])

    @property
    def has_page(self) -> bool:
        """Whether it has a page of its own, as `listed()` says for rows."""
        return self.state_of_page not in (self.State.MERGED, self.State.WITHDRAWN)

    @property
    def other_names(self) -> str:
        """All its other names, one a line, as they are searched."""
        return "\n".join(name["value"] for name in self.names)

    def name_like(self, text: str) -> str:
        """The first other name in which a folded text occurs, or ""."""
        return next((name["value"] for name in self.names if text in folded(name["value"])), "")

    def is_called(self, text: str) -> bool:
        """Whether every word of a text occurs in its names, or it is one of its identifiers."""
        names = folded(f"{self.name}\n{self.other_names}")
        return all(word in names for word in folded(text).split()) or _identified(text) is not None

    @property
    def names_by_kind(self) -> list[tuple[str, list[OtherName]]]:
        """Its other names under what they are: (heading, names)."""
        grouped = [(str(label), [name for name in self.names if name["kind"] == kind]) for kind, label in NAME_KINDS]
        return [(label, names) for label, names in grouped if names]

    @property
    def identifiers(self) -> list[tuple[str, str, str]]:
        """Its identifiers: (name, value, address where it is looked up or "")."""
        found = [("ROR", self.ror, f"https://ror.org/{self.ror}"), ("CCN", self.ccn, ""), ("NPI", self.npi, "")]
        return [row for row in found if row[1]]

    @property
    def coordinates(self) -> str:
        """Latitude and longitude, "44.51, -89.57"; "" when unknown."""
        known = self.latitude is not None and self.longitude is not None
        return f"{self.latitude:.5g}, {self.longitude:.6g}" if known else ""

    @property
    def counts_members(self) -> bool:
        """Whether its size is members (a society that says so) and not people employed."""
        return self.kind == SOCIETY and self.size_members is not None

    @property
    def band(self) -> Band | None:
        """Its size band."""
        return band_of(self.size)

    @property
    def size_shown(self) -> str:
        """The band with its noun: "25,000+ members", "250–499 employees"; "" when unknown."""
        band = self.band
        if band is None:
            return ""
        if self.counts_members:
            return ngettext("%(band)s member", "%(band)s members", band.most or band.least) % {"band": band.label}
        return _employed(band)

    @property
    def staff_shown(self) -> str:
        """Of a society that counts its members: how many people it employs, "50–249 employees"; "" when unknown."""
        band = band_of(self.size_employees) if self.counts_members else None
        return _employed(band) if band else ""

    @property
    def state_name(self) -> str:
        """The state written out, or as it was given."""
        return US_STATES.get(self.state, self.state) if self.is_american else self.state

    @property
    def is_american(self) -> bool:
        """Whether its state is one of the United States: WA is Washington there, and Western Australia elsewhere."""
        return self.country in AMERICAN

    @property
    def place(self) -> str:
        """City, state and country: "Dry Creek, New Mexico", "Guelph, Ontario, Canada"."""
        land = "" if self.state and self.is_american else country(self.country)
        return ", ".join(part for part in (self.city, self.state_name, land) if part)

    @property
    def short_place(self) -> str:
        """As a byline prints it: "Cedar Fork, IA"."""
        return ", ".join(part for part in (self.city, self.state or country(self.country)) if part)

    @property
    def initials(self) -> str:
        """Two letters in place of a logo."""
        words = [word for word in self.name.replace("-", " ").split() if word[:1].isupper()]
        return "".join(word[0] for word in words[:2])

    @property
    def accounts(self) -> list[tuple[str, str, str]]:
        """Social accounts that are given: (key, name, address)."""
        return [(key, name, self.social[key]) for key, name in SOCIAL if self.social.get(key)]


def _employed(band: Band) -> str:
    return ngettext("%(band)s employee", "%(band)s employees", band.most or band.least) % {"band": band.label}
