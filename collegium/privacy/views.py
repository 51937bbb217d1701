"""The page about privacy; and the check while writing, which sends plain text and gets what was seen."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.privacy.check import find_identifiers
from collegium.privacy.findings import Finding
from collegium.privacy.intake import own_words
from collegium.web.limits import limited

LONGEST = 60_000  # characters looked at while writing; the whole is looked at when it is sent


@open_to("registered")
@limited("check")
@require_POST
def check_text(request: HttpRequest) -> JsonResponse:
    """`POST /privacy/check/` with {"text"}: {"findings": [{start, end, text, type, kind, message, fixes}]}.

    Offsets count characters of the text sent. Nothing is stored and nothing is logged.
    """
    try:
        text = json.loads(request.body)["text"]
    except (ValueError, KeyError, TypeError):
        text = None
    if not isinstance(text, str):
        return JsonResponse({"error": _("Send a JSON object with a text.")}, status=400)
    found = find_identifiers(text[:LONGEST], author_words=own_words(request.reader.person))  # type: ignore[attr-defined]
    return JsonResponse({"findings": [_as_json(finding) for finding in found]})


@open_to("everyone")
def privacy_page(request: HttpRequest) -> HttpResponse:
    """`/privacy/`: what is kept, who sees it, and what everybody can do about it."""
    return render(request, "privacy/privacy_page.html")


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "type": finding.type,
        "kind": finding.kind,
        "message": str(finding.message),
        "fixes": [{"label": str(fix.label), "replacement": fix.replacement} for fix in finding.fixes],
    }
