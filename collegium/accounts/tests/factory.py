"""Set-ups for tests of accounts."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from collegium.accounts.models import User


def browser() -> Client:
    return Client(HTTP_HOST="localhost")


def code_in_mail(number: int = -1) -> str:
    """The code in a mail; allauth's and ours stand in a line or sentence of their own."""
    body = mail.outbox[number].body
    found = re.search(r"\b([A-Z0-9]{3,4}-[A-Z0-9]{3,4}(?:-[A-Z0-9]{3,4})?|[A-Z0-9]{6})\b", body)
    assert found, body
    return found.group(1)


def totp_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def make_fresh(client: Client, person: User) -> Client:
    """As if this person had signed in a moment ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client
