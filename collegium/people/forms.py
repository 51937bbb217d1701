"""Forms of the own profile; none of them saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.citations import orcid
from collegium.people.models import FIELDS, Profile
from collegium.people.regions import US_STATES
from collegium.web.npi import NO_NPI, read_npi

NO_ORCID = _(
    "This is no ORCID iD: its last character does not fit the others. Copy it from orcid.org, or leave it empty."
)
LABELS = {
    "headline": _("In one line"),
    "about": _("About"),
    "specialty": _("Specialty, role and career stage"),
    "location": _("City, state, country"),
    "affiliation": _("Where you work"),
    "ask_me_about": _("Ask me about"),
    "identifiers": _("NPI and ORCID iD"),
}


class ProfileForm(forms.ModelForm):
    """What a person says of themselves, and who has each field."""

    credentials = forms.CharField(
        label=_("Credentials"), required=False, max_length=80, help_text=_("In the order you prefer: MD, PhD")
    )
    disclosures = forms.CharField(
        label=_("Disclosures"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line; printed beside what you write from now on. Saving confirms them as of today."),
    )
    in_directory = forms.BooleanField(label=_("List me in the directory of members"), required=False)
    npi = forms.CharField(
        label=_("NPI"), required=False, max_length=20, help_text=_("Ten digits; in the United States only.")
    )
    orcid = forms.CharField(
        label=_("ORCID iD"),
        required=False,
        max_length=60,
        help_text=_("Such as 0000-0002-1825-0097. What you type is what you say; it is marked once it was verified."),
    )
    state = forms.CharField(label=_("State"), required=False, max_length=40)

    class Meta:
        model = Profile
        fields = [
            "headline", "about", "specialty", "role", "stage", "city", "state", "country", "ask_me_about", "phone",
            "npi", "orcid", "signs_with_place", *(f"seen_{name}" for name in FIELDS),
        ]  # fmt: skip
        widgets = {
            "about": forms.Textarea(attrs={"rows": 6}),
            "ask_me_about": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "about": _("A blank line ends a paragraph."),
            "ask_me_about": _("One phrase a line. Colleagues find you by them."),
            "phone": _("Only you and administrators have it."),
            "signs_with_place": _(
                "Everyone who may read the words sees it, including visitors where the words are public."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("specialty", "role", "stage"):
            field = self.fields[name]
            field.choices = [("", _("Not said")), *list(field.choices)[1:]]  # type: ignore[attr-defined]
        for name in FIELDS:
            field = self.fields[f"seen_{name}"]
            field.label, field.choices = LABELS[name], Profile.Seen.choices  # type: ignore[attr-defined]

    def clean_npi(self) -> str:
        """The ten digits."""
        text = self.cleaned_data["npi"]
        number = read_npi(text)
        if text and not number:
            raise forms.ValidationError(NO_NPI)
        return number

    def clean_orcid(self) -> str:
        """The iD in its four groups; numbers outside of ORCID's blocks name somebody in another register."""
        text = self.cleaned_data["orcid"]
        found = orcid.read(text) if text else None
        if text and (found is None or not found.is_allocated):
            raise forms.ValidationError(NO_ORCID)
        return found.value if found else ""

    def clean_state(self) -> str:
        """The postal code where a state of the United States was written out."""
        text = self.cleaned_data["state"].strip()
        codes = {name.upper(): code for code, name in US_STATES.items()}
        return codes.get(text.upper(), text.upper() if text.upper() in US_STATES else text)

    def clean_disclosures(self) -> list[str]:
        """The lines, each short enough to be printed."""
        lines = [line.strip() for line in self.cleaned_data["disclosures"].splitlines() if line.strip()]
        if any(len(line) > 300 for line in lines):
            raise forms.ValidationError(_("A line is longer than 300 characters. Divide it into two."))
        return lines

    @property
    def privacy(self) -> list[Any]:
        """The fields that say who has what, for the template."""
        return [self[f"seen_{name}"] for name in FIELDS]

    @property
    def values(self) -> dict[str, Any]:
        """Profile fields with their new values."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


FACES = [
    ("middle", _("In the middle")), ("left", _("On the left")), ("right", _("On the right")), ("top", _("At the top")),
    ("bottom", _("At the bottom")),
]  # fmt: skip


class PortraitForm(forms.Form):
    """A photograph; the files app decides whether it is one."""

    picture = forms.FileField(label=_("Photograph"), required=False)
    face = forms.ChoiceField(label=_("Where the face is"), choices=FACES, required=False)
