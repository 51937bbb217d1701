"""Your drafts: kept, listed, gone on with, sent, taken back; and nobody else's ever (draft_list, draft_detail,
change_draft, save_draft, keep_draft)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS
from collegium.discussion import drafts
from collegium.discussion.actions import post_reply, take_back
from collegium.discussion.models import Draft, Reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.web.models import KeptVersion

OTHERS = ["vera", "gus", "lars", "grace", "petra", "ed", "mo", "ada", "sam"]


@pytest.fixture
def topic(cast):
    return make_topic(cast.grace, forum=make_forum(readers=GUESTS))


def send(client, key: str = "piece-1", **words):
    body = {"html": "<p>Half a thought</p>", "line": "", "base": "0-x", "at": "/forums/x/1-y/#reply", "seen": 0} | words
    return client.post(f"/drafts/kept/{key}/", json.dumps(body), content_type="application/json")


def test_begun_on_one_device_and_found_on_the_other(cast, topic):
    key = f"piece-{topic.pk}"
    assert send(cast.client("mia"), key).json()["version"] == 1
    found = cast.client("mia").get(f"/drafts/kept/{key}/")
    assert found.json()["html"] == "<p>Half a thought</p>"
    assert "no-store" in found["Cache-Control"]
    page = cast.client("mia").get("/drafts/").text
    assert f"Answer to “{topic.title}”" in page
    assert 'href="/forums/x/1-y/?draft=1#reply"' in page
    detail = cast.client("mia").get(f"/drafts/{Draft.objects.get().pk}/")
    assert f'action="/pieces/{topic.pk}/replies/"' in detail.text


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_cannot_find_a_draft(cast, topic, who):
    send(cast.client("mia"), f"piece-{topic.pk}", html="<p>zebrafinch</p>")
    draft, client = Draft.objects.get(), cast.client(who)
    for address in ("/drafts/", f"/drafts/{draft.pk}/", f"/drafts/kept/piece-{topic.pk}/"):
        answer = client.get(address)
        assert "zebrafinch" not in answer.text
        assert answer.status_code in (200, 403, 404)
    assert client.post(f"/drafts/{draft.pk}/change/", {"do": "end"}).status_code in (403, 404)
    draft.refresh_from_db()
    assert draft.words == 1


def test_second_device_cannot_overwrite_what_it_has_not_seen(cast):
    client = cast.client("mia")
    send(client, html="<p>At the desk</p>")
    refused = send(client, html="<p>On the phone</p>", seen=0)
    assert (refused.status_code, refused.json()["html"]) == (409, "<p>At the desk</p>")
    both = send(client, html="<p>On the phone</p>", seen=1, other={"html": "<p>At the desk</p>", "line": ""})
    assert both.status_code == 200
    page = client.get(f"/drafts/{Draft.objects.get().pk}/").text
    assert "At the desk" in page
    assert "On the phone" in page
    client.post(f"/drafts/{Draft.objects.get().pk}/change/", {"do": "swap"})
    draft = Draft.objects.get()
    assert (draft.text, draft.other_text, draft.version) == ("At the desk", "On the phone", 3)


def test_gone_when_sent_and_a_late_save_cannot_bring_it_back(cast, topic):
    client, key = cast.client("mia"), f"piece-{topic.pk}"
    send(client, key)
    sent = {"body": "Half a thought, whole.", "body_format": "plain", "draft": key}
    assert client.post(f"/pieces/{topic.pk}/replies/", sent | {"body": ""}).status_code == 422
    assert Draft.objects.get().words == 3  # what was refused stays
    assert client.post(f"/pieces/{topic.pk}/replies/", sent).status_code == 303
    assert (Draft.objects.get().body, Draft.objects.get().words) == ("", 0)
    late = send(client, key, seen=1)
    assert (late.status_code, late.json()["ended"]) == (409, True)
    assert "Half a thought" not in client.get("/drafts/").text


def test_without_script_a_button_keeps_the_draft_and_its_page_sends_it(cast, topic):
    client = cast.client("mia")
    page = client.get(topic.get_absolute_url()).text
    assert "Save as draft" in page
    kept = {"body": "One.\n\nTwo.", "body_format": "plain", "draft_key": f"piece-{topic.pk}", "draft_at": "/x/#reply"}
    assert client.post("/drafts/save/", kept).status_code == 303
    draft = Draft.objects.get()
    assert draft.body == "<p>One.</p><p>Two.</p>"
    assert "One.\n\nTwo." in client.get(f"/drafts/{draft.pk}/").text
    client.post("/drafts/save/", kept | {"body": "Three."})  # nothing is overwritten
    draft.refresh_from_db()
    assert (draft.text, draft.other_text) == ("Three.", "One.\n\nTwo.")
    answer = {"body": "Three.", "body_format": "plain", "draft": draft.key}
    assert client.post(f"/pieces/{topic.pk}/replies/", answer).status_code == 303
    assert Reply.objects.get().text == "Three."
    assert client.get(f"/drafts/{draft.pk}/").status_code == 404


def test_title_of_what_the_reader_lost_cannot_be_learned(cast, topic):
    send(cast.client("gus"), f"piece-{topic.pk}")
    assert topic.title in cast.client("gus").get("/drafts/").text
    type(topic).objects.filter(pk=topic.pk).update(readers=MEMBERS)
    KeptVersion.touch()
    page = cast.client("gus").get("/drafts/").text
    assert topic.title not in page
    assert "Answer to what you read no longer" in page


def test_quotes_in_a_draft_cannot_keep_anothers_words(cast, topic):
    reply = post_reply(topic, Words.plain("The kettle boiled."), cast.reader("grace"))
    quote = f'<blockquote data-quote="{reply.pk}"><p>The kettle boiled.</p></blockquote><p>Indeed.</p>'
    send(cast.client("mia"), f"piece-{topic.pk}", html=quote)
    assert "kettle" not in Draft.objects.get().body
    kept = f"/drafts/kept/piece-{topic.pk}/"
    assert cast.client("mia").get(kept).json()["html"] == quote
    take_back(reply)
    assert "kettle" not in cast.client("mia").get(kept).json()["html"]


def test_taken_back_words_cannot_stay_in_the_draft_of_an_edit(cast, topic):
    reply = post_reply(topic, Words.plain("MRN 12"), cast.reader("mia"))
    send(cast.client("mia"), f"reply-{reply.pk}", html="<p>MRN 12, edited</p>")
    send(cast.client("mia"), "message-4", html="<p>Another thing</p>")
    take_back(reply)
    assert [draft.text for draft in Draft.objects.order_by("pk")] == ["", "Another thing"]


def test_markup_of_a_draft_is_cleaned_and_its_address_stays_here(cast):
    send(cast.client("mia"), html="<p onclick=x>a<script>b</script></p>", at="//evil.org/", line="a\x00b")
    draft = Draft.objects.get()
    assert (draft.body, draft.address, draft.line) == ("<p>a</p>", "", "a b")


@pytest.mark.parametrize(
    "sent", ["", "[]", "1", '{"html": 1}', '{"html": "x", "seen": "-1"}', '{"html": "x", "other": 3}', "[" * 3000]
)
def test_rubbish_cannot_be_kept(cast, sent):
    assert cast.client("mia").post("/drafts/kept/piece-1/", sent, content_type="application/json").status_code == 400
    assert not Draft.objects.exists()


@pytest.mark.parametrize("key", ["piece", "Piece-1", "a-1-2-3", "piece-" + "9" * 40])
def test_keys_that_name_no_form_cannot_be_kept(cast, key):
    assert send(cast.client("mia"), key).status_code == 404


def test_quota_cannot_be_passed_and_says_what_to_do(cast):
    client = cast.client("mia")
    for number in range(drafts.MOST):
        assert send(client, f"piece-{number}").status_code == 200
    full = send(client, "piece-999")
    assert (full.status_code, full.json()["error"][:16]) == (422, "You have 50 draf")
    assert send(client, "piece-3", seen=1, html="<p>On</p>").status_code == 200
    assert send(client, "piece-4", seen=1, html="x" * (drafts.LONGEST + 1)).status_code == 422


def test_a_save_moves_no_kept_page_and_asks_little(cast, django_assert_max_num_queries):
    client = cast.client("mia")
    send(client)
    rows = list(KeptVersion.objects.values())
    with django_assert_max_num_queries(12):
        assert send(client, seen=1).status_code == 200
    assert list(KeptVersion.objects.values()) == rows


def test_swept_after_two_weeks(cast):
    send(cast.client("mia"), "piece-1")
    send(cast.client("mia"), "piece-2")
    Draft.objects.filter(key="piece-1").update(at=timezone.now() - timedelta(days=15))
    assert "piece-1" not in [draft.key for draft in Draft.objects.of(cast.mia.pk)]
    assert drafts.sweep() == 1
    assert [draft.key for draft in Draft.objects.all()] == ["piece-2"]


def test_thrown_away(cast):
    client = cast.client("mia")
    assert "No drafts" in client.get("/drafts/").text
    send(client)
    draft = Draft.objects.get()
    assert client.post(f"/drafts/{draft.pk}/change/", {"do": "else"}).status_code == 404
    assert client.post(f"/drafts/{draft.pk}/change/", {"do": "end"}).status_code == 303
    assert client.get(f"/drafts/{draft.pk}/").status_code == 404
