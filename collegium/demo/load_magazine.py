"""The magazine of the demo: `demo/magazine/<n>/`, 1 is the current issue; two months lie between issues."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from babel.dates import get_month_names
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.reader import Reader
from collegium.demo.chance import Clock
from collegium.demo.drawings import art, drawn
from collegium.demo.load_blogs import AUDIENCES, PieceText, answer, read_piece, writing_of
from collegium.demo.load_forums import Talk
from collegium.demo.paper import pdf_of
from collegium.demo.texts import split_headers
from collegium.discussion.figures import below
from collegium.discussion.publishing import Hero, Writing
from collegium.discussion.words import Words
from collegium.magazine import actions, proofs, word_actions
from collegium.magazine.departments import add_department
from collegium.magazine.models import Article, Issue, Stage
from collegium.magazine.types import FIRST_TYPE

FIRST_YEAR = 2012  # volume 1
FREE_AFTER = timedelta(days=60)
EDITOR = "pde"
HEROES = {"The last mile": ("hero", "Contour map in pale green with a dotted road between two small circles")}


def load_magazine(folder: Path, people: dict[str, User], clock: Clock) -> None:
    """Create the issues of `folder/magazine` with their articles and letters.

    Args:
        people: accounts by the slugs of people.csv.
    """
    talk = Talk(folder, people, clock)
    editor = people[EDITOR]
    by = Reader(person_id=editor.pk, standing="member", roles=frozenset({"editor"}), person=editor)
    homes = sorted(
        (home for home in (folder / "magazine").iterdir() if home.name.isdigit()), key=lambda home: int(home.name)
    )
    for home in homes:
        for name in split_headers((home / "issue.txt").read_text())[0]["departments"].split(","):
            add_department(name.strip(), by)
    for place, home in reversed(list(enumerate(homes))):
        _issue(talk, home, _two_months(clock.now, place), by)  # the oldest first
    for file in sorted((folder / "magazine" / "old").glob("*.txt")):
        _old_issue(file, clock.now, by)
    _next_issue(talk, folder / "magazine" / "next", _two_months(clock.now, -1), by)


def _two_months(now: datetime, back: int) -> date:
    """The first day of the two months that lie `back` issues before now."""
    months = now.year * 12 + now.month - 1
    months = months - months % 2 - 2 * back
    return date(months // 12, months % 12 + 1, 1)


def _issue(talk: Talk, home: Path, first_day: date, by: Reader) -> None:
    came = timezone.make_aware(datetime.combine(first_day, datetime.min.time())) + timedelta(days=3, hours=12)
    at = min(came, talk.clock.now - timedelta(days=2))
    issue = _cover(home, first_day, by)
    for order, file in enumerate(sorted(home.glob("*.html")), 1):
        _article(talk, issue, read_piece(file), order, at, by)
    actions.publish_issue(issue, by, at=at)


def _old_issue(file: Path, now: datetime, by: Reader) -> None:
    """An issue of the back catalogue: cover, date, number, and a PDF."""
    head, _mark, words = file.read_text().partition("\n===\n")
    facts = split_headers(head)[0]
    issue = _made(facts, _two_months(now, 6 * int(facts["years"])), "", by)
    issue.pdf_readers_id = AUDIENCES[facts["readers"]]
    actions.put_pdf(issue, pdf_of(issue.title, words.splitlines()), by)
    actions.publish_issue(issue, by, at=timezone.make_aware(datetime.combine(issue.cover_date, datetime.min.time())))


def _next_issue(talk: Talk, home: Path, first_day: date, by: Reader) -> None:
    """The issue that the editors are making: a title, and drafts."""
    issue = _cover(home, first_day, by)
    for order, file in enumerate(sorted(home.glob("*.html")), 1):
        text = read_piece(file)
        _stage(talk, _draft(talk, issue, text, order, by), text.headers, by)
    department = add_department("In training", by)
    for order, file in enumerate(sorted(home.glob("*.docx")), 20):
        word_actions.bring_article(
            file.read_bytes(),
            file.name,
            by,
            department=department,
            issue=issue,
            origin=f"demo:{file.name}",
            order=order,
        )
    for file in sorted((home.parent / "waiting").glob("*.html")):
        _without_issue(talk, read_piece(file), by)


def _stage(talk: Talk, article: Article, head: dict[str, str], by: Reader) -> None:
    """How far a draft is; what is with its author, or ready, was sent to the author."""
    stage, due = head.get("stage", Stage.ASSIGNED), head.get("due")
    day = talk.clock.now.date() + timedelta(days=int(due)) if due else None
    author = article.author or article.bylines[0]["name"]
    actions.move_article(article, stage, by.person if stage == Stage.EDITED and by.person else author, day, by)
    if stage in (Stage.PROOF, Stage.READY):
        proof = proofs.send_proof(article, article.author or (str(author), "leora@margins.example"), by)
        if stage == Stage.READY:
            proofs.approve_proof(proof, article.version)


def _without_issue(talk: Talk, text: PieceText, by: Reader) -> None:
    """Out on the web first, under embargo, or a draft that waits for an issue."""
    article = _draft(talk, None, text, 0, by)
    if text.headers["state"] == "online":
        actions.publish_article(article, by, at=talk.clock.days_ago(5))
    elif text.headers["state"] == "embargo":
        actions.publish_article(article, by, at=talk.clock.morning(6))
    else:
        _stage(talk, article, {"stage": "edited", "due": "9"}, by)


def _cover(home: Path, first_day: date, by: Reader) -> Issue:
    head = split_headers((home / "issue.txt").read_text())[0]
    return _made(head, first_day, head["editor_note"], by)


def _made(head: dict[str, str], first_day: date, note: str, by: Reader) -> Issue:
    names = get_month_names("wide", locale="en")
    issue = Issue(
        volume=first_day.year - FIRST_YEAR, number=(first_day.month + 1) // 2, title=head["title"],
        cover_line=head["line"], cover_art=head["art"], cover_date=first_day, note=note,
        date_text=f"{names[first_day.month]}–{names[first_day.month + 1]}", editor=by.person,
    )  # fmt: skip
    actions.save_issue(issue, by)
    return issue


def _draft(talk: Talk, issue: Issue | None, text: PieceText, order: int, by: Reader) -> Article:
    head = text.headers
    authors = _authors(head["byline"], talk.people)
    department = add_department(head["department"], by)
    return actions.start_article(
        writing_of(text, talk), by, authors, department=department, issue=issue, kicker=head["kicker"], order=order,
        type=head.get("type", FIRST_TYPE), about=Article.objects.filter(title=head.get("about", "")),
    )  # fmt: skip


def _article(talk: Talk, issue: Issue, text: PieceText, order: int, at: datetime, by: Reader) -> None:
    article = _draft(talk, issue, text, order, by)
    _draw(talk, article, text, by)
    actions.publish_article(article, by, at=at)
    Article.objects.filter(pk=article.pk).update(created_at=at, edited_at=None)
    writer = next((slug for slug, person in talk.people.items() if person.pk == article.author_id), EDITOR)
    answer(talk, article, text, writer)
    if article.readers_id == MEMBERS:
        actions.open_window(article, at + FREE_AFTER, None, by)


def _authors(line: str, people: dict[str, User]) -> list[actions.Author]:
    """Slugs of people, or one name with what they are."""
    slugs = [word.strip() for word in line.split(",")]
    if all(slug in people for slug in slugs):
        return [people[slug] for slug in slugs]
    return [line]


def _draw(talk: Talk, article: Article, text: PieceText, by: Reader) -> None:
    """Put the drawings of `demo/art` in their places."""
    body = drawn(text.body, by.person)
    hero = HEROES.get(article.title)
    if body == text.body and not hero:
        return
    first = writing_of(text, talk)
    picture = Hero(art(hero[0]), hero[1], below("", "Illustration: Margins", "cc0")) if hero else None
    words = Words.rich(body, headings=True)
    writing = Writing(first.title, first.deck, words, first.subjects, first.readers_id, hero=picture)
    actions.edit_article(article, writing, by)
    article.revisions.all().delete()
