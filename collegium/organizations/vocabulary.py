"""Kinds of organizations and the one list of size bands, used with its noun ("25,000+ members")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from collegium.web.formats import number

SOCIETY: Final = "society"
KINDS: Final = [
    ("hospital", _("Hospital")),
    ("health-system", _("Health system")),
    ("practice", _("Practice or clinic")),
    ("cancer-center", _("Cancer center")),
    ("academic", _("University or medical school")),
    ("research", _("Research institute")),
    (SOCIETY, _("Medical or professional society")),
    ("advocacy", _("Patient advocacy or foundation")),
    ("coop-group", _("Cooperative trial group")),
    ("government", _("Government, public health, military")),
    ("payer", _("Payer or insurer")),
    ("industry", _("Maker of drugs, devices, diagnostics")),
    ("vendor", _("Vendor, agency, consultancy")),
    ("media", _("Publisher or media")),
    ("company", _("Company")),
    ("funder", _("Funder")),
    ("nonprofit", _("Nonprofit organization")),
    ("archive", _("Archive, library, museum")),
    ("other", _("Other")),
]
ROR_TYPES: Final = {  # kind -> type of the Research Organization Registry (schema 2)
    "hospital": "healthcare", "health-system": "healthcare", "practice": "healthcare", "cancer-center": "healthcare",
    "academic": "education", "research": "facility", SOCIETY: "nonprofit", "advocacy": "nonprofit",
    "coop-group": "other", "government": "government", "payer": "company", "industry": "company", "vendor": "company",
    "media": "company", "company": "company", "funder": "funder", "nonprofit": "nonprofit", "archive": "archive",
    "other": "other",
}  # fmt: skip
KIND_OF_ROR: Final = {  # type -> the kind of what comes from there with nothing else known
    "healthcare": "hospital", "education": "academic", "facility": "research", "nonprofit": "nonprofit",
    "government": "government", "company": "company", "funder": "funder", "archive": "archive", "other": "other",
}  # fmt: skip
SOCIAL: Final = [
    ("x", "X (Twitter)"),
    ("facebook", "Facebook"),
    ("linkedin", "LinkedIn"),
    ("youtube", "YouTube"),
    ("bluesky", "Bluesky"),
    ("mastodon", "Mastodon"),
    ("instagram", "Instagram"),
]


@dataclass(frozen=True, slots=True)
class Band:
    """A size band; `step` 1 to 6 is how many bars its little picture has."""

    key: str
    least: int
    most: int | None
    step: int

    @property
    def label(self) -> str:
        """ "250–499", "25,000+", as the reader's language writes numbers."""
        return f"{number(self.least)}+" if self.most is None else f"{number(self.least)}–{number(self.most)}"


BANDS: Final = [
    Band("1-9", 1, 9, 1),
    Band("10-49", 10, 49, 1),
    Band("50-249", 50, 249, 2),
    Band("250-499", 250, 499, 2),
    Band("500-999", 500, 999, 3),
    Band("1000-4999", 1_000, 4_999, 3),
    Band("5000-9999", 5_000, 9_999, 4),
    Band("10000-24999", 10_000, 24_999, 5),
    Band("25000", 25_000, None, 6),
]


def band_of(number: int | None) -> Band | None:
    """The band of a number of people."""
    fitting = [band for band in BANDS if number and number >= band.least]
    return fitting[-1] if fitting else None
