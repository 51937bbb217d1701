"""Lines that may mean somebody who is here: proposed by address, NPI, or name with institution and city; staff decide."""

from __future__ import annotations

import pytest

from collegium.accounts import actions as accounts
from collegium.accounts.models import User
from collegium.audience import actions as access
from collegium.audience.reader import reader_for
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.membership.deciding import decide
from collegium.membership.models import Category, MatchProposal, Membership
from collegium.membership.tests.rosters import DAY1, FIRST, at, member, standing, take
from collegium.outbox import audit


@pytest.fixture
def other(db):
    """A guest with the mail address of 001000 and another name."""
    person = accounts.create_person(name="Zed Quux", family_name="Quux", email="amara.okafor@example.org")
    with at(FIRST):
        access.grant(person, "guest")
    return person


def asked(why: str) -> MatchProposal:
    return MatchProposal.objects.get(why=why)


def test_same_person_becomes_the_member(other, cast):
    with at(FIRST):
        take(DAY1, FIRST)
        decide(asked("address"), is_same=True, by=cast.ada)
        assert member("001000").person == other
        assert standing("001000") == "member"
        assert not take(DAY1, FIRST).changes_something
    assert audit.about("person", other.pk).get(what="decided who a line of the roster is").by == cast.ada


def test_two_persons_cannot_share_the_address(other, cast):
    with at(FIRST):
        take(DAY1, FIRST)
        decide(asked("address"), is_same=False, by=cast.ada)
        assert member("001000").person != other
        assert member("001000").person.email == ""
        assert reader_for(other).standing == "guest"
        again = take(DAY1 + b"\r\n", FIRST)
        assert not again.changes_something
    assert not MatchProposal.objects.filter(decision="").exists()


def test_second_decision_cannot_change_the_first(other, cast):
    with at(FIRST):
        take(DAY1, FIRST)
        decide(asked("address"), is_same=False, by=cast.ada)
        assert "decided already" in decide(asked("address"), is_same=True, by=cast.ada)
        assert reader_for(other).standing == "guest"


def by_hand(name: str, place: str) -> User:
    given, family = name.split(" ", 1)
    person = accounts.create_person(name=name, given_name=given, family_name=family, email="home@example.com")
    Membership.objects.create(
        person=person, member_id=f"local-{person.pk}", category=Category.objects.get(code="FULL"),
        organization="Lakeside Cancer Center", city=place, email="home@example.com",
    )  # fmt: skip
    with at(FIRST):
        access.grant(person, "member", source="staff")
    return person


def test_same_name_institution_and_city_is_asked_and_joined(db, cast):
    person = by_hand("Amara Okafor", "Duluth")
    piece = make_topic(person, make_forum())
    with at(FIRST):
        take(DAY1, FIRST)
        assert member("001000").person != person
        assert standing("001000") == "member"  # nobody waits for staff
        decide(asked("place"), is_same=True, by=cast.ada)
        assert member("001000").person == person
        assert standing("001000") == "member"
        assert not take(DAY1, FIRST).changes_something
    piece.refresh_from_db()
    assert piece.author_id == person.pk
    assert not Membership.objects.filter(member_id__startswith="local").exists()


def test_name_alone_cannot_be_proposed(db):
    by_hand("Amara Okafor", "Oulu")
    with at(FIRST):
        take(DAY1, FIRST)
    assert not MatchProposal.objects.exists()


def test_two_of_one_name_and_place_stay_two(db, cast):
    person = by_hand("Amara Okafor", "Duluth")
    with at(FIRST):
        take(DAY1, FIRST)
        decide(asked("place"), is_same=False, by=cast.ada)
        assert member("001000").person != person
        take(DAY1 + b"\r\n", FIRST)
    assert not MatchProposal.objects.filter(decision="").exists()


def test_npi_with_another_name_cannot_be_merged_by_itself(day1, cast):
    known = Membership.objects.exclude(npi="").order_by("pk").first()
    renamed = DAY1.decode("utf-8-sig").replace(known.member_id, "009999", 1)
    renamed = renamed.replace(known.person.family_name, "Zzyzx", 1) if known.person.family_name != "Smith" else renamed
    lines = [
        line.replace("Smith", "Zzyzx") if line.startswith("009999") else line for line in renamed.split("\r\n")
    ]  # fmt: skip
    with at(FIRST):
        take("\r\n".join(lines).encode(), FIRST)
        assert not Membership.objects.filter(member_id="009999").exists()
        decide(asked("npi"), is_same=True, by=cast.ada)
        assert member("009999").person == known.person
