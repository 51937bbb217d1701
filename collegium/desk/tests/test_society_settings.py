"""`/desk/settings/`: administrators see every default on one page, and come from there to where it is changed."""

from __future__ import annotations

import re

import pytest

from collegium.blogs.models import Blog
from collegium.forums.models import Forum, Section
from collegium.web.models import Society

ADDRESS = "/desk/settings/"


@pytest.fixture
def places(cast):
    section = Section.objects.create(name="Practice")
    Forum.objects.create(section=section, name="Open house", slug="open-house", readers_id=2, writers_id=2)
    Blog.objects.create(title="Notes", slug="notes", owner=cast.petra, writers_id=3)


def row(page: str, name: str) -> list[str]:
    """The cells of the line that begins with a name, without markup."""
    line = next(line for line in page.split("<tr>") if f'<th scope="row">{name}</th>' in line)
    return [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall("<td.*?</td>", line)]


def test_defaults_stand_on_one_page(cast, places):
    page = cast.client("ada").get(ADDRESS).text
    assert row(page, "Open house")[:2] == ["Guests", "Guests"]
    assert row(page, "Notes")[:2] == ["Public", "Members"]
    assert row(page, Society.current().magazine_name)[:2] == ["Members", "Members"]
    assert row(page, "Organizations")[0] == "Public"
    assert all(words in page for words in (Society.current().name, "Time zone", "Days of grace"))


def test_every_way_to_change_is_open_to_an_administrator(cast, places):
    client = cast.client("ada")
    main = client.get(ADDRESS).text.partition("<main")[2].partition("</main>")[0]
    ways = set(re.findall(r'class="btn" href="([^"]+)"', main))
    assert len(ways) >= 4
    assert {way: client.get(way).status_code for way in ways} == dict.fromkeys(ways, 200)


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 404), ("mia", 404), ("ed", 404), ("mo", 404)])
def test_others_cannot_see_the_settings(cast, places, who, status):
    answer = cast.client(who).get(ADDRESS)
    assert (answer.status_code, "Open house" in answer.text) == (status, False)
