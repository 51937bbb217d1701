"""The asker is asked once for the outcome; who took part hears of it, nobody else."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from collegium.answers.actions import ask_for_outcomes, write_card
from collegium.answers.tests.factory import WORDS, make_card
from collegium.discussion import actions
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic
from collegium.notifications.models import Notification
from collegium.people.actions import mute

TODAY = timezone.localdate()


def told(kind):
    return list(Notification.objects.filter(kind=kind).order_by("person").values_list("person__handle", flat=True))


def test_asker_is_asked_once_when_the_day_has_come(cast):
    make_card(make_topic(cast.petra), remind_on=TODAY + timedelta(days=3))
    assert ask_for_outcomes() == 0
    assert ask_for_outcomes(TODAY + timedelta(days=3)) == 1
    assert ask_for_outcomes(TODAY + timedelta(days=4)) == 0
    assert told("reminded") == ["petra"]
    assert "What came of “How do you time the first call?”?" in cast.client("petra").get("/notifications/").text


def test_a_card_with_an_outcome_or_erased_cannot_ask(cast):
    make_card(make_topic(cast.petra), remind_on=TODAY, outcome="Fewer came back.")
    erased = make_card(make_topic(cast.petra, title="Another question of mine"), remind_on=TODAY)
    actions.take_back(erased.topic)
    assert ask_for_outcomes() == 0


def test_who_took_part_hears_of_the_outcome_and_others_cannot(cast):
    topic = make_topic(cast.petra)
    for who in ("mia", "otto", "grace"):
        actions.post_reply(topic, Words.plain(f"What {who} does."), cast.reader(who))
    mute(cast.otto, "piece", topic.pk)
    gone = actions.post_reply(topic, Words.plain("Names a colleague."), cast.reader("ed"))
    actions.hide(gone, cast.mo, "Names a colleague.")
    make_card(topic)
    write_card(topic, WORDS | {"outcome": "Fewer came back."}, cast.reader("petra"), seen_version=1)
    assert sorted(told("known")) == ["grace", "mia"]
    assert "Petra Halvorsen, MD, MMSc says what came of" in cast.client("mia").get("/notifications/").text
