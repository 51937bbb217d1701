"""The sections of the own profile: the form of each, what it says now, and how it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.discussion.meeting import Meeting
from collegium.membership.models import Membership
from collegium.people import actions, forms, publications, spoken
from collegium.people.credentials import journal
from collegium.people.models import Profile
from collegium.people.post_nominals import POST_NOMINALS
from collegium.privacy.forms import Asking


class AskedNameForm(Meeting, Asking, forms.NameForm):
    """The name, which two windows do not overwrite for each other."""


class AskedAboutForm(Meeting, Asking, forms.AboutForm):
    """The own words, looked at for what could identify a patient."""

    asked_fields = ("headline", "about", "ask_me_about")


class AskedPracticeForm(Meeting, Asking, forms.PracticeForm):
    """What somebody does."""


class AskedPlaceForm(Meeting, Asking, forms.PlaceForm):
    """Where somebody is."""


class AskedLinksForm(Meeting, Asking, forms.LinksForm):
    """Numbers and pages elsewhere."""


class AskedPublicationsForm(Meeting, Asking, forms.PublicationsForm):
    """What somebody published."""


class AskedPrivacyForm(Meeting, Asking, forms.PrivacyForm):
    """Who has what."""


def keeps_family_name(person: User) -> bool:
    """Whether the society's roster says the family name, so that its office changes it."""
    return Membership.objects.filter(person=person, is_from_roster=True).exists()


def _name_initial(person: User, _profile: Profile) -> dict[str, Any]:
    return {
        "given_name": person.given_name, "family_name": person.family_name, "credentials": person.credentials,
    }  # fmt: skip


def _says_name(person: User, _profile: Profile) -> list[str]:
    printed = ", ".join(journal(person.credentials))
    own = person.full_name
    in_journals = _("In references and journals: %(name)s") % {"name": f"{person.name}, {printed}"}
    return [own, in_journals] if printed and printed != person.credentials else [own]


def _says_about(_person: User, profile: Profile) -> list[str]:
    return [profile.headline, Truncator(profile.about).words(24), ", ".join(profile.expertise)]


def _says_practice(_person: User, profile: Profile) -> list[str]:
    names = [str(row) for row in (profile.specialty, *_rows(profile, "further")) if row]
    sites = ", ".join(str(site) for site in _rows(profile, "sites"))
    kind = ", ".join(str(word) for word in (profile.get_role_display(), profile.get_stage_display()) if word)
    return [", ".join(names), sites, kind]


def _says_place(_person: User, profile: Profile) -> list[str]:
    return [profile.place, ", ".join(spoken.name_of(row.code) for row in _rows(profile, "spoken")), profile.phone]


def _says_links(_person: User, profile: Profile) -> list[str]:
    return [profile.orcid, profile.npi and f"NPI {profile.npi}", *profile.links.values()]


def _says_publications(person: User, _profile: Profile) -> list[str]:
    return [", ".join(key.partition(":")[2] for key in publications.keys_of(person)[:3])]


def _says_privacy(_person: User, profile: Profile) -> list[str]:
    kept = [str(forms.LABELS[name]) for name in forms.FIELDS if getattr(profile, f"seen_{name}") != "members"]
    listed = _("Not in the directory") if profile.unlisted_at else _("In the directory of members")
    return [listed, _("Not for all members: %(fields)s") % {"fields": ", ".join(kept)} if kept else ""]


def _rows(profile: Profile, name: str) -> list[Any]:
    return list(getattr(profile, name).all()) if profile.pk else []


@dataclass(frozen=True, slots=True)
class Section:
    """One part: its word in the address, its form, and what it says now, a line each."""

    key: str
    form: type[forms.SectionForm]
    says: Callable[[User, Profile], list[str]]
    initial: Callable[[User, Profile], dict[str, Any]] = lambda _person, _profile: {}

    @property
    def title(self) -> str:
        """Its heading."""
        return titles()[self.key]

    def opened(self, person: User, data: Any = None) -> Any:
        """Its form, filled with what is stored or with what was sent."""
        profile = Profile.objects.filter(person=person).first() or Profile(person=person)
        more = {"keeps_family_name": keeps_family_name(person)} if self.key == "name" else {}
        initial = self.initial(person, profile)
        return self.form(data, instance=profile, initial=initial, author=person, **more)  # type: ignore[call-arg]


def titles() -> dict[str, str]:
    """The heading of each section, in their order."""
    return {
        "name": _("Name and credentials"),
        "about": _("About you"),
        "practice": _("What you do"),
        "place": _("Place and languages"),
        "links": _("ORCID iD, NPI, links"),
        "publications": _("Publications"),
        "privacy": _("Who has what"),
    }


SECTIONS: dict[str, Section] = {
    one.key: one
    for one in (
        Section("name", AskedNameForm, _says_name, _name_initial),
        Section("about", AskedAboutForm, _says_about),
        Section("practice", AskedPracticeForm, _says_practice),
        Section(
            "place", AskedPlaceForm, _says_place,
            lambda _person, profile: {
                "languages": ", ".join(spoken.name_of(row.code) for row in _rows(profile, "spoken"))
            },
        ),
        Section("links", AskedLinksForm, _says_links),
        Section(
            "publications", AskedPublicationsForm, _says_publications,
            lambda person, _profile: {
                "publications": "\n".join(key.partition(":")[2] for key in publications.keys_of(person))
            },
        ),
        Section(
            "privacy", AskedPrivacyForm, _says_privacy,
            lambda _person, profile: {"in_directory": profile.unlisted_at is None},
        ),
    )
}  # fmt: skip


def offered(key: str) -> dict[str, list[tuple[str, str]]]:
    """What fields of a section offer while one types: id of the list -> values with their explanations."""
    if key == "name":
        return {"credentials": list(POST_NOMINALS.items())}
    return {"languages": [(name, "") for name in spoken.names()]} if key == "place" else {}


def save(key: str, person: User, form: Any) -> None:
    """Do what a valid form of a section says."""
    data = form.cleaned_data
    if key == "links":
        actions.change_profile(person, form.values | {"links": data["links"]})
        return
    if key == "publications":
        publications.publish(person, data["publications"])
    actions.change_profile(person, form.values, credentials=data.get("credentials"))
    if key == "name":
        actions.rename(person, data["given_name"], data["family_name"])
    elif key == "place":
        actions.speak(person, data["languages"])
    elif key == "privacy":
        actions.leave_directory(person, on=not data["in_directory"])
