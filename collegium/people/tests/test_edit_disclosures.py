"""Disclosures: filed once, confirmed yearly, current in a window, printed beside words, never somebody else's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import PUBLIC
from collegium.discussion.bylines import byline_of
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.people import filing
from collegium.people.disclosures import Disclosed, disclosed_by, is_current, months_before
from collegium.people.models import Filing, Relationship
from collegium.people.tests.factory import make_profile

ADD = "/settings/disclosures/new/"
FULL = {"category": "consulting", "company": "Acme Pharma", "recipient": "self", "start": "2009-05", "end": "2010-04"}


def relationship(**values):
    return Relationship(**{"category": "consulting", "company": "Acme Pharma"} | values)


VECTORS = [  # data/disclosures.json: person, relationship, months, as of, whether it is current
    ("A", {"start": date(2009, 5, 1), "end": date(2010, 4, 30)}, 24, True),
    ("B", {"start": date(2006, 1, 1), "end": date(2008, 12, 31), "recipient": "family"}, 24, False),
    ("B", {"start": date(2006, 1, 1), "end": date(2008, 12, 31), "recipient": "family"}, 36, True),
]


@pytest.mark.parametrize(("_who", "values", "months", "current"), VECTORS)
def test_windows(_who, values, months, current):
    assert is_current(relationship(**values), date(2011, 3, 1), months) is current


def test_what_has_not_begun_cannot_be_current():
    assert not is_current(relationship(start=date(2011, 4, 1)), date(2011, 3, 1), 36)
    assert is_current(relationship(), date(2011, 3, 1), 24)


def test_edges_of_a_window():
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert is_current(relationship(end=date(2009, 3, 1)), date(2011, 3, 1), 24)
    assert not is_current(relationship(end=date(2009, 2, 28)), date(2011, 3, 1), 24)


def test_statement_with_nothing_and_without_a_filing(db):
    filed = Filing(filed_on=date(2011, 1, 12), confirmed_on=date(2011, 1, 12))
    assert Disclosed(filed).statement() == "No relationships to disclose. Filed January 12, 2011."
    assert Disclosed().statement() == ""
    assert Disclosed().state() == "unfiled"


def test_statement_names_company_nature_and_whose(db):
    rows = [
        relationship(pk=1), relationship(pk=2, company="Beta Bio", recipient="institution"),
        relationship(pk=3, category="stock", company="Gamma Dx", recipient="family"),
    ]  # fmt: skip
    own = Disclosed(Filing(filed_on=date(2011, 1, 12), confirmed_on=date(2011, 1, 12)), rows)
    assert own.statement(on=date(2011, 3, 1)) == (
        "Stock and other ownership interests: Gamma Dx (I). "
        "Consulting or advisory role: Acme Pharma, Beta Bio (Inst). Filed January 12, 2011."
    )


@pytest.mark.parametrize(
    ("days", "state"), [(0, "nothing"), (360, "nothing"), (370, "due"), (4000, "due")]
)  # fmt: skip
def test_states(cast, days, state):
    filing.confirm(cast.mia, on=timezone.localdate() - timedelta(days=days))
    assert disclosed_by(cast.mia).state() == state


def test_adding_a_relationship_files_it(cast):
    assert cast.client("mia").post(ADD, FULL).status_code == 303
    row = Relationship.objects.get()
    assert (row.person, row.start, row.end) == (cast.mia, date(2009, 5, 1), date(2010, 4, 30))
    assert cast.mia.filing.confirmed_on == timezone.localdate()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"end": "2008-04"}, "ends before it begins"), ({"start": "2090-01", "end": ""}, "has not begun yet"),
        ({"start": "May 2009"}, "Write the month as year and month"), ({"company": ""}, "required"),
        ({"category": "bribes"}, "not one of the available choices"),
    ],
)  # fmt: skip
def test_wrong_relationship_is_refused_with_a_sentence(cast, values, sentence):
    answer = cast.client("mia").post(ADD, FULL | values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Filing.objects.exists()


def test_nothing_to_disclose_is_filed_explicitly(cast):
    client = cast.client("mia")
    assert "You have not filed disclosures" in client.get("/settings/disclosures/").text
    client.post("/settings/disclosures/", {"act": "nothing"})
    assert disclosed_by(cast.mia).state() == "nothing"
    assert "No relationships to disclose." in cast.client("grace").get("/members/mia/").text


def test_nothing_cannot_be_filed_over_a_running_relationship(cast):
    filing.save_relationship(cast.mia, {"category": "stock", "company": "Gamma Dx"})
    Filing.objects.update(confirmed_on=date(2020, 1, 1))
    answer = cast.client("mia").post("/settings/disclosures/", {"act": "nothing"}, follow=True)
    assert "Give them an end, or remove them." in answer.text
    assert Filing.objects.get().confirmed_on == date(2020, 1, 1)


def test_confirming_counts_from_today(cast):
    filing.confirm(cast.mia, on=date(2020, 1, 1))
    assert "Due" in cast.client("grace").get("/members/mia/").text
    cast.client("mia").post("/settings/disclosures/", {"act": "confirm"})
    own = disclosed_by(cast.mia).filing
    assert (own.filed_on, own.confirmed_on) == (date(2020, 1, 1), timezone.localdate())


def test_who_has_not_filed_is_said_to_have_not(cast):
    make_profile(cast.petra)
    assert "Has not filed disclosures." in cast.client("mia").get("/members/petra/").text


def test_byline_keeps_what_was_true_then(cast):
    filing.save_relationship(cast.petra, {"category": "consulting", "company": "Acme Pharma"})
    topic = make_topic(cast.petra, make_forum())
    filing.remove_relationship(Relationship.objects.get())
    topic.refresh_from_db()
    assert "Acme Pharma" in topic.byline["disclosure"]
    assert "Acme Pharma" not in byline_of(cast.petra)["disclosure"]


def test_disclosures_of_an_office_holder_are_public_and_those_of_others_are_not(cast, president):
    for person in (cast.petra, cast.mia):
        filing.save_relationship(person, {"category": "consulting", "company": f"Acme {person.handle}"})
        make_topic(person, make_forum(f"Forum of {person.handle}", readers=PUBLIC))
    for name in ("vera", "gus"):
        assert "Acme petra" in cast.client(name).get("/members/petra/").text
        assert "Acme mia" not in cast.client(name).get("/members/mia/").text
    assert "Acme mia" in cast.client("grace").get("/members/mia/").text


@pytest.fixture
def president(cast):
    from collegium.membership.models import Office, Term

    office = Office.objects.get(key="president")
    return Term.objects.create(person=cast.petra, office=office, start=timezone.localdate() - timedelta(days=9))


@pytest.mark.parametrize("deed", ["", "remove/"])
def test_relationship_of_somebody_else_cannot_be_opened_or_removed(cast, deed):
    row = filing.save_relationship(cast.petra, {"category": "stock", "company": "Gamma Dx"})
    for name in ("mia", "ada", "gus"):
        assert cast.client(name).post(f"/settings/disclosures/{row.pk}/{deed}", FULL).status_code == 404
    assert cast.client("petra").post(f"/settings/disclosures/{row.pk}/{deed}", FULL).status_code == 303


@pytest.mark.parametrize("name", ["vera", "sam"])
def test_visitor_and_suspended_cannot_file(cast, name):
    for address in ("/settings/disclosures/", ADD):
        assert cast.client(name).post(address, FULL | {"act": "nothing"}).status_code == 403
    assert not Filing.objects.exists()


def test_patient_in_a_disclosure_is_pointed_out(cast):
    answer = cast.client("mia").post(ADD, FULL | {"nature": "for the patient with MRN 00482913"})
    assert answer.status_code == 422
    assert "identify a patient" in answer.text
    assert not Relationship.objects.exists()


def test_reminder_comes_once_a_year(cast):
    filing.confirm(cast.mia, on=timezone.localdate() - timedelta(days=400))
    filing.confirm(cast.petra, on=timezone.localdate() - timedelta(days=100))
    assert filing.remind_of_disclosures() == 1
    assert filing.remind_of_disclosures() == 0
