"""The directory as a table: administrators with a fresh sign-in, made by a job, logged, a day long, no formulas."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from collegium.accounts.actions import give_role, take_role
from collegium.accounts.tests.factory import make_fresh
from collegium.desk import exporting
from collegium.desk.models import MemberExport
from collegium.files.models import File
from collegium.membership.models import Category, Membership
from collegium.organizations.tests.factory import employ, make_organization
from collegium.outbox.models import AuditLine
from collegium.outbox.tests.conftest import queued
from collegium.people.actions import change_profile, leave_directory, speak
from collegium.people.models import DiseaseSite
from collegium.people.tests.factory import make_members, make_profile

__all__ = ["queued"]  # a fixture
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


def sign_in(cast, who="ada"):
    client = cast.client(who)
    return make_fresh(client, getattr(cast, who)) if who != "vera" else client


def ask(client, query="", **values):
    return client.post(f"/desk/members/{query}", {"why": WHY, "kind": "csv"} | values)


def export(cast, query="", **values):
    """Asked for, made at once by the job, and fetched."""
    client = sign_in(cast)
    return client.get(f"{ask(client, query, **values)['Location']}file/")


def table(answer):
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


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
    text = export(cast).getvalue()
    assert b"Petra Halvorsen" in text
    for hidden in (b"Mail address", b"petra@example.org", b"555 0100"):
        assert hidden not in text
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
    assert "Your tables of the last day" not in page
    assert 'href="/members/?site=lung"' in page


def test_each_time_is_logged(cast, petra):
    client = sign_in(cast)
    address = ask(client, "?site=lung", reaching="on")["Location"]
    line = AuditLine.objects.get(what="asked for the directory of members as a table")
    assert (line.by, line.why) == (cast.ada, WHY)
    assert not AuditLine.objects.filter(what=DEED).exists()
    client.get(address)
    assert not AuditLine.objects.filter(what=DEED).exists()
    for times in (1, 2):
        assert table(client.get(f"{address}file/"))
        assert AuditLine.objects.filter(what=DEED).count() == times
    line = AuditLine.objects.filter(what=DEED).first()
    assert (line.by, line.why) == (cast.ada, WHY)
    assert line.detail == {"people": 1, "search": "site=lung", "kind": "csv", "with addresses": True}


def test_its_page_leads_to_the_file(cast, petra):
    client = sign_in(cast)
    address = ask(client, "?site=lung")["Location"]
    page = client.get(address).text
    assert "The table is there" in page
    assert "1 member." in page
    assert f'href="{address}file/"' in page
    assert 'http-equiv="refresh"' not in page
    assert f'href="{address}"' in client.get("/desk/members/").text


def test_excel_opens_it_as_text_without_formulas(cast, petra):
    from openpyxl import load_workbook

    change_profile(petra, {"headline": "=HYPERLINK(1)", "ask_me_about": "@SUM(A1)", "city": "+1", "state": "-1"})
    row = row_of(export(cast))
    assert [row[name] for name in ("In one line", "Ask me about", "City", "State")] == [
        "'=HYPERLINK(1)", "'@SUM(A1)", "'+1", "'-1",
    ]  # fmt: skip
    answer = export(cast, kind="xlsx")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    cells = [
        cell for row in load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows() for cell in row if cell.value
    ]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert all(cell.data_type == "s" for cell in cells)


def test_as_many_queries_for_thirty_as_for_three(cast, petra, django_assert_max_num_queries):
    make_members(30)
    with django_assert_max_num_queries(75):
        assert len(table(export(cast))) == 37


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"why": ""}, "This field is required"), ({"why": " \u200b "}, "This field is required"), ({"kind": "pdf"}, "not one of the available choices")],
)  # fmt: skip
def test_no_table_can_be_had_without_saying_what_for(cast, values, sentence):
    answer = ask(sign_in(cast), **values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not MemberExport.objects.exists()


def test_sign_in_of_an_hour_ago_cannot_hand_it_out(cast):
    address = f"{ask(sign_in(cast))['Location']}file/"
    client = cast.client("ada")
    for answer in (client.get("/desk/members/?site=lung"), ask(client), client.get(address)):
        assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not AuditLine.objects.filter(what=DEED).exists()
    assert MemberExport.objects.count() == 1


OTHERS = ["vera", "gus", "mia", "petra", "lars", "sam", "ed", "mo", "otto"]


@pytest.mark.parametrize("who", OTHERS)
def test_others_cannot_have_the_table(cast, who):
    address = ask(sign_in(cast), reaching="on")["Location"]
    client = sign_in(cast, who)
    for answer in (ask(client, reaching="on"), client.get(address), client.get(f"{address}file/")):
        assert answer.status_code in (403, 404)
        assert b"@example.org" not in answer.content
    assert MemberExport.objects.count() == 1
    assert not AuditLine.objects.filter(what=DEED).exists()


def test_another_administrator_cannot_have_it(cast):
    address = ask(sign_in(cast))["Location"]
    give_role(cast.mo, "administrator", cast.ada, "")
    client = sign_in(cast, "mo")
    page = client.get("/desk/members/")
    assert page.status_code == 200
    assert WHY not in page.text
    for path in (address, f"{address}file/"):
        assert client.get(path).status_code == 404
    assert not AuditLine.objects.filter(what=DEED).exists()


def test_its_file_cannot_be_had_by_its_number(cast):
    client = sign_in(cast)
    ask(client)
    file = File.objects.get(parent_kind="member-export")
    assert file.owner is None
    assert client.get(file.url).status_code == 404


@pytest.fixture
def waiting(cast, queued, settings, tmp_path):
    """Ada asked, and the job waits; there is another administrator."""
    settings.MEDIA_ROOT = tmp_path / "files"
    give_role(cast.mo, "administrator", cast.ada, "")
    queued.work()
    client = sign_in(cast)
    return client, ask(client, "?q=halvorsen")["Location"]


def test_until_it_is_made_its_page_looks_again(queued, waiting):
    client, address = waiting
    page = client.get(address).text
    assert "The table is being made" in page
    assert '<meta http-equiv="refresh" content="3">' in page
    assert client.get(f"{address}file/").status_code == 404
    MemberExport.objects.update(people=40, done=30)
    assert "30 of 40 are through" in client.get(address).text
    queued.work()
    assert [row["Profile"] for row in table(client.get(f"{address}file/"))] == ["petra"]


def test_a_second_press_leads_to_the_one_that_is_being_made(queued, waiting):
    client, address = waiting
    assert ask(client, "?state=IA")["Location"] == address
    assert MemberExport.objects.count() == 1
    assert AuditLine.objects.filter(what="asked for the directory of members as a table").count() == 1
    queued.work()
    assert ask(client, "?state=IA")["Location"] != address


def test_who_lost_the_role_cannot_have_it_made(cast, queued, waiting):
    client, address = waiting
    take_role(cast.ada, "administrator", cast.mo, "")
    queued.work()
    assert MemberExport.objects.get().failed == "Nothing was made: you are no administrator any more."
    assert not File.objects.filter(parent_kind="member-export").exists()
    assert client.get(f"{address}file/").status_code == 404


def test_who_lost_the_role_cannot_fetch_it(cast, queued, waiting):
    client, address = waiting
    queued.work()
    assert table(client.get(f"{address}file/"))
    take_role(cast.ada, "administrator", cast.mo, "")
    for path in (address, f"{address}file/"):
        assert client.get(path).status_code == 404
    assert AuditLine.objects.filter(what=DEED).count() == 1


def test_a_run_that_failed_says_so_and_can_be_asked_for_again(queued, waiting, settings, tmp_path):
    client, address = waiting
    settings.MEDIA_ROOT = tmp_path / "no-folder"
    settings.MEDIA_ROOT.touch()
    queued.work()
    page = client.get(address).text
    assert "because of a fault of the site. Ask for it again." in page
    assert 'href="/desk/members/?q=halvorsen"' in page
    assert client.get(f"{address}file/").status_code == 404
    settings.MEDIA_ROOT = tmp_path / "files"
    again = ask(client, "?q=halvorsen")["Location"]
    queued.work()
    assert table(client.get(f"{again}file/"))


def test_after_a_day_it_cannot_be_had_and_its_bytes_are_gone(queued, waiting, django_capture_on_commit_callbacks):
    client, address = waiting
    queued.work()
    stored = File.objects.get(parent_kind="member-export").stored_name()
    exporting.sweep()
    assert table(client.get(f"{address}file/"))
    MemberExport.objects.update(ended_at=timezone.now() - timedelta(hours=24, seconds=1))
    for path in (address, f"{address}file/"):
        assert client.get(path).status_code == 404
    assert default_storage.exists(stored)
    with django_capture_on_commit_callbacks(execute=True):
        exporting.sweep()
    assert not default_storage.exists(stored)
    assert not MemberExport.objects.exists()


def test_a_job_that_was_lost_cannot_keep_anybody_waiting(waiting):
    client, address = waiting
    MemberExport.objects.update(asked_at=timezone.now() - timedelta(minutes=61))
    exporting.sweep()
    assert "was not made within an hour" in client.get(address).text
    assert ask(client)["Location"] != address


def test_a_job_that_comes_late_cannot_make_it_twice(waiting):
    _client, address = waiting
    number = int(address.split("/")[-2])
    for _try in range(2):
        exporting.make_now(number)
    assert File.objects.filter(parent_kind="member-export").count() == 1


@pytest.mark.parametrize("who", ["mia", "ed", "mo"])
def test_others_cannot_see_the_way_to_it(cast, petra, who):
    assert "/desk/members/" not in cast.client(who).get("/members/?site=lung").text
    assert "/desk/members/?site=lung" in cast.client("ada").get("/members/?site=lung").text
