"""Making an issue: which articles stand in it, in what order, on which pages, and what is missing in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collegium.audience.reader import Reader
from collegium.discussion import events
from collegium.discussion.actions import Refused
from collegium.magazine.models import Article, ArticleQuerySet, Department, Issue, Stage
from collegium.web import news
from collegium.web.models import KeptVersion
from collegium.web.numbers import number_of

WAITING = 40  # articles without an issue that are offered
Rows = dict[int, list[Article]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A department of an issue with its articles in order."""

    department: Department
    articles: list[Article]


def shelves_of(issue: Issue) -> list[Shelf]:
    """Every department in its order, those without an article too: something may be put there."""
    rows = _rows(issue)
    return [Shelf(department, rows.get(department.pk, [])) for department in Department.objects.all()]


def _rows(issue: Issue) -> Rows:
    found: Rows = {}
    for article in issue.articles.filter(removed_at=None).select_related("department", "holder").in_order():
        found.setdefault(article.department_id, []).append(article)
    return found


def waiting_for(reader: Reader) -> list[Article]:
    """Articles that stand in no issue: unpublished ones, then what came out on the web first."""
    loose = Article.objects.filter(issue=None).select_related("department", "holder")
    work = list(loose.workable_by(reader).by_due()[:WAITING])
    return work + list(loose.listed_for(reader).newest_first()[:WAITING])


def movable(issue: Issue) -> ArticleQuerySet:
    """What may be put into this issue, or moved in it."""
    return Article.objects.filter(Q(issue=issue) | Q(issue=None), removed_at=None)


def move(issue: Issue, article: Article, deed: str, by: Reader) -> None:
    """Do what a button, or a drop, says.

    Args:
        deed: "up", "down", "in", "out", or "<department>.<article it stands before, or 0>".

    Raises:
        Refused: not an editor, or it stands in another issue.
    """
    if deed in ("up", "down"):
        step(issue, article, by, up=deed == "up")
    elif deed == "in":
        put_into(issue, article, by)
    elif deed == "out":
        take_out(issue, article, by)
    else:
        place, _dot, before = deed.partition(".")
        department = Department.objects.filter(pk=number_of(place) or 0).first()
        if department is not None:
            put_before(issue, article, department, number_of(before), by)


@transaction.atomic
def put_into(issue: Issue, article: Article, by: Reader) -> None:
    """Collect an article: last in its department. One that was out already keeps its address and its time.

    Raises:
        Refused: not an editor, or it stands in an issue.
    """
    _require_editor(by)
    fresh = _lock(issue, article)
    if fresh.issue_id:
        raise Refused(_("This article stands in an issue already. Take it out there first."))
    fresh.issue = issue
    rows = _rows(issue)
    rows.setdefault(fresh.department_id, []).append(fresh)
    fresh.save(update_fields=["issue"])
    _number(rows, {fresh.pk})


@transaction.atomic
def take_out(issue: Issue, article: Article, by: Reader) -> None:
    """It waits for an issue again; when it is out it stays out, as online first.

    Raises:
        Refused: not an editor.
    """
    _require_editor(by)
    fresh = _lock(issue, article)
    if fresh.issue_id == issue.pk:
        fresh.issue, fresh.order, fresh.pages = None, 0, ""
        fresh.save(update_fields=["issue", "order", "pages"])
        news.tell(events.PieceChanged(fresh.pk))


@transaction.atomic
def step(issue: Issue, article: Article, by: Reader, *, up: bool) -> None:
    """One place up or down; from the end of a department into the next one.

    Raises:
        Refused: not an editor.
    """
    _require_editor(by)
    fresh, rows = _lock(issue, article), _rows(issue)
    departments = list(Department.objects.values_list("pk", flat=True))
    row = rows.get(fresh.department_id, [])
    place = next((index for index, one in enumerate(row) if one.pk == fresh.pk), None)
    if place is None:
        return
    one, to = row.pop(place), place + (-1 if up else 1)
    if not 0 <= to <= len(row):
        at = departments.index(fresh.department_id) + (-1 if up else 1)
        if not 0 <= at < len(departments):
            return
        row = rows.setdefault(departments[at], [])
        one.department_id, to = departments[at], len(row) if up else 0
    row.insert(to, one)
    _number(rows, {one.pk} if one.department_id != fresh.department_id else set())


@transaction.atomic
def put_before(issue: Issue, article: Article, department: Department, before: int | None, by: Reader) -> None:
    """Put an article where it was dropped.

    Args:
        before: id of the article it stands before then; None for the end of the department.

    Raises:
        Refused: not an editor.
    """
    _require_editor(by)
    if article.issue_id is None:
        put_into(issue, article, by)
    fresh, rows = _lock(issue, article), _rows(issue)
    one = next((one for row in rows.values() for one in row if one.pk == fresh.pk), None)
    if one is None or before == one.pk:
        return
    rows[one.department_id].remove(one)
    row = rows.setdefault(department.pk, [])
    to = next((index for index, other in enumerate(row) if other.pk == before), len(row))
    row.insert(to, one)
    one.department_id = department.pk
    _number(rows, {one.pk} if fresh.department_id != department.pk else set())


@transaction.atomic
def number_pages(issue: Issue, pages: dict[int, str], by: Reader) -> None:
    """Print the pages of articles: "14–21".

    Raises:
        Refused: not an editor.
    """
    _require_editor(by)
    for article in issue.articles.filter(pk__in=pages):
        if article.pages != pages[article.pk]:
            article.pages = pages[article.pk]
            article.save(update_fields=["pages"])
    KeptVersion.touch()


def _require_editor(by: Reader) -> None:
    if not by.is_editor:
        raise Refused(_("Editors make the magazine. Send them what you would like to see in it."))


def _lock(issue: Issue, article: Article) -> Article:
    """Two editors arrange one issue one after another."""
    Issue.objects.select_for_update().get(pk=issue.pk)
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


def _number(rows: Rows, moved: set[int]) -> None:
    for row in rows.values():
        for place, article in enumerate(row, 1):
            if article.order != place or article.pk in moved:
                article.order = place
                article.save(update_fields=["order", "department"])
    for pk in moved:
        news.tell(events.PieceChanged(pk))
    KeptVersion.touch()


def missing_in(issue: Issue, shelves: list[Shelf]) -> list[str]:
    """What is not ready yet, a sentence each; nothing of it stops an editor."""
    articles = [article for shelf in shelves for article in shelf.articles]
    if not articles:
        return [] if issue.pdf_file else [_("There is no article in it yet.")]
    found = [sentence for article in articles if (sentence := _missing_of(issue, article))]
    if not issue.note:
        found.append(_("There is no editor’s note."))
    if not issue.cover_file:
        found.append(_("There is no picture on the cover: the drawing is shown."))
    if unnumbered := sum(not article.pages for article in articles):
        found.append(
            ngettext("%(num)s article has no page number.", "%(num)s articles have no page numbers.", unnumbered)
            % {"num": unnumbered}
        )
    return found


def _missing_of(issue: Issue, article: Article) -> str:
    if article.published_at:
        return ""
    says = {"title": article.title, "name": article.holder.full_name if article.holder else article.holder_name}
    if issue.published_at:
        return _("“%(title)s” is a draft and does not come out with the issue until you publish again.") % says
    if article.stage == Stage.PROOF:
        return _("“%(title)s” is with its author, %(name)s.") % says
    if article.stage != Stage.READY:
        return _("“%(title)s” is not ready: %(stage)s.") % (says | {"stage": article.get_stage_display().lower()})
    if article.proofs.exists() and not article.is_approved:
        return _("“%(title)s” was changed after its author approved it.") % says
    return ""
