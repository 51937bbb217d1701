"""Page 500 costs what page 1 costs, and a long topic what a short one costs: counted in the database's own steps."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import F

from collegium.audience.models import GUESTS, PUBLIC
from collegium.audience.reader import reader_for
from collegium.discussion import actions, stretches
from collegium.discussion.models import Piece, ReadMark, Reply
from collegium.discussion.tests.long import WORDS, analyzed, cost_of, lengthen
from collegium.forums.models import Topic
from collegium.forums.splitting import split_topic
from collegium.forums.tests.factory import make_topic

SHORT, LONG = 660, 1860  # with last stretches of one length
READERS = ("mia", "otto", "mo", "gus", "vera")
FLAT = 1.35  # between pages
SCAN = (LONG - SHORT) * (2 if connection.vendor == "sqlite" else 0.5)  # to look at one more reply takes 5, or 1


def long_topic(cast, replies):
    """A topic of visitors: a third of its replies is for members, a third for guests, a third for everybody, mixed."""
    topic = make_topic(cast.mia, title=f"{replies} replies about the first call")
    lengthen(topic, replies, cast.petra, cast.grace)
    for rest, audience in ((0, PUBLIC), (1, GUESTS)):
        Reply.objects.annotate(rest=F("number") % 3).filter(piece=topic, rest=rest).update(readers_id=audience)
    stretches.recount_from(topic.pk, 1)
    Piece.objects.filter(pk=topic.pk).update(readers_id=PUBLIC, has_narrower=True)
    return Piece.objects.get(pk=topic.pk)


@pytest.fixture
def topics(cast):
    found = [long_topic(cast, replies) for replies in (SHORT, LONG)]
    analyzed()
    return found


def page(cast, who, topic, number):
    client = cast.client(who)
    client.get("/")
    ReadMark.objects.all().delete()
    return cost_of(lambda: opened(client.get(f"{topic.get_absolute_url()}?page={number}"), number))


def opened(response, number):
    assert response.status_code == 200
    assert f'id="reply-{number * 20}"' in response.content.decode()


def test_last_pages_cannot_cost_more_than_the_first(cast, topics):
    _short, topic = topics
    for who in READERS:
        totals = stretches.totals_of(topic, reader_for(getattr(cast, who, None)))
        last = sum(n for _place, n in totals) // 20
        assert last == LONG // 20 // {"vera": 3, "gus": 1.5}.get(who, 1)
        statements, work = page(cast, who, topic, 1)
        for number in (2, last // 2, last - 11, last):
            again, steps = page(cast, who, topic, number)
            assert again <= statements, (who, number)
            assert steps < work * FLAT, (who, number)


def test_three_times_as_many_replies_cannot_cost_more(cast, topics):
    for who in READERS:
        (statements, work), (again, steps) = (page(cast, who, topic, 1) for topic in topics)
        assert again <= statements, who
        assert steps - work < SCAN, who


def ways(cast, who, topic):
    """What leads somebody to a reply of a talk, early and late in it."""
    client = cast.client(who)
    client.get("/")
    first, late = Reply.objects.filter(piece=topic, number__in=[3, topic.last_number]).order_by("number")
    for reply in (first, late):
        yield lambda reply=reply: led(client.get(f"/replies/{reply.pk}/"))
    for mark in (None, 10, topic.last_number):
        ReadMark.objects.all().delete()
        if mark is not None:
            ReadMark.objects.create(person=getattr(cast, who), piece=topic, number=mark)
        yield lambda: led(client.get(f"/pieces/{topic.pk}/unread/"))
        yield lambda: client.get("/forums/")


def led(response):
    assert response.status_code == 302


def test_links_to_replies_and_to_news_cannot_count_the_talk(cast, topics):
    for who in ("mia", "gus"):
        for way, (short, long) in enumerate(zip(*[list(costs(cast, who, topic)) for topic in topics], strict=True)):
            assert long[0] <= short[0], (who, way)
            assert long[1] - short[1] < SCAN, (who, way)


def costs(cast, who, topic):
    for ask in ways(cast, who, topic):
        yield cost_of(ask)


def deeds(cast, topic):
    """What is done in a talk: said, reacted, edited, hidden, shown again, removed, taken back."""
    reply = Reply.objects.get(piece=topic, number=topic.last_number // 2)
    own = Reply.objects.get(piece=topic, number=topic.last_number // 2 + 2)
    yield lambda: actions.post_reply(topic, WORDS, reader_for(cast.mia))
    yield lambda: actions.react(cast.mia, topic, reply, "useful", on=True)
    yield lambda: actions.edit(reply, WORDS, reader_for(reply.author))
    yield lambda: actions.hide(reply, cast.mo, "Names a patient’s employer.")
    yield lambda: actions.unhide(reply)
    yield lambda: actions.remove_reply(reply)
    yield lambda: actions.take_back(own)


def test_writing_in_a_long_talk_cannot_count_it(cast, topics):
    did = zip(*[[cost_of(deed) for deed in deeds(cast, topic)] for topic in topics], strict=True)
    for number, (short, long) in enumerate(did):
        assert long[0] <= short[0], number
        assert long[1] - short[1] < SCAN, number


def test_one_reply_that_leaves_cannot_cost_what_its_talk_holds(cast, topics):
    costs = []
    for topic in (Topic.objects.get(pk=piece.pk) for piece in topics):
        chosen = Reply.objects.filter(piece=topic, number=topic.last_number - 100)
        costs.append(cost_of(lambda: split_topic(topic, chosen, "A topic of its own", topic.readers)))  # noqa: B023
    (statements, work), (again, steps) = costs
    assert again <= statements
    assert steps - work < SCAN
