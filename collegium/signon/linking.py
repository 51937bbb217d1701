"""Who somebody is that a provider vouches for; linking and unlinking.

Known by provider and subject (ASVS 6.8.1), never by a mail address. Without a link, a member number links by itself
where staff trust the provider's numbers, and never to a person with a role; everybody else proves who they are, once.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.backends.base import SessionBase
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.accounts import activity
from collegium.accounts.actions import Refused, wait_for_turn
from collegium.accounts.events import OrcidProven, OrcidUnlinked
from collegium.accounts.identifiers import ORCID
from collegium.accounts.models import Activity, User
from collegium.audience.models import Standing
from collegium.membership.finding import person_with_number
from collegium.outbox import mail
from collegium.signon.came import Came
from collegium.signon.models import Provider
from collegium.web import news
from collegium.web.languages import spoken_to
from collegium.web.models import Society

WAITING = "signon_waiting"  # in the session: who came and is not linked yet
LASTS = 900  # seconds


@dataclass(frozen=True, slots=True)
class Found:
    """Whom this is, and how that is known: "link", "number"; "address" is only a guess; "nobody"."""

    by: str
    person: User | None = None

    @property
    def signs_in(self) -> bool:
        """Whether that is enough to sign in."""
        return self.by in ("link", "number")


def find(came: Came) -> Found:
    """Whom a provider vouches for."""
    link = SocialAccount.objects.filter(provider=came.provider.slug, uid=came.uid).select_related("user").first()
    if link is not None:
        return Found("link", link.user)
    if came.provider.trusts_member_id and (person := _by_number(came)):
        return Found("number", person)
    if came.is_email_verified:
        address = EmailAddress.objects.filter(email__iexact=came.email, verified=True).select_related("user").first()
        if address is not None:
            return Found("address", address.user)
    return Found("nobody")


def _by_number(came: Came) -> User | None:
    """The one member with this number; nobody who has a role, or whom this provider knows by another subject."""
    person = person_with_number(came.member_id) if came.member_id else None
    if person is None or came.provider.links.filter(user=person).exists():
        return None
    return (
        None if Standing.objects.filter(person=person, kind__in=Standing.ROLES).at(timezone.now()).exists() else person
    )


def link(request: HttpRequest | None, person: User, provider: Provider, uid: str) -> None:
    """From now on this subject of this provider is this person, who is told by mail.

    Raises:
        Refused: it is somebody else already.
    """
    try:
        with transaction.atomic():
            wait_for_turn(person.pk)
            row, is_new = SocialAccount.objects.get_or_create(
                provider=provider.slug, uid=uid, defaults={"user": person}
            )
    except IntegrityError:
        raise Refused(_("Somebody linked this at the same moment. Begin again.")) from None
    if row.user_id != person.pk:
        raise Refused(
            _("This sign-in at %(name)s belongs to another account here. Unlink it there first.")
            % {"name": provider.name}
        )
    if is_new:
        activity.note(request, Activity.What.LINKED, person, Activity.Way.PROVIDER)
        if provider.slug == ORCID:
            news.tell(OrcidProven(person.pk, uid))
        _tell(person, _lazy("%(provider)s signs you in at %(site)s now"), provider)


@transaction.atomic
def unlink(request: HttpRequest, person: User, row: SocialAccount, provider: Provider) -> None:
    """This subject is nobody's again.

    Raises:
        Refused: it is the last way in.
    """
    wait_for_turn(person.pk)
    if not _other_ways(person, row):
        raise Refused(
            _("This is your only way in. Set a password, a passkey or a confirmed mail address first, then unlink it.")
        )
    row.delete()
    if provider.slug == ORCID:
        news.tell(OrcidUnlinked(person.pk))
    activity.note(request, Activity.What.UNLINKED, person, Activity.Way.PROVIDER)
    _tell(person, _lazy("%(provider)s no longer signs you in at %(site)s"), provider)


def _other_ways(person: User, row: SocialAccount) -> bool:
    """Whether somebody can sign in without this link: by password, passkey, a mailed code, or another link."""
    others = SocialAccount.objects.filter(user=person).exclude(pk=row.pk).values("provider")
    return bool(
        person.has_usable_password()
        or EmailAddress.objects.filter(user=person, verified=True).exists()
        or Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists()
        or Provider.objects.on().filter(slug__in=others).exists()
    )


def linked_and_linkable(person: User) -> list[dict[str, Any]]:
    """Each link of a person, then the providers that are on and not linked: name, slug, `link` or None."""
    links = list(SocialAccount.objects.filter(user=person).order_by("date_joined"))
    rows = {row.slug: row for row in Provider.objects.all()}
    linked = [
        {"name": rows[link.provider].name, "slug": link.provider, "link": link}
        for link in links
        if link.provider in rows
    ]
    slugs = {link.provider for link in links}
    return linked + [
        {"name": row.name, "slug": row.slug, "link": None}
        for row in rows.values()
        if row.is_on and row.slug not in slugs
    ]


def ways_to_prove(person: User) -> list[tuple[str, str]]:
    """Where somebody can prove once more who they are: title and address of each provider linked to them."""
    linked = SocialAccount.objects.filter(user=person).values("provider")
    return [
        (_("Sign in again with %(name)s") % {"name": row.name}, reverse("signon:sign_on", args=[row.slug]))
        for row in Provider.objects.on().filter(slug__in=linked)
    ]


def _tell(person: User, subject: Promise, provider: Provider) -> None:
    if not person.email:
        return
    with spoken_to(person):
        text = _("If this was not you, sign in, open Settings, Security, change it back and end all other sessions.")
        about = {"provider": provider.name, "site": Society.current().short_name}
        mail.queue(person, "account", str(subject) % about, text, about=("person", person.pk))


def keep(session: SessionBase, came: Came, found: Found, onward: str) -> None:
    """Remember for a quarter of an hour who came and whither, until they proved who they are here."""
    session[WAITING] = {
        "provider": came.provider.slug, "uid": came.uid, "name": came.name or came.email or came.subject,
        "email": came.email if found.by == "address" else "", "next": onward, "until": time.time() + LASTS,
    }  # fmt: skip


def waiting(session: SessionBase) -> dict[str, Any] | None:
    """Who came and is not linked yet."""
    found: dict[str, Any] | None = session.get(WAITING)
    return found if found and found["until"] > time.time() else None
