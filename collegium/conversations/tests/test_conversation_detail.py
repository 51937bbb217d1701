"""A conversation: for its people only. Staff of every role get the answer of one that never existed."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin

from collegium.audience.actions import end, grant
from collegium.conversations import actions
from collegium.conversations.models import Conversation, Message, Participant
from collegium.conversations.reporting import may_report, reported_extract
from collegium.conversations.tests.factory import WORDS, talk, write
from collegium.files.access import verdict
from collegium.files.models import File
from collegium.outbox.models import AuditLine

OTHERS = ("vera", "gus", "mia", "lars", "ed", "mo", "ada", "sam")


def _blank(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|/messages/\d+/', "", page)


def test_only_its_people_can_read_it(cast):
    message = talk(cast.petra, cast.grace)
    address = message.conversation.get_absolute_url()
    for name in ("petra", "grace"):
        assert WORDS in cast.client(name).get(address).text
    for name in OTHERS:
        client = cast.client(name)
        answer, absent = client.get(address), client.get("/messages/999999/")
        assert answer.status_code == absent.status_code == 404, name
        assert _blank(answer.text) == _blank(absent.text), name


def test_others_cannot_write_mute_answer_or_leave_it(cast):
    message = talk(cast.petra, cast.grace)
    address = message.conversation.get_absolute_url()
    for name in OTHERS:
        client = cast.client(name)
        assert client.post(address, {"body": "Let me in."}).status_code == 404, name
        for deed in ("answer/", "mute/", "leave/", "1/remove/"):
            assert client.post(f"{address}{deed}", {"do": "accept"}).status_code == 404, (name, deed)
    assert Message.objects.filter(conversation=message.conversation).count() == 1


def test_staff_cannot_read_it_through_the_one_query(cast):
    talk(cast.petra, cast.grace)
    for name in OTHERS:
        assert not Conversation.objects.readable_by(cast.reader(name)).exists(), name
    assert not {model for model in admin.site._registry if model._meta.app_label == "conversations"}


def test_answer_is_stored_once_and_seen_at_once(cast):
    message = talk(cast.petra, cast.grace)
    address, client = message.conversation.get_absolute_url(), cast.client("grace")
    for _time in range(2):
        answer = client.post(address, {"body": "Gladly. Give me the weekend.", "token": "once"})
        assert answer.status_code == 303
    assert Message.objects.filter(conversation=message.conversation).count() == 2
    assert "Give me the weekend." in cast.client("petra").get(address).text


def test_empty_message_is_refused_with_a_sentence(cast):
    message = talk(cast.petra, cast.grace)
    answer = cast.client("grace").post(message.conversation.get_absolute_url(), {"body": "  "})
    assert answer.status_code == 422
    assert "no words yet" in answer.text


def test_patient_data_is_asked_about_before_a_message_goes(cast):
    message = talk(cast.petra, cast.grace)
    words = {"body": "Her MRN is 00482913 and she was born on 7/2/1968."}
    answer = cast.client("grace").post(message.conversation.get_absolute_url(), words)
    assert answer.status_code == 422
    assert Message.objects.filter(conversation=message.conversation).count() == 1


def test_own_message_can_be_removed_and_is_erased_for_both(cast):
    message = talk(cast.petra, cast.grace)
    address = message.conversation.get_absolute_url()
    assert cast.client("grace").post(f"{address}1/remove/").status_code == 404
    assert cast.client("petra").post(f"{address}1/remove/").status_code == 303
    page = cast.client("grace").get(address).text
    assert WORDS not in page
    assert "Removed by its author." in page
    message.refresh_from_db()
    assert message.text == message.body == ""


def test_who_left_cannot_read_it_any_more(cast):
    message = talk(cast.petra, cast.grace)
    address, client = message.conversation.get_absolute_url(), cast.client("grace")
    assert client.post(f"{address}leave/").status_code == 303
    assert client.get(address).status_code == 404


def test_picture_of_a_message_cannot_be_had_from_outside(cast):
    message = talk(cast.petra, cast.grace)
    file = File(parent_kind="message", parent_id=message.pk, owner=cast.petra)
    for name, answer in {"petra": "full", "grace": "full", "mo": "hidden", "ada": "hidden", "vera": "hidden"}.items():
        assert verdict(file, cast.reader(name)) == answer, name


def test_report_opens_the_message_with_its_context_only_and_is_logged(cast):
    first = talk(cast.petra, cast.grace)
    rest = [write(cast.petra, cast.grace, text=f"Line {number}") for number in range(2, 7)]
    lines = reported_extract(rest[2].pk, before=2, after=0, by=cast.mo)
    assert [line.number for line in lines] == [2, 3, 4]
    assert [line.is_reported for line in lines] == [False, False, True]
    assert AuditLine.objects.filter(by=cast.mo, what="viewed a reported message", about_id=rest[2].pk).count() == 1
    assert may_report(cast.reader("grace"), first.pk)
    for name in ("petra", "mo", "ada", "vera"):
        assert not may_report(cast.reader(name), first.pk), name


def test_long_talk_is_paged_and_each_message_stands_on_one_page(cast):
    message = talk(cast.petra, cast.grace)
    rows = [
        Message(
            conversation=message.conversation,
            number=number,
            author=cast.petra,
            body=f"<p>Line {number}.</p>",
            byline=message.byline,
        )
        for number in range(2, 121)
    ]
    Message.objects.bulk_create(rows)
    Conversation.objects.update(last_number=120)
    Participant.objects.filter(person=cast.grace).update(left_off=120)
    client, address, seen = cast.client("grace"), message.conversation.get_absolute_url(), []
    link: str | None = ""
    for _page in range(3):
        page = client.get(f"{address}{link}").text
        assert ("Newer messages" in page) == bool(link)
        seen = [int(number) for number in re.findall(r'id="message-(\d+)"', page)] + seen
        found = re.search(r'href="(\?before=\d+)"', page)
        link = found.group(1) if found else None
    assert link is None
    assert seen == list(range(1, 121))


@pytest.mark.parametrize("number", [3, 30])
def test_queries_are_the_same_for_few_and_many_messages(cast, django_assert_max_num_queries, number):
    message = talk(cast.petra, cast.grace)
    for line in range(number):
        write(cast.petra, cast.grace, text=f"Line {line}")
    client = cast.client("grace")
    client.get("/forums/")  # the first page of a session notes it, and knows nobody to ask ahead for
    with django_assert_max_num_queries(21):
        assert client.get(message.conversation.get_absolute_url()).status_code == 200
    with django_assert_max_num_queries(21):
        client.get("/messages/")


def test_lapsed_member_and_guest_answer_where_they_are_in(cast):
    for name in ("lars", "gus"):
        message = talk(cast.petra, getattr(cast, name))
        address = message.conversation.get_absolute_url()
        assert cast.client(name).post(address, {"body": "I am well, thank you."}).status_code == 303, name


def test_guest_knows_who_wrote_to_them(cast):
    """The head of the conversation leads to the writer's page and shows their portrait."""
    gus = cast.client("gus")
    assert gus.get("/members/petra/").status_code == 404
    talk(cast.petra, cast.gus)
    page = gus.get("/members/petra/")
    assert page.status_code == 200
    assert "Petra Halvorsen, MD, MMSc" in page.text
    assert "petra@example.org" not in page.text
    for name in ("vera", "lars", "sam"):
        assert cast.client(name).get("/members/petra/").status_code == 404, name


@pytest.mark.parametrize("what", ["removed_at", "hidden_at", "taken_back_at", "left", "blocked"])
def test_guest_cannot_know_whose_words_are_gone(cast, what):
    message = talk(cast.petra, cast.gus)
    if what == "left":
        Participant.objects.filter(conversation=message.conversation, person=cast.gus).update(state="left")
    elif what == "blocked":
        actions.block(cast.gus, cast.petra)
    else:
        Message.objects.filter(pk=message.pk).update(**{what: message.created_at})
    assert cast.client("gus").get("/members/petra/").status_code == 404


def test_guest_cannot_know_who_only_reads_along(cast):
    talk(cast.petra, cast.gus, cast.otto)
    assert cast.client("gus").get("/members/petra/").status_code == 200
    assert cast.client("gus").get("/members/otto/").status_code == 404


def test_suspended_person_cannot_read_what_they_were_in(cast):
    message = talk(cast.petra, cast.otto)
    grant(cast.otto, "suspended")
    assert cast.client("otto").get(message.conversation.get_absolute_url()).status_code == 404
    end(cast.otto, "suspended")


def test_reading_moves_the_mark_and_the_number_in_the_bar(cast):
    message = talk(cast.petra, cast.grace)
    client = cast.client("grace")
    assert "Messages, 1 new" in client.get("/messages/").text
    client.get(message.conversation.get_absolute_url())
    assert "Messages, 1 new" not in client.get("/messages/").text
    assert Participant.objects.get(conversation=message.conversation, person=cast.grace).left_off == 1


def test_hidden_and_taken_back_words_cannot_be_read_by_its_people(cast):
    message = talk(cast.petra, cast.grace)
    address, client = message.conversation.get_absolute_url(), cast.client("grace")
    actions.hide_message(message, cast.mo, "Insults.")
    page = client.get(address).text
    assert WORDS not in page
    assert "Removed by a moderator." in page
    assert WORDS not in client.get("/messages/").text
    actions.unhide_message(message)
    assert WORDS in client.get(address).text
    actions.take_back_message(message)
    message.refresh_from_db()
    assert message.body == ""
    assert "Taken back to protect a patient." in client.get(address).text


def test_each_message_of_a_burst_can_be_reported_or_removed(cast):
    first = talk(cast.mia, cast.petra)
    write(cast.mia, cast.petra, text="And one more thing, at once.")
    address = first.conversation.get_absolute_url()
    assert f"/report/?kind=message&amp;id={first.pk}" in cast.client("petra").get(address).text
    assert f"{address}{first.number}/remove/" in cast.client("mia").get(address).text


def test_new_messages_without_room_on_the_page_cannot_be_counted_as_read(cast):
    first = talk(cast.petra, cast.grace)
    address, client = first.conversation.get_absolute_url(), cast.client("grace")
    for number in range(2, 61):
        write(cast.petra, cast.grace, text=f"Line {number}.")
    own = Participant.objects.get(conversation=first.conversation, person=cast.grace)
    client.get(f"{address}?before=61")
    for last, composer in ((50, False), (60, True)):
        page = client.get(address).text
        own.refresh_from_db()
        assert own.left_off == last
        assert f"Line {last}." in page
        assert f"Line {last + 1}." not in page
        assert ("Newer messages" in page) != composer
        assert ('id="write"' in page) == composer
