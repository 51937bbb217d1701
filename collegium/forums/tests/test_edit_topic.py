"""The asker changes their own first words; nobody else does."""

from __future__ import annotations

import pytest

from collegium.discussion.models import Revision
from collegium.forums.tests.factory import make_topic

NEW = {"title": "How do you time the second call?", "body": "We call on day five."}


def test_asker_changes_title_and_words_and_the_earlier_version_is_kept(cast):
    topic, client = make_topic(cast.petra), cast.client("petra")
    assert "We call on day three." in client.get(f"/topics/{topic.pk}/edit/").text
    address = topic.get_absolute_url()
    assert client.post(f"/topics/{topic.pk}/edit/", NEW | {"version": 1})["Location"] == address
    assert "How do you time the second call?" in cast.client("mia").get(address).text
    assert Revision.objects.get(piece=topic).title == "How do you time the first call?"


def test_second_editor_cannot_overwrite(cast):
    topic, client = make_topic(cast.petra), cast.client("petra")
    client.post(f"/topics/{topic.pk}/edit/", NEW | {"version": 1})
    answer = client.post(f"/topics/{topic.pk}/edit/", NEW | {"body": "We never call.", "version": 1})
    assert answer.status_code == 422
    assert "<del>We call on day five.</del>" in answer.text
    topic.refresh_from_db()
    assert topic.text == "We call on day five."


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "mo", "ed", "ada"])
def test_others_cannot_edit_it(cast, who):
    topic = make_topic(cast.petra)
    assert cast.client(who).post(f"/topics/{topic.pk}/edit/", NEW).status_code == 403
    topic.refresh_from_db()
    assert topic.version == 1
