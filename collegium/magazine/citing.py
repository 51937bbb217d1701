"""How an article is cited by others, for people and for those who index articles."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from collegium.discussion.citing import citation_of
from collegium.magazine.models import Article
from collegium.web.models import Society


def _in_issue(article: Article) -> dict[str, Any]:
    """Where it stands in its issue, once that is out."""
    issue = article.issue if article.issue and article.issue.is_out else None
    if issue is None:
        return {}
    return {"volume": str(issue.volume), "issue": str(issue.number), "pages": article.pages.replace("–", "-")}


def citation_of_article(article: Article) -> str:
    """The citation in the style of the society: of the magazine as of a journal."""
    return citation_of(article, article.bylines, "article", Society.current().magazine_name, **_in_issue(article))


def facts_of_citation(article: Article) -> list[tuple[str, str]]:
    """The `citation_*` tags that indexes of articles read (Google Scholar's guidelines for webmasters, "Indexing")."""
    place = _in_issue(article)
    first, _dash, last = place.get("pages", "").partition("-")
    published = timezone.localtime(article.published_at)
    tags = [
        ("title", article.title), *(("author", str(line.get("name", ""))) for line in article.bylines),
        ("publication_date", f"{published:%Y/%m/%d}"), ("journal_title", Society.current().magazine_name),
        ("volume", place.get("volume", "")), ("issue", place.get("issue", "")), ("firstpage", first),
        ("lastpage", last),
        ("public_url", settings.SITE_URL + article.get_absolute_url()),
    ]  # fmt: skip
    return [(name, value) for name, value in tags if value]
