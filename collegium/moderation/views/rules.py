"""`/house-rules/`: what holds here, and how it is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.doors import open_to
from collegium.moderation.rules import DEFAULT_RULES
from collegium.web.html import from_plain
from collegium.web.models import Society


@open_to("everyone")
def house_rules(request: HttpRequest) -> HttpResponse:
    """The society's own rules when staff wrote some, else the default ones."""
    own = Society.current().house_rules
    context = {"written": from_plain(own) if own else "", "rules": DEFAULT_RULES}
    return render(request, "moderation/house_rules.html", context)
