"""Issues and articles as files: EPUB, PDF, JATS. Each holds exactly what its reader has on the page, never comments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from collegium.audience.doors import Door, get_readable, open_to
from collegium.discussion import gifts
from collegium.files import passes
from collegium.magazine import epub, jats, pdf
from collegium.magazine.edition import Edition, edition_of, single
from collegium.magazine.models import Article, Issue
from collegium.web.limits import limited

READS = ("GET", "HEAD")


def _issue(slug: str) -> Issue:
    """An issue that is out; before its time there is no file of it for anybody."""
    issue = get_object_or_404(Issue, slug=slug)
    if not issue.is_out:
        raise Http404
    return issue


def _article(slug: str, request: HttpRequest) -> Edition:
    """An article that this reader has in full, or was given (`discussion.gifts`).

    Raises:
        Door: the reader has the teaser only.
    """
    articles = Article.objects.select_related("issue", "department")
    if word := request.GET.get(passes.NAME, ""):
        given = articles.filter(slug=slug).first()
        if given is not None and gifts.opens(word, given.pk):
            return single(given, request.reader, is_given=True)
    return single(get_readable(articles, request.reader, slug=slug), request.reader)


def _file(request: HttpRequest, data: bytes, kind: str, name: str) -> HttpResponse:
    """The file, for this reader alone: no cache between readers keeps it, a browser may ask whether it changed."""
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    response: Any = get_conditional_response(request, etag=etag) or HttpResponse(data, content_type=kind)
    response["ETag"] = etag
    response["Cache-Control"] = "no-store" if passes.NAME in request.GET else "private, no-cache"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Cookie"])
    return response  # type: ignore[no-any-return]


def _of_issue(request: HttpRequest, slug: str, make: Callable[[Edition], bytes], kind: str, end: str) -> HttpResponse:
    edition = edition_of(_issue(slug), request.reader)
    if not edition.entries:  # an issue that is kept as it was printed has nothing to be set anew
        raise Http404
    return _file(request, make(edition), kind, f"{slug}.{end}")


@open_to("everyone")
@require_safe
@limited("download", methods=READS)
def issue_epub(request: HttpRequest, issue: str) -> HttpResponse:
    """`/magazine/<issue>/epub/`: the articles the reader has in full, teasers of the others."""
    return _of_issue(request, issue, epub.issue_epub, "application/epub+zip", "epub")


@open_to("everyone")
@require_safe
@limited("download", methods=READS)
def issue_pdf(request: HttpRequest, issue: str) -> HttpResponse:
    """`/magazine/<issue>/pdf/`: the same, set in pages."""
    return _of_issue(request, issue, pdf.issue_pdf, "application/pdf", "pdf")


@open_to("everyone")
@require_safe
@limited("download", methods=READS)
def article_pdf(request: HttpRequest, article: str) -> HttpResponse:
    """`/magazine/articles/<article>/pdf/`: for who has it in full, or holds a gift (`?pass=`)."""
    edition = _article(article, request)
    return _file(request, pdf.article_pdf(edition), "application/pdf", f"{article}.pdf")


@open_to("everyone")
@require_safe
@limited("download", methods=READS)
def issue_jats(request: HttpRequest, issue: str) -> HttpResponse:
    """`/magazine/<issue>/jats/`: a zip of the articles the reader has in full, for archives; without any, a door."""
    edition = edition_of(_issue(issue), request.reader)
    if not edition.entries:  # as it was printed, or nothing is in it yet
        raise Http404
    if not any(entry.is_full for entry in edition.entries):
        raise Door
    return _file(request, jats.issue_jats(edition), "application/zip", f"{issue}-jats.zip")


@open_to("everyone")
@require_safe
@limited("download", methods=READS)
def article_jats(request: HttpRequest, article: str) -> HttpResponse:
    """`/magazine/articles/<article>/jats/`: for who has it in full, or holds a gift (`?pass=`)."""
    edition = _article(article, request)
    data = jats.article_jats(edition, edition.entries[0])
    return _file(request, data, "application/xml; charset=utf-8", f"{article}.xml")
