"""Group owners handle what is reported in their own group: with a reason, appealable, never their own words."""

from __future__ import annotations

import pytest

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import reader_for
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.moderation.models import Decision, Report
from collegium.moderation.tests.factory import make_report
from collegium.outbox.models import Mail

KINDS = ("open", "closed", "secret")


def scene(cast, kind="closed"):
    """Petra's group with a topic of hers and Grace's reply in it, which Mia reports."""
    group = make_group(cast.petra, kind, cast.grace, cast.mia)
    topic = make_group_topic(group, cast.petra)
    reply = post_reply(topic, Words.plain("Your colleague is a fool."), reader_for(cast.grace))
    make_report(reply, cast.mia)
    return group, topic, reply, f"/groups/{group.slug}/owner/reports/"


@pytest.mark.parametrize("kind", KINDS)
def test_owner_hides_a_reported_reply_and_its_author_may_appeal(cast, kind):
    group, topic, reply, desk = scene(cast, kind)
    client = cast.client("petra")
    assert "1 report waits" in client.get(f"/groups/{group.slug}/owner/").text
    assert topic.title in client.get(desk).text
    page = client.get(f"{desk}reply/{reply.pk}/").text
    assert "Your colleague is a fool." in page
    assert "Mia Lindholm" not in page
    answer = client.post(f"{desk}reply/{reply.pk}/decide/", {"act": "hide", "reason": "It attacks a colleague."})
    assert (answer.status_code, answer["Location"]) == (303, desk)
    assert "Your colleague is a fool." not in cast.client("mia").get(topic.get_absolute_url()).text
    decision = Decision.objects.get(author=cast.grace)
    assert cast.client("grace").get(decision.get_absolute_url()).status_code == 200
    assert "It attacks a colleague." in Mail.objects.get(person=cast.grace, kind="moderation").text
    assert Report.objects.get().outcome == "acted"
    told = [cast.client(name).get("/notifications/").text for name in ("grace", "mia")]
    assert "A decision about words of yours" in told[0]
    assert "Somebody has looked at what you reported" in told[1]
    assert not [page for page in told if "moderator" in page.casefold()]
    undo = f"/groups/{group.slug}/owner/decisions/{decision.pk}/undo/"
    assert client.post(undo, {"reason": ""}).status_code == 422
    assert client.post(undo, {"reason": "I read it again."}).status_code == 303
    assert "Your colleague is a fool." in cast.client("mia").get(topic.get_absolute_url()).text


def test_owner_locks_a_topic_without_a_report_and_finds_the_way_in_its_menu(cast):
    group, _topic, _reply, desk = scene(cast)
    topic = make_group_topic(group, cast.grace, title="Shall we share a locum?")
    client = cast.client("petra")
    assert f"{desk}piece/{topic.pk}/" in client.get(topic.get_absolute_url()).text
    assert f"{desk}piece/{topic.pk}/" not in cast.client("mia").get(topic.get_absolute_url()).text
    client.post(f"{desk}piece/{topic.pk}/decide/", {"act": "lock", "reason": "It is settled."})
    topic.refresh_from_db()
    assert topic.is_locked


def test_owner_cannot_pause_people_or_decide_without_a_reason(cast):
    _group, _topic, reply, desk = scene(cast)
    client = cast.client("petra")
    more = {"act": "pause", "reason": "Enough.", "days": "7"}
    assert client.post(f"{desk}reply/{reply.pk}/decide/", more).status_code == 422
    assert client.post(f"{desk}reply/{reply.pk}/decide/", {"act": "hide"}).status_code == 422
    assert not Decision.objects.exists()


def test_owner_cannot_see_or_close_reports_about_own_words(cast):
    _group, topic, _reply, desk = scene(cast)
    make_report(topic, cast.grace, kind="piece")
    client = cast.client("petra")
    assert f"{desk}piece/{topic.pk}/" not in client.get(desk).text
    assert client.get(f"{desk}piece/{topic.pk}/").status_code == 404
    assert client.post(f"{desk}piece/{topic.pk}/decide/", {"act": "dismiss", "reason": "No."}).status_code == 404


def test_owner_cannot_reach_words_of_another_group(cast):
    _group, _topic, reply, _desk = scene(cast)
    other = make_group(cast.otto, "closed", name="Another group")
    address = f"/groups/{other.slug}/owner/reports/reply/{reply.pk}/"
    assert cast.client("otto").get(address).status_code == 404
    assert cast.client("otto").post(f"{address}decide/", {"act": "hide", "reason": "No."}).status_code == 404


@pytest.mark.parametrize(("who", "status"), {"vera": 403, "gus": 403, "grace": 404, "otto": 403, "ada": 403}.items())
def test_others_cannot_enter_the_desk_of_the_group(cast, who, status):
    _group, _topic, reply, desk = scene(cast)
    for address in (desk, f"{desk}reply/{reply.pk}/"):
        assert cast.client(who).get(address).status_code == status
    assert (
        cast.client(who).post(f"{desk}reply/{reply.pk}/decide/", {"act": "hide", "reason": "No."}).status_code == status
    )


def narrow(client, desk, topic, readers):
    act = {"act": "narrow", "reason": "It speaks of one clinic.", "readers": str(readers)}
    return client.post(f"{desk}piece/{topic.pk}/decide/", act)


def test_owner_narrows_a_topic_of_an_open_group_to_its_people_and_takes_it_back(cast):
    group, _topic, _reply, desk = scene(cast, "open")
    topic = make_group_topic(group, cast.grace, title="Shall we share a locum?")
    client = cast.client("petra")
    assert "Move to fewer readers" in client.get(f"{desk}piece/{topic.pk}/").text
    assert cast.client("otto").get(topic.get_absolute_url()).status_code == 200
    assert narrow(client, desk, topic, group.writers_id).status_code == 303
    for who, status in {"mia": 200, "grace": 200, "otto": 403, "mo": 403, "gus": 403, "vera": 403}.items():
        page = cast.client(who).get(topic.get_absolute_url())
        assert page.status_code == status, who
        assert (topic.title in page.text) == (status == 200)
    assert topic.title not in cast.client("otto").get(group.get_absolute_url()).text
    decision = Decision.objects.get(author=cast.grace, act="narrow")
    assert "It speaks of one clinic." in Mail.objects.get(person=cast.grace, kind="moderation").text
    undo = f"/groups/{group.slug}/owner/decisions/{decision.pk}/undo/"
    assert client.post(undo, {"reason": "It is for all again."}).status_code == 303
    assert cast.client("otto").get(topic.get_absolute_url()).status_code == 200


def test_topic_of_an_open_group_cannot_be_opened_to_guests(cast):
    group, _topic, _reply, _desk = scene(cast, "open")
    topic = make_group_topic(group, cast.grace, title="Shall we share a locum?")
    for who in ("grace", "mo", "ed"):
        answer = cast.client(who).post(f"/pieces/{topic.pk}/guests/", {"act": "open", "writing": "on"})
        assert answer.status_code == 403, who
    topic.refresh_from_db()
    assert topic.open_to_id is None
    assert topic.title not in cast.client("gus").get("/search/?q=locum").text


@pytest.mark.parametrize("kind", ["closed", "secret"])
def test_owner_cannot_widen_a_topic_by_narrowing_it(cast, kind):
    group, _topic, _reply, desk = scene(cast, kind)
    topic = make_group_topic(group, cast.grace, title="Shall we share a locum?")
    other = make_group(cast.otto, "closed", name="Another group")
    client = cast.client("petra")
    assert "Move to fewer readers" not in client.get(f"{desk}piece/{topic.pk}/").text
    for readers in (PUBLIC, GUESTS, MEMBERS, other.audience_id, group.audience_id, "x"):
        assert narrow(client, desk, topic, readers).status_code == 422
    topic.refresh_from_db()
    assert topic.readers_id == group.audience_id
    assert not Decision.objects.exists()


def test_owner_cannot_narrow_to_people_of_another_group(cast):
    group, _topic, _reply, desk = scene(cast, "open")
    topic = make_group_topic(group, cast.grace, title="Shall we share a locum?")
    other = make_group(cast.otto, "closed", name="Another group")
    assert narrow(cast.client("petra"), desk, topic, other.audience_id).status_code == 422
    assert narrow(cast.client("mia"), desk, topic, group.writers_id).status_code == 404
