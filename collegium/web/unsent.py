"""The words of a form that could not be accepted (session over, form too old, place gone), shown to be copied."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, RawPostDataException
from django.http.multipartparser import MultiPartParserError

from collegium.web import html

FIELDS = ("title", "deck", "body", "more", "text")  # what people type at length
MOST = 300_000  # characters of one field


def unsent(request: HttpRequest) -> list[str]:
    """The words of a form that this site's own page sent, as plain text, to be copied."""
    origin = request.headers.get("Origin")  # browsers name it with every form they send
    if request.method != "POST" or not (origin is None or _is_from_here(origin, request)):
        return []
    try:
        sent = request.POST
    except (RawPostDataException, MultiPartParserError):
        return []
    words = [sent.get(name, "")[:MOST].strip() for name in FIELDS]
    if sent.get("body_format") == "html":
        words[FIELDS.index("body")] = html.to_text(html.clean(words[FIELDS.index("body")], rich=True))
    return [text for text in words if text]


def page_of_form(request: HttpRequest) -> str:
    """Where to go on: the address that was asked for, or the page whose form was sent (its own may take no other)."""
    return (page_before(request) if request.method == "POST" else "") or request.get_full_path()


def page_before(request: HttpRequest) -> str:
    """The page of this site that led here, as path and query; "" when the browser names none."""
    page = request.headers.get("Referer", "")
    if not _is_from_here(page, request):
        return ""
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _is_from_here(address: str, request: HttpRequest) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc == request.get_host()
