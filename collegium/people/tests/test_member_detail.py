"""A profile: what each of the cast has of it (docs/access.md, "profile page" and "profile field")."""

from __future__ import annotations

import re

import pytest

from collegium.audience.actions import grant
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.blogs.actions import retire_blog
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion.actions import hide, post_reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.models import Group, Place
from collegium.outbox import audit
from collegium.people import filing
from collegium.people.tests.factory import make_profile
from collegium.web.jinja import initials

FIELDS = ["Tumor boards in small hospitals", "I trained in a city.", "GI oncology", "Cedar Fork, IA", "Watch and wait"]


@pytest.mark.parametrize(
    ("readers", "known_to"),
    [(PUBLIC, {"vera", "gus", "lars", "sam"}), (GUESTS, {"gus", "lars"}), (MEMBERS, set())],
)
def test_visitors_and_guests_know_who_wrote_what_they_may_read(cast, readers, known_to):
    make_profile(cast.petra)
    topic = make_topic(cast.petra, make_forum(readers=readers))
    for name in ("vera", "gus", "lars", "sam"):
        answer = cast.client(name).get("/members/petra/")
        assert answer.status_code == (200 if name in known_to else 404), name
        assert (topic.title in answer.text) == (name in known_to)
        assert ("Petra Halvorsen, MD, MMSc" in answer.text) == (name in known_to)
        for field in FIELDS:
            assert field not in answer.text


def test_unknown_and_nobody_are_the_same_404(cast):
    one, other = (cast.client("vera").get(f"/members/{name}/") for name in ("mia", "nobody"))
    assert (one.status_code, other.status_code) == (404, 404)
    assert _blank(one.text, "mia") == _blank(other.text, "nobody")


def _blank(page, handle):
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", page).replace(handle, "")


def test_members_have_the_fields_that_are_open_to_them(cast):
    make_profile(cast.petra)
    page = cast.client("mia").get("/members/petra/").text
    for field in FIELDS:
        assert field in page
    assert "petra@example.org" not in page
    assert "555-0100" not in page


def test_country_is_named_in_the_readers_language(cast):
    make_profile(cast.petra, city="Fjellhavn", state="", country="NO")
    for language, place in (("en", "Fjellhavn, Norway"), ("es", "Fjellhavn, Noruega")):
        type(cast.mia).objects.filter(pk=cast.mia.pk).update(language=language)
        client = cast.client("mia")
        assert place in client.get("/members/petra/").text
        assert place in client.get("/members/?q=Petra").text


def test_member_cannot_see_fields_kept_for_groups_or_oneself(cast):
    make_profile(cast.petra, seen_headline="groups", seen_about="me", seen_location="me")
    page = cast.client("mia").get("/members/petra/").text
    assert FIELDS[0] not in page
    assert FIELDS[1] not in page
    assert "Cedar Fork" not in page
    assert "GI oncology" in page


def test_sharing_a_group_opens_fields_kept_for_groups(cast):
    make_profile(cast.petra, seen_headline="groups", seen_about="me")
    group = Group.objects.create(name="GI", slug="gi", audience_id=MEMBERS)
    Place.objects.create(group=group, person=cast.petra)
    Place.objects.create(group=group, person=cast.mia)
    Place.objects.create(group=group, person=cast.grace, role=Place.Role.ASKED)
    assert FIELDS[0] in cast.client("mia").get("/members/petra/").text
    assert FIELDS[1] not in cast.client("mia").get("/members/petra/").text
    assert FIELDS[0] not in cast.client("grace").get("/members/petra/").text


def test_own_profile_is_shown_through_the_eyes_of_others_exactly(cast):
    """What `?as=` shows is what that kind of reader gets: the same fields, and none of the buttons."""
    make_profile(cast.petra, seen_headline="groups", seen_about="me")
    make_topic(cast.petra, make_forum(readers=GUESTS))
    client = cast.client("petra")
    for eyes, name in (("member", "mia"), ("guest", "gus"), ("visitor", "vera")):
        answer = client.get(f"/members/petra/?as={eyes}")
        assert answer.status_code == 200
        theirs = cast.client(name).get("/members/petra/").text
        for fact in (*FIELDS, "petra@example.org", "555-0100", "How do you time the first call?"):
            assert (fact in answer.text) == (fact in theirs), (eyes, fact)
        assert "Back to your own view" in answer.text
        for act in ("Edit your profile", "/report/?kind=profile", "/messages/new/?to=petra", "/messages/blocked/"):
            assert act not in answer.text.split("<main")[1], (eyes, act)
    assert "No page at all" in client.get("/members/petra/?as=visitor").text
    assert "?as=member" in client.get("/settings/profile/").text


def test_profiles_of_others_cannot_be_seen_through_other_eyes(cast):
    make_profile(cast.petra, seen_headline="groups")
    pages = [cast.client("mia").get(f"/members/petra/?as={eyes}").text for eyes in ("member", "me", "petra")]
    assert all("Back to your own view" not in page and FIELDS[0] not in page for page in pages)
    assert cast.client("vera").get("/members/petra/?as=member").status_code == 404


def test_oneself_sees_everything_guests_too(cast):
    make_profile(cast.gus, seen_about="me")
    page = cast.client("gus").get("/members/gus/").text
    assert "gus@example.org" in page
    assert "I trained in a city." in page


def test_administrator_sees_everything_and_it_is_logged(cast):
    make_profile(cast.petra, seen_about="me")
    assert "petra@example.org" in cast.client("ada").get("/members/petra/").text
    assert audit.about("person", cast.petra.pk).filter(by=cast.ada).count() == 1


@pytest.mark.parametrize("name", ["mo", "ed", "grace"])
def test_moderators_and_editors_cannot_see_hidden_fields(cast, name):
    make_profile(cast.petra, seen_about="me")
    page = cast.client(name).get("/members/petra/").text
    assert "I trained in a city." not in page
    assert "petra@example.org" not in page


def test_suspended_person_is_known_only_by_words(cast):
    make_profile(cast.sam)
    assert cast.client("mia").get("/members/sam/").status_code == 404
    assert cast.client("ada").get("/members/sam/").status_code == 200


def test_deceased_person_is_remembered_and_cannot_be_followed(cast):
    make_topic(cast.petra)
    grant(cast.petra, "deceased")
    page = cast.client("mia").get("/members/petra/").text
    assert "In memoriam" in page
    assert "/messages/new/?to=petra" not in page


def test_hidden_words_cannot_make_somebody_known(cast):
    topic = make_topic(cast.petra, make_forum(readers=PUBLIC))
    reply = post_reply(topic, Words.plain("In public."), cast.reader("mia"))
    assert cast.client("vera").get("/members/mia/").status_code == 200
    hide(reply, cast.mo, "Names a patient.")
    assert cast.client("vera").get("/members/mia/").status_code == 404


def test_count_of_words_is_the_readers_own(cast):
    make_topic(cast.petra, make_forum(readers=PUBLIC), title="Something for everybody")
    for number in range(6):
        make_topic(cast.petra, make_forum(f"Forum {number}"), title=f"Members only number {number}")
    assert "Everything, 7" in cast.client("mia").get("/members/petra/").text
    page = cast.client("vera").get("/members/petra/").text
    assert "Everything" not in page
    assert "Members only" not in page
    assert "Members only" not in cast.client("vera").get("/members/petra/words/").text
    assert cast.client("mia").get("/members/petra/words/").text.count("Members only number") == 6


def test_disclosures_are_for_members_and_go_into_bylines(cast):
    filing.save_relationship(cast.petra, {"category": "uncompensated", "company": "Acme Board"})
    topic = make_topic(cast.petra, make_forum(readers=PUBLIC))
    assert topic.byline["disclosure"].startswith("Uncompensated relationships: Acme Board. Filed ")
    assert "Acme Board" in cast.client("mia").get("/members/petra/").text
    assert "Confirmed" not in cast.client("vera").get("/members/petra/").text


def test_member_blocks_from_the_profile_and_takes_it_away(cast):
    page = cast.client("mia").get(f"/members/{cast.grace.handle}/").text
    assert f'action="/messages/blocked/{cast.grace.pk}/"' in page
    assert "Block Grace Penhaligon" in page
    answer = cast.client("mia").post(f"/messages/blocked/{cast.grace.pk}/", {"on": "1"})
    assert (answer.status_code, answer["Location"]) == (303, "/messages/blocked/")
    assert "Grace Penhaligon" in cast.client("mia").get("/messages/blocked/").text
    page = cast.client("mia").get(f"/members/{cast.grace.handle}/").text
    assert "Unblock" in page
    assert 'href="/messages/blocked/"' in page
    assert "Unblock" not in cast.client("grace").get(f"/members/{cast.mia.handle}/").text
    cast.client("mia").post(f"/messages/blocked/{cast.grace.pk}/", {"on": "0"})
    assert "Block Grace Penhaligon" in cast.client("mia").get(f"/members/{cast.grace.handle}/").text


def test_nobody_can_block_themselves_nor_whom_they_may_not_know(cast):
    for name, other in (("mia", cast.mia), ("gus", cast.mia), ("mia", cast.sam)):
        assert cast.client(name).post(f"/messages/blocked/{other.pk}/", {"on": "1"}).status_code == 404
    assert "/messages/blocked/" not in cast.client("mia").get(f"/members/{cast.mia.handle}/").text


def test_a_profile_leads_to_the_blog_while_it_runs(cast):
    blog = make_blog(cast.petra)
    make_post(blog)
    assert f'href="/blogs/{blog.slug}/"' in cast.client("mia").get("/members/petra/").text
    retire_blog(blog, cast.reader("ed"), "The term is over.")
    assert f'href="/blogs/{blog.slug}/"' not in cast.client("mia").get("/members/petra/").text


def test_reporting_and_blocking_stand_in_one_menu(cast):
    make_profile(cast.petra)
    page = cast.client("mia").get("/members/petra/").text
    menu = page[page.index('<details class="more">') : page.index("</details>")]
    assert "/report/?kind=profile" in menu
    assert f"/messages/blocked/{cast.petra.pk}/" in menu
    assert '<details class="more">' not in cast.client("petra").get("/members/petra/").text


def test_a_double_name_counts_as_one_in_initials(cast):
    person = cast.mia
    person.name = "Theodora Alvarado-Finch"
    assert (person.initials, initials("Grace Penhaligon-Wu")) == ("TA", "GP")
