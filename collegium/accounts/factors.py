"""Second factors: who has one, and whoever must."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.audience.models import Standing

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(person: User) -> bool:
    """Whether a passkey or an authenticator app is set up."""
    return Authenticator.objects.filter(user=person, type__in=FACTORS).exists()


def must_have_second_factor(person: User) -> bool:
    """Whoever holds a role now (SAFETY: passkeys and TOTP are required for staff roles)."""
    return Standing.objects.filter(person=person, kind__in=Standing.ROLES).at(timezone.now()).exists()


class FactorAdapter(DefaultMFAAdapter):
    """allauth's second factors, with our rule for the last one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Remove your second factor before you add an address."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
        "unverified_email": _("Confirm your mail address first."),
        "cannot_delete_authenticator": _("Your role needs a second factor. Add another one before you remove this."),
        "incorrect_code": _(
            "This is neither what your app shows now nor an unused recovery code. Wait for the next one, then enter it."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor stays while a role needs it, or a password of 8 to 14 characters leans on it."""
        if authenticator.type not in FACTORS:
            return True
        person = authenticator.user
        others = Authenticator.objects.filter(user=person, type__in=FACTORS).exclude(pk=authenticator.pk)
        if others.exists():
            return True
        return not (must_have_second_factor(person) or person.has_short_password)
