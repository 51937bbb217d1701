"""Password rules (OWASP ASVS 5.0, 6.2): length and a list of common ones, no composition rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collegium.accounts.models import User

ALONE, WITH_SECOND_FACTOR = 15, 8


class LengthBySecondFactor:
    """15 characters alone, 8 when the account has a second factor."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise a sentence when the password is too short for this account."""
        least = WITH_SECOND_FACTOR if _has_second_factor(user) else ALONE
        if len(password) < least:
            raise ValidationError(
                _("Use at least %(least)d characters; four random words do well.") % {"least": least},
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        """Shown under the field."""
        return _("At least 15 characters, or 8 with a second factor. Spaces and pasting are fine.")


def _has_second_factor(user: User | None) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(user and user.pk and is_mfa_enabled(user))
