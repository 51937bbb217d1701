"""Password rules (OWASP ASVS 5.0, 6.2): length, common ones and what is made of them; no composition rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from collegium.web.models import Society

if TYPE_CHECKING:
    from collegium.accounts.models import User

ALONE, WITH_SECOND_FACTOR = 15, 8
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm")
ROWS = RUNS + tuple(run[::-1] for run in RUNS)
SHORTEST_PIECE, LONGEST_PIECE = 4, 60
PIECE, SIGN, ENOUGH = 2, 1, 6  # two common pieces and one sign more are not enough


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


class NotCommon(CommonPasswordValidator):
    """Not on the offline list, nor a thing repeated, nor two common words and a sign (“password2026!”)."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise a sentence when the password is common or made of what is."""
        plain = "".join(password.casefold().split())
        if plain in self.passwords or _is_repeated(plain) or self._weight(plain) < ENOUGH:
            raise ValidationError(
                _("This password is easy to guess: it is made of common ones. Four random words do well."),
                code="password_too_common",
            )

    def _weight(self, plain: str) -> int:
        """What the cheapest way to write it down costs, in pieces everybody knows and single signs."""
        if len(plain) > 2 * LONGEST_PIECE:
            return ENOUGH
        known = self.passwords | _names_of_the_society()
        least = [0]
        for end in range(1, len(plain) + 1):
            pieces = (
                least[start] + PIECE
                for start in range(max(0, end - LONGEST_PIECE), end - SHORTEST_PIECE + 1)
                if (piece := plain[start:end]) in known or piece.isdecimal() or any(piece in row for row in ROWS)
            )
            least.append(min([least[end - 1] + SIGN, *pieces]))
        return least[-1]


def _is_repeated(plain: str) -> bool:
    """Whether it is something shorter, written twice or more often."""
    again = (plain + plain).find(plain, 1)
    return bool(plain) and again < len(plain) and again < ALONE


def _names_of_the_society() -> set[str]:
    society = Society.current()
    return {"".join(name.casefold().split()) for name in (society.name, society.short_name, "collegium")}
