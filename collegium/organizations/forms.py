"""Forms of organizations; none of them saves."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collegium.organizations import identifiers, names, places
from collegium.organizations.domains import is_usable
from collegium.organizations.models import Organization, Proposal
from collegium.organizations.vocabulary import SOCIAL
from collegium.web.lines import LineInput
from collegium.web.numbers import possible

_NAMES_HELP = {
    names.ALIAS: _("One a line."),
    names.ACRONYM: _("One a line, such as QLOA."),
    names.FORMER: _("One a line."),
    names.LABEL: _("One a line, with the language before it: es: Hospital del Lago."),
}


class PageForm(forms.ModelForm):
    """The facts of a page. Domains are a proof for claims, so only administrators change them."""

    domains = forms.CharField(label=_("Mail domains, one a line"), required=False, widget=forms.Textarea({"rows": 2}))
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    coordinates = forms.CharField(
        label=_("Coordinates"), required=False, max_length=60,
        help_text=_("Latitude and longitude in degrees, such as 44.51, -89.57. The search by distance uses them."),
    )  # fmt: skip
    ror = forms.CharField(label=_("ROR ID"), required=False, max_length=60)
    ccn = forms.CharField(label=_("CMS certification number"), required=False, max_length=20)
    npi = forms.CharField(label=_("NPI of the organization"), required=False, max_length=20)

    class Meta:
        model = Organization
        fields = [
            "name", "kind", "description", "street", "city", "state", "country", "website", "founded",
            "size_employees", "size_members", "ror", "ccn", "npi",
        ]  # fmt: skip
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, by_administrator: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domains"].initial = "\n".join(self.instance.domains)
        if not by_administrator:
            del self.fields["domains"]
        self.fields["coordinates"].initial = self.instance.coordinates
        for kind, label in names.KINDS:
            self.fields[f"names_{kind}"] = forms.CharField(
                label=label, required=False, max_length=4000, widget=forms.Textarea({"rows": 2}),
                initial=names.lines(self.instance.names, kind), help_text=_NAMES_HELP[kind],
            )  # fmt: skip
        for key, name in SOCIAL:
            initial = self.instance.social.get(key, "")
            self.fields[key] = forms.URLField(label=name, required=False, initial=initial, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        """Only https and http addresses leave the page."""
        data = super().clean() or self.cleaned_data
        for key in ("website", *(key for key, _name in SOCIAL)):
            if data.get(key) and urlsplit(data[key]).scheme not in ("http", "https"):
                self.add_error(key, _now("Give an address that begins with https://."))
        return data

    def clean_domains(self) -> list[str]:
        """Domains that can stand for one organization."""
        lines = [line.strip().lower() for line in self.cleaned_data["domains"].splitlines() if line.strip()]
        for line in lines:
            if not is_usable(line):
                raise forms.ValidationError(
                    _("%(domain)s cannot stand for one organization. Remove it, or correct it."),
                    params={"domain": line},
                )
        return list(dict.fromkeys(lines))

    def clean_coordinates(self) -> tuple[float | None, float | None]:
        """Latitude and longitude; what was not changed stays as exact as it is."""
        text = self.cleaned_data["coordinates"]
        if text == self.instance.coordinates:
            return self.instance.latitude, self.instance.longitude
        point = places.pair(text) if text else (None, None)
        if point is None:
            raise forms.ValidationError(_now("Give two numbers in degrees, such as 44.51, -89.57, or leave it empty."))
        return point

    def clean_ror(self) -> str:
        """The short form of a ROR ID."""
        return self._identifier(identifiers.ror, "ror")

    def clean_ccn(self) -> str:
        """A CMS certification number."""
        return self._identifier(identifiers.ccn, "ccn")

    def clean_npi(self) -> str:
        """An NPI."""
        return self._identifier(identifiers.npi, "npi")

    def _identifier(self, check: Any, name: str) -> str:
        try:
            return str(check(self.cleaned_data[name]))
        except identifiers.Wrong as wrong:
            raise forms.ValidationError(str(wrong)) from None

    @property
    def name_fields(self) -> list[Any]:
        """The fields of other names, for the template."""
        return [self[f"names_{kind}"] for kind, _label in names.KINDS]

    @property
    def accounts(self) -> list[Any]:
        """The fields of social accounts, for the template."""
        return [self[key] for key, _name in SOCIAL]

    @property
    def values(self) -> dict[str, Any]:
        """Organization fields with their new values."""
        data = self.cleaned_data
        plain = [*self.Meta.fields, *(["domains"] if "domains" in self.fields else [])]
        others = [one for kind, _label in names.KINDS for one in names.parse(data[f"names_{kind}"], kind)]
        latitude, longitude = data["coordinates"]
        return {name: data[name] for name in plain} | {
            "social": {key: data[key] for key, _name in SOCIAL if data.get(key)},
            "names": names.once(others, but=data["name"]),
            "latitude": latitude, "longitude": longitude,
        }  # fmt: skip


class ProposalForm(forms.ModelForm):
    """An organization that the directory does not have."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=200)
    is_another = forms.BooleanField(label=_("It is none of these"), required=False)

    class Meta:
        model = Proposal
        fields = ["name", "kind", "city", "state", "country", "website"]

    def clean_website(self) -> str:
        """Only https and http addresses leave the page."""
        if (given := self.cleaned_data["website"]) and urlsplit(given).scheme not in ("http", "https"):
            raise forms.ValidationError(_now("Give an address that begins with https://."))
        return str(given)

    @property
    def facts(self) -> dict[str, str]:
        """Organization fields with their values."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def _has_come(day: date) -> None:
    if day > timezone.localdate():
        raise forms.ValidationError(_now("This day has not come yet. Give an earlier one."))


class WorkForm(forms.Form):
    """ "I work here"."""

    title = forms.CharField(label=_("Your position there"), max_length=120, required=False)
    since = forms.DateField(label=_("Since"), required=False, validators=[possible, _has_come])
    consented = forms.BooleanField(label=_("List me here for members"), required=False)
    primary = forms.BooleanField(label=_("This is my main place of work"), required=False)


class RosterForm(forms.Form):
    """What a manager answers about somebody who says that they work there."""

    say = forms.ChoiceField(choices=[(one, one) for one in ("confirm", "dates", "deny")])
    since = forms.DateField(label=_("From"), required=False, validators=[possible, _has_come])
    until = forms.DateField(label=_("To"), required=False, validators=[possible])

    def clean(self) -> dict[str, Any]:
        """Dates in their order."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if data.get("say") == "dates" and not self.errors and since is None:
            self.add_error("since", _now("Give the day on which it began."))
        if since and until and until < since:
            self.add_error("until", _now("The end comes after the beginning. Correct one of the two."))
        return data


class NewsForm(forms.Form):
    """A short news item of the organization."""

    title = LineInput(label=_("Title"), min_length=3, max_length=160)
    day = forms.DateField(label=_("Day"), validators=[possible], widget=forms.DateInput({"type": "date"}))
    link = forms.URLField(label=_("Link"), required=False, assume_scheme="https", max_length=300)
    text = forms.CharField(
        label=_("In a few sentences"), max_length=1200, required=False, widget=forms.Textarea({"rows": 3})
    )


class EmailClaimForm(forms.Form):
    """The work mail address that proves a claim."""

    work_email = forms.EmailField(label=_("Your work mail address"))


class ChallengeForm(forms.Form):
    """A proof by a record in DNS or a file on the website, of one domain."""

    method = forms.ChoiceField(
        label=_("How"), choices=[("dns", _("A record in DNS")), ("file", _("A file on the website"))]
    )
    domain = forms.ChoiceField(label=_("Domain"))

    def __init__(self, *args: Any, domains: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = [(domain, domain) for domain in domains]  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Another manager."""

    person = forms.CharField(
        label=_("Profile name of a member"), max_length=80, help_text=_("As in the address of their profile.")
    )
    hands_over = forms.BooleanField(
        label=_("Hand the page over: once they accept I do not manage it any more"), required=False
    )


class CodeForm(forms.Form):
    """The code that was mailed."""

    code = forms.CharField(label=_("The code from the mail"), max_length=12)


def document_field(*, required: bool = True) -> forms.FileField:
    """A letter, an appointment, a badge; what it is, is decided by its content."""
    return forms.FileField(
        label=_("A document that shows it"), required=required,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
        help_text=_(
            "A letter, an appointment, a badge: PDF or picture, 25 MB at most. Only you and administrators can open it,"
            " each look is noted, and it is erased 30 days after the decision."
        ),
        error_messages={
            "required": _("No file was chosen. Choose a PDF or a picture, then send it."),
            "empty": _("This file is empty."),
        },
    )  # fmt: skip


class StatementForm(forms.Form):
    """Words for staff."""

    evidence = forms.CharField(
        label=_("How can we tell that you speak for it?"),
        min_length=20,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Your office there, a page that names you, a number we can call. Only staff read it."),
    )
    document = document_field(required=False)


class DocumentForm(forms.Form):
    """One more document for a claim that is with staff."""

    document = document_field()


class AnswerForm(forms.Form):
    """What those who manage a disputed page say."""

    answer = forms.CharField(
        label=_("How can we tell that you speak for it?"),
        min_length=20,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only staff read it, beside what the other side says."),
    )


class DecisionForm(forms.Form):
    """What staff decided, and why."""

    grant = forms.TypedChoiceField(choices=[("1", "grant"), ("0", "refuse")], coerce=lambda value: value == "1")
    reason = forms.CharField(label=_("Reason, told to the claimant"), min_length=3, max_length=300)
    document = LineInput(label=_("Document you saw, or whom you called"), max_length=200, required=False)
