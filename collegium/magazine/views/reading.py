"""The magazine, an issue, an article."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject

from collegium.audience.ahead import of_this_page
from collegium.audience.doors import open_to
from collegium.audience.eyes import seen_by_others
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.audience.shared import as_of
from collegium.discussion.bylines import full_name
from collegium.discussion.citing import citation_of
from collegium.discussion.forms import reply_form
from collegium.discussion.opening import question_for
from collegium.discussion.publishing import Line, full_or_teaser, lines_of
from collegium.discussion.reading import reading_of, shared_facts
from collegium.discussion.thread import opened_thread, questions_of_talk
from collegium.magazine.citing import data_of_article, facts_of_citation
from collegium.magazine.models import Article, Issue
from collegium.magazine.relations import Tie, facts_of, ties_of
from collegium.people.follows import attention
from collegium.web.html import minutes
from collegium.web.lines import one_line
from collegium.web.paging import pages_of
from collegium.web.statements import ask_ahead

EARLIER = 5
NEXT = 3


def _departments(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """Lines in their order, under the names of their departments."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.piece.department.name, []).append(line)
    return list(found.items())


def _contents(issue: Issue, reader: Reader) -> list[Line]:
    articles = issue.articles.select_related("department")
    work = articles.workable_by(reader) if not issue.is_out else articles.none()
    listed = list(articles.listed_for(reader).in_order())
    lines = lines_of(listed, reader) + [Line(article, True, None) for article in work.in_order()]
    return sorted(lines, key=lambda line: (line.piece.department.order, line.piece.order, line.piece.pk))


def _front(request: HttpRequest, issue: Issue | None) -> HttpResponse:
    reader = request.reader
    context = {
        "issue": issue,
        "as_of": (as_of(reader), reader.person_id),
        "page": SimpleLazyObject(lambda: _contents_page(issue, reader)),
    }
    return render(request, "magazine/issue_detail.html", context)


def _contents_page(issue: Issue | None, reader: Reader) -> dict[str, Any]:
    issues = Issue.objects.out().newest_first()
    online = Article.objects.filter(issue=None).listed_for(reader).newest_first().select_related("department")
    return {
        "departments": _departments(_contents(issue, reader) if issue else []),
        "note_minutes": minutes(len(issue.note.split())) if issue else 0,
        "online": lines_of(online[:6], reader),
        "earlier": issues.exclude(pk=issue.pk if issue else 0)[:EARLIER],
        "issue_count": issues.count(),
    }


@open_to("everyone")
def magazine_front(request: HttpRequest) -> HttpResponse:
    """`/magazine/`: the current issue; with `?issues=all` every issue there is."""
    issues = Issue.objects.out().newest_first()
    if request.GET.get("issues") == "all":
        words = one_line(request.GET.get("q", "")[:100])
        issues = issues.titled(words)
        pages = pages_of(request, issues.count(), 24)
        context = {"issues": issues[pages.slice], "pages": pages, "words": words}
        return render(request, "magazine/magazine_front.html", context)
    return _front(request, issues.first())


@prepared
def _issue(reader: Reader, slug: str) -> QuerySet[Issue]:
    return Issue.objects.filter(slug=slug)


@of_this_page(lambda _reader, issue: [_issue.question(VISITOR, slug=issue)])
@open_to("everyone")
def issue_detail(request: HttpRequest, issue: str) -> HttpResponse:
    """`/magazine/<issue>/`: before its time for editors only; an old address leads to the present one."""
    found = _issue.first(VISITOR, slug=issue) or get_object_or_404(Issue, old_slugs__slug=issue)
    if not (found.is_out or request.reader.is_editor):
        raise Http404
    if found.slug != issue:
        return redirect("magazine:issue_detail", issue=found.slug, permanent=True)
    return _front(request, found)


def _find(slug: str, reader: Reader) -> tuple[Article, bool, bool]:
    """The article: with whether the reader has it in full, and whether it is unpublished work."""
    articles = Article.objects.select_related("issue", "department", "author")
    try:
        article, is_full = full_or_teaser(articles, reader, slug=slug)
        return article, is_full, False
    except Http404:
        draft = articles.workable_by(reader).filter(slug=slug).first()
        if draft is None:
            raise
        return draft, True, True


@seen_by_others
@open_to("everyone")
def article_detail(request: HttpRequest, article: str) -> HttpResponse:
    """`/magazine/articles/<article>/`: in full, as a teaser, or, for editors and its authors, the draft."""
    found, is_full, is_draft = _find(article, request.reader)
    ties = ties_of(found, request.reader)
    context: dict[str, Any] = {
        "article": found,
        "is_draft": is_draft,
        "issue": found.issue if found.issue and (found.issue.is_out or request.reader.is_editor) else None,
        "names": [full_name(line) for line in found.bylines],
        "ties": ties,
    }
    if not is_draft:
        context["facts"] = _facts(found, ties)
        context["citation"] = citation_of(data_of_article(found))
    if not is_full:
        return render(request, "magazine/article_teaser.html", context)
    return render(request, "magazine/article_detail.html", context | _full(request, found, is_draft))


def _facts(article: Article, ties: list[Tie]) -> dict[str, Any]:
    facts = shared_facts(article, "Article", article.bylines, article.department.name, [article.hero_file])
    facts["ld"] |= facts_of(article, ties)
    facts["citation"] = facts_of_citation(article)
    return facts


def _full(request: HttpRequest, article: Article, is_draft: bool) -> dict[str, Any]:
    reader = request.reader
    ask_ahead(*questions_of_talk(article.pk, reader))
    return {
        "reading": reading_of(article),
        "thread": None if is_draft else opened_thread(article, reader, request),
        "form": reply_form(article, reader, request.GET.get("quote", "")),
        "attention": attention(reader, "piece", article.pk),
        "is_public": VISITOR.may_read(article),
        "absolute": settings.SITE_URL + article.get_absolute_url(),
        "next": _next(article, reader),
        "question": question_for(article, reader),
        "may_open": not (is_draft or reader.refusal_to_open(article)),
    }


def _next(article: Article, reader: Reader) -> list[Line]:
    """The articles after this one in its issue."""
    if not article.issue_id:
        return []
    rows = list(
        Article.objects.filter(issue=article.issue_id).listed_for(reader).select_related("department").in_order()
    )
    place = next((index for index, row in enumerate(rows) if row.pk == article.pk), -1)
    return lines_of((rows[place + 1 :] + rows[:place])[:NEXT] if place >= 0 else rows[:NEXT], reader)
