"""The profile, and the lists of specialties, disease sites and languages it chooses from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from collegium.web.formats import country
from collegium.web.lines import Line
from collegium.web.texts import FoldedField

FIELDS = (
    "headline", "about", "specialty", "location", "affiliation", "ask_me_about", "languages", "publications", "links",
    "identifiers",
)  # fmt: skip


class Specialty(models.Model):
    """A name to choose from. The society may change the list; it starts with the public names of certificates."""

    name = Line(_("Name"), max_length=120, unique=True)
    slug = models.SlugField(max_length=130, unique=True)
    folded_name = FoldedField(of=("name",), db_default="")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "specialties"

    def __str__(self) -> str:
        return self.name


class DiseaseSite(models.Model):
    """A part of the body or a field that somebody works in. The society may change the list."""

    name = Line(_("Name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=90, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    folded_name = FoldedField(of=("name",), db_default="")

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Profile(models.Model):
    """What a person says of themselves. A person without a row has said nothing yet.

    `seen_<field>` says who has the field: members, people in a group with this person, or nobody else. Mail address and
    telephone have no such choice: they are for the person and, logged, for administrators (docs/access.md).
    """

    class Role(models.TextChoices):
        """What somebody does."""

        PHYSICIAN = "physician", _("Physician")
        PHARMACIST = "pharmacist", _("Pharmacist")
        NURSE = "nurse", _("Nurse")
        TRAINEE = "trainee", _("Trainee")
        ADMINISTRATOR = "administrator", _("Practice administrator")
        SOCIAL_WORKER = "social-worker", _("Social worker")
        NAVIGATOR = "navigator", _("Patient navigator")
        REGISTRAR = "registrar", _("Tumor registrar")
        ADVOCATE = "advocate", _("Patient advocate")
        OTHER = "other", _("Something else")

    class Stage(models.TextChoices):
        """Where in a career somebody stands."""

        STUDENT = "student", _("Student")
        RESIDENT = "resident", _("Resident")
        FELLOW = "fellow", _("Fellow in training")
        EARLY = "early", _("Early career")
        MID = "mid", _("Mid career")
        LATE = "late", _("Late career")
        RETIRED = "retired", _("Retired")

    class Seen(models.TextChoices):
        """Who has a field."""

        MEMBERS = "members", _("Members")
        GROUPS = "groups", _("People in my groups")
        ME = "me", _("Only me")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    headline = Line(_("In one line"), max_length=200, blank=True)
    about = models.TextField(_("About"), blank=True, max_length=4000)
    specialty = models.ForeignKey(
        Specialty, models.SET_NULL, null=True, blank=True, related_name="profiles", verbose_name=_("Specialty")
    )
    further = models.ManyToManyField(Specialty, blank=True, related_name="further_profiles", verbose_name=_("Further"))
    sites = models.ManyToManyField(DiseaseSite, blank=True, related_name="profiles", verbose_name=_("Disease sites"))
    suffix = Line(_("Suffix"), max_length=12, blank=True)
    family_first = models.BooleanField(_("My family name comes first"), default=False)
    legal_given_name = Line(_("Legal given name"), max_length=80, blank=True)
    links = models.JSONField(default=dict, blank=True)
    role = models.CharField(_("What you do"), max_length=16, choices=Role.choices, blank=True)
    stage = models.CharField(_("Career stage"), max_length=12, choices=Stage.choices, blank=True)
    city = Line(_("City"), max_length=80, blank=True)
    state = Line(_("State"), max_length=40, blank=True)
    country = Line(_("Country"), max_length=60, blank=True)
    ask_me_about = models.TextField(_("Ask me about"), blank=True, max_length=600)
    phone = Line(_("Telephone"), max_length=40, blank=True)
    npi = models.CharField("NPI", max_length=10, blank=True)
    orcid = models.CharField(_("ORCID iD"), max_length=19, blank=True)
    portrait_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    square_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    seen_headline = models.CharField(max_length=8, choices=Seen.choices, default=Seen.MEMBERS)
    seen_about = models.CharField(max_length=8, choices=Seen.choices, default=Seen.MEMBERS)
    seen_specialty = models.CharField(max_length=8, choices=Seen.choices, default=Seen.MEMBERS)
    seen_location = models.CharField(max_length=8, choices=Seen.choices, default=Seen.MEMBERS)
    seen_affiliation = models.CharField(max_length=8, choices=Seen.choices, default=Seen.MEMBERS)
    seen_ask_me_about = models.CharField(max_length=8, choices=Seen.choices, default=Seen.MEMBERS)
    seen_languages = models.CharField(max_length=8, choices=Seen.choices, default=Seen.MEMBERS)
    seen_publications = models.CharField(max_length=8, choices=Seen.choices, default=Seen.MEMBERS)
    seen_links = models.CharField(max_length=8, choices=Seen.choices, default=Seen.MEMBERS)
    seen_identifiers = models.CharField(max_length=8, choices=Seen.choices, default=Seen.MEMBERS)
    signs_with_place = models.BooleanField(_("Print specialty and place beside what I write"), default=True)
    unlisted_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    folded_headline = FoldedField(of=("headline",), db_default="")
    folded_city = FoldedField(of=("city",), db_default="")
    folded_legal_given_name = FoldedField(of=("legal_given_name",), db_default="")
    folded_ask_me_about = FoldedField(of=("ask_me_about",), db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["specialty"], name="profile_specialty"),
            models.Index(fields=["state"], name="profile_state"),
            models.Index(fields=["stage"], name="profile_stage"),
        ]

    def __str__(self) -> str:
        return f"Profile of {self.person_id}"

    @property
    def expertise(self) -> list[str]:
        """What colleagues may ask about, one phrase each."""
        return [line.strip() for line in self.ask_me_about.splitlines() if line.strip()]

    @property
    def place(self) -> str:
        """City with state, or with country where there is no state: "Cedar Fork, IA"."""
        return ", ".join(part for part in (self.city, self.state or country(self.country)) if part)


class Speaks(models.Model):
    """Somebody speaks a language (ISO 639 code), in the order they gave."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="spoken")
    code = models.CharField(max_length=8)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["profile", "code"], name="speaks_once")]
        indexes = [models.Index(fields=["code", "profile"], name="speaks_language")]

    def __str__(self) -> str:
        return self.code
