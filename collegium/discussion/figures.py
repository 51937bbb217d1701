"""Pictures in what people write: what must be said of them before readers see them, and under which license."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collegium.web import html

LICENSES: Final = {
    "own": _("Own work"), "by": "CC BY 4.0", "by-sa": "CC BY-SA 4.0", "cc0": "CC0",
    "permission": _("Shown by permission"), "other": _("Other license"),
}  # fmt: skip
LONGEST_LINE: Final = 300  # characters of what stands below the picture above the words


def refusal_of_pictures(body: str) -> str:
    """Why a post or article cannot come out with these pictures, as a sentence; "" when each says what it shows or
    that it is decorative (WCAG 2.2, 1.1.1).

    Args:
        body: safe HTML.
    """
    bare = html.undescribed(body)
    if not bare:
        return ""
    return ngettext(
        "%(n)d picture has no description. Edit the text: say in a few words what it shows, or that it is decorative.",
        "%(n)d pictures have no description. Edit the text: say in a few words what each shows, or that it is "
        "decorative.",
        bare,
    ) % {"n": bare}


def below(caption: str, credit: str, license_key: str) -> str:
    """One line of plain text for below a picture: caption, credit, license."""
    name = str(LICENSES.get(license_key, ""))
    return " · ".join(part for part in (caption.strip(), credit.strip(), name) if part)
