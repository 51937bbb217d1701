"""Deeds of the magazine: make an issue, write an article, order it, publish both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS, PUBLIC
from collegium.audience.reader import Reader
from collegium.discussion import events
from collegium.discussion.actions import Refused
from collegium.discussion.bylines import EMPTY, byline_of
from collegium.discussion.publishing import (
    Writing,
    announce_due,
    free_slug,
    put_out,
    refresh_byline,
    require_described,
    rewrite,
    stored_picture,
    take_pictures,
    withdraw,
)
from collegium.files import actions as files
from collegium.magazine.events import IssueChanged
from collegium.magazine.models import ISSUE_WORDS, Article, Issue, OldIssueSlug
from collegium.magazine.proofs import back_to_editing, hand_to
from collegium.magazine.relations import as_it_must_be, relate, settle_named_by
from collegium.magazine.types import FIRST_TYPE
from collegium.magazine.unread import note_read, refuse_unread
from collegium.outbox import audit
from collegium.web import news
from collegium.web.html import without_harm
from collegium.web.models import KeptVersion, Society

Author = User | str  # an account, or "Name, what they are" as printed


def _require_editor(by: Reader) -> None:
    if not by.is_editor:
        raise Refused(_("Editors make the magazine. Send them what you would like to see in it."))


def free_issue_slug(volume: int, number: int) -> str:
    """The slug an issue gets when nobody chose one: "14-6"."""
    return f"{volume}-{number}"


@transaction.atomic
def save_issue(issue: Issue, by: Reader) -> Issue:
    """Store a new or changed issue (fields already set); another slug leaves a redirect.

    Raises:
        Refused: not an editor, or a fixed word as slug.
    """
    _require_editor(by)
    issue.slug = issue.slug or free_issue_slug(issue.volume, issue.number)
    if issue.slug in ISSUE_WORDS:
        raise Refused(_("The site uses this address itself. Choose another one."))
    if issue.editor and not issue.is_out:
        issue.note_byline = byline_of(issue.editor)
    before = Issue.objects.filter(pk=issue.pk).values_list("slug", flat=True).first()
    issue.save()
    if before and before != issue.slug:
        OldIssueSlug.objects.filter(slug__in=[before, issue.slug]).delete()
        OldIssueSlug.objects.create(issue=issue, slug=before)
    news.tell(IssueChanged(issue.pk))
    KeptVersion.touch()
    return issue


@transaction.atomic
def put_cover(issue: Issue, data: bytes, by: Reader) -> None:
    """Put a picture on the cover, in the place of the former.

    Raises:
        Refused: not an editor, or no picture.
    """
    _require_editor(by)
    file = stored_picture(data, "", by)
    files.erase_of("issue", issue.pk)
    files.attach([file.pk], "issue", issue.pk, by.person)
    issue.cover_file = file.pk
    issue.save(update_fields=["cover_file"])
    KeptVersion.touch()


def lines_for(authors: Iterable[Author]) -> list[dict[str, Any]]:
    """Bylines of these authors now; for a person without an account what stands after the comma is their office."""
    return [byline_of(author) if isinstance(author, User) else _typed(author) for author in authors]


def _typed(text: str) -> dict[str, Any]:
    name, _comma, rest = without_harm(text).partition(",")
    return EMPTY | {"name": name.strip(), "office": rest.strip()}


def _wait_for_addresses() -> None:
    """Articles get their addresses one after another, whoever writes them; the same form sent twice waits here, too."""
    Society.objects.select_for_update(no_key=True).first()


@transaction.atomic
def start_article(
    writing: Writing,
    by: Reader,
    authors: list[Author],
    *,
    origin: str = "",
    about: Iterable[Article] = (),
    **place: Any,
) -> Article:
    """Save a new draft.

    Args:
        about: articles it names (`relations`).
        place: department, issue, kicker, order and further fields of `Article`.

    Raises:
        Refused: not an editor.
    """
    _require_editor(by)
    _wait_for_addresses()
    if origin and (sent := Article.objects.filter(origin=origin).first()):
        return sent
    writing = as_it_must_be(writing, place.get("type", FIRST_TYPE))
    bylines = lines_for(authors)
    people = [author for author in authors if isinstance(author, User)]
    article = Article(
        title=writing.title,
        slug=free_slug(Article.objects.all(), writing.title, ()),
        deck=writing.deck,
        author=people[0] if people else None,
        bylines=bylines,
        byline=bylines[0] if bylines else EMPTY,
        readers_id=writing.readers_id or MEMBERS,
        writers_id=MEMBERS,
        origin=origin,
        stage_since=timezone.now(),
        **place,
    )
    writing.words.put_into(article)
    article.save()
    article.authors.set(people)
    article.subjects.set(writing.subjects)
    take_pictures(article, writing, by)
    relate(article, about)
    return article


@transaction.atomic
def edit_article(
    article: Article,
    writing: Writing,
    by: Reader,
    authors: list[Author] | None = None,
    *,
    seen_version: int | None = None,
    about: Iterable[Article] | None = None,
    is_read: bool = True,
    **place: Any,
) -> None:
    """Change an article; bylines and address move only while it has not been out.

    Args:
        authors: None leaves them as they are.
        about: articles it names; None leaves them.
        is_read: the words were before the editor's eyes, and the patient-data check has its answers.
        place: fields of `Article` that say where it stands.

    Raises:
        Refused: not an editor, or changed since `seen_version`.
    """
    _require_editor(by)
    article.retracted_at = Article.objects.select_for_update(of=("self",)).get(pk=article.pk).retracted_at
    writing = as_it_must_be(writing, place.get("type", article.type), is_retracted=bool(article.retracted_at))
    rewrite(article, writing, by, seen_version=seen_version)
    if is_read:
        note_read(article)
    for name, value in place.items():
        setattr(article, name, value)
    if place:
        article.save(update_fields=list(place))
    if about is not None:
        relate(article, about)
    back_to_editing(article, by)
    if authors is not None and not article.announced_at:
        set_authors(article, authors)
    if not article.announced_at:
        _wait_for_addresses()
        article.slug = free_slug(Article.objects.all(), article.title, (), but=article.pk)
        article.save(update_fields=["slug"])


@transaction.atomic
def move_article(article: Article, stage: str, holder: Author, due_on: date | None, by: Reader) -> None:
    """Say how far an unpublished article is, who has it now and until when.

    Raises:
        Refused: not an editor.
    """
    _require_editor(by)
    hand_to(article, stage, holder, due_on)


def set_authors(article: Article, authors: list[Author]) -> None:
    """Who wrote it, in order."""
    people = [author for author in authors if isinstance(author, User)]
    article.authors.set(people)
    article.author, article.bylines = people[0] if people else None, lines_for(authors)
    article.save(update_fields=["author", "bylines"])
    refresh_byline(article)


@transaction.atomic
def publish_article(
    article: Article, by: Reader, *, at: datetime | None = None, seen_version: int | None = None
) -> None:
    """Publish now, or at `at`.

    Raises:
        Refused: not an editor, changed since `seen_version`, a picture says nothing about itself, or what the
            patient-data check saw in a Word file has no answer.
    """
    _require_editor(by)
    require_described(article.body)
    refuse_unread(article)
    _freeze(article)
    put_out(article, at=at, seen_version=seen_version)
    settle_named_by(article)


def _freeze(article: Article) -> None:
    if not article.announced_at:
        article.bylines = article.own_bylines()
        article.save(update_fields=["bylines"])


@transaction.atomic
def unpublish_article(article: Article, by: Reader) -> None:
    """Back to the drafts.

    Raises:
        Refused: not an editor.
    """
    _require_editor(by)
    withdraw(article)
    settle_named_by(article)


@transaction.atomic
def publish_issue(issue: Issue, by: Reader, *, at: datetime | None = None) -> int:
    """Publish an issue with its drafts, all at one moment, now or at `at`; once it is out that moment stands.

    What was scheduled with it moves with it; what came out before on the web keeps its own time.

    Returns:
        How many articles come with it.

    Raises:
        Refused: not an editor, or nothing in it is left to publish.
    """
    _require_editor(by)
    fresh = Issue.objects.select_for_update().get(pk=issue.pk)
    together = issue.articles.filter(removed_at=None, hidden_at=None, announced_at=None)
    waits = Q(published_at=None) | Q(published_at=fresh.published_at)
    drafts = list(together.filter(waits).in_order())
    if fresh.is_out and not drafts:
        raise Refused(_("This issue is out, with everything that stands in it."))
    if not fresh.is_out:
        at = issue.published_at = at or timezone.now()
        issue.save(update_fields=["published_at"])
        audit.log(by.person, "published an issue", about=("issue", issue.pk), detail={"at": str(issue.published_at)})
        news.tell(IssueChanged(issue.pk))
    for article in drafts:
        publish_article(article, by, at=at)
    KeptVersion.touch()
    return len(drafts)


@transaction.atomic
def put_pdf(issue: Issue, data: bytes, by: Reader) -> None:
    """Attach the PDF that was printed, in the place of the former.

    Raises:
        Refused: not an editor, or no PDF.
    """
    _require_editor(by)
    try:
        file = files.store(data, f"{issue.slug}.pdf", None)
    except files.Refused as refused:
        raise Refused(str(refused)) from refused
    if file.kind != "pdf":
        raise Refused(_("This is not a PDF."))
    files.erase_of("issue-pdf", issue.pk)
    files.attach([file.pk], "issue-pdf", issue.pk, None)
    issue.pdf_file = file.pk
    issue.save(update_fields=["pdf_file"])
    KeptVersion.touch()


def erase_pdf_with(article_id: int) -> None:
    """Words that were taken back stand in the PDF of their issue as well: it goes, and editors attach a new one."""
    for issue in Issue.objects.exclude(pdf_file=None).filter(
        articles__in=Article.objects.filter(pk=article_id).exclude(taken_back_at=None)
    ):
        files.erase_of("issue-pdf", issue.pk)
        issue.pdf_file = None
        issue.save(update_fields=["pdf_file"])


@transaction.atomic
def open_window(article: Article, since: datetime, until: datetime | None, by: Reader) -> None:
    """A free window: everybody reads it from `since` until `until`; letters keep the readers they were written for.

    Raises:
        Refused: not an editor.
    """
    _require_editor(by)
    article.open_to_id, article.open_from, article.open_until, article.open_writing = PUBLIC, since, until, False
    article.save(update_fields=["open_to", "open_from", "open_until", "open_writing"])
    news.tell(events.PieceChanged(article.pk))


def announce_due_articles() -> int:
    """Tell of scheduled articles whose time has come; each exactly once. Returns how many."""
    due = list(Article.objects.due_unannounced())
    for article in due:
        _freeze(article)
    announced = announce_due(Article)
    for article in due:
        settle_named_by(article)
    return announced
