"""Whether the connection with a site works, in words: its last steps, what would be sent, an address read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.accounts.models import User
from collegium.idp.claims import claims_of
from collegium.idp.models import Consent, Line, Scope, Site

What = Line.What


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a sign-in: when it last went well, and what to look at when it never did."""

    title: str
    at: datetime | None
    advice: str


_STEPS: tuple[tuple[str, Promise, Promise], ...] = (
    (
        What.ASKED,
        _lazy("The site leads a browser here"),
        _lazy("Nobody was led here yet, or only with a request that was refused: see below. Begin a sign-in there."),
    ),
    (
        What.PASSED,
        _lazy("The person is led back with a code"),
        _lazy("People were led here, but nobody went back: nobody signed in here, or nobody agreed."),
    ),
    (
        What.SIGNED_IN,
        _lazy("Its server swaps the code for who it is"),
        _lazy("The code was never swapped: its server may not reach this one, or has a wrong secret: see below."),
    ),
    (
        What.DETAILS,
        _lazy("Its server asks for details"),
        _lazy("It never asked. Many sites need not: the same stands in the ID token."),
    ),
)


def steps(site: Site) -> list[Step]:
    """The four steps, and when each last went well within the 90 days that are known."""
    last = dict(site.lines.order_by().values_list("what").annotate(last=Max("at")))
    return [Step(str(title), last.get(what), str(advice)) for what, title, advice in _STEPS]


def would_send(site: Site, person: User) -> list[tuple[str, str]]:
    """The claims that the site would get of a person now, if it asked for all it may; nothing is sent."""
    consent = Consent.objects.filter(site=site, person=person).first()
    said: dict[str, Any] = {"sub": _("a name made at the first sign-in")} | claims_of(person, consent, site.scopes)
    return [(name, str(value)) for name, value in said.items()]


def read(site: Site, address: str) -> list[tuple[bool, str]]:
    """An address to which the site led somebody, in sentences: whether each part is right, and what to change.

    Nothing is asked of anybody and nobody is signed in.
    """
    try:
        parts = urlsplit(address.strip())
        said = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    except ValueError:
        return [(False, _("This is no web address. Copy the whole address to which the site leads."))]
    return [
        _where(f"{parts.scheme}://{parts.netloc}{parts.path}"),
        _who(site, said.get("client_id", "")),
        _back(site, said.get("redirect_uri", "")),
        _kind(said.get("response_type", "")),
        _pkce(said),
        _scopes(site, said.get("scope", "").split()),
    ]


def _where(address: str) -> tuple[bool, str]:
    own = f"{settings.SITE_URL}{reverse('idp:authorize')}"
    if address == own:
        return True, _("It leads to this site.")
    return False, _("It leads to %(address)s. The right address is %(own)s.") % {"address": address[:200], "own": own}


def _who(site: Site, client_id: str) -> tuple[bool, str]:
    if client_id == site.client_id:
        return True, _("The client ID is the one of %(name)s.") % {"name": site.name}
    return False, _("The client ID is another one, or missing. %(name)s has %(id)s.") % {
        "name": site.name, "id": site.client_id,
    }  # fmt: skip


def _back(site: Site, address: str) -> tuple[bool, str]:
    if address in site.addresses:
        return True, _("It wants to return to %(address)s, which is registered.") % {"address": address}
    return False, _("It wants to return to %(address)s, which is not registered to the letter.") % {
        "address": address[:300] or "–"
    }


def _kind(kind: str) -> tuple[bool, str]:
    if kind == "code":
        return True, _("It asks for a code.")
    return False, _("It asks in another way (response_type %(kind)s). Only “code” is answered.") % {"kind": kind or "–"}


def _pkce(said: dict[str, str]) -> tuple[bool, str]:
    if said.get("code_challenge") and said.get("code_challenge_method") == "S256":
        return True, _("PKCE is on, with S256.")
    return False, _("PKCE is off, or not with S256. Turn it on at the other side.")


def _scopes(site: Site, scopes: list[str]) -> tuple[bool, str]:
    wrong = [scope for scope in scopes if scope not in ("openid", *site.scopes)]
    if "openid" in scopes and not wrong:
        words = [str(Scope(scope).label) for scope in scopes if scope != "openid"]
        return True, _("It asks for: %(words)s.") % {"words": ", ".join([_("who somebody is"), *words])}
    if wrong:
        return False, _("It asks for what it may not have: %(scopes)s.") % {"scopes": " ".join(wrong)[:200]}
    return False, _("The scope “openid” is missing.")
