"""Tables in words on their way to a page: wider than a telephone, they scroll in a region that the keyboard reaches."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from markupsafe import escape

_TABLE = re.compile(r"<table>.*?</table>", re.S)


def scrolled(body: str) -> str:
    """Safe HTML with each table in a labeled region of its own (WCAG 2.2, 2.1.1)."""
    if "<table>" not in body:
        return body
    label = escape(_("Table"))
    return _TABLE.sub(
        lambda found: f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{found[0]}</div>', body
    )
