"""One definition on every surface: whatever a list, search, feed, count or map of the site names is what its page gives."""

from __future__ import annotations

import re

import pytest

from tests.cast import NAMES
from tests.mixed import WORD, Mixed, make_mixed

LISTS = {
    "topic": ["/forums/"],
    "post": ["/blogs/", "/blogs/notes/"],
    "article": ["/magazine/"],
}
PIECES = [
    "topic public", "topic guests", "topic members", "post public", "post guests", "post members", "post draft",
    "post scheduled", "article public", "article members", "topic of open group", "topic of closed group",
    "topic of secret group",
]  # fmt: skip


def has_page(client, mixed: Mixed, name: str) -> tuple[bool, bool]:
    """Whether the page of a thing names it, and whether it has its words."""
    page = client.get(mixed.things[name].address)
    text = page.content.decode() if page.status_code == 200 else ""
    return mixed.things[name].title in text, mixed.things[name].body in text


@pytest.mark.parametrize("who", NAMES)
def test_search_finds_what_the_page_gives(cast, who):
    client, mixed = cast.client(who), make_mixed(cast)
    found = client.get(f"/search/?q={WORD}").content.decode()
    unpublished = ("post draft", "post scheduled")
    for name in PIECES:
        _named, full = has_page(client, mixed, name)
        assert (mixed.things[name].title in found) == (full and name not in unpublished), name
    counted = re.search(r'role="status">(\d+) result', found)
    wanted = sum(has_page(client, mixed, name)[1] for name in PIECES if name not in unpublished)
    assert counted is None or int(counted[1]) == wanted
    assert (counted is not None) == (wanted > 0)


@pytest.mark.parametrize("who", NAMES)
def test_lists_cannot_name_what_the_page_does_not(cast, who):
    client, mixed = cast.client(who), make_mixed(cast)
    addresses = ["/", "/forums/", "/blogs/", "/blogs/notes/", "/magazine/", "/groups/", "/subjects/"]
    addresses += ["/organizations/saltmarsh-oncology/", "/notifications/", "/members/grace/", "/members/mia/"]
    pages = {address: client.get(address) for address in addresses}
    for name in PIECES:
        named, full = has_page(client, mixed, name)
        for address, page in pages.items():
            if page.status_code != 200 or (name in ("post draft", "post scheduled") and full):
                continue
            text = page.content.decode()
            if not named:
                assert mixed.things[name].title not in text, (name, address)
    for kind, places in LISTS.items():
        for name in (f"{kind} public", f"{kind} members"):
            named, _full = has_page(client, mixed, name)
            for place in places:
                if pages[place].status_code == 200:
                    assert (mixed.things[name].title in pages[place].content.decode()) == named, (name, place)


@pytest.mark.parametrize("who", ["vera", "mia"])
@pytest.mark.parametrize("address", ["/blogs/feed/", "/blogs/notes/feed/", "/magazine/feed/", "/sitemap.xml"])
def test_feeds_and_the_map_cannot_say_more_than_a_visitor_reads(cast, who, address):
    """The same for everybody: feeds carry no session."""
    client, mixed, visitor = cast.client(who), make_mixed(cast), cast.client("vera")
    text = client.get(address).content.decode()
    for name in PIECES:
        named, full = has_page(visitor, mixed, name)
        thing = mixed.things[name]
        assert named or (thing.title not in text and thing.address not in text), name
        assert full or f"in a {name.split()[0]} {name}" not in text
    assert mixed.things["post public"].address in text or "magazine" in address


@pytest.mark.parametrize(("name", "own"), [("mia", True), ("grace", True), ("gus", False), ("vera", False)])
def test_counts_cannot_tell_of_topics_a_reader_does_not_have(cast, name, own):
    """A forum's page counts the reader's own topics; the door says nothing."""
    client, mixed = cast.client(name), make_mixed(cast)
    page = client.get(f"/forums/{mixed.topics['members'].forum.slug}/")
    text = page.content.decode()
    assert ("Topic members title" in text) == own
    assert own or "1 topic" not in text
