"""Making an issue: articles move within and between departments, are collected, and come out together, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import MEMBERS, PUBLIC
from collegium.discussion.actions import Refused, take_back
from collegium.magazine import building
from collegium.magazine.actions import move_article, publish_article, publish_issue, put_pdf
from collegium.magazine.models import Article, Issue
from collegium.magazine.tests.factory import department, make_article, make_draft, make_issue

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def issue(cast) -> Issue:
    """Two departments: A1, A2 and B1."""
    by = cast.reader("ed")
    issue, first, second = make_issue(by, out=False), department("Alpha"), department("Beta")
    second.order = 1
    second.save()
    for title, place, order in (("A1", first, 1), ("A2", first, 2), ("B1", second, 1)):
        make_draft(by, title=f"{title} title", issue=issue, department=place, order=order)
    return issue


def order_of(issue: Issue) -> str:
    return " ".join(
        f"{shelf.department.name}:{','.join(article.title[:2] for article in shelf.articles)}"
        for shelf in building.shelves_of(issue)
    )


def article(title: str) -> Article:
    return Article.objects.get(title=f"{title} title")


@pytest.mark.parametrize(
    ("title", "deed", "order"),
    [
        ("A2", "up", "Alpha:A2,A1 Beta:B1"),
        ("A1", "down", "Alpha:A2,A1 Beta:B1"),
        ("A2", "down", "Alpha:A1 Beta:A2,B1"),
        ("B1", "up", "Alpha:A1,A2,B1 Beta:"),
        ("A1", "up", "Alpha:A1,A2 Beta:B1"),
        ("B1", "down", "Alpha:A1,A2 Beta:B1"),
        ("A1", "out", "Alpha:A2 Beta:B1"),
        ("A1", "nonsense", "Alpha:A1,A2 Beta:B1"),
        ("A1", "99999.0", "Alpha:A1,A2 Beta:B1"),
    ],
)
def test_a_button_moves_one_place_and_over_the_edge_of_a_department(cast, issue, title, deed, order):
    building.move(issue, article(title), deed, cast.reader("ed"))
    assert order_of(issue) == order


def test_a_drop_puts_it_before_another_or_at_the_end(cast, issue):
    by, beta = cast.reader("ed"), department("Beta").pk
    building.move(issue, article("A1"), f"{beta}.{article('B1').pk}", by)
    assert order_of(issue) == "Alpha:A2 Beta:A1,B1"
    building.move(issue, article("A1"), f"{beta}.0", by)
    assert order_of(issue) == "Alpha:A2 Beta:B1,A1"


def test_web_first_then_collected_keeps_its_address_and_its_date(cast, issue):
    by = cast.reader("ed")
    early = make_article(by, title="C1 title", department=department("Alpha"), readers=PUBLIC)
    before = (early.get_absolute_url(), early.published_at)
    assert early in building.waiting_for(by)
    building.move(issue, early, "in", by)
    assert publish_issue(issue, by) == 3
    kept = article("C1")
    assert (kept.get_absolute_url(), kept.published_at, kept.issue) == (*before, issue)
    assert order_of(issue) == "Alpha:A1,A2,C1 Beta:B1"
    building.move(issue, kept, "out", by)
    assert "C1 title" in cast.client("vera").get("/magazine/").text  # online first again
    assert article("C1").is_out


def test_an_article_cannot_stand_in_two_issues(cast, issue):
    by = cast.reader("ed")
    other = make_issue(by, number=5, out=False)
    with pytest.raises(Refused):
        building.move(other, article("A1"), "in", by)
    assert article("A1").issue == issue
    assert not building.movable(other).filter(title="A1 title").exists()


def test_who_is_no_editor_cannot_arrange(cast, issue):
    for name in ("mia", "petra", "mo"):
        for deed in ("up", "down", "in", "out", f"{department('Beta').pk}.0"):
            with pytest.raises(Refused):
                building.move(issue, article("A2"), deed, cast.reader(name))
        with pytest.raises(Refused):
            building.number_pages(issue, {article("A1").pk: "3"}, cast.reader(name))
    assert order_of(issue) == "Alpha:A1,A2 Beta:B1"


def test_what_is_missing_is_said_in_words(cast, issue):
    by = cast.reader("ed")
    move_article(article("A1"), "proof", "Leora Standish", None, by)
    move_article(article("A2"), "ready", "", None, by)
    said = " ".join(building.missing_in(issue, building.shelves_of(issue)))
    assert "“A1 title” is with its author, Leora Standish." in said
    assert "“B1 title” is not ready: assigned." in said
    assert "“A2 title”" not in said
    assert "3 articles have no page numbers." in said
    assert "no picture on the cover" in said
    assert "editor’s note" not in said


def test_an_issue_comes_out_at_one_moment_and_once(cast, issue):
    by = cast.reader("ed")
    assert publish_issue(issue, by) == 3
    moments = set(issue.articles.values_list("published_at", flat=True)) | {issue.published_at}
    assert len(moments) == 1
    with pytest.raises(Refused):
        publish_issue(Issue.objects.get(), by)
    assert {Issue.objects.get().published_at} == moments


def test_a_new_time_moves_what_was_scheduled_with_it_and_no_embargo_of_its_own(cast, issue):
    by = cast.reader("ed")
    first, second, own = (timezone.now() + timedelta(days=days) for days in (1, 2, 9))
    publish_article(article("B1"), by, at=own)
    publish_issue(issue, by, at=first)
    publish_issue(issue, by, at=second)
    times = dict(issue.articles.values_list("title", "published_at"))
    assert times == {"A1 title": second, "A2 title": second, "B1 title": own}


def test_a_later_draft_is_named_as_not_coming_out_and_comes_with_another_press(cast, issue):
    by = cast.reader("ed")
    publish_issue(issue, by)
    late = make_draft(by, title="D1 title", issue=issue, department=department("Alpha"))
    assert any("D1 title" in line for line in building.missing_in(issue, building.shelves_of(issue)))
    moment = Issue.objects.get().published_at
    assert publish_issue(issue, by) == 1
    assert Article.objects.get(pk=late.pk).is_out
    assert Issue.objects.get().published_at == moment


@pytest.mark.parametrize("readers", [MEMBERS, PUBLIC])
def test_the_printed_pdf_is_for_its_readers_once_the_issue_is_out(cast, issue, readers):
    by = cast.reader("ed")
    put_pdf(issue, PDF, by)
    issue.pdf_readers_id = readers
    issue.save()
    address = f"/files/{issue.pdf_file}/"
    for name in ("vera", "gus", "mia", "petra"):
        assert cast.client(name).get(address).status_code == 404, name
    assert cast.client("ed").get(address).status_code == 200
    publish_issue(issue, by)
    for name, inside in (("vera", False), ("gus", False), ("lars", False), ("mia", True), ("ed", True)):
        answer = cast.client(name).get(address)
        assert answer.status_code == (200 if inside or readers == PUBLIC else 403), name
        page = cast.client(name).get(f"/magazine/{issue.slug}/").text
        assert (address in page) == (inside or readers == PUBLIC), name


def test_something_else_cannot_be_attached_as_a_pdf(cast, issue):
    with pytest.raises(Refused):
        put_pdf(issue, b"Just words.", cast.reader("ed"))
    with pytest.raises(Refused):
        put_pdf(issue, PDF, cast.reader("mia"))
    assert Issue.objects.get().pdf_file is None


def test_words_taken_back_cannot_stay_in_the_pdf_of_their_issue(cast, issue):
    by = cast.reader("ed")
    put_pdf(issue, PDF, by)
    publish_issue(issue, by)
    address = f"/files/{issue.pdf_file}/"
    take_back(article("A1"))
    assert cast.client("mia").get(address).status_code == 404
    assert Issue.objects.get().pdf_file is None
