"""Beginning: who may, where it lands, who does not take messages, how many a day."""

from __future__ import annotations

import pytest

from collegium.conversations import actions
from collegium.conversations.events import MessageSent
from collegium.conversations.inbox import tab_counts, unread_for
from collegium.conversations.models import Conversation, Message, Participant
from collegium.conversations.tests.factory import WORDS, state, talk, write
from collegium.discussion.actions import Refused
from collegium.discussion.words import Words
from collegium.people.actions import follow
from collegium.web import news


def test_member_writes_from_a_profile_and_lands_in_requests(cast):
    client = cast.client("mia")
    assert "petra" in client.get("/messages/new/?to=petra").text
    answer = client.post("/messages/new/", {"to": "petra", "body": WORDS})
    assert answer.status_code == 303
    message = Message.objects.get()
    assert state(message, cast.petra) == "request"
    assert unread_for(cast.reader("petra")) == 0
    assert WORDS not in cast.client("petra").get("/messages/").text
    assert WORDS in cast.client("petra").get("/messages/?view=requests").text


def test_who_follows_me_or_talked_with_me_is_no_stranger(cast):
    follow(cast.petra, "person", cast.mia.pk)
    assert state(write(cast.mia, cast.petra), cast.petra) == "accepted"
    talk(cast.mia, cast.grace)
    assert state(write(cast.mia, cast.grace, cast.otto), cast.grace) == "accepted"
    assert Participant.objects.get(person=cast.otto).state == "request"


def test_following_somebody_cannot_open_their_inbox(cast):
    follow(cast.mia, "person", cast.petra.pk)
    assert state(write(cast.mia, cast.petra), cast.petra) == "request"


def test_guest_and_lapsed_cannot_begin(cast):
    for name in ("gus", "lars"):
        answer = cast.client(name).post("/messages/new/", {"to": "petra", "body": WORDS})
        assert answer.status_code == 422, name
        assert "Members begin conversations." in answer.text
        with pytest.raises(Refused):
            write(getattr(cast, name), cast.petra)
    assert cast.client("vera").get("/messages/new/").status_code == 403
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("name", ["gus", "lars"])
def test_who_may_not_begin_cannot_learn_names_from_it(cast, name):
    client = cast.client(name)
    for meant in ("otto", str(cast.otto.pk)):
        assert "Otto" not in client.get(f"/messages/new/?to={meant}").text, meant
    known, unknown = (
        client.post("/messages/new/", {"to": to, "body": WORDS}).text for to in ("Otto Kessel", "Otto Nobody")
    )
    assert "Members begin conversations." in known
    assert "Nobody here is called" not in unknown
    assert "Otto" in cast.client("mia").get("/messages/new/?to=otto").text


def test_a_pair_has_one_conversation(cast):
    first = talk(cast.mia, cast.petra)
    assert write(cast.petra, cast.mia).conversation_id == first.conversation_id
    answer = cast.client("mia").get("/messages/new/?to=petra")
    assert answer.headers["Location"] == first.conversation.get_absolute_url()


def test_blocked_and_quiet_people_are_refused_with_the_same_sentence(cast):
    actions.block(cast.petra, cast.mia)
    actions.be_quiet(cast.grace, on=True)
    sentences = []
    for person in (cast.petra, cast.grace, cast.sam):
        with pytest.raises(Refused) as refused:
            write(cast.mia, person)
        sentences.append(str(refused.value).replace(person.name, ""))
    assert len(set(sentences)) == 1
    assert not Message.objects.exists()


def test_blocked_person_cannot_go_on_writing(cast):
    message = talk(cast.mia, cast.petra)
    address = message.conversation.get_absolute_url()
    cast.client("petra").post(f"/messages/blocked/{cast.mia.pk}/", {"on": "1"})
    answer = cast.client("mia").post(address, {"body": "And another thing."})
    assert answer.status_code == 422
    assert "does not take messages." in answer.text
    cast.client("petra").post(f"/messages/blocked/{cast.mia.pk}/", {"on": "0"})
    assert cast.client("mia").post(address, {"body": "And another thing."}).status_code == 303


def test_words_of_a_blocked_person_cannot_reach_a_talk_of_several(cast):
    message = talk(cast.petra, cast.mia, cast.grace)
    actions.block(cast.grace, cast.mia)
    actions.send(message.conversation, Words.plain("You do not read this."), cast.reader("mia"))
    address = message.conversation.get_absolute_url()
    assert "You do not read this." in cast.client("petra").get(address).text
    assert "You do not read this." not in cast.client("grace").get(address).text
    assert "You do not read this." not in cast.client("grace").get("/messages/").text


def test_ignored_conversation_cannot_be_heard_of(cast):
    message = write(cast.mia, cast.petra)
    address = message.conversation.get_absolute_url()
    assert cast.petra in message.people_to_tell()
    assert cast.client("petra").post(f"{address}answer/", {"do": "ignore"}).status_code == 303
    later = write(cast.mia, cast.petra, text="Did you see it?")
    assert not later.people_to_tell().exists()
    assert tab_counts(cast.reader("petra")) == {"new": 0, "request": 0, "ignored": 1}


def test_answering_a_request_accepts_it(cast):
    message = write(cast.mia, cast.petra)
    actions.send(message.conversation, Words.plain("Gladly."), cast.reader("petra"))
    assert state(message, cast.petra) == "accepted"
    assert unread_for(cast.reader("mia")) == 1


def test_sender_cannot_learn_whether_a_request_was_read(cast):
    message = write(cast.mia, cast.petra)
    address = message.conversation.get_absolute_url()
    cast.client("petra").get(address)
    assert "Seen" not in cast.client("mia").get(address).text
    actions.accept(Participant.objects.get(conversation=message.conversation, person=cast.petra))
    assert "Seen" in cast.client("mia").get(address).text


def test_muted_conversation_is_not_counted(cast):
    message = talk(cast.mia, cast.petra)
    address = message.conversation.get_absolute_url()
    client = cast.client("petra")
    assert "Muted" not in client.get(address).text
    client.post(f"{address}mute/", {"on": "1"})
    assert "Muted" in client.get(address).text
    assert unread_for(cast.reader("petra")) == 0
    assert not message.people_to_tell().exists()


def test_more_than_the_days_number_cannot_be_begun(cast, monkeypatch):
    monkeypatch.setattr(actions, "NEW_A_DAY", 2)
    write(cast.mia, cast.petra)
    write(cast.mia, cast.grace)
    answer = cast.client("mia").post("/messages/new/", {"to": "otto", "body": WORDS})
    assert answer.status_code == 422
    assert "You began 2 conversations within a day." in answer.text
    assert write(cast.mia, cast.petra).number == 2


@pytest.mark.parametrize(
    "to",
    ["Grace Penhaligon, PA-C, otto", "@grace; Otto Kessel, MBA", "grace penhaligon\nOTTO", "Gräce Penhaligon,otto"],
)
def test_names_are_taken_as_lists_print_them(cast, to):
    cast.client("mia").post("/messages/new/", {"to": to, "body": "Shall we three meet?"})
    people = Participant.objects.exclude(person=cast.mia).values_list("person__handle", flat=True)
    assert sorted(people) == ["grace", "otto"]


def test_credentials_of_nobody_cannot_pass_for_a_name(cast):
    answer = cast.client("mia").post("/messages/new/", {"to": "Grace Penhaligon, MD", "body": "Hello."})
    assert answer.status_code == 422
    assert "Nobody here is called MD" in answer.text


def test_unknown_name_is_refused_with_a_sentence(cast):
    answer = cast.client("mia").post("/messages/new/", {"to": "Nobody Atall", "body": WORDS})
    assert answer.status_code == 422
    assert "Nobody here is called Nobody Atall." in answer.text


def test_stranger_cannot_be_blocked_to_find_out_who_has_an_id(cast):
    assert cast.client("mia").post(f"/messages/blocked/{cast.sam.pk}/", {"on": "1"}).status_code == 404
    assert cast.client("mia").post("/messages/blocked/999999/", {"on": "1"}).status_code == 404


def test_event_is_told_with_the_id(cast, monkeypatch):
    heard = []
    monkeypatch.setattr(news, "_listeners", {MessageSent: [heard.append]})
    message = write(cast.mia, cast.petra)
    assert heard == [MessageSent(message.pk)]


def test_outsider_named_in_a_message_cannot_be_linked_or_told(cast):
    answer = cast.client("mia").post("/messages/new/", {"to": "petra", "body": f"{WORDS} as @otto says"})
    assert answer.status_code == 303
    message = Message.objects.get()
    assert "@otto" in message.text
    assert f'data-person="{cast.otto.pk}"' not in message.body
    answer = cast.client("petra").post(f"/messages/{message.conversation_id}/", {"body": "Ask @mia, not @otto."})
    assert answer.status_code == 303
    latest = Message.objects.order_by("-pk").first()
    assert f'data-person="{cast.mia.pk}"' in latest.body
    assert f'data-person="{cast.otto.pk}"' not in latest.body
