"""Whom the reader may know: the reason, and what can never be one."""

from __future__ import annotations

import pytest
from django.utils import timezone

from collegium.audience.reader import reader_for
from collegium.connections import actions
from collegium.connections.models import Wish
from collegium.connections.suggestions import suggested_to
from collegium.conversations.actions import block
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Reply, Subject
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic
from collegium.organizations.actions import work_at
from collegium.organizations.tests.factory import employ, make_organization
from collegium.people.actions import change_profile, follow, leave_directory, mute
from collegium.people.tests.factory import make_profile


@pytest.fixture
def colleague(cast):
    """Petra is shown where Mia works, too; Mia herself does not let it be shown."""
    practice = make_organization()
    employ(practice, cast.petra)
    make_profile(cast.petra)
    work_at(cast.mia, practice, title="Physician", consented=False)
    return cast.petra


def found(cast, who="mia"):
    return [(one.person_id, one.reason) for one in suggested_to(reader_for(getattr(cast, who)))]


def test_colleagues_are_suggested_with_the_reason(cast, colleague):
    assert found(cast) == [(colleague.pk, "You both work at Dry Creek Oncology")]
    page = cast.client("mia").get("/connections/").text
    assert "You both work at Dry Creek Oncology" in page


def test_people_of_the_own_groups_are_suggested(cast):
    people = dict(found(cast, "grace"))
    assert all("group" in reason for reason in people.values())


def test_who_does_not_show_their_work_cannot_be_suggested_by_it(cast, colleague):
    assert found(cast, "petra") == []  # Mia did not agree to be shown there
    change_profile(colleague, {"seen_affiliation": "me"})
    assert found(cast) == []


def test_answers_on_a_followed_subject_are_a_reason_only_where_the_reader_has_the_topic(cast):
    subject = Subject.objects.create(name="Lung", slug="lung-x")
    follow(cast.mia, "subject", subject.pk)
    topic = make_topic(cast.otto)
    topic.subjects.add(subject)
    reply = post_reply(topic, Words.plain("An answer."), reader_for(cast.petra))
    type(topic).objects.filter(pk=topic.pk).update(answer=reply)
    assert found(cast) == [(cast.petra.pk, "Answered 1 question on Lung")]
    for gone in ("hidden_at", "taken_back_at", "removed_at"):
        Reply.objects.filter(pk=reply.pk).update(**{gone: timezone.now()})
        assert found(cast) == []
        Reply.objects.filter(pk=reply.pk).update(**{gone: None})
    type(topic).objects.filter(pk=topic.pk).update(readers=cast.closed)
    assert found(cast) == []


@pytest.mark.parametrize(
    "against",
    [
        lambda cast: block(cast.mia, cast.petra), lambda cast: block(cast.petra, cast.mia),
        lambda cast: mute(cast.mia, "person", cast.petra.pk), lambda cast: leave_directory(cast.petra),
        lambda cast: actions.dismiss(cast.petra, reader_for(cast.mia)),
        lambda cast: actions.ask(cast.petra, reader_for(cast.mia)),
        lambda cast: actions.ask(cast.mia, reader_for(cast.petra)),
        lambda cast: Wish.objects.create(person=cast.petra, is_suggested=False),
        lambda cast: Wish.objects.create(person=cast.petra, takes_requests=False),
        lambda cast: Wish.objects.create(person=cast.mia, suggestions=False),
    ],
)  # fmt: skip
def test_somebody_cannot_be_suggested_against_a_wish(cast, colleague, against):
    assert found(cast)
    against(cast)
    assert found(cast) == []


@pytest.mark.parametrize("who", ["gus", "lars", "sam"])
def test_non_members_cannot_get_suggestions(cast, colleague, who):
    employ(colleague.affiliations.get().organization, getattr(cast, who))
    assert found(cast, who) == []


def test_dismissing_by_the_button(cast, colleague):
    cast.client("mia").post(f"/connections/{colleague.pk}/dismiss/")
    assert found(cast) == []
    assert "Dry Creek" not in cast.client("mia").get("/connections/").text


def test_wishes_are_saved(cast, colleague):
    cast.client("mia").post("/connections/wishes/", {"takes_requests": "on"})
    wish = Wish.objects.get(person=cast.mia)
    assert (wish.takes_requests, wish.suggestions, wish.is_suggested) == (True, False, False)


def test_nobody_can_learn_that_they_were_suggested(cast, colleague):
    from collegium.notifications.models import Notification
    from collegium.outbox.models import Mail

    cast.client("mia").get("/connections/")
    assert not Notification.objects.filter(person=colleague).exists()
    assert not Mail.objects.filter(person=colleague).exists()
