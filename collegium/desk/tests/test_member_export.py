"""The directory as a table: for administrators with a fresh sign-in, logged, without formulas, and never more than asked."""

from __future__ import annotations

import csv
import io

import pytest

from collegium.accounts.tests.factory import make_fresh
from collegium.membership.models import Category, Membership
from collegium.organizations.tests.factory import employ, make_organization
from collegium.outbox.models import AuditLine
from collegium.people.actions import change_profile, leave_directory, speak
from collegium.people.models import DiseaseSite
from collegium.people.tests.factory import make_members, make_profile

WHY, DEED = "Badges of the spring meeting", "exported the directory of members"
SEEN = {
    "headline": ("In one line", "Tumor boards in small hospitals"), "specialty": ("Specialty", "GI oncology"),
    "location": ("City", "Cedar Fork"), "languages": ("Languages", "Spanish"), "affiliation": ("Organization", "Dry Creek Oncology"),
    "ask_me_about": ("Ask me about", "Watch and wait"),
}  # fmt: skip


@pytest.fixture
def petra(cast):
    profile = make_profile(cast.petra, sites=[DiseaseSite.objects.get(slug="lung")], phone="+1 555 0100")
    speak(cast.petra, ["es"])
    employ(make_organization(), cast.petra)
    return profile.person


def export(cast, who="ada", query="", **values):
    client = cast.client(who)
    client = make_fresh(client, getattr(cast, who)) if who == "ada" else client
    return client.post(f"/desk/members/{query}", {"why": WHY, "kind": "csv"} | values)


def table(answer):
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def row_of(answer, handle="petra"):
    return next((row for row in table(answer) if row["Profile"] == handle), None)


def test_holds_what_all_members_see(cast, petra):
    row = row_of(export(cast))
    assert row["Name"] == "Petra Halvorsen"
    assert row["Disease sites"] == "Lung"
    for column, text in SEEN.values():
        assert text.lower() in row[column].lower()
    assert len(table(export(cast))) == 7


def test_mail_and_telephone_cannot_be_in_it_unless_asked_for(cast, petra):
    answer = export(cast)
    assert "Mail address" not in table(answer)[0]
    assert b"petra@example.org" not in answer.content
    assert b"555 0100" not in answer.content
    row = row_of(export(cast, reaching="on"))
    assert (row["Mail address"], row["Telephone"], row["Wants no mail"]) == ("petra@example.org", "'+1 555 0100", "")


def test_who_wants_no_mail_is_said(cast, petra):
    full = Category.objects.get(code="FULL")
    Membership.objects.create(person=petra, member_id="000007", category=full, no_email=True)
    row = row_of(export(cast, reaching="on"))
    assert (row["Member number"], row["Wants no mail"]) == ("000007", "yes")


@pytest.mark.parametrize("field", SEEN)
@pytest.mark.parametrize("seen", ["groups", "me"])
def test_fields_that_not_every_member_has_cannot_be_in_it(cast, petra, field, seen):
    change_profile(petra, {f"seen_{field}": seen})
    row = row_of(export(cast, reaching="on"))
    assert row[SEEN[field][0]] == ""
    assert row["Name"] == "Petra Halvorsen"
    if field == "specialty":
        assert row["Disease sites"] == row["Career stage"] == ""


def test_who_left_the_directory_cannot_be_in_it(cast, petra):
    leave_directory(petra)
    assert row_of(export(cast)) is None
    full = Category.objects.get(code="FULL")
    Membership.objects.create(person=cast.mia, member_id="000008", category=full, directory_optout=True)
    assert row_of(export(cast), "mia") is None


def test_lapsed_and_suspended_people_and_guests_cannot_be_in_it(cast, petra):
    handles = {row["Profile"] for row in table(export(cast))}
    assert handles.isdisjoint({"lars", "sam", "gus"})


def test_the_present_search_counts(cast, petra):
    make_members(3)
    assert len(table(export(cast, query="?specialty=gi-oncology"))) == 4
    assert [row["Profile"] for row in table(export(cast, query="?site=lung&state=IA"))] == ["petra"]
    assert [row["Profile"] for row in table(export(cast, query="?q=halvorsen"))] == ["petra"]
    assert table(export(cast, query="?state=ME")) == []


def test_the_page_says_of_how_many_and_what_for_it_is_logged(cast, petra):
    page = make_fresh(cast.client("ada"), cast.ada).get("/desk/members/?site=lung").text
    assert "<b>1 member</b>" in page
    assert "each time is logged with your name" in page
    assert 'href="/members/?site=lung"' in page


def test_each_time_is_logged(cast, petra):
    export(cast, query="?site=lung", reaching="on")
    line = AuditLine.objects.get(what=DEED)
    assert (line.by, line.why) == (cast.ada, WHY)
    assert line.detail == {"people": 1, "search": "site=lung", "kind": "csv", "with addresses": True}


def test_excel_opens_it_as_text_without_formulas(cast, petra):
    from openpyxl import load_workbook

    change_profile(petra, {"headline": "=HYPERLINK(1)", "ask_me_about": "@SUM(A1)", "city": "+1", "state": "-1"})
    row = row_of(export(cast))
    assert [row[name] for name in ("In one line", "Ask me about", "City", "State")] == [
        "'=HYPERLINK(1)", "'@SUM(A1)", "'+1", "'-1",
    ]  # fmt: skip
    answer = export(cast, kind="xlsx")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    cells = [cell for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row if cell.value]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert all(cell.data_type == "s" for cell in cells)


def test_as_many_queries_for_thirty_as_for_three(cast, petra, django_assert_max_num_queries):
    make_members(30)
    with django_assert_max_num_queries(60):
        assert len(table(export(cast))) == 37


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"why": ""}, "This field is required"), ({"why": " \u200b "}, "This field is required"), ({"kind": "pdf"}, "not one of the available choices")],
)  # fmt: skip
def test_no_table_can_be_had_without_saying_what_for(cast, values, sentence):
    answer = export(cast, **values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not AuditLine.objects.filter(what=DEED).exists()


def test_sign_in_of_an_hour_ago_cannot_hand_it_out(cast):
    client = cast.client("ada")
    for answer in (client.get("/desk/members/?site=lung"), client.post("/desk/members/", {"why": WHY, "kind": "csv"})):
        assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not AuditLine.objects.filter(what=DEED).exists()


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "petra", "lars", "sam", "ed", "mo", "otto"])
def test_others_cannot_have_the_table(cast, who):
    answer = export(cast, who=who, reaching="on")
    assert answer.status_code in (403, 404)
    assert b"@example.org" not in answer.content
    assert not AuditLine.objects.filter(what=DEED).exists()


@pytest.mark.parametrize("who", ["mia", "ed", "mo"])
def test_others_cannot_see_the_way_to_it(cast, petra, who):
    assert "/desk/members/" not in cast.client(who).get("/members/?site=lung").text
    assert "/desk/members/?site=lung" in cast.client("ada").get("/members/?site=lung").text
