"""A member's first sign-in: a code mailed to the address of the roster, the same answer whether anybody was found.

The state lies in the session: whom it concerns (or nobody), the code's hash, how many tries, until when.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from collegium.accounts.actions import ENTRY
from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.outbox import mail
from collegium.web.models import Society

KEY = "first_sign_in"
LASTS = 600  # seconds (ASVS 6.5.5)
TRIES = 3
LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"  # no vowels, nothing that looks alike


def start(session: SessionBase, person: User | None) -> None:
    """Mail a code to the person, if there is one who may have it, and remember the step either way."""
    code = "".join(secrets.choice(LETTERS) for _place in range(8))
    session[KEY] = {
        "person": person.pk if person else None, "code": _hash(code), "until": time.time() + LASTS, "tries": 0,
    }  # fmt: skip
    if person is None:
        return
    site = Society.current().short_name
    if person.has_usable_password():
        text = _(
            "Somebody asked for a first sign-in at %(site)s with your address. You have an account already: sign in as"
            " %(username)s, or ask for a new password there."
        ) % {"site": site, "username": person.username}
        mail.queue(person, "account", _("You have an account at %(site)s") % {"site": site}, text)
        session[KEY]["person"] = None
        return
    text = _(
        "Your code is %(code)s\n\nEnter it within ten minutes on the page where you asked for it. Nobody from the"
        " society will ever ask you for it."
    ) % {"code": f"{code[:4]}-{code[4:]}"}
    mail.queue(person, "account", _("Your code for %(site)s") % {"site": site}, text, about=("person", person.pk))


def _hash(code: str) -> str:
    return salted_hmac(KEY, code, algorithm="sha256").hexdigest()


def state(session: SessionBase) -> dict[str, Any] | None:
    """The running step, or None when there is none or its ten minutes are over."""
    found: dict[str, Any] | None = session.get(KEY)
    return found if found and found["until"] > time.time() else None


def prove(session: SessionBase, code: str) -> bool:
    """Whether the code is right; it works once, and the third wrong try ends it."""
    found = state(session)
    if found is None or found["tries"] >= TRIES:
        return False
    found["tries"] += 1
    typed = "".join(char for char in code.upper() if char.isalnum())
    right = constant_time_compare(_hash(typed), found["code"]) and found["person"] is not None
    if right:
        found |= {"proven": True, "code": ""}
    session[KEY] = found
    return right


def whose(session: SessionBase) -> User | None:
    """Whom the running step is about, if anybody."""
    found = state(session)
    return User.objects.filter(pk=found["person"]).first() if found else None


def proven_person(session: SessionBase) -> User | None:
    """Who proved the address and has not chosen a password yet."""
    found = state(session)
    if not found or not found.get("proven"):
        return None
    person = User.objects.filter(pk=found["person"]).first()
    return person if person and may_start(person) and not person.has_usable_password() else None


@transaction.atomic
def choose(person: User, username: str, password: str) -> None:
    """Take username and password; the address proved by the code is confirmed."""
    person.username = username
    person.set_password(password)
    person.sessions_ended_at = timezone.now()
    person.save(update_fields=["username", "password", "has_short_password", "sessions_ended_at"])
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


def may_start(person: User) -> bool:
    """Living people of the society who are not suspended, with a mail address of their own."""
    rows = Standing.objects.filter(person=person)
    barred = rows.filter(kind__in=(Standing.Kind.SUSPENDED, Standing.Kind.DECEASED)).at(timezone.now()).exists()
    return bool(person.email) and person.is_active and not barred and rows.filter(kind__in=ENTRY).exists()
