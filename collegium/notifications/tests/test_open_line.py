"""A line that no page would mark is marked by opening it."""

from __future__ import annotations

from collegium.discussion.actions import react
from collegium.forums.tests.factory import make_topic
from collegium.groups.actions import ask
from collegium.groups.tests.factory import make_group
from collegium.notifications.actions import tell_outcome
from collegium.notifications.lists import unseen_for
from collegium.notifications.models import Notification


def test_opening_a_line_without_a_thing_marks_it(cast):
    tell_outcome(cast.mia.pk, "report", 7, "/reports/")
    tell_outcome(cast.mia.pk, "report", 8, "/reports/")
    assert unseen_for(cast.reader("mia")) == 2
    assert 'value="report:7"' in cast.client("mia").get("/notifications/").text
    answer = cast.client("mia").post("/notifications/open/", {"fold": "report:7"})
    assert (answer.status_code, answer["Location"]) == (303, "/reports/")
    assert list(Notification.objects.filter(seen_at=None).values_list("fold", flat=True)) == ["report:8"]
    assert 'value="report:7"' not in cast.client("mia").get("/notifications/").text


def test_opening_a_reaction_leads_to_the_words(cast):
    topic = make_topic(cast.petra)
    react(cast.mia, topic, None, "useful", on=True)
    fold = Notification.objects.get(person=cast.petra).fold
    answer = cast.client("petra").post("/notifications/open/", {"fold": fold})
    assert answer["Location"] == topic.get_absolute_url()
    assert unseen_for(cast.reader("petra")) == 0


def test_other_peoples_lines_cannot_be_opened(cast):
    group = make_group(cast.petra, "closed")
    ask(group, cast.mia)
    fold = Notification.objects.get(person=cast.petra).fold
    answer = cast.client("grace").post("/notifications/open/", {"fold": fold})
    assert answer["Location"] == "/notifications/"
    assert unseen_for(cast.reader("petra")) == 1


def test_looking_at_it_by_get_cannot_mark_it(cast):
    tell_outcome(cast.mia.pk, "report", 7, "/reports/")
    assert cast.client("mia").get("/notifications/open/?fold=report:7").status_code == 405
    assert unseen_for(cast.reader("mia")) == 1
