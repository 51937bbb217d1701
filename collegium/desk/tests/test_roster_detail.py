"""A roster on the desk: person by person, as a table, taken back; how a file is read. Administrators only."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.accounts.tests.factory import make_fresh
from collegium.audience.reader import reader_for
from collegium.membership.models import Membership, RosterRun, RosterSettings, society_today
from collegium.membership.roster import progress
from collegium.outbox import audit

DESK = "/desk/membership/"
HEAD = "member_id,first_name,last_name,member_type,status,paid_thru,email\n"
LINES = [f"00000{n},Ann,Ek{n},HON,A,,ann{n}@example.net\n" for n in range(1, 8)]
READING = {"member_id_pattern": "", "missing_files": "3", "lapse_percent": "5", "rows_percent": "90"}


@pytest.fixture
def ada(cast):
    return make_fresh(cast.client("ada"), cast.ada)


def upload(client, text, name="roster.csv"):
    file = SimpleUploadedFile(name, text.encode(), "text/csv")
    return client.post(f"{DESK}roster/", {"file": file, "on": society_today().isoformat()})


@pytest.fixture
def run(ada):
    upload(ada, HEAD + "".join(LINES) + "000009,=cmd,Evil,ZZZ,A,,e@example.net\n")
    return RosterRun.objects.get()


def test_findings_are_paged_and_chosen_by_kind(ada, run):
    page = ada.get(f"{DESK}roster/{run.pk}/").text
    assert "New member 7" in page
    assert page.count("ek1</b>".replace("ek", "Ek")) == 1
    only = ada.get(f"{DESK}roster/{run.pk}/?kind=reported").text
    assert "the category ZZZ is unknown" in only
    assert "Ann Ek1" not in only


def test_findings_as_a_table_cannot_hold_a_formula(ada, run):
    answer = ada.get(f"{DESK}roster/{run.pk}/csv/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "'=cmd Evil" in answer.content.decode()
    assert ",=cmd" not in answer.content.decode()
    assert "Ann Ek1" not in ada.get(f"{DESK}roster/{run.pk}/csv/?kind=reported").content.decode()


def test_roster_is_undone(cast, ada, run):
    ada.post(f"{DESK}roster/{run.pk}/apply/")
    assert "Undo this roster" in ada.get(f"{DESK}roster/{run.pk}/").text
    assert Membership.objects.filter(member_id="000001").exists()
    assert ada.post(f"{DESK}roster/{run.pk}/undo/").status_code == 303
    assert not Membership.objects.filter(member_id="000001").exists()
    page = ada.get(f"{DESK}roster/{run.pk}/").text
    assert "Undone" in page
    assert "Undo this roster" not in page
    assert audit.about("roster", run.pk).first().what == "undid a roster"


def test_roster_cannot_be_undone_twice(ada, run):
    ada.post(f"{DESK}roster/{run.pk}/apply/")
    ada.post(f"{DESK}roster/{run.pk}/undo/")
    answer = ada.post(f"{DESK}roster/{run.pk}/undo/")
    assert answer.status_code == 422
    assert "only once" in answer.text


@pytest.mark.parametrize("address", ["", "csv/"])
def test_others_cannot_read_a_roster(cast, ada, run, address):
    assert ada.get(f"{DESK}roster/{run.pk}/{address}").status_code == 200
    for name, status in {"vera": 403, "gus": 404, "mia": 404, "ed": 404, "mo": 404}.items():
        assert cast.client(name).get(f"{DESK}roster/{run.pk}/{address}").status_code == status, name


@pytest.mark.parametrize("deed", ["apply/", "undo/"])
def test_others_cannot_apply_or_undo_a_roster(cast, run, deed):
    assert cast.client("mo").post(f"{DESK}roster/{run.pk}/{deed}").status_code == 404
    assert not Membership.objects.filter(member_id="000001").exists()


def test_page_of_a_run_at_work_says_how_far_it_is(ada, run):
    RosterRun.objects.update(doing="comparing")
    progress.tell(run.pk, 3000, 30000)
    page = ada.get(f"{DESK}roster/{run.pk}/").text
    progress.forget(run.pk)
    assert "3,000 of 30,000 are through" in page
    assert 'http-equiv="refresh"' in page
    assert ada.post(f"{DESK}roster/{run.pk}/apply/").status_code == 422


def test_headings_of_the_society_are_named_once(ada):
    text = HEAD.replace("member_id", "Nr.").replace("paid_thru", "Bezahlt bis") + "".join(LINES)
    answer = upload(ada, text)
    assert answer.status_code == 422
    assert "Say which is which" in answer.text
    page = ada.get(f"{DESK}columns/").text
    assert "Bezahlt bis" in page
    fields = {"column_member_id": "Nr.", "column_paid_thru": "bezahlt bis"}
    assert ada.post(f"{DESK}columns/", fields | READING).status_code == 303
    assert RosterSettings.current().columns == {"nr.": "member_id", "bezahlt bis": "paid_thru"}
    assert upload(ada, text).status_code == 303
    assert RosterRun.objects.get().counts["created"] == 7


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"column_member_id": "x", "column_city": "X"}, "Name each only once"),
        ({"member_id_pattern": "[0-9"}, "can’t be read"), ({"member_id_pattern": "(a+)+b"}, "without repeated groups"),
        ({"missing_files": "0"}, "greater than or equal to 1"), ({"lapse_percent": "101"}, "less than or equal to 100"),
    ],
)  # fmt: skip
def test_reading_cannot_be_set_wrongly(ada, fields, says):
    answer = ada.post(f"{DESK}columns/", READING | fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert RosterSettings.current().columns == {}


def test_pattern_of_member_numbers_is_held(ada):
    ada.post(f"{DESK}columns/", READING | {"member_id_pattern": "[0-9]{6}"})
    upload(ada, HEAD + "".join(LINES) + "ABC,Bo,Ek,HON,A,,bo@example.net\n")
    assert RosterRun.objects.get().counts["rejected"] == 1


def test_table_lapsing_everybody_cannot_slip_through(cast, ada, run):
    ada.post(f"{DESK}roster/{run.pk}/apply/")
    ada.post(f"{DESK}access/drop/", {"to": "default"})
    for _line in range(10):
        ada.post(f"{DESK}access/move/", {"line": "0", "to": "out"})
    ada.post(f"{DESK}access/", {"types": "", "statuses": "", "paid": "any", "gives": "guest", "before": "0"})
    answer = ada.post(f"{DESK}access/preview/")
    table = RosterRun.objects.first()
    assert answer["Location"] == f"{DESK}roster/{table.pk}/"
    assert (table.kind, table.counts["lapsed"]) == ("table", 7)
    assert ada.post(f"{DESK}roster/{table.pk}/apply/").status_code == 422
    assert reader_for(Membership.objects.get(member_id="000001").person).standing == "member"
    assert ada.post(f"{DESK}roster/{table.pk}/apply/", {"confirm": "on"}).status_code == 303
    assert reader_for(Membership.objects.get(member_id="000001").person).standing == "lapsed"
    ada.post(f"{DESK}roster/{table.pk}/undo/")
    assert RosterSettings.current().table == []
    assert reader_for(Membership.objects.get(member_id="000001").person).standing == "member"
