"""The stylesheet: many small files, one component each, sent as one without a build step; and the society's colors."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from collegium.audience.doors import open_to
from collegium.web.models import Society

FOLDER = Path(__file__).parent / "static" / "web" / "css"
ORDER = ["tokens.css", "base.css", "layout.css", "components/*.css", "utilities.css", "print.css"]


@cache
def stylesheet() -> tuple[str, str]:
    """All of our CSS in its order, and the first 10 hex digits of its SHA-256."""
    files = [file for pattern in ORDER for file in sorted(FOLDER.glob(pattern))]
    text = "\n".join(file.read_text() for file in files)
    return text, hashlib.sha256(text.encode()).hexdigest()[:10]


@cache
def stylesheet_url() -> str:
    """The address of the stylesheet with its version."""
    return f"{reverse('site_css')}?v={stylesheet()[1]}"


@open_to("everyone")
def site_css(request: HttpRequest) -> HttpResponse:
    """`/site.css`"""
    response = HttpResponse(stylesheet()[0], content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@open_to("everyone")
def theme_css(request: HttpRequest) -> HttpResponse:
    """`/theme.css`: the two numbers a society chooses."""
    society = Society.current()
    text = f":root {{ --hue: {society.hue}; --chroma: {society.chroma}; }}\n"
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response
