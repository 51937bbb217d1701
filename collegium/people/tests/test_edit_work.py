"""Where people work: several places with dates, the first one first, proven by work mail or confirmed by colleagues."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from collegium.audience.models import PUBLIC
from collegium.discussion.bylines import byline_of
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.organizations.actions import work_at
from collegium.organizations.lookups import workplaces
from collegium.organizations.models import Affiliation
from collegium.organizations.tests.factory import make_organization
from collegium.people.models import Verification
from collegium.people.tests.factory import make_profile
from collegium.people.verification import Fact, Source, marks_of, record

LONG_AGO = date(2015, 5, 1)


@pytest.fixture
def place(db):
    return make_organization()


@pytest.fixture
def other(db):
    return make_organization("Saltmarsh Group", domains=["saltmarsh.example"])


def works(person, place, **values):
    row = work_at(person, place, consented=True, since=LONG_AGO)
    Affiliation.objects.filter(pk=row.pk).update(**values)
    return Affiliation.objects.get(pk=row.pk)


def edit(cast, row, who="mia", **values):
    full = {"title": "Physician", "since": "2015-05-01", "until": "", "is_consented": "on"}
    return cast.client(who).post(f"/settings/work/{row.pk}/", full | values)


def test_several_places_with_their_dates_the_first_one_first(cast, place, other):
    make_profile(cast.mia, seen_location="me")
    one = works(cast.mia, place)
    works(cast.mia, other)
    assert edit(cast, one, primary="on").status_code == 303
    page = cast.client("grace").get("/members/mia/").text
    assert page.index("Dry Creek Oncology") < page.index("Saltmarsh Group")
    assert "since 2015" in page
    edit(cast, Affiliation.objects.get(organization=other), primary="on")
    assert Affiliation.objects.get(is_primary=True).organization == other


def test_past_place_stands_below_and_cannot_be_the_first(cast, place, other):
    old = works(cast.mia, other)
    works(cast.mia, place)
    edit(cast, old, until="2019-06-30", primary="on")
    assert not Affiliation.objects.filter(is_primary=True).exists()
    page = cast.client("grace").get("/members/mia/").text
    assert "2015–2019" in page
    present, _former, after = (
        cast.client("grace").get(f"/organizations/{other.slug}/").text.partition("Worked here before")
    )
    assert "Mia Lindholm" not in present
    assert "Mia Lindholm" in after


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"until": "2010-01-01"}, "ends before it begins"), ({"since": "2090-01-01"}, "has not begun yet"), ({"since": ""}, "required")],
)  # fmt: skip
def test_wrong_dates_are_refused(cast, place, values, sentence):
    answer = edit(cast, works(cast.mia, place), **values)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize("who", ["grace", "mo", "petra"])
def test_place_that_is_not_shown_cannot_be_learned(cast, place, who):
    row = works(cast.mia, place, is_consented=False)
    record(cast.mia, Fact.AFFILIATION, Source.STAFF, by=cast.ada, about=place.pk)
    assert "Dry Creek Oncology" in cast.client("mia").get("/members/mia/").text
    page = cast.client(who).get("/members/mia/").text
    assert "Dry Creek" not in page
    assert "How we know" not in page
    assert cast.client(who).get(f"/settings/work/{row.pk}/").status_code == 404


def test_others_cannot_change_or_remove_it(cast, place):
    row = works(cast.mia, place)
    for who in ("grace", "ada", "otto"):
        assert edit(cast, row, who=who).status_code == 404
        assert cast.client(who).post(f"/settings/work/{row.pk}/remove/").status_code == 404
    assert edit(cast, row, who="gus").status_code == 403
    assert cast.client("mia").post(f"/settings/work/{row.pk}/remove/").status_code == 303
    assert not Affiliation.objects.exists()


def test_byline_prints_the_first_place(cast, place, other):
    make_profile(cast.mia, seen_location="me", seen_specialty="me")
    works(cast.mia, place, is_primary=True)
    works(cast.mia, other)
    assert byline_of(cast.mia)["affiliation"] == "Dry Creek Oncology"


def test_main_place_is_one_fact_wherever_it_is_said(cast, place, other):
    """Said on the organization's page it stands in the own settings, on the profile and in the byline, and back."""
    make_profile(cast.mia, seen_location="me", seen_specialty="me")
    client = cast.client("mia")
    for page, more in ((place, {}), (other, {"primary": "1"})):
        client.post(f"{page.get_absolute_url()}work/", {"on": "1", "consented": "1", "since": "2015-06-01", **more})
    main = Affiliation.objects.get(is_primary=True)
    assert main.organization == other
    assert client.get("/settings/work/").text.count("Main place of work") == 1
    assert workplaces([cast.mia.pk])[cast.mia.pk][0] == byline_of(cast.mia)["affiliation"] == other.name
    edit(cast, Affiliation.objects.get(organization=place), primary="on", is_consented="on")
    assert Affiliation.objects.get(is_primary=True).organization == place
    assert workplaces([cast.mia.pk])[cast.mia.pk][0] == byline_of(cast.mia)["affiliation"] == place.name
    ticked = 'name="primary" value="1" checked'
    assert ticked in client.get(place.get_absolute_url()).text
    assert ticked not in client.get(other.get_absolute_url()).text


def test_without_a_main_place_all_say_the_one_begun_last(cast, place, other):
    make_profile(cast.mia, seen_location="me", seen_specialty="me")
    works(cast.mia, other, since="2020-01-01")
    works(cast.mia, place, since="2012-01-01")
    assert workplaces([cast.mia.pk])[cast.mia.pk][0] == byline_of(cast.mia)["affiliation"] == other.name


def test_nobody_can_have_two_main_places(cast, place, other):
    works(cast.mia, place, is_primary=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        works(cast.mia, other, is_primary=True)


def code_of(mailoutbox):
    return re.search(r"The code is (\d{6})", mailoutbox[-1].body)[1]


@pytest.fixture
def asked(cast, place, mailoutbox, django_capture_on_commit_callbacks):
    row = works(cast.mia, place)
    client = cast.client("mia")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/settings/work/{row.pk}/mail/", {"step": "mail", "work_email": "mia@mail.drycreek.org"})
    return client, f"/settings/work/{row.pk}/mail/", code_of(mailoutbox)


def test_code_to_work_mail_proves_it(cast, place, asked):
    client, address, code = asked
    assert client.post(address, {"step": "code", "code": f" {code} "}).status_code == 303
    assert [row.source for row in marks_of(cast.mia)[Fact.AFFILIATION, place.pk]] == ["mail"]
    assert "work mail" in cast.client("grace").get("/members/mia/").text


def test_code_cannot_be_used_twice_by_another_session_or_after_five_guesses(cast, place, asked):
    client, address, code = asked
    assert cast.client("mia").post(address, {"step": "code", "code": code}).status_code == 422
    for _guess in range(5):
        assert client.post(address, {"step": "code", "code": "000000"}).status_code == 422
    assert client.post(address, {"step": "code", "code": code}).status_code == 422
    assert not Verification.objects.exists()


def test_code_cannot_live_longer_than_half_an_hour(asked, time_machine):
    client, address, code = asked
    time_machine.move_to(timezone.now() + timedelta(minutes=31))
    answer = client.post(address, {"step": "code", "code": code})
    assert "older than 30 minutes" in answer.text
    assert not Verification.objects.exists()


@pytest.mark.parametrize("mail", ["mia@gmail.com", "mia@elsewhere.example", "mia@drycreek.org.evil.example"])
def test_address_elsewhere_cannot_prove_it(cast, place, mailoutbox, mail):
    row = works(cast.mia, place)
    answer = cast.client("mia").post(f"/settings/work/{row.pk}/mail/", {"step": "mail", "work_email": mail})
    assert answer.status_code == 422
    assert not mailoutbox


def test_five_codes_a_day_and_no_more(cast, place):
    row = works(cast.mia, place)
    client = cast.client("mia")
    data = {"step": "mail", "work_email": "mia@mail.drycreek.org"}
    for _code in range(5):
        assert client.post(f"/settings/work/{row.pk}/mail/", data).status_code == 303
    assert "Five codes were mailed today" in client.post(f"/settings/work/{row.pk}/mail/", data).text


def vouch(cast, who, place, **values):
    return cast.client(who).post("/members/mia/confirm/", {"organization": place.pk} | values)


def test_known_colleague_confirms_and_takes_it_back(cast, place):
    works(cast.mia, place)
    works(cast.grace, place)
    record(cast.grace, Fact.AFFILIATION, Source.ROSTER, about=place.pk)
    assert "I know that Mia Lindholm works here" in cast.client("grace").get("/members/mia/").text
    assert vouch(cast, "grace", place).status_code == 303
    assert "1 colleague" in cast.client("petra").get("/members/mia/").text
    assert vouch(cast, "grace", place, on="0").status_code == 303
    assert marks_of(cast.mia) == {}


def test_stranger_unproven_colleague_and_oneself_cannot_confirm(cast, place, other):
    works(cast.mia, place)
    works(cast.grace, place)  # only says so
    works(cast.otto, other)
    record(cast.otto, Fact.AFFILIATION, Source.ROSTER, about=other.pk)
    record(cast.mia, Fact.AFFILIATION, Source.ROSTER, about=place.pk)
    for who in ("grace", "otto", "mia", "ada"):
        assert vouch(cast, who, place).status_code == 404
    assert vouch(cast, "gus", place).status_code == 403
    assert not Verification.objects.filter(source="colleague").exists()


def test_two_cannot_vouch_for_each_other_in_a_circle(cast, place):
    works(cast.mia, place)
    works(cast.grace, place)
    record(cast.grace, Fact.AFFILIATION, Source.COLLEAGUE, by=cast.mia, about=place.pk)
    assert vouch(cast, "grace", place).status_code == 404


def test_hidden_place_cannot_be_confirmed_or_told_from_none(cast, place):
    works(cast.mia, place, is_consented=False)
    works(cast.grace, place)
    record(cast.grace, Fact.AFFILIATION, Source.ROSTER, about=place.pk)
    hidden = vouch(cast, "grace", place)
    Affiliation.objects.filter(person=cast.mia).delete()
    assert hidden.status_code == vouch(cast, "grace", place).status_code == 404


def test_visitor_cannot_have_places(cast, place):
    works(cast.petra, place)
    make_topic(cast.petra, make_forum(readers=PUBLIC))
    assert "Dry Creek Oncology" not in cast.client("vera").get("/members/petra/").text
    assert "Dry Creek Oncology" not in cast.client("gus").get("/members/petra/").text
