"""Links of a profile: a website and accounts elsewhere, each checked to lead where it says."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

NETWORKS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("website", "", ()),
    ("linkedin", "LinkedIn", ("linkedin.com",)),
    ("x", "X (Twitter)", ("x.com", "twitter.com")),
    ("facebook", "Facebook", ("facebook.com",)),
)
HOSTS: Final = {key: hosts for key, _name, hosts in NETWORKS}
_valid = URLValidator(schemes=["http", "https"])


def label_of(key: str) -> str:
    """The name of a kind of link."""
    return _("Website") if key == "website" else next(name for one, name, _hosts in NETWORKS if one == key)


def read(key: str, text: str) -> str:
    """The address as it is stored; "" stays so.

    Raises:
        ValidationError: it is none, holds a password, or leads elsewhere, with one sentence.
    """
    text = text.strip()
    if not text:
        return ""
    address = text if re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE) else f"https://{text}"
    try:
        _valid(address)
        parts = urlsplit(address)
    except (ValidationError, ValueError):
        raise ValidationError(_("This is no address on the web. Copy it from your browser.")) from None
    host = (parts.hostname or "").removeprefix("www.")
    if parts.username or parts.password or "." not in host or re.fullmatch(r"[\d.]+|.*:.*", host):
        raise ValidationError(_("This is no address on the web. Copy it from your browser."))
    hosts = HOSTS[key]
    if hosts and not any(host == one or host.endswith(f".{one}") for one in hosts):
        raise ValidationError(
            _("This does not lead to %(name)s. Copy the address of your page there.") % {"name": label_of(key)}
        )
    return re.sub(r"^http:", "https:", address) if hosts else address
