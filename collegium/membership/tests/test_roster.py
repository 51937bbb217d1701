"""The roster: every expectation of data/roster_cases.json, idempotence, the brake, the audit lines."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail

from collegium.accounts import actions as accounts
from collegium.accounts.models import User
from collegium.audience import actions as access
from collegium.audience.reader import reader_for
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.membership.models import Membership, RosterChange, RosterRun
from collegium.membership.offices import offices_of
from collegium.membership.roster.applying import Braked, apply_run, compare, keep_run
from collegium.membership.roster.reading import UnreadableRoster, read_roster
from collegium.outbox import audit
from collegium.outbox import mail as outbox
from collegium.web.models import Society

DATA = Path(__file__).parent / "data"
DAY1, DAY2 = (DATA / "roster_day1.csv").read_bytes(), (DATA / "roster_day2.csv").read_bytes()
FIRST, SECOND = date(2011, 2, 1), date(2011, 6, 10)
CASES = json.loads((DATA / "roster_cases.json").read_text())


def at(day: date):
    return time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False)


def take(content: bytes, day: date, *, confirmed: bool = True):
    plan = compare(content, day)
    return apply_run(keep_run(content, "roster.csv", day, plan, None), None, confirmed=confirmed)


def member(number: str) -> Membership:
    return Membership.objects.select_related("person", "category").get(member_id=number)


def standing(number: str) -> str:
    return reader_for(member(number).person).standing


def words(plan, number: str) -> str:
    return " | ".join(finding.in_words for finding in plan.findings if finding.member_id == number)


@pytest.fixture
def guest(db):
    person = accounts.create_person(
        name="Wanda Nasser",
        family_name="Nasser",
        email="guest.upgrade@example.org",
        username="wanda",
        password="x" * 20,
    )
    access.grant(person, "guest", since=datetime(2011, 1, 1, tzinfo=UTC))
    return person


@pytest.fixture
def day1(guest):
    with at(FIRST):
        yield take(DAY1, FIRST)


@pytest.fixture
def day2(guest):
    with at(FIRST):
        take(DAY1, FIRST)
    with at(SECOND):
        yield take(DAY2, SECOND)


def test_every_case_of_the_data_has_a_test_here():
    source = Path(__file__).read_text()
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


def test_merged_record_makes_no_account(day1):
    assert not Membership.objects.filter(member_id="001021").exists()
    assert "merged into 001000" in words(day1, "001021")


def test_guest_is_upgraded_in_place(guest, day1):
    row = member("001022")
    assert row.person_id == guest.pk
    assert row.person.check_password("x" * 20)
    assert standing("001022") == "member"


def test_unconfirmed_account_cannot_catch_a_membership(db):
    squatter = User.objects.create_user("squat", "amara.okafor@example.org", "y" * 20, handle="squat", name="A Okafor")
    EmailAddress.objects.create(user=squatter, email=squatter.email, primary=True)
    with at(FIRST):
        take(DAY1, FIRST)
        assert member("001000").person_id != squatter.pk
        assert reader_for(User.objects.get(pk=squatter.pk)).is_visitor
    assert member("001000").person.email == "amara.okafor@example.org"


def test_address_with_another_name_cannot_be_merged(db):
    other = accounts.create_person(name="Zed Quux", family_name="Quux", email="amara.okafor@example.org")
    access.grant(other, "guest", since=datetime(2011, 1, 1, tzinfo=UTC))
    with at(FIRST):
        plan = take(DAY1, FIRST)
        assert "nothing was merged" in words(plan, "001000")
        assert reader_for(other).standing == "guest"


def test_same_name_and_city_are_two_people(day1):
    assert member("001023").person_id != member("001024").person_id


def test_number_twice_in_a_file(day1):
    assert member("001031").email == "second.line@example.org"
    assert "twice" in words(day1, "001031")


def test_number_of_two_different_people_is_rejected_for_both():
    lines = b"member_id,last_name,first_name,member_type,paid_thru\n000001,Ek,Ann,HON,\n000001,Bo,Kim,HON,\n000002,Oh,Jo,HON,\n"
    file = read_roster(lines, 6)
    assert [row.member_id for row in file.rows] == ["000002"]
    assert len(file.rejected) == 2


def test_same_file_twice_changes_nothing(day1):
    before = RosterChange.objects.count()
    again = take(DAY1, FIRST)
    assert not again.changes_something
    assert RosterChange.objects.count() == before


def test_day_two_twice_changes_nothing(day2):
    assert not take(DAY2, SECOND).changes_something
    assert member("001000").missing_files == 1


def test_handover(day2):
    person = member("001001").person
    assert offices_of(person, date(2011, 6, 6))[0].title == "President"
    assert offices_of(person, date(2011, 6, 7))[0].title == "Immediate Past President"


def test_renewed_and_reinstated(day2):
    assert standing("001003") == "member"
    assert member("001003").notice() == ""
    assert standing("001004") == "member"
    assert {finding.member_id for finding in day2.of_kind("reactivated")} == {"001003", "001004"}


def test_training_member_goes_on_and_may_become_full(day2):
    assert member("001002").paid_through == date(2012, 6, 30)
    full = DAY2.replace(b"nilsson@example.org;;TRAIN", b"nilsson@example.org;;FULL")
    take(full, SECOND)
    assert member("001002").category.code == "FULL"
    assert standing("001002") == "member"


def test_new_mail_address_counts_once_confirmed(guest):
    with at(FIRST):
        take(DAY1, FIRST)
        person = member("001008").person
        person.set_password("z" * 20)
        person.save()
    with at(SECOND):
        mail.outbox.clear()
        take(DAY2, SECOND)
        person.refresh_from_db()
        assert person.email == "siobhan.oneill-byrne@example.org"
        assert mail.outbox[0].to == ["siobhan.oneill-byrne@example.org"]
        accounts.confirm_registration(person, "siobhan@example.net")
        person.refresh_from_db()
        assert person.email == "siobhan@example.net"
        assert person.retired_addresses.get().until.date() == date(2011, 6, 24)


def test_address_of_somebody_who_never_signed_in_changes_at_once(day2):
    assert member("001008").person.email == "siobhan@example.net"


def test_changed_name(day2):
    assert member("001007").person.name == "José Muñoz García"


def test_own_changes_of_the_profile_stay(day1):
    person = member("001007").person
    person.credentials = "MD, PhD"
    person.save()
    take(DAY1 + b"\r\n", FIRST)
    assert member("001007").person.credentials == "MD, PhD"


def test_missing_member_lapses_after_three_files_only(day2):
    assert words(day2, "001000").endswith("missing from 1 of 3 files")
    assert standing("001000") == "member"
    for number in (2, 3):
        take(DAY2 + b"\r\n" * number, SECOND)
    assert standing("001000") == "lapsed"
    back = DAY1.replace(b"2011-12-31", b"2012-12-31")
    take(back, SECOND)
    assert standing("001000") == "member"
    assert member("001000").missing_files == 0


def test_brake_refuses_many_lapses_and_a_cut_file(day1):
    dropped = DAY1.replace(b",FULL,A,R,", b",FULL,I,D,")
    with pytest.raises(Braked, match="more than 5 percent"):
        take(dropped, FIRST, confirmed=False)
    assert standing("001000") == "member"
    half = b"\n".join(DAY1.split(b"\n")[:15])
    with pytest.raises(Braked, match="cut off"):
        take(half, FIRST, confirmed=False)
    assert not Membership.objects.filter(missing_files__gt=0).exists()
    take(dropped, FIRST, confirmed=True)
    assert standing("001000") == "lapsed"


def test_merge_of_two_accounts(day1):
    line = "001023,,John,,Smith,,MD,,john.smith1@example.org,,FULL,D,R,2004-03-01,2011-12-31,,,,,,,,,,,,0,0,0,001024,2011-01-15"
    start = DAY1.index(b"001023,")
    content = DAY1[:start] + line.encode() + DAY1[DAY1.index(b"\r\n", start) :]
    take(content, FIRST)
    loser, survivor = member("001023"), member("001024")
    assert loser.merged_into_id == survivor.pk
    assert reader_for(loser.person).is_visitor
    assert EmailAddress.objects.get(email="john.smith1@example.org").user_id == survivor.person_id
    assert not take(content, FIRST).changes_something


def test_words_and_roles_go_to_the_survivor(day1):
    access.grant(member("001023").person, "moderator")
    piece = make_topic(member("001023").person, make_forum())
    line = "001023,,John,,Smith,,MD,,john.smith1@example.org,,FULL,D,R,,2011-12-31,,,,,,,,,,,,0,0,0,001024,"
    start = DAY1.index(b"001023,")
    take(DAY1[:start] + line.encode() + DAY1[DAY1.index(b"\r\n", start) :], FIRST)
    piece.refresh_from_db()
    assert piece.author_id == member("001024").person_id
    assert piece.byline["handle"] == "john-smith"
    assert reader_for(member("001024").person).is_moderator
    assert not reader_for(member("001023").person).roles


def test_last_administrator_cannot_be_suspended_by_a_roster(day1):
    access.grant(member("001000").person, "administrator")
    start = DAY1.index(b"amara.okafor@example.org,,FULL,A")
    content = DAY1[:start] + DAY1[start:].replace(b"FULL,A", b"FULL,S", 1)
    take(content, FIRST)
    assert reader_for(member("001000").person).is_administrator
    assert reader_for(member("001001").person).standing == "member"


def test_each_changed_field_has_its_line(day2):
    line = RosterChange.objects.get(member_id="001003", field="paid_through", old="2010-12-31")
    assert (line.new, line.run.file_name, line.kind) == ("2011-12-31", "roster.csv", "reactivated")
    assert line.line > 1
    run = RosterRun.objects.first()
    assert bytes(run.content) == b""
    assert audit.about("roster", run.pk).get().what == "applied a roster"


@pytest.mark.parametrize("content", [b"", b"name,mail\nx,y\n", b"\x00\x01\x02", b"member_id;last_name\n1;x\n"])
def test_what_is_no_roster_is_refused_with_a_sentence(content):
    with pytest.raises(UnreadableRoster, match="columns"):
        read_roster(content, 6)
