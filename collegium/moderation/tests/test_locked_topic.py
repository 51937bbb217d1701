from __future__ import annotations

from collegium.forums.tests.factory import make_topic
from collegium.moderation import actions
from collegium.moderation.models import Decision
from collegium.moderation.things import found
from collegium.outbox.models import Mail

WHY = "Everything has been said, and the last words were unkind."


def test_locked_topic_says_why_to_its_readers_and_its_author(cast):
    topic = make_topic(cast.otto)
    address = topic.get_absolute_url()
    assert "Locked on" not in cast.client("mia").get(address).text
    actions.lock(found("piece", topic.pk), cast.mo, WHY)
    page = cast.client("mia").get(address).text
    assert "Locked on" in page
    assert WHY in page
    assert WHY in Mail.objects.get(person=cast.otto).text
    actions.undo(Decision.objects.get(), found("piece", topic.pk), cast.mo, "Calmer now.")
    page = cast.client("mia").get(address).text
    assert WHY not in page
    assert 'id="reply"' in page


def test_locked_topic_cannot_be_added_to_and_its_reason_cannot_be_read_by_who_may_not_read_it(cast):
    topic = make_topic(cast.otto)
    data = {"body": "One more thing.", "body_format": "plain", "token": "a" * 32}
    assert cast.client("mia").post(f"/pieces/{topic.pk}/replies/", data).status_code == 303
    actions.lock(found("piece", topic.pk), cast.mo, WHY)
    answer = cast.client("mia").post(f"/pieces/{topic.pk}/replies/", data | {"token": "b" * 32})
    assert answer.status_code == 422
    topic.refresh_from_db()
    assert topic.reply_count == 1
    for who in ("vera", "gus", "lars"):
        answer = cast.client(who).get(topic.get_absolute_url())
        assert answer.status_code == 403
        assert WHY not in answer.text
