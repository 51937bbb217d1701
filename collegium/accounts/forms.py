"""Forms of accounts: registering as a guest, settings, a member's first sign-in. None of them saves."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.web.lines import LineInput


class GuestForm(forms.Form):
    """What allauth's registration asks beyond username, mail address and password."""

    given_name = LineInput(
        label=_("First name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = LineInput(
        label=_("Last name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    work = LineInput(
        label=_("Your work, in a few words"), max_length=120, help_text=_("Shown beside your name."), required=False
    )
    promise = forms.BooleanField(label=_("I will not post anything that could identify a patient."))
    field_order = ("given_name", "family_name", "email", "username", "work", "password1", "promise")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is there; the adapter has taken everything."""


def zones() -> list[tuple[str, str]]:
    """The time zones to choose from; the first choice is the society's."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [("", str(_("As the society"))), ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class SettingsForm(forms.Form):
    """Language and time zone."""

    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=lambda: [("", _("As my browser asks")), *settings.LANGUAGES]
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=zones)


class FindForm(forms.Form):
    """Step one of a first sign-in."""

    who = forms.CharField(
        label=_("Mail address or member number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """Step two: the code that was mailed."""

    code = forms.CharField(
        label=_("Code"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )  # fmt: skip


class ChooseForm(forms.Form):
    """Step three: username and password."""

    username = forms.CharField(
        label=_("Username"), max_length=150, validators=[UnicodeUsernameValidator()],
        help_text=_("You can also sign in with your mail address."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), help_text=_("At least 15 characters; four random words do well. Pasting is fine."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False,
    )  # fmt: skip

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_username(self) -> str:
        """Free, compared without case."""
        name = str(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exclude(pk=self.person.pk).exists():
            raise forms.ValidationError(_("This username is taken. Choose another one."))
        return name

    def clean_password(self) -> str:
        """Long enough, and not a common one."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password
