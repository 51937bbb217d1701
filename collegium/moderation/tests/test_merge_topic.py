from __future__ import annotations

import pytest

from collegium.audience.models import GUESTS, MEMBERS
from collegium.bookmarks.models import Bookmark
from collegium.discussion import actions as words
from collegium.discussion.actions import Refused
from collegium.discussion.models import Piece, Reaction, ReadMark, Reply, Revision
from collegium.discussion.words import Words
from collegium.files.models import File
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.moderation import actions, tending
from collegium.moderation.models import Decision
from collegium.moderation.tests.factory import make_reply
from collegium.moderation.things import found
from collegium.outbox.management import data_checks
from collegium.outbox.models import Mail
from tests.cast import Cast

WHY = "Both ask the same."
FIRST, SECOND = "How do you time the first call?", "When is the first call made?"


@pytest.fixture
def pair(cast: Cast) -> tuple[Topic, Topic]:
    older = make_topic(cast.otto, make_forum(), title=FIRST, text="We call on day three.")
    make_reply(cast.grace, "So do we.", older)
    newer = make_topic(cast.petra, title=SECOND, text="Ours is on day seven.")
    make_reply(cast.mia, "Day five here.", newer)
    make_reply(cast.grace, "It depends.", newer)
    return Topic.objects.get(pk=older.pk), Topic.objects.get(pk=newer.pk)


def merge(cast: Cast, this: Topic, other: Topic | str, who: str = "mo", **data: str):
    address = other if isinstance(other, str) else f"https://forum.example.org{other.get_absolute_url()}?page=2#reply-3"
    sent = {"other": address, "goes_on": "older", "reason": WHY, "sure": "1"}
    return cast.client(who).post(f"/topics/{this.pk}/merge/", sent | data)


def numbered(topic: Topic) -> list[tuple[int, str]]:
    return list(Reply.objects.filter(piece=topic).order_by("number").values_list("number", "text"))


def undo(cast: Cast) -> None:
    main = Decision.objects.get(detail__has_key="from")
    actions.undo(main, found("piece", main.target_id), cast.mo, "A mistake.")


def test_merge_topic_says_first_what_will_happen(cast, pair):
    page = merge(cast, pair[1], pair[0], sure="")
    assert page.status_code == 200
    for shown in (f"“{FIRST}” in GI oncology goes on", f"“{SECOND}” and its 2 replies stand behind it", "Nobody loses sight",
                  "Petra Halvorsen, Otto Kessel"):  # fmt: skip
        assert shown in page.text
    assert not Decision.objects.exists()


def test_merged_topic_goes_on_with_the_words_of_both(cast, pair):
    older, newer = pair
    permalinks = {text: pk for pk, text in Reply.objects.values_list("pk", "text")}
    answer = merge(cast, newer, older)
    assert answer["Location"] == older.get_absolute_url()
    assert numbered(older) == [
        (1, "So do we."),
        (2, "Ours is on day seven."),
        (3, "Day five here."),
        (4, "It depends."),
    ]
    mia = cast.client("mia")
    page = mia.get(older.get_absolute_url()).text
    assert page.index("So do we.") < page.index("From here on: the topic") < page.index("Ours is on day seven.")
    assert "4 replies" in page
    assert mia.get(newer.get_absolute_url())["Location"] == older.get_absolute_url()
    assert mia.get(f"/replies/{permalinks['It depends.']}/")["Location"] == f"{older.get_absolute_url()}#reply-4"
    head = Reply.objects.get(text="Ours is on day seven.")
    assert (head.author, head.created_at) == (cast.petra, newer.published_at)
    assert newer.get_absolute_url() not in mia.get("/forums/").text
    assert f">{FIRST}" in mia.get("/search/?q=seven").text
    assert list(data_checks.counter_faults()) == []


def test_who_had_read_both_has_nothing_new_and_who_had_not_is_told(cast, pair):
    older, newer = pair
    ReadMark.objects.all().delete()
    for person, first, second in ((cast.ed, 1, 2), (cast.ada, 1, 1), (cast.mo, 0, 2), (cast.otto, 1, None)):
        words.mark_read(person, older, first)
        if second is not None:
            words.mark_read(person, newer, second)
    tending.merge(newer, older, cast.mo, WHY)
    left = dict(ReadMark.objects.filter(piece=older).values_list("person__handle", "number"))
    assert left == {"ed": 4, "ada": 3, "mo": 0, "otto": 1}


def test_what_hangs_on_the_first_words_goes_along_and_comes_back(cast, pair):
    older, newer = pair
    words.edit(newer, Words.plain("Ours is on day eight."), cast.reader("petra"))
    words.react(cast.mia, newer, None, "thanks", on=True)
    quote = '<blockquote data-quote="0">Ours is on day eight.</blockquote><p>Why?</p>'
    data = {"body": quote, "body_format": "html", "token": "a" * 32}
    assert cast.client("grace").post(f"/pieces/{newer.pk}/replies/", data).status_code == 303
    File.objects.create(sha256="0" * 64, size=1, kind="pdf", owner=cast.petra, name="a.pdf", stored="aa/bb",
                        parent_kind="piece", parent_id=newer.pk)  # fmt: skip
    newer.refresh_from_db()
    merge(cast, newer, older)
    head = Reply.objects.get(text="Ours is on day eight.")
    assert (head.thanks, head.version) == (1, 2)
    assert Revision.objects.get(reply=head).piece_id == older.pk
    assert Reaction.objects.get(reply=head).piece_id == older.pk
    file = File.objects.get()
    assert (file.parent_kind, file.parent_id) == ("reply", head.pk)
    assert f'href="/replies/{head.pk}/"' in cast.client("mia").get(older.get_absolute_url()).text
    undo(cast)
    newer = Topic.objects.get(pk=newer.pk)
    assert (newer.text, newer.version, newer.reply_count, newer.removed_at) == ("Ours is on day eight.", 2, 3, None)
    assert numbered(older) == [(1, "So do we.")]
    assert [number for number, _text in numbered(newer)] == [1, 2, 3]
    assert Reaction.objects.get(piece=newer).reply is None
    assert File.objects.get().parent_id == newer.pk
    page = cast.client("mia").get(newer.get_absolute_url()).text
    assert page.count("Ours is on day eight.") >= 2  # the words, and the quote of them
    assert list(data_checks.counter_faults()) == []


def test_accepted_answer_survives(cast, pair):
    older, newer = pair
    Topic.objects.filter(pk=newer.pk).update(answer=Reply.objects.get(text="Day five here."))
    newer.refresh_from_db()
    merge(cast, newer, older)
    assert Topic.objects.get(pk=older.pk).answer.text == "Day five here."
    undo(cast)
    assert Topic.objects.get(pk=older.pk).answer is None
    assert Topic.objects.get(pk=newer.pk).answer.text == "Day five here."


def test_authors_of_both_are_told_and_may_answer(cast, pair):
    merge(cast, *pair)
    told = Mail.objects.filter(subject="A decision about your words").values_list("person__handle", flat=True)
    assert set(told) == {"otto", "petra"}
    decision = Decision.objects.get(author=cast.petra)
    actions.answer_appeal(actions.appeal(decision, "It is another question."), found("piece", pair[0].pk), cast.ada,
                          "So it is.", upheld=True)  # fmt: skip
    assert cast.client("mia").get(pair[1].get_absolute_url()).status_code == 200


@pytest.mark.parametrize("narrow_is_older", [True, False])
def test_merge_cannot_give_anybody_more_words(cast, narrow_is_older):
    open_forum, closed = make_forum("Open", readers=GUESTS, writers=GUESTS), make_forum("Closed")
    forums = (closed, open_forum) if narrow_is_older else (open_forum, closed)
    first, second = (make_topic(cast.otto, forum, title=f"A topic in {forum.name} here") for forum in forums)
    make_reply(cast.mia, "Among members.", first if narrow_is_older else second)
    gus = cast.client("gus")
    page = merge(cast, first, second, sure="").text
    assert "do not find it any more" in page
    assert "Nobody loses sight" not in page
    merge(cast, first, second)
    first.refresh_from_db()
    assert (first.readers_id, first.writers_id) == (MEMBERS, MEMBERS)
    for topic in (first, second):
        assert gus.get(topic.get_absolute_url()).status_code in (403, 404)
        assert topic.title not in gus.get("/forums/").text
    assert "Among members." in cast.client("mia").get(first.get_absolute_url()).text
    undo(cast)
    opened = first if not narrow_is_older else second
    page = gus.get(Topic.objects.get(pk=opened.pk).get_absolute_url())
    assert page.status_code == 200
    assert "Among members." not in page.text


def test_parting_cannot_open_what_was_narrowed_or_hidden_since(cast):
    forum = make_forum("Open", readers=GUESTS, writers=GUESTS)
    first, second = (make_topic(cast.otto, forum, title=f"A question number {n}") for n in (1, 2))
    merge(cast, second, first)
    merged = Decision.objects.get(act="merge")
    hidden = actions.hide(found("piece", first.pk), cast.ada, "It names a patient.")
    with pytest.raises(Refused, match="hidden"):
        actions.undo(merged, found("piece", first.pk), cast.mo, "A mistake.")
    actions.undo(hidden, found("piece", first.pk), cast.ada, "It does not.")
    actions.narrow(found("piece", first.pk), cast.ada, "Patients read along.", MEMBERS)
    actions.undo(merged, found("piece", first.pk), cast.mo, "A mistake.")
    for topic in (first, second):
        topic.refresh_from_db()
        assert (topic.readers_id, topic.writers_id) == (MEMBERS, MEMBERS)
        assert cast.client("gus").get(topic.get_absolute_url()).status_code == 403
        assert cast.client("mia").get(topic.get_absolute_url()).status_code == 200


def test_title_cannot_outlive_first_words_that_were_taken_back(cast, pair):
    older, newer = pair
    merge(cast, newer, older)
    head = Reply.objects.get(text="Ours is on day seven.")
    actions.take_back(found("reply", head.pk), cast.mo, "It names a patient.")
    newer = Topic.objects.get(pk=newer.pk)
    assert newer.taken_back_at
    assert SECOND not in newer.title
    page = cast.client("mia").get(older.get_absolute_url()).text
    assert SECOND not in page
    assert "day seven" not in page
    undo(cast)
    assert "day seven" not in Piece.objects.get(pk=newer.pk).body


def test_words_sent_to_a_merged_topic_land_in_the_one_that_goes_on(cast, pair):
    older, newer = pair
    merge(cast, newer, older)
    data = {"body": "Written before it was merged.", "body_format": "plain", "token": "a" * 32}
    assert cast.client("mia").post(f"/pieces/{newer.pk}/replies/", data).status_code == 303
    assert numbered(older)[-1] == (5, "Written before it was merged.")


def test_merge_cannot_be_undone_after_another(cast, pair):
    older, newer = pair
    third = make_topic(cast.mia, title="A third one asks the same")
    merge(cast, newer, older)
    tending.merge(Topic.objects.get(pk=older.pk), third, cast.mo, WHY)
    page = cast.client("mia").get(newer.get_absolute_url())
    assert page["Location"] == third.get_absolute_url()
    first = Decision.objects.filter(detail__has_key="from").order_by("pk").first()
    with pytest.raises(Refused, match="merged or moved on"):
        actions.undo(first, found("piece", older.pk), cast.mo, "A mistake.")


@pytest.mark.parametrize("who", ["vera", "gus", "lars", "sam", "mia", "otto", "ed", "petra"])
def test_topics_cannot_be_merged_by_who_does_not_keep_order(cast, pair, who):
    assert merge(cast, *pair, who=who).status_code in (403, 404)
    assert numbered(pair[0]) == [(1, "So do we.")]
    assert merge(cast, *pair).status_code == 303


@pytest.mark.parametrize("other", ["", "nothing", "/forums/gi/999999-x/", "itself", "secret", "hidden"])
def test_topic_cannot_be_merged_with_what_is_not_there_or_not_theirs(cast, pair, other):
    this = pair[0]
    if other == "itself":
        other = str(this.pk)
    if other == "secret":
        Piece.objects.filter(pk=pair[1].pk).update(readers=cast.closed, writers=cast.closed)
        other = pair[1].get_absolute_url()
    if other == "hidden":
        actions.hide(found("piece", pair[1].pk), cast.mo, "Unkind.")
        other = pair[1].get_absolute_url()
    page = merge(cast, this, other)
    assert page.status_code == 422
    assert SECOND not in page.text
    assert Topic.objects.filter(merged_into=None).count() == 2


def test_bookmarks_follow_the_words_into_the_other_topic_and_back(cast, pair):
    older, newer = pair
    marked = Bookmark.objects.create(person=cast.mia, piece_id=newer.pk, note="Day seven.")
    merge(cast, newer, older)
    marked.refresh_from_db()
    assert (marked.piece_id, marked.reply.piece_id, marked.reply.text) == (None, older.pk, "Ours is on day seven.")
    assert "When is the first call made?" not in cast.client("otto").get("/bookmarks/").text
    undo(cast)
    marked.refresh_from_db()
    assert (marked.piece_id, marked.reply_id, marked.note) == (newer.pk, None, "Day seven.")
