"""Forms of organizations; none of them saves."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collegium.organizations.domains import is_usable
from collegium.organizations.models import Organization
from collegium.organizations.vocabulary import SOCIAL

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


class PageForm(forms.ModelForm):
    """The facts of a page. Domains are a proof for claims, so only administrators change them."""

    domains = forms.CharField(label=_("Mail domains, one a line"), required=False, widget=forms.Textarea({"rows": 2}))
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Organization
        fields = [
            "name", "kind", "description", "street", "city", "state", "country", "website", "founded",
            "size_employees", "size_members", "aliases",
        ]  # fmt: skip
        widgets = {"description": forms.Textarea(attrs={"rows": 2}), "aliases": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, by_administrator: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domains"].initial = "\n".join(self.instance.domains)
        if not by_administrator:
            del self.fields["domains"]
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
            if not _DOMAIN.fullmatch(line) or not is_usable(line):
                raise forms.ValidationError(
                    _("%(domain)s cannot stand for one organization. Remove it, or correct it."),
                    params={"domain": line},
                )
        return list(dict.fromkeys(lines))

    @property
    def accounts(self) -> list[Any]:
        """The fields of social accounts, for the template."""
        return [self[key] for key, _name in SOCIAL]

    @property
    def values(self) -> dict[str, Any]:
        """Organization fields with their new values."""
        names = [*self.Meta.fields, *(["domains"] if "domains" in self.fields else [])]
        social = {key: self.cleaned_data[key] for key, _name in SOCIAL if self.cleaned_data.get(key)}
        return {name: self.cleaned_data[name] for name in names} | {"social": social}


class WorkForm(forms.Form):
    """ "I work here"."""

    title = forms.CharField(label=_("Your position there"), max_length=120, required=False)
    consented = forms.BooleanField(label=_("List me here for members"), required=False)


class EmailClaimForm(forms.Form):
    """The work mail address that proves a claim."""

    work_email = forms.EmailField(label=_("Your work mail address"))


class CodeForm(forms.Form):
    """The code that was mailed."""

    code = forms.CharField(label=_("The code from the mail"), max_length=12)


class StatementForm(forms.Form):
    """Words for staff."""

    evidence = forms.CharField(
        label=_("How can we tell that you speak for it?"),
        min_length=20,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Your office there, a page that names you, a number we can call. Only staff read it."),
    )


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
