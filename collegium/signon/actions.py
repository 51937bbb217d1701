"""Deeds of staff on providers; each leaves a line in the log of staff acts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collegium.accounts.actions import Refused
from collegium.accounts.models import User
from collegium.outbox import audit
from collegium.signon.models import Provider
from collegium.signon.own_key import make_key, private_key
from collegium.web import secrets

FIELDS = (
    "name", "is_on", "issuer", "client_id", "metadata_address", "metadata", "member_claim", "trusts_member_id",
    "trusts_factor",
)  # fmt: skip


@transaction.atomic
def add_provider(kind: str, wanted: dict[str, Any], by: User) -> Provider:
    """Keep a new provider; its slug is made from the name, ORCID's is fixed (`accounts/identifiers.py`).

    Args:
        wanted: fields of `Provider`; "secret" as it was typed.

    Raises:
        Refused: there is one already.
    """
    provider = Provider(kind=kind)
    if kind == Provider.Kind.ORCID:
        provider.slug, wanted = "orcid", wanted | {"name": "ORCID", "issuer": settings.ORCID_ISSUER}
    else:
        provider.slug = _free_slug(wanted["name"])
    return _stored(provider, wanted, by, "added a provider of sign-ins")


@transaction.atomic
def change_provider(provider: Provider, wanted: dict[str, Any], by: User) -> Provider:
    """Change it. An empty secret leaves the one there is.

    Raises:
        Refused: people are linked to it, and it would be another one from now on.
    """
    if wanted.get("issuer", provider.issuer) != provider.issuer and provider.links.exists():
        raise Refused(
            _("People are linked to this provider, so it can’t become another one. Add the other one beside it.")
        )
    return _stored(provider, wanted, by, "changed a provider of sign-ins")


def _stored(provider: Provider, wanted: dict[str, Any], by: User, deed: str) -> Provider:
    for name in FIELDS:
        if name in wanted:
            setattr(provider, name, wanted[name])
    if wanted.get("secret"):
        provider.secret = secrets.hidden(wanted["secret"])
    if provider.kind == Provider.Kind.SAML and not private_key(provider):
        make_key(provider)
    try:
        with transaction.atomic():
            provider.save()
    except IntegrityError:
        raise Refused(_("Another provider has this name. Choose a name that people can tell apart.")) from None
    said = {"name": provider.name, "on": provider.is_on, "issuer": provider.issuer}
    said |= {"numbers": provider.trusts_member_id, "factor": provider.trusts_factor}
    audit.log(by, deed, about=("provider", provider.pk), detail=said)
    return provider


def _free_slug(name: str) -> str:
    base = slugify(name)[:30].strip("-") or "provider"
    base = f"{base}-1" if base == "orcid" else base
    slug, number = base, 2
    while Provider.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def remove_provider(provider: Provider, by: User) -> None:
    """Forget a provider and who was linked to it.

    Raises:
        Refused: it still signs people in.
    """
    if provider.is_on:
        raise Refused(_("Turn this provider off first: people may be signing in with it."))
    number, _each = provider.links.delete()
    said = {"name": provider.name, "links": number}
    audit.log(by, "removed a provider of sign-ins", about=("provider", provider.pk), detail=said)
    provider.delete()
