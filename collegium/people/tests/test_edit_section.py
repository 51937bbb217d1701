"""Sections of the own profile: saved one by one, refused with sentences, never somebody else's."""

from __future__ import annotations

import pytest

from collegium.accounts.models import User
from collegium.citations.models import Citing, Work
from collegium.membership.models import Category, Membership
from collegium.people import spoken
from collegium.people.links import read
from collegium.people.models import FIELDS, DiseaseSite, Profile, Specialty
from collegium.people.tests.factory import make_profile

SEEN = {f"seen_{name}": "members" for name in FIELDS}


def post(cast, section, who="mia", **data):
    return cast.client(who).post(f"/settings/profile/{section}/", data)


def test_name_and_credentials(cast):
    answer = post(cast, "name", given_name="Dr. Mia", family_name="Lindholm", suffix="III", credentials="M.D., Ph.D.")
    assert (answer.status_code, answer["Location"]) == (303, "/settings/profile/")
    assert cast.mia.full_name == "Mia Lindholm III, MD, PhD"


def test_family_name_first(cast):
    post(cast, "name", given_name="Lan", family_name="Nguyen", family_first="on", credentials="")
    mia = cast.mia
    assert (mia.name, mia.given_name, mia.family_name) == ("Nguyen Lan", "Lan", "Nguyen")


def test_family_name_of_the_roster_cannot_be_changed_by_oneself(cast):
    Membership.objects.create(
        person=cast.mia, member_id="1", category=Category.objects.get(code="FULL"), is_from_roster=True
    )
    post(cast, "name", given_name="Mimi", family_name="Halvorsen-Reyes", credentials="MD")
    assert cast.mia.name == "Mimi Lindholm"


def test_legal_given_name_is_found_whole_and_printed_nowhere(cast):
    post(cast, "name", given_name="Mia", family_name="Lindholm", legal_given_name="Maximiliana", credentials="MD")
    client = cast.client("grace")
    assert "Mia Lindholm" in client.get("/members/?q=maximiliana").text
    assert "Mia Lindholm" not in client.get("/members/?q=maximil").text
    for address in ("/members/mia/", "/people/complete/?q=maximiliana", "/search/?q=maximiliana"):
        page = client.get(address).text
        assert "Mia Lindholm" not in page or address == "/members/mia/"
        assert "Maximiliana</" not in page


def test_own_words_and_phrases(cast):
    assert post(cast, "about", headline="New words", ask_me_about=" One \n\nTwo").status_code == 303
    assert (cast.mia.profile.headline, cast.mia.profile.expertise) == ("New words", ["One", "Two"])


@pytest.mark.parametrize(
    ("phrases", "sentence"),
    [("\n".join(map(str, range(13))), "more than twelve phrases"), ("x" * 81, "longer than 80 characters")],
)
def test_too_many_or_too_long_phrases_are_refused(cast, phrases, sentence):
    answer = post(cast, "about", ask_me_about=phrases, about="Kept as I typed it.")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept as I typed it." in answer.text


def test_specialties_and_sites(cast):
    first, second = Specialty.objects.all()[:2]
    sites = DiseaseSite.objects.all()[:2]
    post(
        cast, "practice", specialty=first.pk, second=first.pk, third=second.pk, role="physician", stage="mid",
        sites=[site.pk for site in sites],
    )  # fmt: skip
    profile = cast.mia.profile
    assert (profile.specialty, list(profile.further.all())) == (first, [second])
    page = cast.client("grace").get("/members/mia/").text
    assert all(str(one) in page for one in (*sites, second))
    assert "Mid career" in page


def test_the_lists_are_those_of_the_data(db):
    assert DiseaseSite.objects.count() == 20
    assert Specialty.objects.count() >= 146


def test_languages_are_read_in_the_readers_own(cast):
    post(cast, "place", state="Iowa", languages="english, Español, Igbo")
    profile = cast.mia.profile
    assert profile.state == "IA"
    assert [row.code for row in profile.spoken.all()] == ["en", "es", "ig"]
    assert "English, Spanish, Igbo" in cast.client("grace").get("/members/mia/").text
    spanish = cast.client("grace").get("/members/mia/", headers={"accept-language": "es"}).text
    assert "inglés, español, igbo" in spanish


def test_word_that_is_no_language_is_refused(cast):
    answer = post(cast, "place", languages="English, Klingonish")
    assert answer.status_code == 422
    assert "Klingonish" in answer.text
    assert spoken.read("Klingonish") == ([], ["Klingonish"])


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("linkedin", "www.linkedin.com/in/mia", "https://www.linkedin.com/in/mia"),
        ("x", "http://twitter.com/mia", "https://twitter.com/mia"),
        ("website", "http://mia.example.org/", "http://mia.example.org/"),
        ("facebook", "", ""),
    ],
)
def test_links_are_stored_as_addresses(key, typed, stored):
    assert read(key, typed) == stored


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("linkedin", "https://linkedin.com.example.org/in/mia"), ("x", "https://facebook.com/mia"),
        ("website", "javascript:alert(1)"), ("website", "https://mia:secret@example.org/"),
        ("website", "https://127.0.0.1/"), ("website", "not an address"), ("facebook", "https://evilfacebook.com/"),
        ("website", "https://localhost/"), ("linkedin", "data:text/html,x"),
    ],
)  # fmt: skip
def test_link_cannot_lead_elsewhere(cast, key, typed):
    answer = post(cast, "links", **{f"link_{key}": typed})
    assert answer.status_code == 422
    assert not Profile.objects.filter(person=cast.mia).exists()


def test_links_are_shown_as_mine_without_lending_weight(cast):
    post(cast, "links", link_website="mia.example.org")
    page = cast.client("grace").get("/members/mia/").text
    assert 'href="https://mia.example.org" rel="me nofollow noopener"' in page


def test_publications_by_identifier_with_what_became_of_them(cast):
    Work.objects.create(
        key="doi:10.5555/jio.1", source="hand", standing="retracted", standing_at="2025-03",
        data={"type": "article", "title": "A work", "year": 2020, "authors": [{"family": "Lindholm", "initials": "M"}]},
    )  # fmt: skip
    assert post(cast, "publications", publications="https://doi.org/10.5555/jio.1\nPMID 99000001").status_code == 303
    page = cast.client("grace").get("/members/mia/").text
    assert "Retracted March 2025." in page
    assert "A work" in page
    assert "99000001" in page
    assert Work.objects.cited().count() == 2
    post(cast, "publications", publications="")
    assert not Citing.objects.filter(kind="person").exists()


def test_line_that_is_no_identifier_is_refused_and_stays_typed(cast):
    answer = post(cast, "publications", publications="10.5555/jio.1\nMy best paper")
    assert answer.status_code == 422
    assert "“My best paper” is no identifier" in answer.text
    assert "10.5555/jio.1" in answer.text
    assert not Citing.objects.exists()


def test_privacy_and_the_directory(cast):
    post(cast, "privacy", **SEEN | {"seen_about": "me", "in_directory": "on"})
    assert (cast.mia.profile.seen_about, cast.mia.profile.unlisted_at) == ("me", None)
    post(cast, "privacy", **SEEN)
    assert cast.mia.profile.unlisted_at is not None


def test_wrong_choice_of_readers_is_refused(cast):
    assert post(cast, "privacy", **SEEN | {"seen_about": "everybody"}).status_code == 422
    assert not Profile.objects.filter(person=cast.mia).exists()


def test_one_section_cannot_touch_another(cast):
    make_profile(cast.mia, links={"website": "https://mia.example.org"}, npi="1234567893")
    post(cast, "about", headline="New", npi="1000000004", city="Elsewhere", person=cast.petra.pk, portrait_id=7)
    profile = Profile.objects.get(person=cast.mia)
    assert (profile.headline, profile.npi, profile.city, profile.portrait_id) == (
        "New",
        "1234567893",
        "Cedar Fork",
        None,
    )
    assert profile.links
    assert not Profile.objects.filter(person=cast.petra).exists()


@pytest.mark.parametrize("who", ["vera", "sam"])
def test_visitor_and_suspended_cannot_edit(cast, who):
    for section in ("name", "about", "practice", "place", "links", "publications", "privacy"):
        assert post(cast, section, who=who, given_name="X").status_code == 403


def test_unknown_section_cannot_be_opened(cast):
    assert cast.client("mia").get("/settings/profile/everything/").status_code == 404


def test_guest_keeps_a_profile_too(cast):
    post(cast, "name", who="gus", given_name="August", family_name="Adler", credentials="")
    assert User.objects.get(pk=cast.gus.pk).name == "August Adler"


@pytest.mark.parametrize("field", ["languages", "publications", "links", "identifiers"])
@pytest.mark.parametrize("who", ["vera", "gus", "lars", "grace", "mo"])
def test_field_kept_for_oneself_cannot_be_seen(cast, field, who):
    post(cast, "place", languages="Igbo")
    post(cast, "links", link_website="mia.example.org", npi="1234567893")
    post(cast, "publications", publications="10.5555/jio.1")
    post(cast, "privacy", **SEEN | {f"seen_{field}": "me"})
    said = {
        "languages": "Igbo",
        "links": "mia.example.org",
        "publications": "10.5555/jio.1",
        "identifiers": "1234567893",
    }
    page = cast.client(who).get("/members/mia/").text
    assert said[field] not in page
    assert said[field] in cast.client("mia").get("/members/mia/").text
    assert said[field] in cast.client("ada").get("/members/mia/").text
    others = set(said) - {field} if who in ("grace", "mo") else set()
    assert all(said[one] in page for one in others)
