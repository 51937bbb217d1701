"""Issues and articles for tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from collegium.audience.models import MEMBERS
from collegium.audience.reader import Reader
from collegium.discussion.publishing import Writing
from collegium.discussion.words import Words
from collegium.magazine.actions import Author, publish_article, publish_issue, save_issue, start_article
from collegium.magazine.models import Article, Department, Issue

BODY = "<h2>The road</h2><p>The truck left before the plow.</p>"


def make_issue(by: Reader, number: int = 6, title: str = "The last mile", out: bool = True, **facts: Any) -> Issue:
    issue = Issue(
        volume=14, number=number, title=title, date_text="November–December", cover_date=date(2026, number * 2 - 1, 1),
        editor=by.person, note="Short is fine.", **facts,
    )  # fmt: skip
    save_issue(issue, by)
    if out:
        publish_issue(issue, by)
    return issue


def department(name: str = "Cover story") -> Department:
    return Department.objects.get_or_create(name=name)[0]


def writing(title: str = "Weather and gas", readers: int = MEMBERS, body: str = BODY) -> Writing:
    return Writing(title, "Three clinics and a road.", Words.rich(body, headings=True), readers_id=readers)


def make_draft(
    by: Reader,
    authors: list[Author] | None = None,
    title: str = "Weather and gas",
    readers: int = MEMBERS,
    **place: Any,
) -> Article:
    place["department"] = place.get("department") or department()
    return start_article(writing(title, readers), by, authors or ["Leora Standish, Staff writer"], **place)


def make_article(
    by: Reader, authors: list[Author] | None = None, title: str = "Weather and gas", readers: int = MEMBERS,
    at: datetime | None = None, **place: Any,
) -> Article:  # fmt: skip
    article = make_draft(by, authors, title, readers, **place)
    publish_article(article, by, at=at)
    return article
