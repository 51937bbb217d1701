"""Two records of one person become one: nothing is lost, nothing is counted twice, nobody else gets anything."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from collegium.answers.models import Card, Offer, Willing
from collegium.answers.tests.factory import make_card
from collegium.audience.reader import reader_for
from collegium.bookmarks.models import Bookmark
from collegium.conversations.models import Block, Conversation
from collegium.conversations.tests.factory import talk
from collegium.desk.merging import STAYS, fields_to_people, give_all_to_survivor, label_of
from collegium.discussion.actions import mark_read, post_reply, react
from collegium.discussion.drafts import Kept, keep
from collegium.discussion.models import Draft, Piece, Reaction, ReadMark, Reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.models import Place
from collegium.groups.seats import get_seat
from collegium.groups.tests.factory import make_group
from collegium.membership.events import PeopleMerged
from collegium.organizations.actions import work_at
from collegium.organizations.models import Affiliation, Claim
from collegium.organizations.tests.factory import make_organization
from collegium.people.models import Follow
from collegium.polls.models import Poll, Vote
from collegium.polls.tests.factory import make_poll, vote

pytestmark = pytest.mark.django_db
FIELDS = {label_of(field): field for field in fields_to_people()}


@pytest.fixture
def merge(cast):
    """Grace's record becomes Mia's."""
    return lambda: give_all_to_survivor(PeopleMerged(cast.grace.pk, cast.mia.pk))


def left_with(person):
    """Where rows of this person are left, of those that ought to move."""
    return {
        label for label, field in FIELDS.items()
        if label not in STAYS and field.model._base_manager.filter(**{field.attname: person.pk}).exists()
    }  # fmt: skip


def test_every_reason_to_stay_is_about_a_field_that_is_there():
    assert len(FIELDS) > 60
    assert set(STAYS) - set(FIELDS) == set()
    assert all(len(reason) > 20 for reason in STAYS.values())


def test_everything_of_one_record_goes_to_the_other(cast, merge):
    topic = make_topic(cast.grace, make_forum())
    make_card(topic)
    reply = post_reply(make_topic(cast.otto, make_forum("Second")), Words.plain("From Grace."), reader_for(cast.grace))
    Offer.objects.create(topic=make_topic(cast.otto, make_forum("Third")), person=cast.grace, about="x")
    Willing.objects.create(person=cast.grace, quota=3)
    Bookmark.objects.create(person=cast.grace, piece=topic)
    keep(reader_for(cast.grace), f"piece-{topic.pk}", Kept("<p>Half a thought</p>"))
    Follow.objects.create(person=cast.grace, kind="blog", target_id=7)
    poll = make_poll(cast.otto, make_forum("Fourth"))
    vote(poll, cast.grace, "Day three")
    talk(cast.grace, cast.otto)
    merge()
    assert left_with(cast.grace) == set()
    assert Piece.objects.get(pk=topic.pk).author_id == Reply.objects.get(pk=reply.pk).author_id == cast.mia.pk
    assert Card.objects.get().by_id == Willing.objects.get().person_id == Offer.objects.get().person_id == cast.mia.pk
    assert Draft.objects.of(cast.mia.pk).get().text == "Half a thought"
    assert Vote.objects.get().person_id == cast.mia.pk
    assert Conversation.objects.get().pair == Conversation.pair_of(cast.mia.pk, cast.otto.pk)
    assert Conversation.objects.readable_by(reader_for(cast.mia)).exists()


def test_what_both_have_cannot_be_doubled(cast, merge):
    topic = make_topic(cast.otto, make_forum())
    reply = post_reply(topic, Words.plain("A reply."), reader_for(cast.otto))
    poll = make_poll(cast.otto, make_forum("Second"))
    for person, number in ((cast.mia, 1), (cast.grace, 2)):
        react(person, topic, reply, "useful", on=True)
        react(person, topic, None, "same", on=True)
        Bookmark.objects.create(person=person, piece=topic)
        Willing.objects.create(person=person, quota=number)
        mark_read(person, topic, number)
        vote(poll, person, ("", "Day three", "Day seven")[number])
    merge()
    assert Reply.objects.get(pk=reply.pk).useful == Reaction.objects.filter(kind="useful").count() == 1
    assert Reaction.objects.filter(kind="same").get().person_id == cast.mia.pk
    assert Bookmark.objects.filter(person=cast.mia).count() == 1
    assert Willing.objects.get(person=cast.mia).quota == 1
    assert ReadMark.objects.get(person=cast.mia, piece=topic).number == 2
    poll = Poll.objects.get(pk=poll.pk)
    assert (poll.voters, [option.votes for option in poll.options.all()]) == (1, [1, 0, 0])
    assert Vote.objects.get().person_id == cast.mia.pk


def test_places_of_work_of_both_stay_and_the_survivors_main_one(cast, merge):
    first, second, third = (make_organization(name) for name in ("Dry Creek Oncology", "Mesa Verano", "Alder Pass"))
    work_at(cast.grace, first, primary=True)
    work_at(cast.grace, third, since=date(2019, 1, 1))
    work_at(cast.mia, second, primary=True)
    work_at(cast.mia, third, since=date(2020, 1, 1))
    merge()
    rows = Affiliation.objects.filter(person=cast.mia)
    assert set(rows.values_list("organization__name", flat=True)) == {first.name, second.name, third.name}
    assert rows.get(is_primary=True).organization == second
    assert rows.get(organization=third).since == date(2020, 1, 1)


def test_main_place_of_the_loser_is_kept_when_the_survivor_has_none(cast, merge):
    work_at(cast.grace, make_organization(), primary=True)
    work_at(cast.mia, make_organization("Mesa Verano"))
    merge()
    assert Affiliation.objects.get(person=cast.mia, is_primary=True).organization.name == "Dry Creek Oncology"


def test_decided_claims_move_and_a_second_open_one_cannot(cast, merge):
    page = make_organization()
    old = Claim.objects.create(organization=page, person=cast.grace, decided_at=timezone.now(), outcome="refused")
    for person in (cast.grace, cast.mia):
        Claim.objects.create(organization=page, person=person)
    merge()
    assert Claim.objects.filter(person=cast.mia).count() == 2
    assert Claim.objects.get(pk=old.pk).person == cast.mia
    assert Claim.objects.open().filter(person=cast.mia).count() == 1


def test_two_drafts_of_one_form_stand_beside_each_other(cast, merge):
    topic = make_topic(cast.otto, make_forum())
    for person, text in ((cast.mia, "Mine"), (cast.grace, "Other")):
        keep(reader_for(person), f"piece-{topic.pk}", Kept(f"<p>{text}</p>"))
    merge()
    draft = Draft.objects.of(cast.mia.pk).get()
    assert (draft.text, draft.other_text) == ("Mine", "Other")


def test_the_better_of_two_places_in_a_group_is_kept(cast, merge):
    group = make_group(cast.grace, "closed")
    Place.objects.create(group=group, person=cast.mia, role="asked")
    assert not get_seat(reader_for(cast.mia), group.slug).has_all
    merge()
    assert Place.objects.get(group=group, person=cast.mia).role == "owner"
    assert get_seat(reader_for(cast.mia), group.slug).has_all


def test_nobody_can_block_or_follow_themselves_after_it(cast, merge):
    talk(cast.grace, cast.mia)
    Block.objects.create(person=cast.grace, blocked=cast.mia)
    Block.objects.create(person=cast.otto, blocked=cast.grace)
    Follow.objects.create(person=cast.grace, kind="person", target_id=cast.mia.pk)
    Follow.objects.create(person=cast.otto, kind="person", target_id=cast.grace.pk)
    merge()
    assert Block.objects.filter(person=cast.otto, blocked=cast.mia).exists()
    assert not Block.objects.filter(person=cast.mia).exists()
    assert Follow.objects.values_list("person", "target_id").get() == (cast.otto.pk, cast.mia.pk)


def test_two_talks_with_one_person_cannot_become_one_row(cast, merge):
    talk(cast.mia, cast.otto)
    talk(cast.grace, cast.otto)
    merge()
    assert sorted(Conversation.objects.values_list("pair", flat=True)) == [
        "",
        Conversation.pair_of(cast.mia.pk, cast.otto.pk),
    ]
    assert Conversation.objects.readable_by(reader_for(cast.mia)).count() == 2


def test_what_belongs_to_others_cannot_move(cast, merge):
    topic = make_topic(cast.otto, make_forum())
    Bookmark.objects.create(person=cast.otto, piece=topic)
    merge()
    assert Bookmark.objects.get().person_id == cast.otto.pk
    assert Piece.objects.get(pk=topic.pk).author_id == cast.otto.pk


def test_sign_in_of_the_ended_record_cannot_move(cast, merge):
    give_all_to_survivor(PeopleMerged(cast.ada.pk, cast.mia.pk))
    assert not cast.mia.authenticator_set.exists()
    assert not reader_for(cast.mia).is_administrator
    assert cast.ada.emailaddress_set.exists()
