"""The form of another site that signs in with Collegium. It never saves."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.idp.models import Scope, Site
from collegium.web.lines import LineInput

HERE = ("localhost", "127.0.0.1", "::1")
MOST = 10  # return addresses


class SiteForm(forms.Form):
    """What an administrator says of it."""

    name = LineInput(
        label=_lazy("Name"), max_length=80, help_text=_lazy("“Annual Meeting”: people read it when asked.")
    )
    addresses = forms.CharField(
        label=_lazy("Return addresses, one a line"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "placeholder": "https://meeting.example.org/callback"}),
        help_text=_lazy("The other site’s handbook calls them redirect or callback URI. They count to the letter."),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_lazy("What it may ask for beside who somebody is"), choices=Scope.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_lazy("Only what it needs: each is told to people before they agree."),
    )  # fmt: skip
    is_trusted = forms.BooleanField(
        label=_lazy("The society vouches for it: people are not asked"), required=False,
        help_text=_lazy("Only for a site that the society itself runs. It stands in people’s settings all the same."),
    )  # fmt: skip

    def clean_addresses(self) -> list[str]:
        """Whole addresses, https but on one's own machine, nothing after a #."""
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip()]
        for line in lines:
            if not is_return_address(line):
                raise forms.ValidationError(
                    _("%(line)s is no address to return to. It begins with https://, has no * and nothing after a #."),
                    params={"line": line[:200]},
                )
        if len(lines) > MOST:
            raise forms.ValidationError(_("A site has ten return addresses at most."))
        return list(dict.fromkeys(lines))


def is_return_address(text: str) -> bool:
    """Whether a site may be sent back there: https, or http on the machine of whoever develops it."""
    try:
        parts = urlsplit(text)
        is_here = parts.scheme == "http" and parts.hostname in HERE
        is_whole = bool(parts.hostname) and not parts.username and not parts.password and parts.port != 0
    except ValueError:
        return False
    has_room = any(sign in text for sign in "*#\\ <>\"'") or not text.isascii() or not text.isprintable()
    return (parts.scheme == "https" or is_here) and is_whole and not has_room


def initial(site: Site) -> dict[str, object]:
    """The form as the site is now."""
    return {
        "name": site.name, "addresses": "\n".join(site.addresses), "scopes": site.scopes, "is_trusted": site.is_trusted,
    }  # fmt: skip
