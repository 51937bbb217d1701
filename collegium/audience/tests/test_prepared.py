"""Prepared statements: the same rows as the queryset they are made of, for whoever asks, at any moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Count, ExpressionWrapper, F, IntegerField, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Audience
from collegium.audience.prepared import NotPreparable, prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Piece, Reply
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_topic
from collegium.organizations.models import Affiliation


@prepared
def titles(reader: Reader) -> QuerySet:
    return Piece.objects.readable_by(reader).order_by("pk").values_list("title")


@prepared
def shown(reader: Reader, piece: int) -> QuerySet[Reply]:
    return Reply.objects.filter(piece=piece).shown_to(reader).order_by("number")


@prepared
def topics(reader: Reader, pk: int) -> QuerySet[Topic]:
    return Topic.objects.filter(pk=pk).select_related("forum", "readers")


@prepared
def named(reader: Reader, handle: str) -> QuerySet[User]:
    return User.objects.filter(handle=handle)


def test_same_rows_as_the_queryset_for_everybody(cast):
    for readers in (PUBLIC, GUESTS, MEMBERS):
        Piece.objects.filter(pk=make_topic(cast.petra, title=f"For {readers}").pk).update(readers=readers)
    for who in ("vera", "gus", "lars", "mia", "sam", "mo", "ada"):
        reader = cast.reader(who)
        plain = [title for (title,) in Piece.objects.readable_by(reader).order_by("pk").values_list("title")]
        assert [title for (title,) in titles.rows(reader)] == plain
        assert titles.count(reader) == len(plain)


def test_one_statement_serves_all_groups_and_cannot_mix_them(cast):
    closed = [Audience.objects.create(kind="closed", name=name) for name in "ab"]
    for audience in closed:
        Piece.objects.filter(pk=make_topic(cast.petra, title=f"In {audience.name}").pk).update(readers=audience)
    in_a, in_b = (Reader(9, "member", audiences=frozenset({PUBLIC, GUESTS, MEMBERS, group.pk})) for group in closed)
    assert titles.rows(in_a) == [("In a",)]
    assert titles.rows(in_b) == [("In b",)]
    assert titles.rows(Reader(9, "member", audiences=frozenset({PUBLIC, GUESTS, MEMBERS}))) == []


def test_another_member_cannot_get_what_waits_of_somebody(cast):
    topic = make_topic(cast.petra)
    reply = post_reply(topic, Words.plain("First words."), cast.reader("grace"))
    Reply.objects.filter(pk=reply.pk).update(held_at=timezone.now())
    assert [row.pk for row in shown.objects(cast.reader("grace"), piece=topic.pk)] == [reply.pk]
    assert shown.objects(cast.reader("mia"), piece=topic.pk) == []
    assert [row.pk for row in shown.objects(cast.reader("mo"), piece=topic.pk)] == [reply.pk]


def test_time_goes_on_under_a_prepared_statement(cast):
    topic = make_topic(cast.petra)
    assert titles.rows(cast.reader("mia")) == [(topic.title,)]
    Piece.objects.update(published_at=timezone.now() + timedelta(hours=1))
    assert titles.rows(cast.reader("mia")) == []
    Piece.objects.update(published_at=timezone.now())
    assert titles.rows(cast.reader("mia")) == [(topic.title,)]


def test_instances_bring_what_they_are_selected_with(cast):
    topic = make_topic(cast.petra)
    found = topics.first(VISITOR, pk=topic.pk)
    with CaptureQueriesContext(connection) as queries:
        assert (found.title, found.forum.name, found.readers.kind) == (topic.title, topic.forum.name, "members")
        assert (found.byline, found.published_at) == (topic.byline, topic.published_at)
    assert len(queries) == 0
    assert topics.first(VISITOR, pk=topic.pk + 1) is None
    assert topics.exists(VISITOR, pk=topic.pk)


def test_texts_are_given_anew_each_time(cast):
    assert [named.first(VISITOR, handle=handle).pk for handle in ("mia", "petra")] == [cast.mia.pk, cast.petra.pk]
    assert named.first(VISITOR, handle="' OR 1=1") is None


def test_a_moment_that_would_go_stale_is_refused(cast):
    @prepared
    def stale(reader: Reader) -> QuerySet:
        return Piece.objects.filter(published_at__lte=timezone.now())

    with pytest.raises(NotPreparable, match="stale"):
        stale.rows(VISITOR)


def test_a_value_that_is_lost_on_the_way_is_refused(cast):
    @prepared
    def lossy(reader: Reader, pk: int) -> QuerySet:
        return Piece.objects.all()

    with pytest.raises(NotPreparable, match="pk of lossy"):
        lossy.rows(VISITOR, pk=1)


@prepared
def among(reader: Reader, ids: tuple[int, ...]) -> QuerySet:
    return Piece.objects.filter(pk__in=ids).readable_by(reader).order_by("pk").values_list("pk")


def test_many_ids_are_given_anew_each_time_however_many(cast):
    made = [make_topic(cast.petra, title=f"Number {number}").pk for number in range(6)]
    Piece.objects.filter(pk__in=made[1:]).update(readers=PUBLIC)
    visitor, member = cast.reader("vera"), cast.reader("mia")
    for ids in (made[:1], made[1:3], made[:4], made, made[3:], [*made, 999_999]):
        assert [pk for (pk,) in among.rows(member, ids=tuple(ids))] == [pk for pk in ids if pk in made]
        assert [pk for (pk,) in among.rows(visitor, ids=tuple(ids))] == [pk for pk in ids if pk in made[1:]]
    assert among.rows(member, ids=()) == []
    assert among.count(visitor, ids=tuple(made)) == 5


@prepared
def joined_on(_reader: Reader, day: date) -> QuerySet:
    return User.objects.filter(date_joined__date=day).order_by("pk").values_list("pk")


def test_days_are_given_anew_each_time(cast):
    today = timezone.localdate()
    User.objects.update(date_joined=timezone.now())
    assert joined_on.rows(VISITOR, day=today - timedelta(days=1)) == []
    assert len(joined_on.rows(VISITOR, day=today)) == User.objects.count()


def test_a_day_that_would_go_stale_is_refused(cast):
    @prepared
    def today(_reader: Reader) -> QuerySet:
        return Affiliation.objects.current().values_list("pk")

    with pytest.raises(NotPreparable, match="stale"):
        today.rows(VISITOR)


@prepared
def worked_out(_reader: Reader, piece: int) -> QuerySet:
    half = ExpressionWrapper(F("number") / 2, output_field=IntegerField())
    found = Reply.objects.filter(piece_id=piece).order_by().annotate(half=half).values("half").annotate(n=Count("pk"))
    return found.order_by("half").values_list("half", "n")


def test_values_that_the_database_works_out_come_as_rows(cast):
    topic = make_topic(cast.petra)
    for number in range(3):
        post_reply(topic, Words.plain(f"Day {number}."), cast.reader("mia"))
    assert worked_out.rows(VISITOR, piece=topic.pk) == [(0, 1), (1, 2)]
    assert worked_out.rows(VISITOR, piece=topic.pk + 1) == []
