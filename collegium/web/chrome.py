"""What stands around every page: navigation, and the small counts beside bell and messages.

Upper apps add their counts from `AppConfig.ready`: `chrome.counts("notifications", unread_for)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from collegium.audience.reader import VISITOR, Reader
from collegium.web import languages

NAVIGATION = [
    ("blogs", "/blogs/", _("Blogs"), "pen-line"),
    ("forums", "/forums/", _("Forums"), "messages-square"),
    ("magazine", "/magazine/", _("Magazine"), "book-open"),
    ("groups", "/groups/", _("Groups"), "users"),
    ("members", "/members/", _("Members"), "user"),
    ("organizations", "/organizations/", _("Organizations"), "building-2"),
]

_counts: dict[str, Callable[[Reader], int]] = {}


def counts(name: str, count: Callable[[Reader], int]) -> None:
    """Add a number to the bar of whoever is signed in."""
    _counts[name] = count


def chrome(request: HttpRequest) -> dict[str, Any]:
    """For the base template: the reader, the navigation, and the reader's own counts."""
    reader = getattr(request, "reader", VISITOR)
    numbers = {name: 0 if reader.is_visitor else count(reader) for name, count in _counts.items()}
    return {"reader": reader, "seen_as": getattr(request, "seen_as", None), "navigation": NAVIGATION, "counts": numbers,
            "languages": languages.others(request) if reader.is_visitor else []}  # fmt: skip
