"""The row of leaders: moved by buttons, or following the offices held on the day, also after a handover."""

from __future__ import annotations

from datetime import timedelta

import pytest

from collegium.audience.reader import VISITOR
from collegium.blogs.leaders import leaders_of
from collegium.blogs.models import Blog
from collegium.blogs.tests.factory import make_blog
from collegium.membership.models import Office, Term, society_today
from collegium.outbox.models import AuditLine

ADDRESS = "/desk/editorial/leaders/"


@pytest.fixture
def row(cast):
    """Otto, Mia and Petra blog; Petra is President, Mia President-Elect from tomorrow on."""
    for person in (cast.otto, cast.mia, cast.petra):
        make_blog(person, title=f"Blog of {person.handle}", slug=person.handle)
    president = Office.objects.order_by("order").first()
    lower = Office.objects.filter(in_byline=True).order_by("order").last()
    Term.objects.filter(person__in=[cast.otto, cast.mia, cast.petra]).delete()
    today = society_today()
    Term.objects.create(person=cast.petra, office=lower, start=today - timedelta(days=9))
    Term.objects.create(person=cast.mia, office=president, start=today + timedelta(days=1))


def handles() -> list[str]:
    return [one.blog.slug for one in leaders_of(Blog.objects.running().with_latest(VISITOR), VISITOR)]


def test_editor_moves_a_leader(cast, row):
    client = cast.client("ed")
    answer = client.post(ADDRESS, {"move": Blog.objects.get(slug="petra").pk, "to": "up"})
    assert (answer.status_code, answer["Location"]) == (303, ADDRESS)
    assert handles() == ["otto", "petra", "mia"]
    client.post(ADDRESS, {"move": Blog.objects.get(slug="otto").pk, "to": "down"})
    assert handles() == ["petra", "otto", "mia"]
    client.post(ADDRESS, {"move": Blog.objects.get(slug="mia").pk, "to": "down"})
    assert handles() == ["petra", "otto", "mia"]


def test_row_follows_the_offices_and_changes_at_the_handover(cast, row, monkeypatch):
    cast.client("ed").post(ADDRESS, {"by": "offices"})
    assert handles() == ["petra", "otto", "mia"]
    tomorrow = society_today() + timedelta(days=1)
    monkeypatch.setattr("collegium.membership.offices.society_today", lambda at=None: tomorrow)
    assert handles() == ["mia", "petra", "otto"]
    cast.client("ed").post(ADDRESS, {"by": "hand"})
    assert handles() == ["otto", "mia", "petra"]


def test_what_is_done_stands_in_the_log(cast, row):
    cast.client("ed").post(ADDRESS, {"by": "offices"})
    assert AuditLine.objects.filter(what="arranged the leaders", why="by office").count() == 1
    cast.client("ed").post(ADDRESS, {"by": "offices"})
    assert AuditLine.objects.filter(what="arranged the leaders").count() == 1


@pytest.mark.parametrize("who", ["mia", "petra", "mo"])
def test_others_cannot_arrange_the_row(cast, row, who):
    assert cast.client(who).get(ADDRESS).status_code == 404
    assert cast.client(who).post(ADDRESS, {"by": "offices"}).status_code == 404
    assert handles() == ["otto", "mia", "petra"]


def test_nonsense_cannot_move_anything(cast, row):
    for data in ({}, {"move": "x", "to": "up"}, {"move": "999999", "to": "up"}, {"by": "magic"}):
        assert cast.client("ed").post(ADDRESS, data).status_code == 303
    assert handles() == ["otto", "mia", "petra"]


def test_page_shows_the_row_with_its_buttons(cast, row):
    page = cast.client("ed").get(ADDRESS).content.decode()
    assert "Blog of otto" in page
    assert page.count('name="to" value="up"') == page.count('name="to" value="down"') == 2
