"""The bytes of a file answer as its parent does, for each of the cast."""

from __future__ import annotations

import pytest
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.discussion.actions import edit, hide, post_reply, take_back
from collegium.discussion.words import Words
from collegium.files import actions
from collegium.files.models import File
from collegium.files.tests.factory import PDF, make_picture
from collegium.forums.tests.factory import make_forum, make_topic

TABLE = {
    PUBLIC: {"vera": 200, "gus": 200, "mia": 200, "lars": 200, "ada": 200, "sam": 200},
    GUESTS: {"vera": 403, "gus": 200, "mia": 200, "lars": 200, "ada": 200, "sam": 403},
    MEMBERS: {"vera": 403, "gus": 403, "mia": 200, "lars": 403, "ada": 200, "sam": 403},
}


def picture_words(file: File) -> Words:
    return Words.rich(f'<figure><img src="{file.url}" alt="A dose curve" data-file="{file.pk}"></figure>')


@pytest.mark.parametrize("readers", TABLE)
def test_each_of_the_cast_gets_a_topics_file_as_the_topic(cast, readers):
    topic = make_topic(cast.petra, make_forum(readers=readers))
    file = actions.store(make_picture(), "Curve of Jane.jpg", cast.petra)
    actions.attach([file.pk], "piece", topic.pk, cast.petra)
    for name, status in TABLE[readers].items():
        for address in (file.url, file.url_at(320)):
            answer = cast.client(name).get(address)
            assert answer.status_code == status, name
            assert ("Curve" in str(answer.headers)) == (status == 200), name
            if status == 200:
                shared = "public" if readers == PUBLIC else "private"
                assert answer.headers["Cache-Control"] == f"{shared}, no-cache", name


def test_closed_groups_file_cannot_be_told_from_a_door(cast):
    topic = make_topic(cast.petra)
    type(topic).objects.filter(pk=topic.pk).update(readers=cast.closed)
    file = actions.store(PDF, "minutes.pdf", cast.petra)
    actions.attach([file.pk], "piece", topic.pk, cast.petra)
    assert cast.client("grace").get(file.url).status_code == 200
    for name in ("vera", "gus", "mia", "mo", "ada"):
        assert cast.client(name).get(file.url).status_code == 403, name


def test_secret_groups_file_cannot_be_told_from_an_absent_one(cast):
    topic = make_topic(cast.petra)
    cast.closed.__class__.objects.filter(pk=cast.closed.pk).update(kind="secret")
    type(topic).objects.filter(pk=topic.pk).update(readers_id=topic.readers.__class__.objects.get(kind="secret").pk)
    file = actions.store(PDF, "minutes.pdf", cast.petra)
    actions.attach([file.pk], "piece", topic.pk, cast.petra)
    hidden, absent = (cast.client("mia").get(url) for url in (file.url, "/files/999999/"))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert "minutes" not in hidden.text
    assert cast.client("grace").get(file.url).status_code == 200


def test_a_linked_paper_goes_with_the_reply_that_links_it(cast):
    topic = make_topic(cast.petra)
    own, others = actions.store(PDF, "list.pdf", cast.mia), actions.store(PDF, "draft.pdf", cast.petra)
    links = "".join(f'<p><a href="{file.url}">{file.name}</a></p>' for file in (own, others))
    reply = post_reply(topic, Words.rich(links), cast.reader("mia"))
    assert cast.client("grace").get(own.url).status_code == 200
    assert (cast.client("gus").get(own.url).status_code, cast.client("mia").get(others.url).status_code) == (403, 404)
    take_back(reply)
    assert cast.client("grace").get(own.url).status_code == 404


def test_unattached_file_cannot_be_read_by_anyone_but_its_uploader(cast):
    file = actions.store(PDF, "draft.pdf", cast.mia)
    assert cast.client("mia").get(file.url).status_code == 200
    for name in ("vera", "gus", "grace", "mo", "ada"):
        assert cast.client(name).get(file.url).status_code == 404, name


def test_file_of_an_unknown_parent_cannot_be_read(cast):
    file = actions.store(PDF, "draft.pdf", cast.mia)
    actions.attach([file.pk], "unknown", 1, cast.mia)
    assert cast.client("mia").get(file.url).status_code == 404


def test_pictures_in_a_reply_belong_to_it_with_their_description(cast):
    topic = make_topic(cast.petra)
    file = actions.store(make_picture(), "curve.jpg", cast.mia)
    reply = post_reply(topic, picture_words(file), cast.reader("mia"))
    file.refresh_from_db()
    assert (file.parent_kind, file.parent_id, file.alt) == ("reply", reply.pk, "A dose curve")
    assert cast.client("grace").get(file.url).status_code == 200
    assert cast.client("gus").get(file.url).status_code == 403


def test_picture_added_by_an_edit_is_attached(cast):
    topic = make_topic(cast.petra)
    reply = post_reply(topic, Words.plain("Later."), cast.reader("mia"))
    file = actions.store(make_picture(), "curve.jpg", cast.mia)
    edit(reply, picture_words(file), cast.reader("mia"))
    assert File.objects.get(pk=file.pk).parent_id == reply.pk


def test_writer_cannot_take_over_the_upload_of_another(cast):
    topic = make_topic(cast.petra)
    file = actions.store(make_picture(), "private.jpg", cast.grace)
    post_reply(topic, picture_words(file), cast.reader("mia"))
    file.refresh_from_db()
    assert file.parent_kind == ""
    assert cast.client("mia").get(file.url).status_code == 404


def test_file_of_a_hidden_reply_cannot_be_read_by_members(cast):
    topic = make_topic(cast.petra)
    file = actions.store(make_picture(), "curve.jpg", cast.mia)
    reply = post_reply(topic, picture_words(file), cast.reader("mia"))
    hide(reply, cast.mo, "Names a patient.")
    assert cast.client("grace").get(file.url).status_code == 404
    assert cast.client("mo").get(file.url).status_code == 200


def test_file_of_words_taken_back_is_erased(cast, storage, django_capture_on_commit_callbacks):
    topic = make_topic(cast.petra)
    file = actions.store(make_picture(), "curve.jpg", cast.mia)
    reply = post_reply(topic, picture_words(file), cast.reader("mia"))
    with django_capture_on_commit_callbacks(execute=True):
        take_back(reply)
    assert cast.client("mia").get(file.url).status_code == 404
    assert not [path for path in storage.rglob("*") if path.is_file()]


def test_draft_gives_its_files_to_its_author_and_hides_them_from_members(cast):
    topic = make_topic(cast.petra)
    type(topic).objects.filter(pk=topic.pk).update(published_at=None)
    file = actions.store(PDF, "draft.pdf", cast.petra)
    actions.attach([file.pk], "piece", topic.pk, cast.petra)
    assert cast.client("petra").get(file.url).status_code == 200
    assert cast.client("mia").get(file.url).status_code == 404


def test_teaser_gives_its_hero_and_cannot_give_the_pictures_of_the_body(cast):
    topic = make_topic(cast.petra)
    type(topic).objects.filter(pk=topic.pk).update(kind="post", published_at=timezone.now())
    hero, inside = (actions.store(make_picture(), "a.jpg", cast.petra) for _one in range(2))
    actions.attach([hero.pk], "hero", topic.pk, cast.petra)
    actions.attach([inside.pk], "piece", topic.pk, cast.petra)
    assert cast.client("vera").get(hero.url).status_code == 200
    assert cast.client("vera").get(inside.url).status_code == 403


def test_papers_are_downloads_pictures_and_pdf_are_shown(cast):
    client = cast.client("mia")
    cases = {
        "Übersicht.txt": (b"Words.", "attachment; filename*=utf-8''%C3%9Cbersicht.txt"),
        "a.pdf": (PDF, 'inline; filename="a.pdf"'),
        "a.jpg": (make_picture(), 'inline; filename="a.webp"'),
    }
    for name, (data, disposition) in cases.items():
        answer = client.get(actions.store(data, name, cast.mia).url)
        assert answer.headers["Content-Disposition"] == disposition
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_same_bytes_are_not_sent_twice(cast):
    file = actions.store(make_picture(), "a.jpg", cast.mia)
    client = cast.client("mia")
    etag = client.get(file.url).headers["ETag"]
    again = client.get(file.url, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(file.url_at(320)).headers["ETag"] != etag


def test_etag_cannot_open_a_door(cast):
    topic = make_topic(cast.petra)
    file = actions.store(PDF, "a.pdf", cast.petra)
    actions.attach([file.pk], "piece", topic.pk, cast.petra)
    etag = cast.client("mia").get(file.url).headers["ETag"]
    assert cast.client("gus").get(file.url, headers={"If-None-Match": etag}).status_code == 403


def test_width_of_a_paper_cannot_be_asked(cast):
    file = actions.store(PDF, "a.pdf", cast.mia)
    assert cast.client("mia").get(file.url_at(320)).status_code == 404
