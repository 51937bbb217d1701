"""`activity.note(request, What.SIGNED_IN, person)`: what happens around sign-ins leaves a line for 90 days.

The person reads their own under `/settings/security/`, administrators all of them under `/desk/sign-ins/`. A line has
no password, no code, no name that was typed, and of the address its network only.
"""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as factors
from django.db.models import F, Subquery
from django.http import HttpRequest
from django.utils import timezone

from collegium.accounts.models import Activity, User
from collegium.web.limits import client_address

What, Way = Activity.What, Activity.Way
KEPT = timedelta(days=90)
ONE_LINE = timedelta(hours=1)


def note(request: HttpRequest | None, what: str, person: User | None, way: str = "") -> None:
    """Write a line, or count one more in the line of this hour: whoever tries a thousand times fills no table.

    Args:
        request: whence; None for what staff or a job did.
        way: by what, one of `Way`.
    """
    whence = network(client_address(request)) if request else ""
    same = {"person": person, "what": what, "way": way, "network": whence}
    lately = Activity.objects.filter(**same, at__gt=timezone.now() - ONE_LINE).newest_first()
    line = Activity.objects.filter(pk=Subquery(lately.values("pk")[:1]))
    if not line.update(times=F("times") + 1):
        Activity.objects.create(**same)


def network(address: str) -> str:
    """The network of an address: the last byte is left out, of IPv6 the half that names the device."""
    try:
        whole = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((whole, 24 if whole.version == 4 else 64), strict=False))


def sweep() -> None:
    """Forget what is older than 90 days."""
    Activity.objects.filter(at__lt=timezone.now() - KEPT).delete()


def _way(record: dict[str, Any]) -> str:
    way = record.get("type") or record.get("method", "")
    return way if way in Way.values else ""


def _signed_in(request: HttpRequest, user: User, **_more: Any) -> None:
    records = get_authentication_records(request, user)
    note(request, What.SIGNED_IN, user, _way(records[-1]) if records else "")


def _refused_code(request: HttpRequest, user: User, **_more: Any) -> None:
    note(request, What.REFUSED, user, Way.CODE)


def _refused_factor(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    note(request, What.REFUSED, user, authenticator.type)


def _password(request: HttpRequest, user: User, **_more: Any) -> None:
    note(request, What.PASSWORD, user)


def _reset(request: HttpRequest, user: User, **_more: Any) -> None:
    note(request, What.PASSWORD, user, Way.RESET)


def _factor_added(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    note(request, What.FACTOR_ADDED, user, authenticator.type)


def _factor_removed(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    note(request, What.FACTOR_REMOVED, user, authenticator.type)


def _codes_renewed(request: HttpRequest, user: User, **_more: Any) -> None:
    note(request, What.CODES_RENEWED, user)


def _address_added(request: HttpRequest, user: User, **_more: Any) -> None:
    note(request, What.ADDRESS_ADDED, user)


def _address_changed(request: HttpRequest, user: User, **_more: Any) -> None:
    note(request, What.ADDRESS_CHANGED, user)


def _address_removed(request: HttpRequest, user: User, **_more: Any) -> None:
    note(request, What.ADDRESS_REMOVED, user)


def listen() -> None:
    """Hear what django-allauth tells; `AccountsConfig.ready` calls it."""
    for signal, heard in (
        (account.user_logged_in, _signed_in),
        (account.login_code_rejected, _refused_code),
        (account.password_reset_code_rejected, _refused_code),
        (account.email_verification_code_rejected, _refused_code),
        (factors.authentication_failed, _refused_factor),
        (account.password_set, _password),
        (account.password_changed, _password),
        (account.password_reset, _reset),
        (factors.authenticator_added, _factor_added),
        (factors.authenticator_removed, _factor_removed),
        (factors.authenticator_reset, _codes_renewed),
        (account.email_added, _address_added),
        (account.email_changed, _address_changed),
        (account.email_removed, _address_removed),
    ):
        signal.connect(heard, dispatch_uid=heard.__name__)
