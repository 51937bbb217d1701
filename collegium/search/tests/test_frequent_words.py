"""A word that occurs very often: the newest matches are ranked and counted, older ones follow; the numbers say so."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.discussion import actions
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.search import results
from collegium.search.query import parse

MOST = 4


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    from collegium.search import results as module

    monkeypatch.setattr(module, "MOST", MOST)
    monkeypatch.setattr(module, "_full", module.prepared(module._full.build))
    monkeypatch.setattr(module, "_few", module.prepared(module._few.build))
    monkeypatch.setattr(module, "_teased", module.prepared(module._teased.build))


def make_topics(cast, number: int, readers: int = MEMBERS) -> list:
    forum = make_forum(f"Forum for {readers}", readers=readers)
    return [make_topic(cast.petra, forum, f"Question {n:02d}", text="Oxaliplatin again.") for n in range(number)]


def numbers(page: str) -> set[int]:
    return {int(n) for n in re.findall(r">Question (\d\d)<", page)}


def look(cast, who: str, **wish) -> tuple[results.Found, list[int]]:
    found, hits = results.find(results.Wish(parse("oxaliplatin"), **wish), cast.reader(who))
    return found, [hit.target for hit in hits]


def test_frequent_word_shows_the_newest_and_says_more_than(cast):
    make_topics(cast, 9)
    page = cast.client("mia").get("/search/?q=oxaliplatin").text
    assert numbers(page) == {4, 5, 6, 7, 8}
    assert "5 results among the newest of more than 4 matches." in page
    assert '<span class="quiet">5+</span>' in page
    assert "0+<" not in page  # where none is among the newest, no number is said


def test_as_many_as_are_counted_is_an_exact_number(cast):
    make_topics(cast, MOST)
    page = cast.client("mia").get("/search/?q=oxaliplatin").text
    assert "4 results." in page
    assert "more than" not in page
    assert "4+</span>" not in page


def test_older_matches_follow_until_none_is_left(cast):
    make_topics(cast, 12)
    client, address, seen = cast.client("mia"), "/search/?q=oxaliplatin", []
    for _page in range(9):
        page = client.get(address).text
        seen += sorted(numbers(page))
        following = re.search(r'rel="next" href="([^"]*before=[^"]*)"', page)
        if not following:
            break
        address = "/search/" + following[1].replace("&amp;", "&")
    assert sorted(seen) == list(range(12)), "each once"
    assert "among older matches" in page


def test_title_is_found_however_old_it_is(cast):
    old = make_topic(cast.petra, make_forum("Supply"), "Oxaliplatin by the vial", text="Nothing here.")
    make_topics(cast, 9)
    _found, targets = look(cast, "mia")
    assert targets[0] == old.pk


def test_chosen_section_is_looked_through_alone(cast):
    from collegium.search.tests.factory import make_post

    post = make_post(cast.petra, "A note", "About oxaliplatin.")
    make_topics(cast, 9)
    found, targets = look(cast, "mia", section="posts")
    assert targets == [post.pk]
    assert found.total("posts") == 1
    assert found.total("topics") == 5
    assert found.is_least, "of the topics there may be more"
    assert not found.older, "of the posts not"


def test_what_one_cannot_read_never_counts_and_never_pushes_out(cast):
    (mine,) = make_topics(cast, 1, readers=PUBLIC)
    make_topics(cast, 9)
    for who in ("vera", "gus"):
        found, targets = look(cast, who)
        assert targets == [mine.pk], who
        assert (found.sections, found.older, found.is_least) == ({"topics": 1}, 0, False), who
        page = cast.client(who).get("/search/?q=oxaliplatin").text
        assert "1 result." in page
        assert "more than" not in page


def test_hidden_and_narrowed_things_cannot_count(cast):
    topics = make_topics(cast, 9, readers=GUESTS)
    assert look(cast, "gus")[0].older
    for topic in topics[4:8]:
        actions.hide(topic, cast.mo, "Names a patient.")
    reply = post_reply(topics[0], Words.plain("Oxaliplatin once more."), cast.reader("mia"))
    type(reply).objects.filter(pk=reply.pk).update(readers_id=MEMBERS)
    type(topics[8]).objects.filter(pk=topics[8].pk).update(readers_id=MEMBERS)
    found, targets = look(cast, "gus")
    assert set(targets) == {topic.pk for topic in topics[:4]}
    assert (found.sections, found.older) == ({"topics": 4}, 0)
    assert look(cast, "mia")[0].older, "a member may read more than four"


def test_address_of_older_matches_cannot_open_what_is_closed(cast):
    make_topics(cast, 9)
    for before in ("999999", "5", "x", "-1", "9" * 30, "٣"):
        page = cast.client("gus").get("/search/", {"q": "oxaliplatin", "before": before})
        assert page.status_code == 200
        assert not numbers(page.text)


@pytest.mark.parametrize("who", ["vera", "gus", "lars", "sam"])
def test_same_is_found_whether_the_walk_begins_with_the_words_or_with_ones_own_pieces(cast, monkeypatch, who):
    for readers in (PUBLIC, GUESTS, MEMBERS):
        topics = make_topics(cast, 2, readers)
        post_reply(topics[0], Words("<p>Oxaliplatin, too.</p>", "Oxaliplatin, too."), cast.reader("petra"))
    actions.hide(topics[1], cast.mo, "An advertisement")
    found = []
    for little in (0, 1000):
        monkeypatch.setattr(results, "LITTLE", little)
        found.append(look(cast, who) + look(cast, who, newest_first=True))
    assert found[0] == found[1]
    assert found[0][0].total("topics") == {"vera": 2, "sam": 2, "gus": 4, "lars": 4}[who]


@pytest.mark.parametrize("little", [0, 1000])
def test_what_one_cannot_read_is_not_found_however_the_walk_begins(cast, monkeypatch, little):
    monkeypatch.setattr(results, "LITTLE", little)
    [topic] = make_topics(cast, 1, PUBLIC)
    reply = post_reply(topic, Words("<p>Oxaliplatin rebounded.</p>", "Oxaliplatin rebounded."), cast.reader("petra"))
    Reply.objects.filter(pk=reply.pk).update(readers=MEMBERS)
    make_topics(cast, 2, MEMBERS)
    found, hits = results.find(results.Wish(parse('"oxaliplatin rebounded"')), cast.reader("vera"))
    assert (found.total(""), hits) == (0, [])
    assert look(cast, "vera")[1] == [topic.pk]


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ada"])
def test_same_is_found_whether_words_count_as_rare_or_as_frequent(cast, monkeypatch, who):
    from collegium.search.backends import postgres, sqlite

    for readers in (PUBLIC, GUESTS, MEMBERS):
        topics = make_topics(cast, 3, readers)
        post_reply(topics[0], Words("<p>Oxaliplatin, too.</p>", "Oxaliplatin, too."), cast.reader("petra"))
    actions.hide(topics[1], cast.mo, "An advertisement")
    found = []
    for is_frequent in (False, True):
        monkeypatch.setattr(postgres, "OFTEN", 10**9 if is_frequent else 0)  # one in so many
        monkeypatch.setattr(sqlite, "OFTEN", 1 if is_frequent else 10**9)  # so many
        for little in (0, 1000):
            monkeypatch.setattr(results, "LITTLE", little)
            best, targets = look(cast, who)  # SQLite ranks frequent words by title and date alone
            found.append((best, sorted(targets), *look(cast, who, newest_first=True, before=10**9)))
    assert found[0] == found[1] == found[2] == found[3]
    assert found[0][0].total("topics") == {"vera": 3, "gus": 4, "mia": 4, "ada": 4}[who]


def test_how_frequent_words_are_is_taken_from_statistics(cast):
    """Words that nearly nothing has begin with the words on either database; nobody is told a number of theirs."""
    from collegium.search.backends import backend

    make_topics(cast, 50, MEMBERS)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_words")  # else they are what other tests left, or a guess
    words = backend().expressions(parse("xerostomia"))
    assert not any(way.is_frequent for way in (words.full, words.teaser, words.titled))


@pytest.fixture
def all_frequent(monkeypatch):
    """Whatever is looked for counts as frequent."""
    from collegium.search.backends import postgres, sqlite

    monkeypatch.setattr(postgres, "OFTEN", 10**9)
    monkeypatch.setattr(sqlite, "OFTEN", 1)


def test_titles_come_first_among_frequent_words_and_teasers_are_found(cast, all_frequent):
    from collegium.search.tests.factory import make_post

    old = make_topic(cast.petra, make_forum("Supply"), "Oxaliplatin by the vial", text="Nothing here.")
    post = make_post(cast.petra, "Eleven hours", "The secret word is thalidomide.", "What oxaliplatin took.")
    make_topics(cast, 2, PUBLIC)
    assert look(cast, "mia")[1][:2] == [old.pk, post.pk]
    assert post.pk in look(cast, "vera")[1]
    found, hits = results.find(results.Wish(parse("thalidomide")), cast.reader("vera"))
    assert (found.total(""), hits) == (0, []), "not by the body"
    found, hits = results.find(results.Wish(parse("oxaliplatin thalidomide")), cast.reader("vera"))
    assert (found.total(""), hits) == (0, []), "not beside a teaser word"


def test_what_is_ruled_out_is_ruled_out_among_frequent_words_too(cast, all_frequent):
    forum = make_forum("Supply")
    make_topic(cast.petra, forum, "Oxaliplatin by the vial", text="And cisplatin.")
    plain = make_topic(cast.petra, forum, "Oxaliplatin by the box", text="Nothing else.")
    _found, hits = results.find(results.Wish(parse("oxaliplatin -cisplatin")), cast.reader("mia"))
    assert [hit.target for hit in hits] == [plain.pk]


def test_words_of_titles_go_with_their_entry_and_replies_have_none(cast):
    from django.db import connection

    from collegium.search.models import Entry

    if connection.vendor != "sqlite":
        return
    [topic] = make_topics(cast, 1, PUBLIC)
    post_reply(topic, Words("<p>Oxaliplatin, too.</p>", "Oxaliplatin, too."), cast.reader("petra"))
    mine = Entry.objects.filter(piece=topic)

    def titles() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM search_titles WHERE search_titles MATCH 'question'")
            return int(cursor.fetchone()[0])

    assert (mine.count(), titles()) == (2, 1)
    mine.delete()
    assert titles() == 0


def test_few_entries_far_apart_lie_in_no_stretches():
    """The walk then begins at the newest; where they lie near one another it looks there alone."""
    from collegium.search.backends.sqlite import joined

    assert joined([3, 5, 9, 700]) == "[[3, 9], [700, 700]]"
    assert joined([]) == ""
    assert joined(list(range(1, 20000, 600))) == "", "too many"
    assert joined(list(range(1, 20000, 400))) == "", "too long"
