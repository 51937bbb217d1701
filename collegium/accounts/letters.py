"""The words of the mails about an account that django-allauth asks to be sent: what, until when, what to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collegium.accounts.devices import device
from collegium.web import formats
from collegium.web.models import Society

Words = tuple[Promise, Promise]  # subject, text
_NOTHING = _("If it was not you, you need not do anything: without the code nothing happens.")
_CODE = _(
    "Enter it within ten minutes on the page where you asked for it. It works once. Nobody from the society will ever"
    " ask you for it."
)
_CONFIRM: Words = (
    _("Your code for %(site)s"),
    _("Your code is %(code)s\n\nIt confirms your mail address for %(site)s, at %(address)s."),
)
CODES: dict[str, Words] = {
    "login_code": (
        _("Your sign-in code for %(site)s"),
        _("Your code is %(code)s\n\nSomebody, probably you, wants to sign in at %(site)s with this mail address."),
    ),
    "password_reset_code": (
        _("Your code for a new password at %(site)s"),
        _("Your code is %(code)s\n\nSomebody, probably you, wants a new password at %(site)s for this mail address."),
    ),
    "email_confirmation": _CONFIRM,
    "email_confirmation_signup": _CONFIRM,
}
ANSWERS: dict[str, Words] = {
    "account_already_exists": (
        _("You have an account at %(site)s"),
        _(
            "Somebody, probably you, registered at %(site)s with this mail address. It has an account already. Sign in,"
            " with a mailed code if you do not know the password:\n\n%(address)s/accounts/login/\n\nIf it was not you,"
            " you need not do anything: nothing was changed."
        ),
    ),
    "unknown_account": (
        _("No account at %(site)s has this mail address"),
        _(
            "Somebody, probably you, asked for a code at %(site)s with %(email)s. No account has this mail address:"
            " perhaps yours has another one.\n\nAs a member, begin with your member number:\n%(address)s"
            "/accounts/first/\n\nAs a guest, register:\n%(address)s/join/\n\n"
            "If it was not you, you need not do anything."
        ),
    ),
}
CHANGES: dict[str, Words] = {
    "password_changed": (_("Your password was changed"), _("The password of your account at %(site)s was changed.")),
    "password_reset": (
        _("Your password was changed"),
        _("The password of your account at %(site)s was changed, with a code mailed to this address."),
    ),
    "password_set": (_("Your account has a password"), _("Your account at %(site)s has a password now.")),
    "email_changed": (
        _("Your mail address was changed"),
        _("Your account at %(site)s has the mail address %(to_email)s now. Before it was %(from_email)s."),
    ),
    "email_confirm": (
        _("Your mail address is confirmed"),
        _("The mail address %(email)s of your account at %(site)s is confirmed."),
    ),
    "email_deleted": (
        _("A mail address was removed"),
        _("The mail address %(deleted_email)s was removed from your account at %(site)s."),
    ),
    "totp_activated": (
        _("An authenticator app was added"),
        _("An authenticator app was added to your account at %(site)s. It is asked for when you sign in."),
    ),
    "totp_deactivated": (
        _("The authenticator app was removed"),
        _("The authenticator app was removed from your account at %(site)s. It is no longer asked for."),
    ),
    "recovery_codes_generated": (
        _("You have new recovery codes"),
        _("New recovery codes were made for your account at %(site)s. Earlier ones no longer work."),
    ),
    "webauthn_added": (
        _("A passkey was added"),
        _("A passkey was added to your account at %(site)s. Whoever holds it can sign in."),
    ),
    "webauthn_removed": (
        _("A passkey was removed"),
        _("A passkey was removed from your account at %(site)s. It no longer signs in."),
    ),
}


def written(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of one of allauth's mails, in the language that is spoken now.

    Args:
        template: its name there, such as "account/email/login_code".
        context: what allauth says about it: code, addresses; of a change also moment, address and browser.

    Raises:
        KeyError: a mail that this site does not send (links instead of codes, telephones).
    """
    name = template.rpartition("/")[2]
    society = Society.current()
    values = context | {"site": society.short_name, "address": settings.SITE_URL}
    subject, text = (str(words) % values for words in (CODES | ANSWERS | CHANGES)[name])
    return subject, "\n\n".join([text, *_after(name, values, society), society.name])


def _after(name: str, values: dict[str, Any], society: Society) -> list[str]:
    """What stands under it: how long a code lives; whence a change came and what to do if it was somebody else."""
    if name in CODES:
        return [str(_CODE), str(_NOTHING)]
    if name in ANSWERS:
        return []
    whence = _now("When: %(when)s\nFrom: %(ip)s\nWith: %(browser)s") % {
        "when": formats.full_when(values["timestamp"]), "ip": values["ip"], "browser": device(values["user_agent"]),
    }  # fmt: skip
    foreign = (
        _now(
            "If it was not you, ask for a new password at once, then end all other sessions under Settings, Sign-in and"
            " security:\n%(address)s/accounts/password/reset/"
        )
        % values
    )
    tell = _now("Then tell the society: %(mail)s") % {"mail": society.contact_email}
    return [whence, foreign, *([tell] if society.contact_email else [])]
