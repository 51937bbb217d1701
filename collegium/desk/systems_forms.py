"""Forms about other systems that say who is a member. None of them saves."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.membership.models import RosterSource
from collegium.web.lines import LineInput


class KeyForm(forms.Form):
    """A system that may push records."""

    name = LineInput(label=_lazy("Name of the system"), max_length=60, help_text=_lazy("Shown beside what it changed."))


class SourceForm(forms.ModelForm):
    """The system that is asked what changed."""

    new_token = forms.CharField(
        label=_lazy("Token"), required=False, max_length=500, strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_lazy("Kept encrypted and never shown again. Empty keeps the one there is."),
    )  # fmt: skip

    address = forms.URLField(
        label=_lazy("Address of the system"), required=False, max_length=300, assume_scheme="https",
        help_text=_lazy("Where /changed and /members are asked for, such as https://ams.society.org/api."),
    )  # fmt: skip

    class Meta:
        model = RosterSource
        fields = ("address", "minutes", "sweeps", "is_on")

    def clean_address(self) -> str:
        """HTTPS, at a host that the operator lets the server ask."""
        address: str = self.cleaned_data["address"].rstrip("/")
        parts = urlsplit(address)
        if address and parts.netloc not in settings.OUTBOUND_TRUSTED:
            if parts.scheme != "https" or parts.query or parts.fragment or parts.username or parts.port:
                raise forms.ValidationError(
                    _("Give an address that begins with https:// and has no port and no question mark.")
                )
            if (parts.hostname or "") not in settings.OUTBOUND_HOSTS:
                raise forms.ValidationError(
                    _("%(host)s may not be asked by this server. Your operator adds it to COLLEGIUM_OUTBOUND.")
                    % {"host": parts.hostname}
                )
        return address

    def clean(self) -> dict[str, Any]:
        """Nothing is asked without an address and a token."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("is_on") and not (data.get("address") and (data.get("new_token") or self.instance.token)):
            self.add_error("is_on", _("Give an address and a token first."))
        return data
