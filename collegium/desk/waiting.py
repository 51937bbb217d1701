"""What waits for each role, for the desk's front page: the first lines of the lists that the sections below hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from collegium.answers.measure import unanswered
from collegium.audience.reader import Reader
from collegium.discussion.models import Reply
from collegium.magazine.building import missing_in, shelves_of
from collegium.magazine.models import Article, Issue, Proof
from collegium.moderation.queue import SHOWN, named, waited, waiting
from collegium.web.formats import full_date, when

SHOWN_LINES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: where it stands, what else is known, and a mark; `is_late` marks it as pressing."""

    title: str
    address: str
    note: str = ""
    mark: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """The first lines of one list, and the way to all of it; `empty` is said when nothing waits."""

    title: str
    address: str
    label: str
    lines: list[Line]
    empty: str


def shelves_for(reader: Reader) -> list[Shelf]:
    """What waits for this reader, by their roles; each list holds what they may read, and no more."""
    shelves: list[Shelf] = []
    if reader.is_moderator:
        shelves.append(_queue())
    if reader.is_editor:
        shelves += [_articles(reader), _proofs(reader), *_missing(), _letters(reader)]
    return [*shelves, _questions(reader)]


def _queue() -> Shelf:
    names = dict(SHOWN)
    lines = [
        Line(
            item.name or item.line, reverse("moderation:queue_item", args=[item.kind, item.pk]),
            item.line if item.name else "", f"{names[item.sort]}, {item.waited}", item.sort == "patient",
        )
        for item in named(waiting()[:SHOWN_LINES])
    ]  # fmt: skip
    return Shelf(_("Waits for a moderator"), "/desk/reports/", _("Reports"), lines, _("Nothing is waiting."))


def _articles(reader: Reader) -> Shelf:
    work = Article.objects.workable_by(reader).filter(published_at=None).select_related("holder").by_due()
    lines = [
        Line(
            row.title, _of(row.pk), f"{row.get_stage_display()} · {_holder(row)}",
            "" if row.due_on is None else _due(row), row.is_late,
        )
        for row in work[:SHOWN_LINES]
    ]  # fmt: skip
    empty = _("No article is on its way.")
    return Shelf(_("Articles, by when they are due"), "/desk/editorial/", _("Editorial"), lines, empty)


def _holder(row: Article) -> str:
    return row.holder.full_name if row.holder else row.holder_name or _("Nobody yet")


def _due(row: Article) -> str:
    said = _("Late: was due %(day)s") if row.is_late else _("Due %(day)s")
    return said % {"day": full_date(row.due_on)}


def _of(article_id: int) -> str:
    return reverse("desk:edit_article", args=[article_id])


def _proofs(reader: Reader) -> Shelf:
    """Those of the present version that are not approved; what an author wants changed comes first."""
    work = Article.objects.workable_by(reader).values("pk")
    rows = Proof.objects.open().filter(article__in=work).select_related("article")
    lines = [
        Line(row.article.title, _of(row.article_id), row.name, *_answer(row)) for row in rows.by_answer()[:SHOWN_LINES]
    ]
    return Shelf(_("Authors’ proofs"), "/desk/editorial/", _("Editorial"), lines, _("No proof is out."))


def _answer(row: Proof) -> tuple[str, bool]:
    if row.asked_at:
        return _("Asks for a change"), True
    return _("Sent %(when)s, no answer yet.") % {"when": when(row.sent_at)}, False


def _missing() -> Iterator[Shelf]:
    """What is not ready in the issue that comes out next."""
    issue = Issue.objects.newest_first().not_out().last()
    if issue is not None:
        address = reverse("desk:edit_issue", args=[issue.pk])
        lines = [Line(said, address) for said in missing_in(issue, shelves_of(issue))[:SHOWN_LINES]]
        title = _("What is missing in %(issue)s") % {"issue": issue.title}
        yield Shelf(title, address, _("The issue"), lines, _("Nothing is missing."))


def _letters(reader: Reader) -> Shelf:
    rows = Reply.objects.filter(piece__kind="article").shown_to(reader).with_words().select_related("piece")
    lines = [
        Line(str(row.byline.get("name", "")), f"/replies/{row.pk}/", row.piece.title, when(row.created_at))
        for row in rows.order_by("-created_at", "-pk")[:SHOWN_LINES]
    ]
    return Shelf(_("Letters of late"), "/magazine/", _("The magazine"), lines, _("Nobody has written yet."))


def _questions(reader: Reader) -> Shelf:
    rows = unanswered(reader).select_related("forum")
    lines = [
        Line(row.title, row.get_absolute_url(), row.forum.name if row.forum else "", waited(row.published_at))
        for row in rows[:SHOWN_LINES]
        if row.published_at
    ]
    empty = _("Every question has a reply.")
    return Shelf(_("Questions without a reply"), "/desk/questions/", _("Questions"), lines, empty)
