"""What a line of the first roster becomes: standing, name, address, wishes; every case of data/roster_cases.json."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.membership.models import Membership
from collegium.membership.offices import offices_of
from collegium.membership.roster.applying import compare
from collegium.membership.roster.reading import UnreadableRoster, read_roster
from collegium.membership.tests.rosters import CASES, DAY1, FIRST, at, member, standing, take, words
from collegium.outbox import mail as outbox
from collegium.web.models import Society


def test_every_case_of_the_data_has_a_test():
    source = "".join(file.read_text() for file in Path(__file__).parent.glob("test_roster*.py"))
    for case in CASES["day1"] + CASES["day2"]:
        assert case["member_id"].zfill(6) in source, case


def test_dry_run_writes_nothing(guest):
    people = User.objects.count()
    with at(FIRST):
        plan = compare(DAY1, FIRST)
    assert plan.counts == {
        "created": 29, "changed": 1, "reactivated": 0, "lapsed": 0, "missing": 0, "rejected": 0, "reported": 6,
    }  # fmt: skip
    assert User.objects.count() == people
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("001000", "member"), ("001001", "member"), ("001002", "member"), ("001003", "member"), ("001004", "lapsed"),
        ("001005", "visitor"), ("001006", "visitor"), ("001007", "member"), ("001014", "member"), ("001015", "member"),
        ("001016", "member"), ("001017", "member"), ("001018", "member"), ("001019", "member"), ("001022", "member"),
        ("001029", "member"), ("001030", "staff"), ("001031", "member"),
    ],
)  # fmt: skip
def test_standing_after_day_one(day1, number, expected):
    assert standing(number) == expected


def test_grace_ends_by_date_without_a_job(guest):
    with at(FIRST):
        take(DAY1, FIRST)
        assert member("001003").notice() == "grace"
    with at(date(2011, 3, 1)):
        assert standing("001003") == "member"
    with at(date(2011, 3, 2)):
        assert standing("001003") == "lapsed"
    with at(date(2011, 8, 29)):
        assert standing("001002") == "member"  # training ended 30 June, then 60 days
        assert member("001002").notice() == "training"
    with at(date(2011, 8, 30)):
        assert standing("001002") == "lapsed"


def test_training_member_is_reported_with_the_day_it_ends(day1):
    assert "2011-06-30" in words(day1, "001002")


def test_president_by_the_committees_column(day1):
    person = member("001001").person
    assert [term.title for term in offices_of(person, FIRST)] == ["President", "Member, Board of Directors"]
    assert offices_of(person, date(2010, 6, 7))[0].title == "Member, Board of Directors"


def test_suspended_cannot_sign_in_and_dead_get_no_mail(day1):
    assert reader_for(member("001005").person).is_visitor
    dead = member("001006")
    assert dead.deceased_at
    assert dead.person.email == ""
    assert not Membership.objects.to_invite().filter(member_id__in=["001005", "001006"]).exists()


@pytest.mark.parametrize(
    ("number", "name", "credentials"),
    [
        ("001007", "José Muñoz Peña", "MD"),
        ("001008", "Siobhán O'Neill-Byrne", "MD, PhD"),
        ("001025", "Bill Levi", "MD, PhD"),
        ("001026", "Suharto", "MD, FASCO"),
        ("001027", "Zhang Wei", "MD, FASCO"),
        ("001028", "Chiara Aldrich III", "MD, MPH"),
        ("001029", "Dmitri Horvat", "MSN, RN, OCN"),
    ],
)
def test_names_and_credentials(day1, number, name, credentials):
    person = member(number).person
    assert (person.name, person.credentials) == (name, credentials)


def test_legal_name_is_searchable(day1):
    assert Membership.objects.matching("william levi").get().member_id == "001025"
    assert member("001028").person.family_name == "Aldrich"
    assert member("001007").person.handle == "jose-munoz-pena"


def test_line_break_in_a_field(day1):
    assert member("001009").organization == "Smith, Jones & Partners Oncology Associates"


def test_shared_mailbox_cannot_sign_anybody_in(day1):
    for number in ("001010", "001011"):
        assert member(number).person.email == ""
        assert "shared" in member(number).review
    assert not EmailAddress.objects.filter(email__iexact="office@example.org").exists()


@pytest.mark.parametrize(
    ("number", "field", "says"), [("001012", "npi", "NPI 1234567890"), ("001013", "orcid", "0000-0002-1825-0098")]
)
def test_wrong_identifiers_are_dropped_and_reported(day1, number, field, says):
    assert getattr(member(number), field) == ""
    assert says in words(day1, number)


def test_cut_number_is_padded_with_a_warning(day1):
    assert member("001014").person.name == "Oskar Iyer"
    assert "padded" in words(day1, "001014")


def test_cut_number_is_rejected_without_a_width(guest):
    Society.objects.update(member_id_width=0)
    Society.current().save()
    society = Society.current()
    society.member_id_width = 0
    society.save()
    with at(FIRST):
        plan = take(DAY1, FIRST)
    assert [finding.member_id for finding in plan.of_kind("rejected")] == ["1014"]
    assert not Membership.objects.filter(person__name="Oskar Iyer").exists()


def test_american_dates(day1):
    row = member("001015")
    assert (row.joined, row.paid_through) == (date(1999, 7, 4), date(2011, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2027-12-31", "12/31/2027", "31.12.2027", "2027-12-31T00:00:00", "12/31/2027 11:59:59 PM", "20271231", "Dec 31  2027",
        "December 31, 2027", "31-Dec-2027", "31-Dec-27", "31 December 2027", "Dec 31 2027 12:00AM",
    ],
)  # fmt: skip
def test_days_are_read_as_societies_write_them(text):
    [row] = read_roster(f'{HEADING}\n000001,Sato,FULL,"{text}",x\n'.encode(), 6).rows
    assert row.paid_through == date(2027, 12, 31)


@pytest.mark.parametrize(
    "text", ["31/12/2027", "soon", "2027-13-01", "0", "2027123", "20271331", "Dec 2027", "Dec 32 2027", "31-12-2027"]
)
def test_what_is_no_day_cannot_come_in(text):
    [row] = read_roster(f"{HEADING}\n000001,Sato,FULL,{text},x\n".encode(), 6).rejected
    assert "is not a date" in row.rejected


def test_honorary_member_never_lapses(guest):
    with at(FIRST):
        take(DAY1, FIRST)
    with at(date(2035, 1, 1)):
        assert standing("001016") == "member"
        assert standing("001000") == "lapsed"


def test_wishes_are_kept(day1):
    assert member("001017").directory_optout
    assert member("001018").no_email


def test_no_mail_is_sent_to_who_wants_none_but_codes_are(day1):
    mail.outbox.clear()
    for number in ("001018", "001000"):
        outbox.queue(member(number).person, "invitation", "Come in", "Words.")
    outbox.queue(member("001018").person, "account", "Your code", "BCDF-GHJK")
    assert [message.subject for message in mail.outbox] == ["Come in", "Your code"]


def test_person_without_address_cannot_sign_in(day1):
    row = member("001019")
    assert (row.person.email, row.person.has_usable_password()) == ("", False)
    assert "invite by another way" in row.review


def test_unknown_category_cannot_get_access(day1):
    assert not Membership.objects.filter(member_id="001020").exists()
    assert "ZZZ" in words(day1, "001020")


@pytest.mark.parametrize("content", [b"", b"name,mail\nx,y\n", b"\x00\x01\x02", b"member_id;last_name\n1;x\n"])
def test_what_is_no_roster_is_refused_with_a_sentence(content):
    with pytest.raises(UnreadableRoster, match="columns"):
        read_roster(content, 6)


HEADING = "member_id,last_name,member_type,paid_thru,company"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_whatever_a_spreadsheet_writes_is_read(encoding, separator):
    text = f'{HEADING}\r\n001000,Bélanger,FULL,2027-12-31,"Lakeside\r\nCenter"\r\n'.replace(",", separator)
    [row] = read_roster(text.encode(encoding), 6).rows
    assert (row.family, row.organization, row.rejected) == ("Bélanger", "Lakeside Center", "")


@pytest.mark.parametrize(
    ("line", "number"), [('1,"Open,FULL,2027-12-31,x\n2,Okafor,FULL,2027-12-31,x', 3), ('1,"A"b,FULL,,x', 3)]
)
def test_quote_left_open_cannot_swallow_the_lines_after_it(line, number):
    content = f"{HEADING}\n0,Sato,FULL,2027-12-31,x\n{line}\n".encode()
    with pytest.raises(UnreadableRoster, match=rf"^Line {number} can't be read: .*nothing was imported\.$"):
        read_roster(content, 0)


def test_line_with_more_fields_than_the_heading_cannot_come_in():
    file = read_roster(f"{HEADING}\n1,Sato,FULL,2027-12-31,Lakeside, Inc\n2,Okafor,FULL,2027-12-31,x,,\n".encode(), 0)
    assert [(row.line, row.rejected[:33]) for row in file.rejected] == [(2, "the line has more fields than the")]
    assert [row.family for row in file.rows] == ["Okafor"]


def test_a_workbook_of_an_old_excel_cannot_come_in_and_is_called_by_its_name():
    with pytest.raises(UnreadableRoster, match="old Excel"):
        read_roster(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 6)


@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_in_which_excel_says_its_separator_is_no_heading(said):
    text = f"{said}\r\n{HEADING.replace(',', ';')}\r\n1;Sato;FULL;2027-12-31;Lakeside, Inc\r\n2;Okafor;FULL\r\n"
    file = read_roster(text.encode(), 0)
    assert [(row.family, row.organization, row.line) for row in file.rows] == [("Sato", "Lakeside, Inc", 3)]
    assert [row.line for row in file.rejected] == [4]


def test_a_column_that_is_not_read_may_be_there_twice():
    [row] = read_roster(f"{HEADING},userid,notes,UserID,,\n1,Sato,FULL,2027-12-31,x,7,y,8,,\n".encode(), 0).rows
    assert (row.family, row.organization) == ("Sato", "x")


def test_column_that_is_there_twice_is_refused():
    with pytest.raises(UnreadableRoster, match="the columns company twice"):
        read_roster(f"{HEADING},Company\n1,Sato,FULL,2027-12-31,x,y\n".encode(), 0)


def test_line_with_fewer_fields_than_the_heading_cannot_come_in():
    file = read_roster(f"{HEADING}\n1,Sato,FULL,2027-12-31\n2,Okafor,FULL,2027-12-31,\n".encode(), 0)
    assert [(row.line, row.rejected[:34]) for row in file.rejected] == [(2, "the line has fewer fields than the")]
    assert [row.family for row in file.rows] == ["Okafor"]
