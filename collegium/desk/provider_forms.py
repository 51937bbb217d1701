"""Forms of providers of sign-ins. None of them saves."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.signon.models import Provider
from collegium.signon.refusing import NotTrusted
from collegium.web.lines import LineInput


class ProviderForm(forms.Form):
    """What all kinds have."""

    name = LineInput(
        label=_lazy("Name on the button"),
        max_length=40,
        help_text=_lazy("“Example University”: people know it by this."),
    )
    member_claim = forms.CharField(
        label=_lazy("Name of the field with the member number"), max_length=191, required=False,
        help_text=_lazy("As the test below shows it, such as member_id. Empty when the provider does not know it."),
    )  # fmt: skip
    trusts_member_id = forms.BooleanField(
        label=_lazy("Who comes with a member number of the roster is that member"), required=False,
        help_text=_lazy(
            "Only for a provider that the society runs or trusts for this: it can sign in as any member who has no"
            " role."
        ),
    )  # fmt: skip
    trusts_factor = forms.BooleanField(
        label=_lazy("A second factor used there is not asked again here"), required=False,
        help_text=_lazy("Roles still need a second factor that is set up here."),
    )  # fmt: skip
    is_on = forms.BooleanField(
        label=_lazy("On: its button stands on the sign-in page"), required=False,
        help_text=_lazy("Test it first; the test works while it is off."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Trusting a number needs to know where it is."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("trusts_member_id") and not data.get("member_claim"):
            self.add_error("member_claim", _("Say in which field the member number comes, or do not trust it."))
        return data


class OpenIdForm(ProviderForm):
    """A provider of OpenID Connect."""

    issuer = forms.CharField(
        label=_lazy("Address of the provider (issuer)"), max_length=400,
        widget=forms.URLInput(attrs={"placeholder": "https://login.example.edu"}),
    )  # fmt: skip
    client_id = forms.CharField(label=_lazy("Client ID"), max_length=191)
    secret = forms.CharField(
        label=_lazy("Client secret"), max_length=400, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_lazy("Kept encrypted and never shown again. Empty keeps the one there is."),
    )  # fmt: skip
    field_order = ("name", "issuer", "client_id", "secret")

    def clean_issuer(self) -> str:
        """A web address without anything behind it."""
        return web_address(self.cleaned_data["issuer"])


class SamlForm(ProviderForm):
    """A provider of SAML: its metadata by address or as text."""

    metadata_address = forms.CharField(
        label=_lazy("Address of its metadata"), max_length=400, required=False, widget=forms.URLInput,
        help_text=_lazy("Read once, when you save. Save again when the provider changes its certificate."),
    )  # fmt: skip
    xml = forms.CharField(
        label=_lazy("Or its metadata as text (XML)"), max_length=250_000, required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_lazy("Leave both empty to keep what is known."),
    )  # fmt: skip
    field_order = ("name", "metadata_address", "xml")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_known = bool(self.initial)

    def clean_metadata_address(self) -> str:
        """A web address, if any."""
        address = self.cleaned_data["metadata_address"]
        return web_address(address, with_query=True) if address else ""

    def clean(self) -> dict[str, Any]:
        """Read the metadata: the issuer is the name that stands in it."""
        from collegium.signon import saml

        data = super().clean()
        try:
            if data.get("xml"):
                data["metadata"] = saml.read_metadata(data["xml"])
            elif data.get("metadata_address"):
                data["metadata"] = saml.fetch_metadata(data["metadata_address"])
            elif not self.is_known and "metadata_address" not in self.errors:
                self.add_error("xml", _("Enter the address of the metadata, or paste it."))
        except NotTrusted as refusal:
            self.add_error("xml" if data.get("xml") else "metadata_address", str(refusal))
        if "metadata" in data:
            data["issuer"] = data["metadata"]["entity_id"][:400]
        return data


class OrcidForm(forms.Form):
    """ORCID: only who this site is there."""

    client_id = forms.CharField(label=_lazy("Client ID"), max_length=191)
    secret = OpenIdForm.base_fields["secret"]
    is_on = ProviderForm.base_fields["is_on"]


def web_address(text: str, *, with_query: bool = False) -> str:
    """An https address of a provider, without query or fragment.

    Raises:
        ValidationError: it is none.
    """
    from collegium.signon.oidc import is_web_address

    address = text.strip().removesuffix("/.well-known/openid-configuration").rstrip("/")
    try:
        parts = urlsplit(address)
        is_right = (
            bool(parts.hostname)
            and is_web_address(f"{address}/")
            and not parts.fragment
            and (with_query or not parts.query)
        )
        is_right = is_right and not (parts.username or parts.password)
    except ValueError:
        is_right = False
    if not is_right:
        raise forms.ValidationError(_("Enter an address that begins with https:// and has nothing after a ? or #."))
    return address


FORMS: dict[str, type[forms.Form]] = {
    Provider.Kind.OPENID: OpenIdForm, Provider.Kind.SAML: SamlForm, Provider.Kind.ORCID: OrcidForm,
}  # fmt: skip
