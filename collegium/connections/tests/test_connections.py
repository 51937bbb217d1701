"""Asking, agreeing, putting off, ending; what nobody else can learn; blocks on every surface."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.actions import grant
from collegium.audience.models import Standing
from collegium.audience.reader import reader_for
from collegium.connections import actions
from collegium.connections.models import Connection, Request, Wish
from collegium.connections.tasks import erase_old_requests
from collegium.conversations.actions import begin, block
from collegium.conversations.models import Participant
from collegium.discussion.actions import Refused, post_reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic
from collegium.notifications.models import Notification

HERE = "/connections/"


def ask(cast, who, other, note=""):
    return actions.ask(getattr(cast, other), reader_for(getattr(cast, who)), note)


def connect(cast, one, other):
    ask(cast, one, other)
    ask(cast, other, one)


def post(cast, who, address, **data):
    return cast.client(who).post(address, data)


def test_a_request_is_told_and_accepted_and_leaves_no_words(cast):
    address = f"{HERE}{cast.petra.pk}/ask/"
    assert post(cast, "mia", address, note="We met in Northmere.").status_code == 303
    page = cast.client("petra").get(HERE).text
    assert "We met in Northmere." in page
    assert Notification.objects.get(person=cast.petra).kind == "connect"
    assert post(cast, "petra", f"{HERE}{cast.mia.pk}/answer/", do="accept").status_code == 303
    assert not Request.objects.exists()
    assert Connection.objects.count() == 2
    for who, other in (("mia", "Petra Halvorsen"), ("petra", "Mia Lindholm")):
        page = cast.client(who).get(HERE).text
        assert "1 connection<" in page
        assert other in page
    assert [note.kind for note in Notification.objects.all()] == ["connected"]


def test_two_requests_that_cross_connect_once(cast):
    assert not ask(cast, "mia", "petra", "hello")
    assert ask(cast, "petra", "mia")
    assert ask(cast, "petra", "mia")
    assert Connection.objects.count() == 2
    assert not Request.objects.exists()


def test_a_connection_lets_a_first_message_skip_the_requests(cast):
    connect(cast, "mia", "petra")
    begin([cast.petra], Words.plain("Hello."), reader_for(cast.mia))
    assert Participant.objects.get(person=cast.petra).state == "accepted"
    begin([cast.grace], Words.plain("Hello."), reader_for(cast.mia))
    assert Participant.objects.get(person=cast.grace).state == "request"


def test_whoever_asked_cannot_tell_that_they_were_put_off(cast):
    ask(cast, "mia", "petra", "A note.")
    before = cast.client("mia").get(HERE).text.count("Petra Halvorsen")
    profile = cast.client("mia").get("/members/petra/").text
    post(cast, "petra", f"{HERE}{cast.mia.pk}/answer/", do="later")
    assert cast.client("mia").get(HERE).text.count("Petra Halvorsen") == before
    assert "You asked to connect" in profile
    assert "You asked to connect" in cast.client("mia").get("/members/petra/").text
    assert "Mia Lindholm" not in cast.client("petra").get(HERE).text
    assert Request.objects.get().note == ""
    with pytest.raises(Refused):
        ask(cast, "mia", "petra")


def test_either_may_end_it_and_nobody_is_told(cast):
    connect(cast, "mia", "petra")
    Notification.objects.all().delete()
    post(cast, "petra", f"{HERE}{cast.mia.pk}/end/")
    assert not Connection.objects.exists()
    assert not Notification.objects.exists()


def test_withdrawing_erases_the_words(cast):
    ask(cast, "mia", "petra", "Something wrong.")
    post(cast, "mia", f"{HERE}{cast.petra.pk}/end/")
    assert not Request.objects.exists()
    assert not Notification.objects.exists()


def test_an_old_request_cannot_be_accepted_and_is_erased(cast):
    ask(cast, "mia", "petra")
    Request.objects.update(created_at=timezone.now() - timedelta(days=61))
    assert post(cast, "petra", f"{HERE}{cast.mia.pk}/answer/", do="accept").status_code == 404
    with pytest.raises(Refused):
        actions.accept(cast.mia.pk, reader_for(cast.petra))
    assert erase_old_requests() == 1
    assert not ask(cast, "mia", "petra")


@pytest.mark.parametrize("who", ["gus", "lars"])
def test_guests_and_lapsed_members_cannot_ask(cast, who):
    make_topic(cast.petra)
    with pytest.raises(Refused):
        ask(cast, who, "petra")
    answer = cast.client(who).get(f"{HERE}{cast.petra.pk}/ask/")
    assert 'name="note"' not in answer.text
    assert not Request.objects.exists()


@pytest.mark.parametrize("who", ["vera", "sam"])
def test_visitors_and_suspended_people_cannot_open_any_of_it(cast, who):
    client = cast.client(who)
    for address in (HERE, f"{HERE}{cast.petra.pk}/ask/", "/settings/following/"):
        assert client.get(address).status_code in (303, 302, 403)
    client.post(f"{HERE}{cast.petra.pk}/ask/", {"note": ""})
    assert not Request.objects.exists()


def test_a_stranger_cannot_tell_a_block_from_a_closed_door(cast):
    block(cast.petra, cast.mia)
    Wish.objects.create(person=cast.grace, takes_requests=False)
    pages = [
        post(cast, "mia", f"{HERE}{person.pk}/ask/", note="").text.replace(person.name, "X")
        for person in (cast.petra, cast.grace)
    ]
    assert all("X does not take requests." in page for page in pages)
    assert not Request.objects.exists()
    with pytest.raises(Refused, match="Unblock"):
        ask(cast, "petra", "mia")


def test_blocking_ends_connection_and_requests(cast):
    connect(cast, "mia", "petra")
    ask(cast, "grace", "petra")
    for other in ("mia", "grace"):
        block(cast.petra, getattr(cast, other))
    assert not Connection.objects.exists()
    assert not Request.objects.exists()
    assert not Notification.objects.filter(person=cast.petra, kind="connect").exists()


def test_blocked_and_muted_people_cannot_be_heard_of_by_naming_somebody(cast):
    topic = make_topic(cast.petra)
    Notification.objects.all().delete()
    block(cast.petra, cast.mia)
    cast.client("petra").post("/follow/", {"kind": "person", "id": cast.grace.pk, "on": "mute"})
    for who in (cast.mia, cast.grace):
        mention = f'<p><a data-mention="{cast.petra.pk}" href="/members/petra/">@Petra Halvorsen</a> look</p>'
        post_reply(topic, Words.html(mention) if hasattr(Words, "html") else Words.plain("look"), reader_for(who))
    assert not Notification.objects.filter(person=cast.petra).exists()
    post_reply(topic, Words.plain("look"), reader_for(cast.otto))
    assert Notification.objects.filter(person=cast.petra, actor=cast.otto).exists()


def test_third_people_cannot_see_or_answer_anything(cast):
    ask(cast, "mia", "petra", "Between us.")
    connect(cast, "mia", "grace")
    for who in ("otto", "ada", "mo"):
        client = cast.client(who)
        page = client.get(HERE).text
        assert "Between us." not in page
        assert "0 connections" in page
        assert client.post(f"{HERE}{cast.mia.pk}/answer/", {"do": "accept"}).status_code == 404
        client.post(f"{HERE}{cast.mia.pk}/end/")
        profile = client.get("/members/mia/").text
        assert "Between us." not in profile
        assert "Grace Penhaligon" not in profile
    assert Request.objects.count() == 1
    assert Connection.objects.count() == 2


@pytest.mark.parametrize("kind", ["suspended", "deceased"])
def test_people_who_are_gone_cannot_be_seen_among_connections(cast, kind):
    connect(cast, "mia", "petra")
    ask(cast, "grace", "mia")
    for person in (cast.petra, cast.grace):
        grant(person, kind)
    page = cast.client("mia").get(HERE).text
    assert "0 connections" in page
    assert "Grace Penhaligon" not in page


def test_lapsed_members_keep_and_end_their_own(cast):
    connect(cast, "mia", "petra")
    Standing.objects.filter(person=cast.mia).update(until=timezone.now())
    assert "Petra Halvorsen" in cast.client("mia").get(HERE).text
    post(cast, "mia", f"{HERE}{cast.petra.pk}/end/")
    assert not Connection.objects.exists()


def test_nobody_can_ask_without_end(cast, monkeypatch):
    monkeypatch.setattr(actions, "A_DAY", 1)
    ask(cast, "mia", "petra")
    with pytest.raises(Refused, match="within a day"):
        ask(cast, "mia", "grace")


def test_a_note_that_may_identify_a_patient_cannot_be_sent(cast):
    answer = post(cast, "mia", f"{HERE}{cast.petra.pk}/ask/", note="About MRN 00482913, born 03/14/1958")
    assert answer.status_code == 422
    assert not Request.objects.exists()


def test_asking_oneself_or_nobody_cannot_be_done(cast):
    assert cast.client("mia").get(f"{HERE}{cast.mia.pk}/ask/").status_code == 404
    assert cast.client("mia").get(f"{HERE}999999/ask/").status_code == 404
    assert post(cast, "mia", f"{HERE}999999/answer/", do="accept").status_code == 404
