"""How an article is cited by others, for people and for those who index articles."""

from __future__ import annotations

from typing import Any

from collegium.citations.formatting import Data
from collegium.discussion import citing
from collegium.discussion.models import Piece
from collegium.magazine.models import Article
from collegium.web.models import Society


def _in_issue(article: Article) -> dict[str, Any]:
    """Where it stands in its issue, once that is out."""
    issue = article.issue if article.issue and article.issue.is_out else None
    if issue is None:
        return {}
    return {"volume": str(issue.volume), "issue": str(issue.number), "pages": article.pages.replace("–", "-")}


def data_of_article(piece: Piece) -> Data:
    """An article as of a journal."""
    article: Article = piece if isinstance(piece, Article) else piece.article  # type: ignore[attr-defined]
    where = Society.current().magazine_name
    standing = {"standing": "retracted"} if article.retracted_at else {}
    return citing.data_of(article, article.bylines, "article", where, **_in_issue(article), **standing)


def facts_of_citation(article: Article) -> list[tuple[str, str]]:
    """What indexes read of an article, with its place in the issue."""
    data = data_of_article(article)
    first, _dash, last = data.get("pages", "").partition("-")
    return citing.facts_of_citation(
        data, article.bylines, journal_title=data["journal"], volume=data.get("volume", ""),
        issue=data.get("issue", ""), firstpage=first, lastpage=last,
    )  # fmt: skip
