"""Who has come since they were invited: everybody in one stage, and nobody written to too often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.accounts.models import User
from collegium.membership.actions import invite
from collegium.membership.first_week import MOST, Stage, members_in, steps, write_again
from collegium.membership.models import Category, Invitation, Membership
from collegium.outbox.models import Mail


@pytest.fixture
def roster(cast):
    """Mia, Grace, Petra and Otto stand in the roster; nobody has signed in."""
    category = Category.objects.get(code="FULL")
    for number, person in enumerate((cast.mia, cast.grace, cast.petra, cast.otto)):
        person.last_login = None
        person.save(update_fields=["last_login"])
        Membership.objects.create(person=person, member_id=f"00700{number}", category=category, email=person.email)
    return cast


def stage_of(person) -> str:
    return next(stage for stage in Stage if members_in(stage).filter(person=person).exists())


def invited(cast, person, days: int) -> None:
    """Invited so many days ago; the mail has left."""
    invite([person], cast.ada)
    then = timezone.now() - timedelta(days=days)
    Membership.objects.filter(person=person).update(invited_at=then)
    Mail.objects.filter(person=person).update(sent_at=then)


def test_each_stage_follows_from_what_happened(roster):
    assert stage_of(roster.mia) == Stage.UNINVITED
    invite([roster.mia], roster.ada)
    Mail.objects.filter(person=roster.mia).update(sent_at=None)
    assert stage_of(roster.mia) == Stage.QUEUED
    Mail.objects.filter(person=roster.mia).update(parked_at=timezone.now())
    assert stage_of(roster.mia) == Stage.REFUSED
    invited(roster, roster.grace, 3)
    assert stage_of(roster.grace) == Stage.SENT
    invited(roster, roster.petra, 8)
    assert stage_of(roster.petra) == Stage.ABSENT
    User.objects.filter(pk=roster.petra.pk).update(last_login=timezone.now())
    assert stage_of(roster.petra) == Stage.CAME
    Membership.objects.filter(person=roster.otto).update(no_email=True)
    assert stage_of(roster.otto) == Stage.UNREACHABLE
    assert {step.stage: step.number for step in steps()} == {
        Stage.CAME: 1, Stage.SENT: 1, Stage.ABSENT: 0, Stage.QUEUED: 0, Stage.REFUSED: 1,
        Stage.UNINVITED: 0, Stage.UNREACHABLE: 1,
    }  # fmt: skip


def test_whoever_never_came_is_written_to_again(roster):
    invited(roster, roster.petra, 8)
    assert write_again(roster.ada, 10) == 1
    assert stage_of(roster.petra) == Stage.SENT
    assert Invitation.objects.filter(person=roster.petra).count() == 2


@pytest.mark.parametrize("days", [0, 6])
def test_nobody_can_be_written_to_again_within_a_week(roster, days):
    invited(roster, roster.petra, days)
    assert write_again(roster.ada, 10) == 0


def test_nobody_can_be_written_to_more_than_three_times(roster):
    for _time in range(MOST):
        invited(roster, roster.petra, 8)
    assert stage_of(roster.petra) == Stage.ABSENT
    assert write_again(roster.ada, 10) == 0


def test_whoever_came_cannot_be_written_to_again(roster):
    invited(roster, roster.petra, 8)
    User.objects.filter(pk=roster.petra.pk).update(last_login=timezone.now())
    assert write_again(roster.ada, 10) == 0


@pytest.mark.parametrize("field", ["deceased_at", "suspended_at"])
def test_the_dead_and_the_suspended_are_in_no_stage(roster, field):
    Membership.objects.filter(person=roster.petra).update(**{field: timezone.now()})
    assert not any(members_in(stage).filter(person=roster.petra).exists() for stage in Stage)
