"""Suspending, restoring, roles: at once, logged with a reason, told to the person, never the last administrator."""

from __future__ import annotations

import pytest
from django.core import mail

from collegium.accounts import actions
from collegium.audience.reader import reader_for
from collegium.outbox import audit


def test_suspension_ends_sessions_at_once_and_is_told(cast):
    client = cast.client("mia")
    assert client.get("/settings/").status_code == 200
    actions.suspend(cast.mia, cast.ada, "Ethics decision of 3 May.")
    assert client.get("/settings/").status_code == 403
    assert reader_for(cast.mia).is_visitor
    line = audit.about("person", cast.mia.pk).first()
    assert (line.by, line.what, line.why) == (cast.ada, "suspended a person", "Ethics decision of 3 May.")
    assert mail.outbox[0].to == ["mia@example.org"]
    actions.restore(cast.mia, cast.ada, "Decision withdrawn.")
    assert reader_for(cast.mia).standing == "member"
    assert client.get("/settings/").status_code == 403  # the old session stays dead


def test_suspension_or_role_cannot_be_given_and_told_twice(cast):
    for _time in range(2):
        actions.give_role(cast.otto, "editor", cast.ada, "Elected.")
        actions.suspend(cast.mia, cast.ada, "Ethics decision of 3 May.")
    assert [line.what for line in audit.about("person", cast.mia.pk)] == ["suspended a person"]
    assert [line.what for line in audit.about("person", cast.otto.pk)] == ["gave a role"]
    assert len(mail.outbox) == 2


def test_mail_about_a_role_says_that_it_rests_until_there_is_a_second_factor(cast):
    actions.give_role(cast.otto, "editor", cast.ada, "Elected.")
    actions.give_role(cast.mo, "editor", cast.ada, "Elected.")  # has one
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "second factor here: " in told["otto@example.org"]
    assert "second factor" not in told["mo@example.org"]


def test_role_is_given_and_taken_with_a_line_each(cast):
    actions.give_role(cast.mia, "moderator", cast.ada, "Elected.")
    assert reader_for(cast.mia).is_moderator
    actions.take_role(cast.mia, "moderator", cast.ada, "Term is over.")
    assert not reader_for(cast.mia).roles
    assert [line.what for line in audit.about("person", cast.mia.pk)] == ["took a role", "gave a role"]


@pytest.mark.parametrize("name", ["gus", "lars"])
def test_guests_and_lapsed_members_cannot_have_a_role(cast, name):
    with pytest.raises(actions.Refused):
        actions.give_role(getattr(cast, name), "moderator", cast.ada, "Please.")
    assert not reader_for(getattr(cast, name)).roles


def test_last_administrator_cannot_lose_the_role_or_be_suspended(cast):
    with pytest.raises(actions.Refused):
        actions.take_role(cast.ada, "administrator", cast.ada, "")
    with pytest.raises(actions.Refused):
        actions.suspend(cast.ada, cast.ada, "")
    assert reader_for(cast.ada).is_administrator
    actions.give_role(cast.mia, "administrator", cast.ada, "Second one.")
    actions.take_role(cast.ada, "administrator", cast.ada, "Retires.")
    assert not reader_for(cast.ada).is_administrator


def test_suspended_administrator_does_not_count_as_another_one(cast):
    actions.give_role(cast.mia, "administrator", cast.ada, "Second one.")
    actions.suspend(cast.mia, cast.ada, "Away.")
    with pytest.raises(actions.Refused):
        actions.take_role(cast.ada, "administrator", cast.ada, "")


def test_taken_address_cannot_be_used_twice(cast):
    with pytest.raises(actions.Refused):
        actions.create_person(name="Another Mia", email="MIA@example.org")


def test_handles_are_unique_and_never_a_fixed_word(db):
    assert actions.unique_handle("Feed") == "feed-1"
    assert actions.unique_handle("José Muñoz Peña") == "jose-munoz-pena"
    assert actions.unique_handle("王伟") == "person"
