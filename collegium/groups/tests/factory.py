"""Groups for tests."""

from __future__ import annotations

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.discussion.words import Words
from collegium.forums.actions import start_group_topic
from collegium.forums.models import Topic
from collegium.groups import actions
from collegium.groups.models import Group, Place

NAME = "Rural Practice Section"


def make_group(owner: User, kind: str = "open", *people: User, name: str = NAME) -> Group:
    """A confirmed group with its owner and people."""
    group = actions.propose_group(actions.Proposal(name, kind, "For anyone far from the next infusion chair"), owner)
    actions.confirm_group(group, owner)
    for person in people:
        seat(group, person)
    return group


def seat(group: Group, person: User) -> Place:
    """Let somebody in as an invitation would."""
    Place.objects.create(group=group, person=person, role=Place.Role.INVITED)
    return actions.join(group, person)


def make_group_topic(group: Group, author: User, title: str = "Who covers your vacation weeks?") -> Topic:
    return start_group_topic(group, title, Words.plain("We trade Fridays with the next town."), reader_for(author))
