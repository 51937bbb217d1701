"""The commands person, office and roster: what they do, what they refuse, in one sentence."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.membership.models import Membership, Term

ROSTER = str(Path(__file__).parent / "data" / "roster_day1.csv")


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_person_is_added_shown_suspended_restored(db):
    run("person", "add", "hanna@example.org", "--name", "Hanna Brandvold", "--member", "full")
    person = User.objects.get(email="hanna@example.org")
    assert (person.handle, reader_for(person).standing) == ("hanna-brandvold", "member")
    run("person", "suspend", "hanna@example.org", "--why", "Ethics.")
    assert reader_for(person).is_visitor
    assert "standing:      suspended" in run("person", "show", "hanna@example.org")
    run("person", "restore", "hanna@example.org")
    run("person", "role", "hanna@example.org", "editor")
    assert "editor" in run("person", "show", "HANNA@example.org")
    run("person", "role", "hanna@example.org", "editor", "--take")
    assert not reader_for(person).roles


def test_person_is_a_guest_unless_said_otherwise(db):
    run("person", "add", "g@example.org", "--name", "Gil Guest")
    assert reader_for(User.objects.get(email="g@example.org")).standing == "guest"


def test_password_comes_from_standard_input(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("four random words do well\n"))
    run(
        "person",
        "add",
        "a@example.org",
        "--name",
        "Ada New",
        "--member",
        "STAFF",
        "--role",
        "administrator",
        "--password-stdin",
    )
    person = User.objects.get(email="a@example.org")
    assert person.check_password("four random words do well")
    assert reader_for(person).is_administrator


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add", "mia@example.org", "--name", "Mia Two"], "belongs? to another account"),
        (["add", "no-address", "--name", "X Y"], "no mail address"),
        (["add", "x@example.org", "--name", "X Y", "--member", "ZZZ"], "no category"),
        (["add", "x@example.org", "--name", "X Y", "--guest", "--role", "editor"], "members and staff"),
        (["show", "nobody@example.org"], "Nobody here"),
        (["role", "ada@example.org", "administrator", "--take"], "last administrator"),
        (["suspend", "ada@example.org"], "last administrator"),
    ],
)
def test_person_cannot_be_done_wrong(cast, words, says):
    people = User.objects.count()
    with pytest.raises(CommandError, match=says):
        run("person", *words)
    assert User.objects.count() == people


def test_short_password_is_refused(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="15 characters"):
        run("person", "add", "a@example.org", "--name", "Ada New", "--password-stdin")


def test_office_is_granted(cast):
    assert run("office", "list", "--on", "2019-01-01").strip() == "Nobody holds an office then."
    run("office", "grant", "petra@example.org", "president", "--from", "2020-06-01", "--to", "2099-06-01")
    assert Term.objects.get(source="staff").person == cast.petra
    assert "President: Petra Halvorsen" in run("office", "list")


@pytest.mark.parametrize("words", [
    ["nobody@example.org", "president", "--from", "2020-06-01"],
    ["petra@example.org", "emperor", "--from", "2020-06-01"],
    ["petra@example.org", "president", "--from", "2020-06-01", "--to", "2020-06-01"],
])  # fmt: skip
def test_office_cannot_be_granted_wrongly(cast, words):
    with pytest.raises(CommandError):
        run("office", "grant", *words)
    assert not Term.objects.exists()


def test_roster_shows_and_applies(db):
    shown = run("roster", ROSTER, "--on", "2011-02-01")
    assert "Nothing was written" in shown
    assert not Membership.objects.exists()
    found = json.loads(run("roster", ROSTER, "--on", "2011-02-01", "--apply", "--json"))
    assert (found["counts"]["created"], found["applied"]) == (30, True)
    assert "The file changes nothing" in run("roster", ROSTER, "--on", "2011-02-01") or "To be looked at" in run(
        "roster", ROSTER, "--on", "2011-02-01"
    )


def test_roster_invites_who_can_be_invited(db):
    with time_machine.travel(datetime(2011, 2, 1, 12, tzinfo=UTC), tick=False):
        shown = run("roster", ROSTER, "--apply", "--invite")
    assert "Invitations queued: 24" in shown
    assert not Membership.objects.filter(
        member_id__in=["001004", "001005", "001006", "001019"], invited_at__isnull=False
    ).exists()


@pytest.mark.parametrize(("words", "says"), [
    (["/nowhere/at/all.csv"], "can't be read"),
    ([ROSTER, "--on", "2999-01-01"], "has not come yet"),
    ([__file__], "not a roster"),
])  # fmt: skip
def test_roster_cannot_be_read(db, words, says):
    with pytest.raises(CommandError, match=says):
        run("roster", *words)


@pytest.mark.parametrize("name", ["", "  ", "N" * 161])
def test_person_cannot_be_without_a_name_or_have_an_endless_one(db, name):
    with pytest.raises(CommandError, match="A name has 1 to 160 characters"):
        run("person", "add", "n@example.org", "--name", name)
    assert not User.objects.filter(email="n@example.org").exists()


@pytest.mark.parametrize("flag", ["--confirm", "--invite"])
def test_flag_that_goes_with_apply_cannot_be_given_alone(db, flag):
    with pytest.raises(CommandError, match="go with --apply") as refused:
        run("roster", ROSTER, flag)
    assert refused.value.returncode == 2


def test_day_that_is_none_cannot_be_taken(db):
    with pytest.raises(CommandError, match="yesterday is no day; write it as 2026-07-01"):
        run("roster", ROSTER, "--on", "yesterday")
