"""Whose line it is: guests who join, the same name twice, two accounts that are one person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from collegium.accounts import actions as accounts
from collegium.accounts.models import User
from collegium.audience import actions as access
from collegium.audience.reader import reader_for
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.membership.joining import give_to
from collegium.membership.models import Membership
from collegium.membership.roster.applying import Braked
from collegium.membership.roster.reading import read_roster
from collegium.membership.tests.rosters import DAY1, FIRST, at, member, standing, take, words


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


def test_merged_record_makes_no_account(day1):
    assert not Membership.objects.filter(member_id="001021").exists()
    assert "merged into 001000" in words(day1, "001021")


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


HEADING = "member_id,first_name,last_name,email,member_type,paid_thru,committees"


def roster(*lines: str) -> bytes:
    return "\n".join((HEADING, *lines, "")).encode()


def test_people_with_one_name_have_a_handle_each(db):
    held = accounts.create_person(name="Ann Adams")
    User.objects.create_user("ann-adams-3", "", None, handle="other", name="Other")
    with at(FIRST):
        take(roster(*(f"{100 + n},Ann,Adams,ann{n}@example.org,FULL,2027-12-31," for n in range(3))), FIRST)
    found = User.objects.filter(membership__isnull=False).order_by("membership__member_id")
    assert held.handle == "ann-adams"
    assert [person.handle for person in found] == ["ann-adams-2", "ann-adams-3", "ann-adams-4"]
    assert len({person.username.lower() for person in User.objects.all()}) == User.objects.count()
    assert all(not person.has_usable_password() for person in found)
    assert EmailAddress.objects.filter(user__in=found, verified=True, primary=True).count() == 3


def test_many_new_people_take_few_statements(db, django_assert_max_num_queries):
    content = roster(
        *(f"{100000 + n},Ann,Adams,ann{n}@example.org,FULL,2027-12-31,board:member:2027-01-01:" for n in range(300))
    )
    later = content.replace(b"2027-12-31", b"2028-12-31")
    with at(FIRST):
        with django_assert_max_num_queries(130):
            take(content, FIRST)
        assert standing("100299") == "member"
        assert not take(content, FIRST).changes_something
        with django_assert_max_num_queries(130):
            assert take(later, FIRST).counts["changed"] == 300
        assert member("100299").paid_through.year == 2028


def test_somebody_who_joins_meanwhile_cannot_be_half_imported(db, monkeypatch):
    taken = accounts.create_person(name="Bo Berg")
    monkeypatch.setattr(accounts.FreeNames, "take", lambda self, name: (taken.handle, taken.username))
    with at(FIRST), pytest.raises(Braked, match="Nothing was changed"):
        take(roster("100,Ann,Adams,ann@example.org,FULL,2027-12-31,"), FIRST)
    assert not Membership.objects.exists()


@pytest.mark.parametrize("kind", ["suspended", "paused"])
def test_another_record_cannot_be_a_way_around_a_suspension_or_a_pause(cast, kind):
    access.grant(cast.grace, kind, until=timezone.now() + timedelta(days=9), source="staff")
    access.grant(cast.mia, kind, until=timezone.now() + timedelta(days=2), source="staff")
    give_to(cast.mia, cast.grace)
    reader = reader_for(cast.mia)
    assert reader.is_visitor if kind == "suspended" else reader.is_paused
    assert cast.mia.standings.filter(kind=kind).latest("until").until > timezone.now() + timedelta(days=8)


def test_a_shorter_bar_cannot_take_the_place_of_a_longer_one(cast):
    access.grant(cast.grace, "suspended", until=timezone.now() + timedelta(days=2), source="staff")
    access.grant(cast.mia, "suspended", source="staff")
    give_to(cast.mia, cast.grace)
    assert cast.mia.standings.get(kind="suspended").until is None


def test_last_administrator_cannot_be_suspended_by_another_record(cast):
    access.grant(cast.grace, "suspended", source="staff")
    give_to(cast.ada, cast.grace)
    assert reader_for(cast.ada).is_administrator
