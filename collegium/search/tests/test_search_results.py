"""Search: what is found, by whom, and by whom not."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.answers.tests.factory import make_card
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.discussion import actions
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Subject
from collegium.discussion.opening import open_to_guests
from collegium.discussion.words import Words
from collegium.forums.actions import accept_answer
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.models import Group
from collegium.membership.actions import add_person
from collegium.membership.models import Category
from collegium.people.actions import change_profile, leave_directory
from collegium.people.models import Specialty
from collegium.search import index, results
from collegium.search.query import parse
from collegium.search.tests.factory import make_post

FINDS = {
    PUBLIC: {"vera": 1, "gus": 1, "mia": 1, "lars": 1, "sam": 1},
    GUESTS: {"vera": 0, "gus": 1, "mia": 1, "lars": 1, "sam": 0},
    MEMBERS: {"vera": 0, "gus": 0, "mia": 1, "lars": 0, "sam": 0},
}


def find(cast, who: str, text: str, section: str = "") -> results.Found:
    return results.find(results.Wish(parse(text), section), cast.reader(who))[0]


@pytest.mark.parametrize("readers", FINDS)
def test_each_of_the_cast_finds_what_they_may_read(cast, readers):
    make_topic(cast.petra, make_forum(readers=readers), "How do you round oxaliplatin?")
    for name, number in FINDS[readers].items():
        assert find(cast, name, "oxaliplatin").total("") == number, name
        page = cast.client(name).get("/search/?q=oxaliplatin").text
        assert ("How do you round" in page) == bool(number), name


def test_guest_cannot_find_earlier_replies_of_an_opened_topic(cast):
    from collegium.forums.actions import open_to_guests

    topic = make_topic(cast.petra)
    post_reply(topic, Words.plain("Capecitabine among members."), cast.reader("mia"))
    open_to_guests(topic)
    assert find(cast, "mia", "capecitabine").total("topics") == 1
    assert find(cast, "gus", "capecitabine").total("") == 0
    assert find(cast, "gus", "call").total("topics") == 1


def test_gated_post_is_found_by_its_teaser_and_cannot_be_found_by_its_body(cast):
    make_post(cast.petra, "Eleven hours on hold", "The secret word is thalidomide.", "What prior authorization took.")
    assert find(cast, "vera", "authorization").total("posts") == 1
    assert find(cast, "gus", "Halvorsen").total("posts") == 1
    assert find(cast, "vera", "thalidomide").total("") == 0
    assert find(cast, "gus", "thalidomide").total("") == 0
    assert find(cast, "mia", "thalidomide").total("posts") == 1
    page = cast.client("vera").get("/search/?q=authorization").text
    assert "What prior <mark>authorization</mark> took" in page
    assert "thalidomide" not in page


def test_body_words_cannot_be_probed_beside_a_teaser_word(cast):
    make_post(cast.petra, "Eleven hours on hold", "The secret word is thalidomide.", "What prior authorization took.")
    assert find(cast, "vera", "authorization thalidomide").total("") == 0
    assert find(cast, "vera", "authorization -thalidomide").total("") == 1


def test_comment_under_a_gated_post_cannot_be_found(cast):
    post = make_post(cast.petra)
    post_reply(post, Words.plain("Our clinic counted paperclips."), cast.reader("mia"))
    assert find(cast, "mia", "paperclips").total("posts") == 1
    assert find(cast, "gus", "paperclips").total("") == 0


def test_closed_group_is_found_by_its_name_only_and_secret_by_administrators(cast):
    closed = cast.closed
    secret = type(closed).objects.create(kind="secret", name="Secret")
    for number, (kind, audience) in enumerate([("closed", closed), ("secret", secret)]):
        group = Group.objects.create(
            kind=kind, name=f"Registry circle {number}", slug=f"r{number}", summary="Meets about denominators",
            audience=audience, confirmed_at=timezone.now(),
        )  # fmt: skip
        index.group(group.pk)
    assert find(cast, "grace", "registry").total("groups") == 1
    assert find(cast, "grace", "denominators").total("groups") == 1
    assert find(cast, "mia", "registry").total("groups") == 1
    assert find(cast, "mia", "denominators").total("") == 0
    assert find(cast, "gus", "registry").total("") == 0
    assert find(cast, "mo", "registry").total("groups") == 1
    assert find(cast, "ada", "registry").total("groups") == 2, "administrators have the card of each"
    assert find(cast, "ada", "denominators").total("") == 0


def test_people_are_found_by_open_fields_and_cannot_be_by_closed_ones(cast):
    specialty = Specialty.objects.get_or_create(name="Zoonotic oncology", slug="zoonotic")[0]
    change_profile(cast.mia, {"specialty": specialty, "headline": "Calls on day three", "seen_headline": "me"})
    assert find(cast, "grace", "zoonotic").total("people") == 1
    assert find(cast, "grace", "calls").total("people") == 0
    assert find(cast, "grace", "Lindholm").total("people") == 1
    assert find(cast, "gus", "Lindholm").total("") == 0
    make_topic(cast.mia, make_forum(readers=GUESTS))
    assert find(cast, "gus", "Lindholm").total("people") == 1
    assert find(cast, "gus", "zoonotic").total("") == 0
    leave_directory(cast.mia)
    assert find(cast, "grace", "Lindholm").total("people") == 0


def test_hidden_removed_and_taken_back_words_cannot_be_found(cast):
    topic = make_topic(cast.petra)
    one, two, three = (post_reply(topic, Words.plain(f"Word{n} kangaroo"), cast.reader("mia")) for n in range(3))
    assert find(cast, "grace", "word0").total("") == 1
    actions.hide(one, cast.mo, "Names a patient.")
    actions.remove_reply(two)
    actions.take_back(three)
    for reader in ("grace", "mo", "ada"):
        assert find(cast, reader, "kangaroo").total("") == 0
    actions.unhide(one)
    assert find(cast, "grace", "kangaroo").total("") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_words WHERE rowid NOT IN (SELECT id FROM search_entry)")
        assert cursor.fetchone()[0] == 0


def test_scheduled_post_is_found_from_its_minute_on(cast):
    post = make_post(cast.petra, at=timezone.now() + timedelta(hours=1))
    assert find(cast, "mia", "timed").total("") == 0
    assert find(cast, "petra", "timed").total("") == 0
    type(post).objects.filter(pk=post.pk).update(published_at=timezone.now())
    assert find(cast, "mia", "timed").total("") == 1


def test_stems_diacritics_beginnings_phrases_and_exclusions(cast):
    make_topic(cast.petra, make_forum(), "Rounding doses", text="Señora Núñez rounds the carboplatin up.")
    for text in ("round", "rounded dose", "Nunez", "carbo", "carb*", '"rounds the carboplatin"', "rounding -cisplatin"):
        assert find(cast, "mia", text).total("topics") == 1, text
    for text in ('"carboplatin rounds"', "rounding -carboplatin", "cisplatin", "-rounding", '"', "* - ( NEAR"):
        assert find(cast, "mia", text).total("topics") == 0, text


def test_words_of_a_search_cannot_act_on_the_page_or_the_database(cast):
    make_topic(cast.petra, make_forum(), "About markup", text='We write <b>bold</b> & "quotes" about zebras.')
    page = cast.client("mia").get("/search/", {"q": "zebras"}).text
    assert "<mark>zebras</mark>" in page
    assert "<b>bold" not in page
    assert "&amp;" in page
    for text in ('a" OR "b', "'; DROP TABLE x; --", "title:x", "{body}: x", "x^2", "a AND", "%s %d", "\x00x", "5-FU"):
        assert cast.client("mia").get("/search/", {"q": text}).status_code == 200, text


def test_replies_of_one_topic_are_one_result_and_lead_to_the_reply(cast):
    topic = make_topic(cast.petra, text="Nothing here.")
    first = post_reply(topic, Words.plain("Oxaliplatin by the vial."), cast.reader("mia"))
    post_reply(topic, Words.plain("We too, though it took oxaliplatin a while and many more words."), cast.reader("mo"))
    assert find(cast, "mia", "oxaliplatin").total("") == 1
    page = cast.client("mia").get("/search/?q=oxaliplatin").text
    assert f"/replies/{first.pk}/" in page
    assert "1 result." in page


def test_topic_with_a_chosen_answer_says_so(cast):
    topic = make_topic(cast.mia, text="Xerophthalmia twice.")
    reply = post_reply(topic, Words.plain("Look at the lids."), cast.reader("otto"))
    client = cast.client("mia")
    assert "Answered" not in client.get("/search/?q=xerophthalmia").text
    accept_answer(topic, reply)
    assert "Answered" in client.get("/search/?q=xerophthalmia").text


def test_counts_of_sections_and_subjects_are_exact(cast):
    policy = Subject.objects.create(name="Policy", slug="policy")
    forum = make_forum()
    for number in range(3):
        make_topic(cast.petra, forum, f"Oxaliplatin question {number}").subjects.set([policy] if number else [])
    make_post(cast.petra, "Oxaliplatin and I", readers=PUBLIC, subjects=[policy])
    found = find(cast, "mia", "oxaliplatin", "topics")
    assert found.sections == {"topics": 3, "posts": 1}
    assert found.subjects == {policy.pk: 2}
    wish = results.Wish(parse("oxaliplatin"), subject=policy)
    assert results.find(wish, cast.reader("mia"))[0].sections == {"topics": 2, "posts": 1}
    assert len(results.find(wish, cast.reader("mia"))[1]) == 3
    assert results.find(wish, cast.reader("vera"))[0].sections == {"posts": 1}


def test_title_counts_more_than_body_and_newest_first_is_by_date(cast):
    forum = make_forum()
    title = make_topic(cast.petra, forum, "Oxaliplatin by the vial", text="Many words of no weight. " * 300)
    body = make_topic(cast.petra, forum, "Something else", text="A word about oxaliplatin, among many other words.")
    _found, hits = results.find(results.Wish(parse("oxaliplatin")), cast.reader("mia"))
    assert [hit.target for hit in hits] == [title.pk, body.pk]
    _found, newest = results.find(results.Wish(parse("oxaliplatin"), newest_first=True), cast.reader("mia"))
    assert [hit.target for hit in newest] == [body.pk, title.pk]


def test_typing_error_in_a_name_is_helped_and_names_cannot_leak(cast):
    for person in (cast.mia, cast.gus):
        index.person(person.pk)
    assert results.similar_names("Lindhlom", cast.reader("grace")) == ["Mia Lindholm"]
    assert results.similar_names("Lindhlom", cast.reader("vera")) == []
    assert results.similar_names("Lindhlom", cast.reader("gus")) == []
    assert "Mia Lindholm" in cast.client("grace").get("/search/?q=Lindhlom").text


def test_typing_error_beside_a_right_word_is_helped_too(cast):
    for number in range(4):
        make_topic(cast.petra, title=f"Mia and the {number} wards")
    index.person(cast.mia.pk)
    page = cast.client("grace").get("/search/?q=Mia+Lindhlom").text
    assert "these have one of them" in page
    assert 'href="?q=Mia%20Lindholm"' in page


def test_any_word_is_enough_when_not_all_occur_together(cast):
    make_topic(cast.petra, make_forum(), "Rounding doses of oxaliplatin")
    page = cast.client("mia").get("/search/?q=oxaliplatin+kangaroo").text
    assert "these have one of them" in page
    assert "Rounding doses" in page


def test_the_number_of_queries_does_not_grow_with_results(cast):
    forum = make_forum()
    client = cast.client("mia")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/search/?q=oxaliplatin")
        return len(seen)

    def add(count: int) -> None:
        for number in range(count):
            topic = make_topic(cast.petra, forum, f"Oxaliplatin question {number}")
            post_reply(topic, Words.plain("About oxaliplatin."), cast.reader("mo"))

    add(4)
    queries()
    few = queries()
    add(10)
    queries()  # what all pages share is worked out anew
    assert queries() == few


BOX = '<p class="kick">Answer</p>'


def test_answer_that_closed_a_question_stands_above_the_results(cast):
    forum = make_forum()
    other = make_topic(cast.petra, forum, "Who makes the first call, working backwards?")
    closed = make_topic(cast.petra, forum, "Calls after discharge")
    make_card(closed)
    page = cast.client("mia").get("/search/?q=working").text
    above, below = page.split('<div class="rows">')
    assert BOX in above
    assert closed.get_absolute_url() in above
    assert closed.get_absolute_url() not in below
    assert other.get_absolute_url() in below
    assert BOX not in cast.client("mia").get("/search/?q=working&order=newest").text


@pytest.mark.parametrize("who", ["vera", "gus", "lars"])
def test_answer_cannot_be_seen_above_the_results_by_who_does_not_have_it(cast, who):
    make_card(make_topic(cast.petra, make_forum(), "Calls after discharge"))
    assert BOX not in cast.client(who).get("/search/?q=working").text
    opened = make_topic(cast.petra, make_forum("Open", readers=MEMBERS), "Working with callbacks after discharge")
    make_card(opened)
    open_to_guests(opened, by=cast.ada)  # the card stays with those it was written for
    page = cast.client(who).get("/search/?q=working").text
    assert BOX not in page
    assert "nurse" not in page


def test_who_was_added_by_staff_is_found_before_they_came(cast):
    add_person("Benedict Sato", "benedict@example.org", cast.ada, category=Category.objects.get(code="FULL"))
    assert find(cast, "mia", "Benedict").total("people") == 1
    assert find(cast, "vera", "Benedict").total("people") == 0


def test_reindex_builds_the_same_index(cast):
    topic = make_topic(cast.petra, make_forum(), "Rounding doses of oxaliplatin")
    post_reply(topic, Words.plain("By the vial."), cast.reader("mia"))
    from django.core.management import call_command

    from collegium.search.models import Entry

    Entry.objects.all().delete()
    assert find(cast, "mia", "vial").total("") == 0
    call_command("reindex", stdout=StringIO())
    call_command("reindex", stdout=StringIO())
    assert find(cast, "mia", "vial").total("topics") == 1
    assert find(cast, "mia", "Penhaligon").total("people") == 1
    assert Entry.objects.filter(reply__isnull=False).count() == 1


def test_pages_are_disjoint_and_one_beyond_the_last_is_the_last(cast):
    forum = make_forum()
    for number in range(17):
        make_topic(cast.petra, forum, f"Oxaliplatin question {number:02d}")
    client = cast.client("mia")
    first, second = (client.get(f"/search/?q=oxaliplatin&page={page}").text for page in (1, 2))
    titles = [{n for n in range(17) if f"question {n:02d}" in page} for page in (first, second)]
    assert (len(titles[0]), len(titles[1])) == (15, 2)
    assert titles[0] | titles[1] == set(range(17))
    beyond = client.get("/search/?q=oxaliplatin&page=99").text
    assert {n for n in range(17) if f"question {n:02d}" in beyond} == titles[1]


def test_words_that_say_nothing_are_left_out_beside_others(cast):
    make_topic(cast.petra, make_forum(), "Rounding doses of oxaliplatin")
    assert find(cast, "mia", "what is the rounding").total("") == 1
    assert parse("to be or not").wanted


def beside(cast, who: str, address: str) -> str:
    return cast.client(who).get(address).text.split("<aside", 1)[1]


def test_people_stand_beside_results_of_all_kinds(cast):
    change_profile(cast.mia, {"headline": "Calls on day three"})
    make_topic(cast.petra, make_forum(), "What Lindholm asked us")
    assert 'href="/members/mia/"' in beside(cast, "grace", "/search/?q=lindholm")
    assert "in=people" in beside(cast, "grace", "/search/?q=lindholm")
    assert 'href="/members/mia/"' not in beside(cast, "grace", "/search/?q=lindholm&in=topics")


def test_guest_cannot_see_people_beside_results_whom_they_could_not_find(cast):
    change_profile(cast.mia, {"headline": "Calls on day three"})
    make_topic(cast.petra, make_forum(readers=PUBLIC), "What Lindholm asked us")
    for who in ("vera", "gus", "lars"):
        assert 'href="/members/mia/"' not in beside(cast, who, "/search/?q=lindholm"), who


def test_who_left_the_directory_cannot_stand_beside_results(cast):
    change_profile(cast.mia, {"headline": "Calls on day three"})
    make_topic(cast.petra, make_forum(), "What Lindholm asked us")
    leave_directory(cast.mia)
    assert 'href="/members/mia/"' not in beside(cast, "grace", "/search/?q=lindholm")


def test_people_are_kept_for_all_and_each_reader_cannot_have_more_than_their_fields(cast):
    change_profile(cast.mia, {"headline": "Calls on day three"})
    make_topic(cast.mia, make_forum(readers=GUESTS))

    def page(who: str) -> str:
        return cast.client(who).get("/search/?q=lindholm&in=people").text

    for who, has_it in (("grace", True), ("gus", False), ("grace", True), ("lars", False)):
        assert "Mia Lindholm" in page(who), who
        assert ("Calls on day three" in page(who)) == has_it, who
    change_profile(cast.mia, {"headline": "Calls on day three", "seen_headline": "me"})
    assert "Calls on day three" not in page("grace")
    assert "Calls on day three" in page("mia")
