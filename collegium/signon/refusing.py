"""Why a sign-in that came from elsewhere is not taken: one sentence each, for whoever reads it in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collegium.signon.models import Provider


class NotTrusted(Exception):
    """What came is not taken; the message is one sentence that says why and what to do. Nobody was signed in."""


def unfit(provider: Provider) -> NotTrusted:
    """What came does not fit; which part of it, is nobody's help but an attacker's."""
    return NotTrusted(
        _(
            "What came from %(name)s does not fit together, so nobody was signed in. Begin again; if it stays, tell"
            " the society."
        )
        % {"name": provider.name}
    )
