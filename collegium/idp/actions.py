"""Deeds: staff register and suspend sites, each with a line in the log of staff acts; people agree and take back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from allauth.idp.oidc.models import Client, Token
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from collegium.accounts import activity
from collegium.accounts.actions import wait_for_turn
from collegium.accounts.models import Activity, User
from collegium.idp import keys, notes
from collegium.idp.models import Consent, Line, Scope, Site
from collegium.outbox import audit


@transaction.atomic
def register_site(wanted: dict[str, Any], by: User | None) -> tuple[Site, str]:
    """A new site: its row, and the client secret, which is shown once; here only its hash is kept.

    Args:
        wanted: "name", "addresses" (list), "scopes" (of `Scope`), "is_trusted".
    """
    keys.ensure()
    client = Client(grant_types="authorization_code", response_types="code", type=Client.Type.CONFIDENTIAL)
    secret = _write(client, wanted, secrets.token_urlsafe(32))
    site = Site.objects.create(client=client, made_by=by)
    audit.log(by, "registered a site", about=("site", site.pk), detail=_said(site))
    return site, secret


@transaction.atomic
def change_site(site: Site, wanted: dict[str, Any], by: User) -> None:
    """Change its name, its addresses, what it may ask for; tokens end, so that nothing more is told than it may ask."""
    _write(site.client, wanted)
    _end_tokens(site=site)
    audit.log(by, "changed a site", about=("site", site.pk), detail=_said(site))


def _write(client: Client, wanted: dict[str, Any], secret: str = "") -> str:
    client.name, client.skip_consent = wanted["name"], wanted["is_trusted"]
    client.set_redirect_uris(wanted["addresses"])
    client.set_scopes(["openid", *(scope for scope in Scope.values if scope in wanted["scopes"])])
    if secret:
        client.set_secret(secret)
    client.save()
    return secret


def _said(site: Site) -> dict[str, Any]:
    return {"name": site.name, "addresses": site.addresses, "scopes": site.scopes, "trusted": site.is_trusted}


@transaction.atomic
def renew_secret(site: Site, by: User) -> str:
    """A new secret, shown once; the one before is worth nothing from now on."""
    secret = secrets.token_urlsafe(32)
    site.client.set_secret(secret)
    site.client.save()
    Site.objects.filter(pk=site.pk).update(renewed_at=timezone.now())
    audit.log(by, "renewed the secret of a site", about=("site", site.pk), detail={"name": site.name})
    return secret


@transaction.atomic
def suspend_site(site: Site, by: User) -> None:
    """From now on it signs nobody in, and what it was given opens nothing."""
    if Site.objects.working().filter(pk=site.pk).update(suspended_at=timezone.now()):
        _end_tokens(site=site)
        audit.log(by, "suspended a site", about=("site", site.pk), detail={"name": site.name})


@transaction.atomic
def restore_site(site: Site, by: User) -> None:
    """It signs people in again."""
    if Site.objects.filter(pk=site.pk, suspended_at__isnull=False).update(suspended_at=None):
        audit.log(by, "let a site sign people in again", about=("site", site.pk), detail={"name": site.name})


@transaction.atomic
def remove_site(site: Site, by: User) -> None:
    """Forget it, its secret, its tokens, and by which names it knew people."""
    said = {"name": site.name, "people": site.consents.count()}
    audit.log(by, "removed a site", about=("site", site.pk), detail=said)
    site.client.delete()


@transaction.atomic
def agree(person: User, site: Site, scopes: Sequence[str]) -> Consent:
    """The site may learn this of the person from now on; by which name it knows them never changes."""
    wait_for_turn(person.pk)
    wanted, now = [scope for scope in Scope.values if scope in scopes], timezone.now()
    consent, is_new = Consent.objects.get_or_create(
        person=person, site=site, defaults={"scopes": wanted, "given_at": now, "used_at": now}
    )
    if not is_new:
        has_ended = consent.ended_at is not None
        known = [] if has_ended else consent.scopes
        consent.scopes = [scope for scope in Scope.values if scope in {*known, *wanted}]
        consent.given_at = now if has_ended else consent.given_at
        consent.used_at, consent.ended_at = now, None
        consent.save()
    return consent


@transaction.atomic
def take_back(request: HttpRequest, consent: Consent) -> None:
    """The site learns nothing more of the person, and asks again before it signs them in."""
    moment = timezone.now()
    Consent.objects.filter(pk=consent.pk).update(ended_at=moment, scopes=[])
    _end_tokens(site=consent.site, person=consent.person)
    activity.note(request, Activity.What.SITE_ENDED, consent.person)


def passed(request: HttpRequest, site: Site, person: User) -> None:
    """Somebody was led back to a site with a code."""
    Site.objects.filter(pk=site.pk).update(used_at=timezone.now())
    notes.note(site, Line.What.PASSED, person)
    activity.note(request, Activity.What.SITE, person)


def end_all_tokens(person: User) -> None:
    """What any site was given of a person opens nothing from now on."""
    _end_tokens(person=person)


@transaction.atomic
def _end_tokens(*, site: Site | None = None, person: User | None = None) -> None:
    """Of a site, of a person, or of this person at this site: tokens, and codes on their way."""
    tokens, consents = Token.objects.all(), Consent.objects.all()
    if site is not None:
        tokens, consents = tokens.filter(client=site.client_id), consents.filter(site=site)
    if person is not None:
        tokens, consents = tokens.filter(user=person.pk), consents.filter(person=person)
    tokens.delete()
    consents.update(tokens_ended_at=timezone.now())


def sweep() -> None:
    """Forget tokens that ended, old lines, old keys."""
    Token.objects.expired().delete()
    notes.sweep()
    keys.forget_old()
