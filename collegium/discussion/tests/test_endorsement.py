"""Helped and Changed my practice; "3 in Thoracic oncology agree" without ever naming anybody."""

from __future__ import annotations

import pytest

from collegium.accounts.models import User
from collegium.answers.tests.factory import make_card
from collegium.audience.actions import grant
from collegium.audience.models import PUBLIC
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion import actions, opening
from collegium.discussion.models import Reaction, Reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic
from collegium.people.models import Profile, Specialty

LINE = "in Thoracic oncology agree"


@pytest.fixture
def surgeons(cast):
    """Three members of one specialty, which every member sees."""
    specialty, _new = Specialty.objects.get_or_create(name="Thoracic oncology", defaults={"slug": "thoracic-oncology"})
    people = []
    for number in range(3):
        person = User.objects.create_user(username=f"s{number}", handle=f"s{number}", name=f"Surgeon Number{number}")
        grant(person, "member", source="test")
        Profile.objects.create(person=person, specialty=specialty)
        people.append(person)
    return people


@pytest.fixture
def reply(cast):
    return actions.post_reply(make_topic(cast.petra), Words.plain("On day two."), cast.reader("otto"))


def agree(reply, people, kind="helped"):
    for person in people:
        actions.react(person, reply.piece, reply, kind, on=True)


def page(cast, reply, who="mia"):
    return cast.client(who).get(reply.piece.topic.get_absolute_url()).text


def test_counts_of_the_new_marks_are_exact(cast, reply, surgeons):
    client = cast.client("mia")
    for kind in ("helped", "changed"):
        client.post(f"/pieces/{reply.piece_id}/react/", {"give": kind, "reply": reply.pk})
    client.post(f"/pieces/{reply.piece_id}/react/", {"give": "helped", "reply": reply.pk})
    client.post(f"/pieces/{reply.piece_id}/react/", {"take": "changed", "reply": reply.pk})
    assert Reply.objects.values_list("helped", "changed").get() == (1, 0)


def test_three_of_a_specialty_agree_and_no_name_stands_there(cast, reply, surgeons):
    agree(reply, surgeons)
    shown = page(cast, reply)
    assert f"3 {LINE}" in shown
    assert "Surgeon Number" not in shown


def test_one_alone_cannot_be_told_apart(cast, reply, surgeons):
    agree(reply, [surgeons[0]])
    agree(reply, [surgeons[0]], "changed")
    assert LINE not in page(cast, reply)


@pytest.mark.parametrize("seen", ["groups", "me"])
def test_whose_specialty_is_not_for_every_member_cannot_be_counted(cast, reply, surgeons, seen):
    agree(reply, surgeons)
    Profile.objects.filter(person=surgeons[0]).update(seen_specialty=seen)
    actions.react(cast.mia, reply.piece, reply, "useful", on=True)
    assert f"2 {LINE}" in page(cast, reply)
    Profile.objects.filter(person=surgeons[1]).update(seen_specialty=seen)
    actions.react(cast.mia, reply.piece, reply, "useful", on=False)
    assert LINE not in page(cast, reply)


@pytest.mark.parametrize("kind", ["useful", "thanks"])
def test_thanks_cannot_count_as_agreeing(cast, reply, surgeons, kind):
    agree(reply, surgeons, kind)
    assert LINE not in page(cast, reply)


def test_authors_own_mark_and_hidden_words_cannot_count(cast, surgeons):
    reply = actions.post_reply(make_topic(cast.petra), Words.plain("On day two."), cast.reader("otto"))
    Profile.objects.update_or_create(
        person=cast.otto, defaults={"specialty": Specialty.objects.get(name="Thoracic oncology")}
    )
    agree(reply, [cast.otto, surgeons[0]])
    assert LINE not in page(cast, reply)
    agree(reply, surgeons[1:])
    actions.hide(reply, cast.mo, "Names a patient.")
    assert LINE not in page(cast, reply)


@pytest.mark.parametrize("who", ["gus", "lars"])
def test_guests_cannot_read_who_agrees(cast, reply, surgeons, who):
    agree(reply, surgeons)
    opening.open_to_guests(reply.piece, by=cast.ada)
    Reply.objects.update(open_to=reply.piece.open_to)
    shown = page(cast, reply, who)
    assert "On day two." in shown
    assert LINE not in shown


def test_card_has_its_own_marks_and_endorsement(cast, surgeons):
    card = make_card(make_topic(cast.petra))
    for person in surgeons:
        actions.react(person, card.topic, None, "changed", on=True)
    shown = cast.client("mia").get(card.topic.get_absolute_url()).text
    assert f"3 {LINE}" in shown
    assert 'id="reacts-card-changed"' in shown
    swapped = (
        cast.client("mia").post(f"/pieces/{card.pk}/react/", {"give": "helped"}, headers={"HX-Request": "true"}).text
    )
    assert 'id="reacts-card"' in swapped
    cast.client("petra").post(f"/topics/{card.pk}/card/erase/")
    assert not Reaction.objects.exists()


def test_what_closes_no_question_cannot_be_marked_so(cast):
    topic, post = make_topic(cast.petra), make_post(make_blog(cast.petra), readers=PUBLIC)
    comment = actions.post_reply(post, Words.plain("Well said."), cast.reader("otto"))
    client = cast.client("mia")
    assert client.post(f"/pieces/{topic.pk}/react/", {"give": "helped"}).status_code == 403
    assert client.post(f"/pieces/{post.pk}/react/", {"give": "helped", "reply": comment.pk}).status_code == 403
    assert not Reaction.objects.exists()


def test_a_page_of_replies_asks_once_for_all_endorsements(cast, surgeons, django_assert_num_queries):
    from collegium.discussion.endorsement import agreeing_with_replies

    topic = make_topic(cast.petra)
    rows = [actions.post_reply(topic, Words.plain(f"Day {n}."), cast.reader("otto")) for n in range(6)]
    reader = cast.reader("mia")
    with django_assert_num_queries(0):
        assert agreeing_with_replies(topic, rows, reader) == {}
    for row in rows:
        agree(row, surgeons)
    rows = list(Reply.objects.filter(piece=topic))
    with django_assert_num_queries(1):
        assert len(agreeing_with_replies(topic, rows, reader)) == 6
