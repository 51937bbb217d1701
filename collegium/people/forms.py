"""Forms of the own profile, one a section; none of them saves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collegium.citations import identifiers, orcid
from collegium.files.forms import PictureForm
from collegium.people import links, spoken
from collegium.people.disclosures import last_of_month
from collegium.people.models import FIELDS, Profile, Relationship, Specialty
from collegium.people.names import composed, without_title
from collegium.people.regions import US_STATES
from collegium.web.lines import LineInput
from collegium.web.npi import NO_NPI, read_npi
from collegium.web.numbers import possible

NO_ORCID = _(
    "This is no ORCID iD: its last character does not fit the others. Copy it from orcid.org, or leave it empty."
)
LABELS = {
    "headline": _("In one line"),
    "about": _("About"),
    "specialty": _("Specialty, disease sites, role and career stage"),
    "location": _("City, state, country"),
    "affiliation": _("Where you work"),
    "ask_me_about": _("Ask me about"),
    "languages": _("Languages"),
    "publications": _("Publications"),
    "links": _("Links"),
    "identifiers": _("NPI and ORCID iD"),
}
LONGEST_PHRASE, MOST_PHRASES, MOST_WORKS, MOST_LANGUAGES = 80, 12, 200, 12


class SectionForm(forms.ModelForm):
    """A part of the profile that is saved on its own. `extra` names fields that are no columns of the profile."""

    extra: ClassVar[tuple[str, ...]] = ()

    class Meta:
        model = Profile
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("specialty", "role", "stage"):
            if name in self.fields:
                field = self.fields[name]
                field.choices = [("", _("Not said")), *list(field.choices)[1:]]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """Profile fields with their new values."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class NameForm(SectionForm):
    """How somebody is called, and what stands after the name."""

    given_name = LineInput(label=_("Given name, as you are called"), max_length=80)
    family_name = LineInput(label=_("Family name"), max_length=80, required=False)
    credentials = forms.CharField(
        label=_("Credentials"),
        required=False,
        max_length=80,
        help_text=_("In the order you prefer: MD, PhD. Full stops are left out."),
        widget=forms.TextInput(attrs={"list": "credentials", "data-behaviour": "complete-last", "autocomplete": "off"}),
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["suffix", "family_first", "legal_given_name"]
        help_texts: ClassVar[dict[str, Any]] = {
            "suffix": _("Jr, III"),
            "legal_given_name": _(
                "Only if you are called otherwise. Members who look for you by it find you; it is printed nowhere."
            ),
        }

    field_order = ("given_name", "family_name", "suffix", "family_first", "credentials", "legal_given_name")

    def __init__(self, *args: Any, keeps_family_name: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if keeps_family_name:
            self.fields["family_name"].disabled = True
            self.fields["family_name"].help_text = _("As the society’s roster has it. Its office changes it for you.")

    def clean_given_name(self) -> str:
        """Without "Dr."."""
        return without_title(self.cleaned_data["given_name"])

    def clean(self) -> dict[str, Any]:
        """Together they are what a byline prints."""
        data = super().clean() or self.cleaned_data
        if len(self.whole) > 160:
            self.add_error("given_name", _now("Name and family name are longer than a byline: shorten one of them."))
        return data

    @property
    def whole(self) -> str:
        """The name as it will be shown."""
        data = self.cleaned_data
        return composed(
            data.get("given_name", ""), data.get("family_name", ""), data.get("suffix", ""),
            family_first=bool(data.get("family_first")),
        )  # fmt: skip


class AboutForm(SectionForm):
    """In the own words."""

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["headline", "about", "ask_me_about"]
        widgets: ClassVar[dict[str, Any]] = {
            "about": forms.Textarea(attrs={"rows": 8}),
            "ask_me_about": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "about": _("A blank line ends a paragraph."),
            "ask_me_about": _("One short phrase a line, at most twelve. Colleagues find you by them."),
        }

    def clean_ask_me_about(self) -> str:
        """Phrases, each short enough for a tag."""
        phrases = [line.strip() for line in self.cleaned_data["ask_me_about"].splitlines() if line.strip()]
        if len(phrases) > MOST_PHRASES:
            raise forms.ValidationError(_("These are more than twelve phrases. Keep those you like being asked about."))
        if any(len(phrase) > LONGEST_PHRASE for phrase in phrases):
            raise forms.ValidationError(_("A phrase is longer than 80 characters. Say it shorter, or in two lines."))
        return "\n".join(phrases)


class PracticeForm(SectionForm):
    """What somebody does, in the words of the society's lists."""

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["specialty", "sites", "role", "stage"]
        widgets: ClassVar[dict[str, Any]] = {"sites": forms.CheckboxSelectMultiple}
        help_texts: ClassVar[dict[str, Any]] = {"specialty": _("The one that is printed with your name.")}

    field_order = ("specialty", "second", "third", "role", "stage", "sites")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        further = list(self.instance.further.all()) if self.instance.pk else []
        for place, (name, label) in enumerate((("second", _("Second specialty")), ("third", _("Third specialty")))):
            self.fields[name] = forms.ModelChoiceField(
                Specialty.objects.all(), label=label, required=False, empty_label=_("Not said"),
                initial=further[place].pk if len(further) > place else None,
            )  # fmt: skip
        self.order_fields(self.field_order)

    @property
    def values(self) -> dict[str, Any]:
        """The first specialty stands apart, each once."""
        data = self.cleaned_data
        further = [data[name] for name in ("second", "third") if data.get(name) and data[name] != data["specialty"]]
        return super().values | {"further": list(dict.fromkeys(further))}


class PlaceForm(SectionForm):
    """Where somebody is, in which languages, and how to be reached by the society."""

    state = forms.CharField(label=_("State"), required=False, max_length=40)
    languages = forms.CharField(
        label=_("Languages you speak with colleagues or patients"),
        required=False,
        max_length=300,
        help_text=_("With commas between them: English, Spanish."),
        widget=forms.TextInput(attrs={"list": "languages", "data-behaviour": "complete-last", "autocomplete": "off"}),
    )
    extra = ("languages",)

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["city", "state", "country", "phone"]
        help_texts: ClassVar[dict[str, Any]] = {"phone": _("Only you and administrators have it.")}

    field_order = ("city", "state", "country", "languages", "phone")

    def clean_state(self) -> str:
        """The postal code where a state of the United States was written out."""
        text = self.cleaned_data["state"].strip()
        codes = {name.upper(): code for code, name in US_STATES.items()}
        return codes.get(text.upper(), text.upper() if text.upper() in US_STATES else text)

    def clean_languages(self) -> list[str]:
        """Their codes."""
        codes, unknown = spoken.read(self.cleaned_data["languages"])
        if unknown:
            raise forms.ValidationError(
                _("“%(word)s” is no language of our list. Choose one that is offered while you type."),
                params={"word": unknown[0]},
            )
        return codes[:MOST_LANGUAGES]


class LinksForm(SectionForm):
    """Numbers and pages elsewhere."""

    orcid = forms.CharField(
        label=_("ORCID iD"),
        required=False,
        max_length=60,
        help_text=_("Such as 0000-0002-1825-0097. What you type is what you say; it is marked once it was verified."),
    )
    npi = forms.CharField(
        label="NPI", required=False, max_length=20, help_text=_("Ten digits; in the United States only.")
    )
    extra = ("links",)

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["orcid", "npi"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, _name, _hosts in links.NETWORKS:
            self.fields[f"link_{key}"] = forms.CharField(
                label=links.label_of(key), required=False, max_length=200, initial=self.instance.links.get(key, ""),
                widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each link leads where its field says."""
        data = super().clean() or self.cleaned_data
        found = {}
        for key, _name, _hosts in links.NETWORKS:
            try:
                found[key] = links.read(key, data.get(f"link_{key}", ""))
            except forms.ValidationError as error:
                self.add_error(f"link_{key}", error)
        data["links"] = {key: address for key, address in found.items() if address}
        return data

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


class PublicationsForm(SectionForm):
    """What somebody published, by identifiers alone."""

    publications = forms.CharField(
        label=_("Publications"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("A DOI, PMID, PMCID, NCT or arXiv number a line. They are printed from what registers know."),
    )
    extra = ("publications",)

    def clean_publications(self) -> list[str]:
        """The keys of the works."""
        lines = [line.strip() for line in self.cleaned_data["publications"].splitlines() if line.strip()]
        found = [(line, identifiers.only(line)) for line in lines]
        for line, one in found:
            if one is None:
                raise forms.ValidationError(
                    _("“%(line)s” is no identifier that we know. Write a DOI, “PMID 123”, or an address of one."),
                    params={"line": line[:80]},
                )
        keys = list(dict.fromkeys(one.key for _line, one in found if one is not None))
        if len(keys) > MOST_WORKS:
            raise forms.ValidationError(_("These are more than 200. Choose the ones colleagues should read."))
        return keys


class PrivacyForm(SectionForm):
    """Who has which field, and the place in the directory."""

    in_directory = forms.BooleanField(label=_("List me in the directory of members"), required=False)
    extra = ("in_directory",)

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = [*(f"seen_{name}" for name in FIELDS), "signs_with_place"]
        help_texts: ClassVar[dict[str, Any]] = {
            "signs_with_place": _(
                "Everyone who may read the words sees it, including visitors where the words are public."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            field = self.fields[f"seen_{name}"]
            field.label, field.choices = LABELS[name], Profile.Seen.choices  # type: ignore[attr-defined]


FACES = [
    ("middle", _("In the middle")), ("left", _("On the left")), ("right", _("On the right")), ("top", _("At the top")),
    ("bottom", _("At the bottom")),
]  # fmt: skip


class PortraitForm(PictureForm):
    """A photograph, and where the face is in it: as a part chosen in the frame, else in words."""

    face = forms.ChoiceField(label=_("Where the face is"), choices=FACES, required=False)


class MonthField(forms.CharField):
    """A month as browsers send it: "2009-05". Gives the first day of it."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-05"})

    def to_python(self, value: Any) -> Any:
        """The day, or None."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            day = datetime.strptime(text, "%Y-%m").date()
        except ValueError:
            raise forms.ValidationError(_("Write the month as year and month: 2026-05.")) from None
        possible(day)
        return day

    def prepare_value(self, value: Any) -> Any:
        """As it is sent."""
        return value.strftime("%Y-%m") if isinstance(value, date) else value


class RelationshipForm(forms.ModelForm):
    """One relationship with a company, of any amount."""

    start = MonthField(label=_("From"), required=False)
    end = MonthField(label=_("To"), required=False, help_text=_("Empty while it lasts."))

    class Meta:
        model = Relationship
        fields = ("category", "company", "nature", "recipient", "start", "end")
        help_texts: ClassVar[dict[str, Any]] = {
            "company": _("As it calls itself. Single stocks count, funds do not; there is no least amount."),
            "nature": _("Such as: advisory board, two meetings."),
        }

    def clean_end(self) -> date | None:
        """The last day of the month."""
        day = self.cleaned_data["end"]
        return last_of_month(day) if day else None

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and has begun."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", _now("It ends before it begins: look at the two months again."))
        if start and start > timezone.localdate():
            self.add_error("start", _now("It has not begun yet: add it in the month in which it begins."))
        return data
