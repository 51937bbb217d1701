"""Identifiers that somebody proved to be theirs by signing in where they are given out."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from allauth.socialaccount.models import SocialAccount

from collegium.accounts.models import User

ORCID = "orcid"  # the provider's slug


class Verified(NamedTuple):
    """An identifier, and since when it is known to be theirs."""

    value: str
    since: datetime


def verified_orcid(person: User) -> Verified | None:
    """The ORCID iD (four groups of four) under which somebody signed in at ORCID, else None.

    It goes when they unlink it.
    """
    row = SocialAccount.objects.filter(user=person, provider=ORCID).order_by("pk").first()
    return Verified(row.uid, row.date_joined) if row else None
