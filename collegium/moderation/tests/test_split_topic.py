from __future__ import annotations

import pytest

from collegium.audience.models import GUESTS, MEMBERS
from collegium.audience.reader import reader_for
from collegium.discussion import actions as words
from collegium.discussion.models import Mention, Piece, Reaction, ReadMark, Reply, Revision
from collegium.discussion.tests.long import lengthen
from collegium.discussion.words import Words
from collegium.files.models import File
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.moderation import actions, tending
from collegium.moderation.models import Decision
from collegium.moderation.tests.factory import make_reply
from collegium.moderation.things import found
from collegium.notifications.models import Notification
from collegium.outbox.management import data_checks
from collegium.outbox.models import Mail
from tests.cast import Cast

WHY = "The evening calls deserve a topic of their own."
TITLE = "Evening calls: who makes them?"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    topic = make_topic(cast.otto, make_forum())
    for who, text in (
        ("grace", "On day three."),
        ("mia", "In the evening."),
        ("petra", "By whom?"),
        ("mia", "A nurse."),
    ):
        make_reply(getattr(cast, who), text, topic)
    return topic


def reply(text: str) -> Reply:
    return Reply.objects.get(text=text)


def split(cast: Cast, topic: Topic, *texts: str, who: str = "mo", **data: str):
    sent = {"title": TITLE, "replies": [reply(text).pk for text in texts], "reason": WHY, "sure": "1",
            "readers": str(topic.readers_id)}  # fmt: skip
    return cast.client(who).post(f"/topics/{topic.pk}/split/", sent | data)


def faults() -> list[str]:
    return list(data_checks.counter_faults())


def test_split_topic_says_first_what_will_happen(cast, topic):
    page = split(cast, topic, "In the evening.", sure="")
    assert page.status_code == 200
    assert Topic.objects.count() == 1
    for words_shown in (
        "1 reply becomes the topic",
        TITLE,
        "Nobody loses sight of it",
        "Mia Lindholm",
        "Otto Kessel is told",
    ):
        assert words_shown in page.text


def test_split_replies_keep_themselves_and_their_links(cast, topic):
    moved = reply("In the evening.")
    before = {name: getattr(moved, name) for name in ("author_id", "byline", "created_at", "readers_id", "text")}
    answer = split(cast, topic, "In the evening.", "By whom?")
    new = Topic.objects.get(title=TITLE)
    assert answer["Location"] == new.get_absolute_url()
    moved.refresh_from_db()
    assert {name: getattr(moved, name) for name in before} == before
    assert (moved.piece_id, moved.number) == (new.pk, 1)
    mia = cast.client("mia")
    assert mia.get(f"/replies/{moved.pk}/")["Location"] == f"{new.get_absolute_url()}#reply-1"
    page, old = mia.get(new.get_absolute_url()).text, mia.get(topic.get_absolute_url()).text
    assert "In the evening." in page
    assert "By whom?" in page
    assert f'<a href="{topic.get_absolute_url()}">{topic.title}</a>' in page
    assert "In the evening." not in old
    assert "2 replies went on here" in old
    assert old.index("On day three.") < old.index("went on here") < old.index("A nurse.")
    assert "2 replies" in old


def test_counters_marks_and_numbers_are_true_in_both(cast, topic):
    petra, gus = cast.petra, cast.mo
    ReadMark.objects.filter(piece=topic).delete()
    words.mark_read(petra, topic, 2)
    words.mark_read(gus, topic, 4)
    split(cast, topic, "In the evening.", "By whom?")
    new, topic = Topic.objects.get(title=TITLE), Topic.objects.get(pk=topic.pk)
    assert (topic.reply_count, topic.last_number, new.reply_count, new.last_number) == (2, 4, 2, 2)
    marks = dict(ReadMark.objects.filter(piece=new).values_list("person__handle", "number"))
    assert marks == {"petra": 1, "mo": 2}
    assert dict(ReadMark.objects.filter(piece=topic).values_list("person__handle", "number")) == {"petra": 2, "mo": 4}
    assert (new.last_by, topic.last_by) == ("Petra Halvorsen", "Mia Lindholm")
    reader = reader_for(cast.otto)
    assert Reply.objects.filter(piece=new).unread_by(reader).count() == 2
    make_reply(cast.grace, "Another one.", topic)
    assert reply("Another one.").number == 5
    assert faults() == []


def test_what_hangs_on_a_reply_goes_along(cast, topic):
    mia = reader_for(cast.mia)
    moved = words.post_reply(topic, Words.plain("Named."), mia)
    words.edit(moved, Words.plain("Named again."), mia)
    words.react(cast.grace, topic, moved, "useful", on=True)
    Mention.objects.create(person=cast.grace, piece=topic, reply=moved)
    File.objects.create(sha256="0" * 64, size=1, kind="pdf", owner=cast.mia, name="a.pdf", stored="aa/bb",
                        parent_kind="reply", parent_id=moved.pk)  # fmt: skip
    split(cast, topic, "Named again.")
    new = Topic.objects.get(title=TITLE)
    for model in (Reaction, Mention, Revision):
        assert model.objects.get(reply=moved).piece_id == new.pk
    notified = set(Notification.objects.filter(reply=moved).values_list("piece", flat=True))
    assert notified == {new.pk}
    assert not Notification.objects.filter(reply=moved, fold__contains=f":{topic.pk}").exists()
    found_there = cast.client("mia").get("/search/?q=named").text
    assert new.title in found_there


def test_quotes_across_the_split_go_on_and_go_with_their_source(cast, topic):
    line = f'<blockquote data-quote="{reply("On day three.").pk}">On day three.</blockquote>'
    head = '<blockquote data-quote="0">What about you?</blockquote>'
    data = {"body": f"{line}{head}<p>Which three?</p>", "body_format": "html", "token": "a" * 32}
    assert cast.client("petra").post(f"/pieces/{topic.pk}/replies/", data).status_code == 303
    split(cast, topic, "Which three?")
    new = Topic.objects.get(title=TITLE)
    page = cast.client("mia").get(new.get_absolute_url()).text
    assert "On day three." in page
    assert "What about you?" in page
    actions.hide(found("reply", reply("On day three.").pk), cast.mo, "Wrong.")
    actions.hide(found("piece", topic.pk), cast.mo, "Wrong.")
    page = cast.client("mia").get(new.get_absolute_url()).text
    assert "On day three." not in page
    assert "What about you?" not in page
    assert page.count("The quoted words are gone.") == 2


def test_accepted_answer_goes_along_and_comes_back(cast, topic):
    Topic.objects.update(answer=reply("A nurse."))
    split(cast, topic, "A nurse.")
    new = Topic.objects.get(title=TITLE)
    assert (new.answer_id, Topic.objects.get(pk=topic.pk).answer_id) == (reply("A nurse.").pk, None)
    actions.undo(Decision.objects.get(author=cast.otto), found("piece", topic.pk), cast.mo, "A mistake.")
    assert Topic.objects.get(pk=topic.pk).answer_id == reply("A nurse.").pk


def test_joining_again_cannot_show_what_was_hidden_or_narrowed_since(cast):
    topic = make_topic(cast.otto, make_forum("Open", readers=GUESTS, writers=GUESTS))
    make_reply(cast.mia, "In the evening.", topic)
    split(cast, topic, "In the evening.")
    parted, new = Decision.objects.get(act="split", author=cast.otto), Topic.objects.get(title=TITLE)
    hidden = actions.hide(found("piece", new.pk), cast.ada, "It names a patient.")
    with pytest.raises(words.Refused, match="hidden"):
        actions.undo(parted, found("piece", topic.pk), cast.mo, "A mistake.")
    actions.undo(hidden, found("piece", new.pk), cast.ada, "It does not.")
    actions.narrow(found("piece", new.pk), cast.ada, "Patients read along.", MEMBERS)
    with pytest.raises(words.Refused, match="fewer readers"):
        actions.undo(parted, found("piece", topic.pk), cast.mo, "A mistake.")
    assert "In the evening." not in cast.client("gus").get(topic.get_absolute_url()).text


def test_everybody_concerned_is_told_and_any_of_them_may_have_it_taken_back(cast, topic):
    split(cast, topic, "In the evening.", "By whom?", "A nurse.")
    told = set(Mail.objects.filter(subject="A decision about your words").values_list("person__handle", flat=True))
    assert told == {"otto", "mia", "petra"}
    old = cast.client("mia").get(topic.get_absolute_url()).text
    assert "3 replies went on here" in old
    appeal = actions.appeal(Decision.objects.get(author=cast.petra), "It belongs together.")
    actions.answer_appeal(appeal, found("reply", reply("By whom?").pk), cast.ada, "It does.", upheld=True)
    assert not Decision.objects.filter(undone_at=None).exists()
    numbers = list(Reply.objects.order_by("number").values_list("piece", "number", "text"))
    assert numbers == [
        (topic.pk, n, t) for n, t in enumerate(("On day three.", "In the evening.", "By whom?", "A nurse."), 1)
    ]
    new = Topic.objects.get(title=TITLE)
    mia = cast.client("mia")
    assert mia.get(new.get_absolute_url(), follow=True).redirect_chain == [(topic.get_absolute_url(), 302)]
    assert "went on here" not in mia.get(topic.get_absolute_url()).text
    assert TITLE not in mia.get("/forums/").text


def test_split_cannot_be_undone_over_words_of_others(cast, topic):
    split(cast, topic, "By whom?")
    new = Topic.objects.get(title=TITLE)
    make_reply(cast.grace, "By me.", new)
    from collegium.discussion.actions import Refused

    with pytest.raises(Refused, match="Merge it"):
        actions.undo(Decision.objects.get(author=cast.otto), found("piece", topic.pk), cast.mo, "A mistake.")
    assert reply("By whom?").piece_id == new.pk


def test_reply_among_members_cannot_be_read_by_guests_after_a_split(cast):
    topic = make_topic(cast.otto, make_forum(readers=GUESTS, writers=GUESTS))
    make_reply(cast.mia, "For everybody here.", topic)
    inside = make_reply(cast.mia, "Among members.", topic)
    Reply.objects.filter(pk=inside.pk).update(readers=MEMBERS)
    Piece.objects.filter(pk=topic.pk).update(has_narrower=True)
    topic.refresh_from_db()
    split(cast, topic, "For everybody here.", "Among members.")
    new = Topic.objects.get(title=TITLE)
    page, gus = cast.client("mia").get(new.get_absolute_url()).text, cast.client("gus")
    assert "Among members." in page
    page = gus.get(new.get_absolute_url()).text
    assert "For everybody here." in page
    assert "Among members." not in page
    assert "1 reply" in page
    decision = Decision.objects.get(author=cast.otto)
    actions.undo(decision, found("piece", topic.pk), cast.mo, "A mistake.")
    topic.refresh_from_db()
    new = tending.split(topic, [inside], TITLE, topic.readers.__class__.objects.get(pk=MEMBERS), cast.mo, WHY)
    assert gus.get(new.get_absolute_url()).status_code == 403
    assert TITLE not in gus.get(topic.get_absolute_url()).text
    assert TITLE in cast.client("mia").get(topic.get_absolute_url()).text


@pytest.mark.parametrize("who", ["vera", "gus", "lars", "sam", "mia", "otto", "ed", "petra"])
def test_topic_cannot_be_split_by_who_does_not_keep_order(cast, topic, who):
    assert split(cast, topic, "By whom?", who=who).status_code in (403, 404)
    assert Topic.objects.count() == 1
    assert split(cast, topic, "By whom?").status_code == 303


def test_owner_splits_in_the_own_group_and_in_no_other(cast, topic):
    from collegium.groups.tests.factory import make_group

    group = make_group(cast.otto)
    Topic.objects.update(forum=None, group=group, readers=group.audience, writers=group.writers)
    topic.refresh_from_db()
    assert split(cast, topic, "By whom?", who="grace").status_code in (403, 404)
    assert split(cast, topic, "By whom?", who="otto").status_code == 303
    assert Topic.objects.get(title=TITLE).group == group


@pytest.mark.parametrize(
    "data", [{"title": "Short"}, {"replies": []}, {"reason": ""}, {"readers": str(GUESTS)}, {"replies": ["999999"]}]
)
def test_topic_cannot_be_split_with_something_missing_or_wider(cast, topic, data):
    assert split(cast, topic, "By whom?", **data).status_code == 422
    assert Topic.objects.count() == 1


def test_replies_of_another_topic_cannot_be_chosen(cast, topic):
    other = make_reply(cast.mia, "Elsewhere.", make_topic(cast.mia, title="Another topic altogether"))
    assert split(cast, topic, "By whom?", replies=[str(other.pk)]).status_code == 422
    other.refresh_from_db()
    assert other.piece.title == "Another topic altogether"


def test_what_was_chosen_on_other_pages_travels_along(cast, topic, monkeypatch):
    from collegium.moderation import choosing

    monkeypatch.setattr(choosing, "SIZE", 2)
    mo, first = cast.client("mo"), reply("On day three.").pk
    page = mo.get(f"/topics/{topic.pk}/split/?from={reply('A nurse.').pk}").text
    assert f'value="{reply("A nurse.").pk}" checked' in page
    page = mo.post(f"/topics/{topic.pk}/split/", {"replies": [first], "title": TITLE, "page": "2"}).text
    assert f'<input type="hidden" name="replies" value="{first}">' in page
    assert f'value="{TITLE}"' in page


LONG, MIDDLE, LATE = 2000, 500, 1200


@pytest.fixture
def long_topic(cast: Cast) -> Topic:
    topic = make_topic(cast.otto, make_forum(), "Two thousand replies about calls")
    lengthen(topic, LONG, cast.grace, cast.petra)
    return Topic.objects.get(pk=topic.pk)


def at(topic: Topic, *numbers: int) -> list[int]:
    return list(Reply.objects.filter(piece=topic, number__in=numbers).order_by("number").values_list("pk", flat=True))


def cut(cast: Cast, topic: Topic, *numbers: int, **data: str):
    sent = {"title": TITLE, "replies": at(topic, *numbers), "reason": WHY, "readers": str(topic.readers_id)}
    return cast.client("mo").post(f"/topics/{topic.pk}/split/", sent | data)


def test_form_of_a_long_topic_is_one_page_of_it(cast, long_topic):
    mo, (chosen,) = cast.client("mo"), at(long_topic, MIDDLE)
    page = mo.get(f"/topics/{long_topic.pk}/split/?from={chosen}").text
    assert page.count('type="checkbox" name="replies"') == 100
    assert f'value="{chosen}" checked' in page
    assert len(page) < 100_000
    last = mo.post(f"/topics/{long_topic.pk}/split/", {"replies": [chosen], "extent": "onward", "page": "20"}).text
    assert f'<input type="hidden" name="replies" value="{chosen}">' in last
    assert '<option value="onward" selected>' in last
    assert f'value="{at(long_topic, LONG)[0]}"' in last


def test_everything_from_one_reply_on_moves_as_it_was_when_it_was_shown(cast, long_topic):
    shown = cut(cast, long_topic, MIDDLE, extent="onward").text
    assert "1501 replies become the topic" in shown
    assert shown.count('name="replies"') == 1
    (last,) = at(long_topic, LONG)
    assert f'name="last" value="{last}"' in shown
    make_reply(cast.mia, "Said in the meantime.", long_topic)
    cut(cast, long_topic, MIDDLE, extent="onward", last=str(last), sure="1")
    new = Topic.objects.exclude(pk=long_topic.pk).get()
    long_topic.refresh_from_db()
    assert (new.reply_count, long_topic.reply_count) == (LONG - MIDDLE + 1, MIDDLE)
    assert reply("Said in the meantime.").piece_id == long_topic.pk
    assert faults() == []


def test_everything_between_two_replies_moves(cast, long_topic):
    cut(cast, long_topic, MIDDLE, LATE, extent="between", sure="1")
    new = Topic.objects.exclude(pk=long_topic.pk).get()
    assert new.reply_count == LATE - MIDDLE + 1
    assert faults() == []


@pytest.mark.parametrize("data", [{"extent": "all"}, {"extent": "onward", "last": "9" * 18}])
def test_stretch_cannot_be_named_otherwise(cast, topic, data):
    assert cut(cast, topic, 2, **data).status_code == 422
    assert Topic.objects.count() == 1


def test_what_waits_cannot_go_along_in_a_stretch(cast):
    topic = make_topic(cast.otto, make_forum(readers=GUESTS, writers=GUESTS))
    for who, text in (("mia", "First."), ("nina", "Waits."), ("mia", "Third.")):
        make_reply(getattr(cast, who), text, topic)
    cut(cast, topic, 1, extent="onward", sure="1")
    assert reply("Waits.").piece_id == topic.pk
    assert reply("Third.").piece_id != topic.pk
