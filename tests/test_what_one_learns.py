"""Facets, counts, suggestions, completion and exports answer as if what somebody may not know were not there.

Each deed makes something that these readers may not learn of. Every surface is asked before and after; nothing may
differ by a letter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from collegium.answers.asking import be_willing
from collegium.audience.models import MEMBERS, PUBLIC
from collegium.connections import actions as connections
from collegium.connections.models import Wish
from collegium.conversations.actions import begin, block
from collegium.discussion import actions as words
from collegium.discussion.models import Subject
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.organizations.actions import work_at
from collegium.organizations.models import Claim, Organization
from collegium.organizations.tests.factory import make_organization
from collegium.people.actions import change_profile, follow, leave_directory, mute, speak
from collegium.people.models import Follow, Specialty
from collegium.people.tests.factory import make_profile
from collegium.web import versions
from collegium.web.models import KeptVersion
from tests.cast import Cast
from tests.test_oracles import _ONCE, moved

FIELDS = ("headline", "about", "specialty", "location", "affiliation", "ask_me_about", "languages", "links")
SURFACES = [
    "/members/", "/members/?q=kestrel", "/members/?state=WY", "/members/?specialty=kestrels", "/members/?speaks=cy",
    "/members/?stage=late", "/members/?open=questions", "/members/?organization=dry-creek-oncology", "/members/?sort=best&q=kestrel",
    "/people/complete/?q=kes", "/people/complete/?q=pet", "/people/complete/?q=lar", "/people/complete/?q=sam", "/organizations/",
    "/organizations/?q=kestrel", "/organizations/complete/?q=kes", "/organizations/complete/?q=dry", "/organizations/dry-creek-oncology/",
    "/organizations/dry-creek-oncology/people/", "/connections/", "/groups/", "/groups/?q=kestrel", "/search/?q=kestrel", "/subjects/",
    "/subjects/kestrels/", "/settings/following/", "/messages/new/?to=petra", "/notifications/", "/", "/settings/record/csv/",
    "/desk/disclosures/", "/desk/organizations/", "/desk/",
]  # fmt: skip


@pytest.fixture
def world(cast):
    """Colleagues at one practice, a followed subject, a topic that everybody reads."""
    KeptVersion.touch()
    versions.forget_all()
    practice = make_organization()
    for person in (cast.mia, cast.otto):
        work_at(person, practice, title="Physician", consented=True)
        make_profile(person)
    Specialty.objects.create(slug="kestrels", name="Kestrels")
    subject = Subject.objects.create(name="Kestrels", slug="kestrels")
    for person in (cast.mia, cast.gus, cast.lars):
        follow(person, "subject", subject.pk)
    make_topic(cast.mia, make_forum("Open talk", readers=PUBLIC), "Something for everybody")
    yield
    versions.forget_all()


def asked(cast: Cast, who: str) -> dict[str, tuple[int, str]]:
    client = cast.client(who)
    answers = {address: client.get(address) for address in SURFACES}
    return {
        address: (answer.status_code, _ONCE.sub("", answer.content.decode())) for address, answer in answers.items()
    }


def _whole(person: Any, **seen: str) -> None:
    """A profile with the word in every field."""
    change_profile(person, {
        "headline": "Kestrel keeper", "about": "A kestrel.", "ask_me_about": "Kestrels", "city": "Kestrel Bluff", "state": "WY",
        "country": "United States", "stage": "late", "specialty": Specialty.objects.get(slug="kestrels"),
        **{f"seen_{name}": value for name, value in seen.items()},
    })  # fmt: skip
    speak(person, ["cy"])
    be_willing(person, 2)
    work_at(person, Organization.objects.get(), title="Kestrel keeper", consented=True)


def _group(kind: str) -> Callable[[Cast], None]:
    def deed(cast: Cast) -> None:
        group = make_group(cast.petra, kind, cast.grace, name="Kestrel circle" if kind == "secret" else "A circle")
        topic = make_group_topic(group, cast.grace, "A kestrel among us")
        topic.subjects.add(Subject.objects.get())
        said = words.post_reply(topic, Words.plain("The kestrel is back"), cast.reader("petra"))
        type(topic).objects.filter(pk=topic.pk).update(answer=said)
        follow(cast.grace, "group", group.pk)

    return deed


def _answered_among_members(cast: Cast) -> None:
    topic = make_topic(cast.grace, make_forum("Closed talk", MEMBERS, MEMBERS), "A kestrel")
    topic.subjects.add(Subject.objects.get())
    said = words.post_reply(topic, Words.plain("A kestrel it is"), cast.reader("petra"))
    type(topic).objects.filter(pk=topic.pk).update(answer=said)


def _hidden_answer(cast: Cast) -> None:
    _answered_among_members(cast)
    topic = cast.grace.pieces.get()
    words.hide(topic, cast.mo, "It offends.")


def _fields(seen: str) -> Callable[[Cast], None]:
    return lambda cast: _whole(cast.petra, **dict.fromkeys(FIELDS, seen))


def _unlisted(cast: Cast) -> None:
    leave_directory(cast.petra)
    _whole(cast.petra, affiliation="me")


def _between_others(cast: Cast) -> None:
    """Blocks, requests, connections, follows, mutes and talk of others."""
    connections.ask(cast.petra, cast.reader("grace"), "A kestrel")
    connections.ask(cast.grace, cast.reader("otto"))
    connections.ask(cast.otto, cast.reader("grace"))
    block(cast.otto, cast.petra)
    begin([cast.grace], Words.plain("A kestrel"), cast.reader("petra"))
    for kind, pk in (
        ("person", cast.mia.pk),
        ("subject", Subject.objects.get().pk),
        ("organization", Organization.objects.get().pk),
    ):
        follow(cast.petra, kind, pk)
    mute(cast.grace, "person", cast.mia.pk)


def _claim(cast: Cast) -> None:
    page = Organization.objects.get()
    sent = {"step": "statement", "evidence": "I keep the kestrels; call the number on our website."}
    assert cast.client("otto").post(f"{page.get_absolute_url()}claim/", sent).status_code == 303
    assert Claim.objects.waiting_for_staff().exists()


def _not_agreed(cast: Cast) -> None:
    work_at(cast.petra, Organization.objects.get(), title="Kestrel keeper", consented=False)


def _against_mia(cast: Cast) -> None:
    """Whoever blocks or mutes somebody is no other to them on any of these."""
    block(cast.grace, cast.mia)
    mute(cast.grace, "person", cast.mia.pk)
    Follow.objects.filter(person=cast.grace, kind="organization").delete()


OUTSIDE = ("vera", "gus", "lars", "mia", "ed", "mo")
DEEDS: dict[str, tuple[Callable[[Cast], None], tuple[str, ...]]] = {
    "secret group": (_group("secret"), OUTSIDE),
    "closed group": (_group("closed"), ("vera", "gus", "lars")),
    "answers among members": (_answered_among_members, ("vera", "lars")),
    "a hidden answer": (_hidden_answer, ("gus", "mia")),
    "fields for oneself": (_fields("me"), OUTSIDE),
    "fields for the own groups": (_fields("groups"), OUTSIDE),
    "out of the directory": (_unlisted, ("gus", "mia", "ed")),
    "lapsed": (lambda cast: _whole(cast.lars), ("vera", "gus", "mia", "mo")),
    "suspended": (lambda cast: _whole(cast.sam), ("vera", "gus", "mia", "mo")),
    "between others": (_between_others, ("gus", "mia", "mo")),
    "pending claim": (_claim, ("vera", "gus", "mia", "ed", "mo")),
    "work without agreement": (_not_agreed, ("vera", "gus", "mia", "mo")),
    "blocked": (_against_mia, ("mia",)),
    "no requests taken": (lambda cast: Wish.objects.create(person=cast.ed, takes_requests=False), ("mia", "gus")),
}
BEFORE: dict[str, Callable[[Cast], None]] = {
    "out of the directory": lambda cast: leave_directory(cast.petra),
}


@pytest.mark.parametrize(("deed", "who"), [(deed, who) for deed, (_do, people) in DEEDS.items() for who in people])
def test_nothing_can_be_learnt_of_what_somebody_may_not_know(cast, world, deed, who):
    BEFORE.get(deed, lambda _cast: None)(cast)
    before = asked(cast, who)
    DEEDS[deed][0](cast)
    assert moved(before, asked(cast, who)) == []


@pytest.mark.parametrize("who", ["mia", "otto"])
def test_the_same_deeds_are_seen_by_whoever_may(cast, world, who):
    """So that the test above is not blind: in the open, the same words move these surfaces."""
    before = asked(cast, who)
    _whole(cast.petra)
    addresses = {address for address, _lines in moved(before, asked(cast, who))}
    for address in ("/members/", "/members/?q=kestrel", "/members/?state=WY", "/members/?specialty=kestrels",
                    "/members/?speaks=cy", "/members/?open=questions", "/organizations/dry-creek-oncology/", "/connections/"):  # fmt: skip
        assert address in addresses
