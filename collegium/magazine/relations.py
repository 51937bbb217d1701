"""Articles that belong together, and the record being corrected (NISO RP-45-2024: labels in title, page and metadata).

A correction, retraction, expression of concern or addendum is an article of its own, for everybody to read. It names
what it is about, and both pages link to each other. While a retraction is out, what it retracts carries the label
before its stored title, so that every list, search, feed and mail shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from collegium.audience.models import PUBLIC
from collegium.audience.reader import VISITOR, Reader
from collegium.discussion import events
from collegium.discussion.publishing import Writing
from collegium.magazine.models import Article, Relation
from collegium.magazine.types import RECORD, RELATIONS, TYPES
from collegium.web import news
from collegium.web.models import Society

TITLE_MOST = 200  # the column's
RETRACTED = _("RETRACTED")
RETRACTS = "retracted-article"


@dataclass(frozen=True, slots=True)
class Tie:
    """Another article that this one belongs with. `is_told`: the other one speaks about this."""

    article: Article
    kind: str
    is_told: bool

    @property
    def label(self) -> Promise:
        """What stands before its title."""
        return RELATIONS[self.kind].told if self.is_told else RELATIONS[self.kind].says

    @property
    def is_record(self) -> bool:
        """Whether it stands at the head of the page: the record was corrected."""
        return self.kind in RECORD


def _bare(title: str, label: Promise) -> str:
    """A title without this label, in whichever language it was written."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            title = title.removeprefix(f"{label}: ")
    return title


def _labelled(title: str, label: Promise) -> str:
    with override(Society.current().language):
        return f"{label}: {_bare(title, label)}"[:TITLE_MOST]


def own_title(article: Article) -> str:
    """Its title as an editor typed it."""
    title = _bare(article.title, RETRACTED)
    return _bare(title, article.is_a.label) if article.is_a.is_notice else title


def as_it_must_be(writing: Writing, kind: str, *, is_retracted: bool = False) -> Writing:
    """What an editor wrote, with its labels before the title; a notice is for everybody whatever the form says.

    Args:
        kind: a key of `TYPES`.
        is_retracted: whether a retraction of it is out.
    """
    title, readers, label = _bare(writing.title, RETRACTED), writing.readers_id, TYPES[kind].label
    if TYPES[kind].is_notice:
        title, readers = _labelled(title, label), PUBLIC
    if is_retracted:
        title = _labelled(title, RETRACTED)
    return replace(writing, title=title, readers_id=readers)


@transaction.atomic
def relate(article: Article, others: Iterable[Article]) -> None:
    """Say which articles this one names; how, its type says. What it named before and not now is let go."""
    kind = TYPES[article.type].relation
    named = {other.pk for other in others} - {article.pk}
    before = set(article.relations.values_list("other_id", flat=True))
    article.relations.exclude(other__in=named).delete()
    article.relations.update(kind=kind)
    Relation.objects.bulk_create(Relation(article=article, other_id=pk, kind=kind) for pk in sorted(named - before))
    touched = named | before | {article.pk}
    for row in Article.objects.filter(pk__in=touched):
        is_related = Relation.objects.filter(Q(article=row) | Q(other=row)).exists()
        if row.is_related != is_related:
            Article.objects.filter(pk=row.pk).update(is_related=is_related)
            news.tell(events.PieceChanged(row.pk))
    article.refresh_from_db(fields=["is_related"])
    settle(touched)


@transaction.atomic
def settle(ids: Iterable[int]) -> None:
    """Set or take away the label of these articles, as retractions of them are out or not."""
    notices = Relation.objects.filter(kind=RETRACTS, article__in=Article.objects.published())
    marked = Article.objects.filter(pk__in=list(ids), taken_back_at=None)
    for article in marked.select_for_update(of=("self",)).order_by("pk"):
        since: datetime | None = (
            notices.filter(other=article).order_by("article__published_at")
            .values_list("article__published_at", flat=True).first()
        )  # fmt: skip
        if since == article.retracted_at:
            continue
        article.title = _labelled(article.title, RETRACTED) if since else _bare(article.title, RETRACTED)
        article.retracted_at = since
        article.save(update_fields=["title", "retracted_at"])
        news.tell(events.PieceChanged(article.pk))


def settle_named_by(article: Article) -> None:
    """After a retraction came out or was withdrawn."""
    if article.type == "retraction":
        settle(list(article.relations.values_list("other_id", flat=True)))


def ties_of(article: Article, reader: Reader) -> list[Tie]:
    """What this article belongs with, newest first, of what this reader's lists may show; no query without any."""
    if not article.is_related:
        return []
    rows = list(Relation.objects.filter(Q(article=article) | Q(other=article)))
    named = {row.other_id if row.article_id == article.pk else row.article_id: row for row in rows}
    shown = Article.objects.filter(pk__in=named).listed_for(reader).select_related("department").newest_first()
    return [Tie(other, named[other.pk].kind, named[other.pk].article_id != article.pk) for other in shown]


def facts_of(article: Article, ties: list[Tie]) -> dict[str, Any]:
    """What JSON-LD says of its type and record (schema.org `genre`, `creativeWorkStatus`, `correction`, `about`)."""
    told: dict[str, Any] = {"genre": article.is_a.jats}
    if article.retracted_at:
        told["creativeWorkStatus"] = "Retracted"
    public = [tie for tie in ties if tie.is_record and VISITOR.may_read(tie.article)]
    if corrections := [tie.article for tie in public if tie.is_told]:
        told["correction"] = [
            {
                "@type": "CorrectionComment",
                "text": one.title,
                "url": settings.SITE_URL + one.get_absolute_url(),
                "datePublished": one.published_at.isoformat(timespec="seconds") if one.published_at else "",
            }
            for one in corrections
        ]
    if about := [tie.article for tie in ties if tie.is_record and not tie.is_told]:
        told["about"] = [
            {"@type": "Article", "headline": one.title, "url": settings.SITE_URL + one.get_absolute_url()}
            for one in about
        ]
    return told
