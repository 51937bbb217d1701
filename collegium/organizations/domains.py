"""Whether a mail address proves that somebody belongs to an organization: its domain must be one of theirs."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from publicsuffixlist import PublicSuffixList

if TYPE_CHECKING:
    from collegium.organizations.models import Organization

PUBLIC_MAIL: Final = frozenset(
    """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com
    icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com gmx.net gmx.de web.de mail.com
    email.com zoho.com yandex.com yandex.ru mail.ru qq.com 163.com 126.com sina.com foxmail.com naver.com
    hanmail.net daum.net fastmail.com hey.com tutanota.com tuta.com posteo.de mailbox.org t-online.de orange.fr
    wanadoo.fr free.fr laposte.net libero.it comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net
    charter.net earthlink.net btinternet.com rediffmail.com uol.com.br terra.com.br
    """.split()  # noqa: SIM905
)
PUBLIC_PAGES: Final = frozenset(
    """
    facebook.com linkedin.com x.com twitter.com instagram.com youtube.com tiktok.com google.com wordpress.com wix.com
    medium.com linktr.ee squarespace.com doximity.com healthgrades.com
    """.split()  # noqa: SIM905
)
DOMAIN: Final = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])"
)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def domain_of(address: str) -> str:
    """The domain of a mail address, lower case."""
    return address.rpartition("@")[2].strip().lower().rstrip(".")


def is_usable(domain: str) -> bool:
    """Whether a domain can stand for one organization: no public mail or page service, no public suffix (co.uk), no
    number (127.0.0.1, 2130706433), no name of a place inside (localhost)."""
    if not DOMAIN.fullmatch(domain):
        return False
    known = _suffixes()
    private = known.privatesuffix(domain)
    return bool(private) and not {domain, private} & (PUBLIC_MAIL | PUBLIC_PAGES)


def host_of(website: str, *, whole: bool = False) -> str:
    """The host of an address on the web, lower case, as DNS writes it, without "www." unless the `whole` is wanted."""
    try:
        host = (urlsplit(website).hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return ""
    return host if whole else host.removeprefix("www.")


def domains_of(organization: Organization) -> list[str]:
    """The listed domains, which administrators set, and the host of the website unless a manager set it; as far as
    they can stand for one organization."""
    host = "" if organization.host_unproven_at else host_of(organization.website)
    listed = [str(domain).strip().lower() for domain in organization.domains]
    return [domain for domain in dict.fromkeys([*listed, host]) if domain and is_usable(domain)]


def refusal_of(organization: Organization, address: str) -> str:
    """Why this address proves nothing about the organization, as a sentence; "" when it does."""
    domain = domain_of(address)
    if not is_usable(domain):
        return _(
            "This is a public mail service: an address there proves nothing. Use your work address, or a statement."
        )
    if any(domain == own or domain.endswith(f".{own}") for own in domains_of(organization)):
        return ""
    return _("This address is not on a domain of the organization. Use your work address there, or make a statement.")
