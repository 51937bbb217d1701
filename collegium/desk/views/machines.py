"""What machines ask for: robots.txt, the map of what everybody may read, and where to report a weakness."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from collegium.audience.doors import open_to
from collegium.audience.reader import VISITOR
from collegium.blogs.models import Blog
from collegium.discussion.models import Piece
from collegium.organizations.models import Organization
from collegium.web.models import Society

MOST = 45_000  # addresses in one map; the protocol allows 50,000
PLACES = (
    "/",
    "/blogs/",
    "/forums/",
    "/magazine/",
    "/organizations/",
    "/subjects/",
    "/house-rules/",
    "/privacy/",
    "/join/",
)
CLOSED = (
    "/accounts/", "/admin/", "/desk/", "/messages/", "/notifications/", "/people/", "/pieces/", "/replies/",
    "/report/", "/reports/", "/search/", "/settings/", "/take-back/", "/topics/",
)  # fmt: skip
Address = tuple[str, datetime | None]


@open_to("everyone")
def robots_txt(request: HttpRequest) -> HttpResponse:
    """`/robots.txt` (RFC 9309): what is of no use to a crawler. It protects nothing; access does."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@open_to("everyone")
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: only what a visitor has in full, newest first, whoever asks."""
    rows = (
        f"<url><loc>{escape(settings.SITE_URL + path)}</loc>"
        + (f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else "")
        + "</url>"
        for path, at in islice(_addresses(), MOST)
    )
    body = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return HttpResponse(body + "\n".join(rows) + "\n</urlset>\n", content_type="application/xml; charset=utf-8")


def _addresses() -> Iterator[Address]:
    yield from ((path, None) for path in PLACES)
    for slug in Blog.objects.filter(readers__in=VISITOR.audiences).values_list("slug", flat=True):
        yield f"/blogs/{slug}/", None
    pieces = Piece.objects.readable_by(VISITOR).newest_first()[:MOST]
    for piece in pieces.select_related("topic__forum", "topic__group", "post__blog", "article").defer("body", "text"):
        yield piece.get_absolute_url(), piece.edited_at or piece.published_at
    for organization in Organization.objects.listed().by_name()[:MOST]:
        yield organization.get_absolute_url(), None


@open_to("everyone")
def security_txt(request: HttpRequest) -> HttpResponse:
    """`/.well-known/security.txt` (RFC 9116): where to report a weakness of this site."""
    society = Society.current()
    contact = f"mailto:{society.contact_email}" if society.contact_email else f"{settings.SITE_URL}/house-rules/"
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {society.language}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
