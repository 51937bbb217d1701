"""Another site of the society, registered and tried, so that its page on the desk has something to say."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from collegium.accounts.models import User
from collegium.idp import notes
from collegium.idp.actions import agree, register_site
from collegium.idp.models import Consent, Line, Scope, Site

What = Line.What
MEETING = {
    "name": "Tamarack Annual Meeting", "addresses": ["https://meeting.tamarack.example.org/signed-in"],
    "scopes": [Scope.PROFILE, Scope.EMAIL, Scope.STANDING], "is_trusted": False,
}  # fmt: skip
ASKED = "openid profile email membership"
SENT = "sub name given_name family_name locale email email_verified collegium_standing"


def load_sites(people: dict[str, User]) -> None:
    """The meeting site: its first tries went wrong, then two people signed in."""
    site, _secret = register_site(MEETING, None)
    now = timezone.now()
    _line(site, now - timedelta(days=9), What.WRONG_ADDRESS, told="https://meeting.tamarack.example.org/signed-in/")
    _line(site, now - timedelta(days=9), What.NO_PKCE)
    _line(site, now - timedelta(days=8, hours=20), What.WRONG_SECRET)
    for handle, days in (("mia", 8), ("grace", 2)):
        at, person = now - timedelta(days=days), people[handle]
        consent = agree(person, site, site.scopes)
        Consent.objects.filter(pk=consent.pk).update(given_at=at, used_at=at)
        _line(site, at, What.ASKED, told=ASKED)
        _line(site, at, What.PASSED, person)
        _line(site, at, What.SIGNED_IN, person, sent=SENT)
    Site.objects.filter(pk=site.pk).update(made_at=now - timedelta(days=10), used_at=now - timedelta(days=2))


def _line(site: Site, at: datetime, what: str, person: User | None = None, *, told: str = "", sent: str = "") -> None:
    known = set(site.lines.values_list("pk", flat=True))
    notes.note(site, what, person, told=told, sent=sent)
    site.lines.exclude(pk__in=known).update(at=at)
