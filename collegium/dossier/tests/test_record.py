"""The record of continuing development: only on wish, for the own eyes, without words of others, to be taken away."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import PUBLIC
from collegium.discussion.actions import post_reply
from collegium.discussion.models import ReadMark
from collegium.discussion.words import Words
from collegium.dossier.actions import begin, take_in, take_in_all
from collegium.dossier.models import Entry, Keeping
from collegium.forums.tests.factory import make_forum, make_topic

HERE = "/settings/record/"


@pytest.fixture
def topic(cast):
    return make_topic(cast.petra, make_forum(), title="A topic worth reading")


def read(person, topic):
    ReadMark.objects.update_or_create(person=person, piece=topic, defaults={"at": timezone.now()})


def kept(cast):
    keeping = begin(cast.mia)
    Keeping.objects.update(taken_until=timezone.now() - timedelta(hours=1))
    return keeping


def test_reading_is_taken_in_from_when_it_is_asked_for(cast, topic):
    read(cast.mia, topic)
    ReadMark.objects.update(at=timezone.now() - timedelta(hours=2))
    keeping = kept(cast)
    assert take_in(keeping) == 0
    read(cast.mia, topic)
    assert take_in(keeping) == 1
    assert take_in(keeping) == 0
    row = Entry.objects.get()
    assert (row.kind, row.piece_id, row.title, row.minutes) == ("read", topic.pk, "", topic.minutes)
    assert "A topic worth reading" in cast.client("mia").get(HERE).text


def test_nothing_can_be_kept_of_who_did_not_ask(cast, topic):
    read(cast.mia, topic)
    post_reply(topic, Words.plain("An answer."), cast.reader("mia"))
    assert take_in_all() == 0
    assert not Entry.objects.exists()


def test_pages_pay_nothing_for_it(cast, topic, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(topic.get_absolute_url())
        return [one["sql"] for one in found if "dossier" in one["sql"]]

    client = cast.client("mia")
    kept(cast)
    assert asked() == []


def test_answers_are_lines_with_minutes_of_writing(cast, topic):
    keeping = kept(cast)
    post_reply(topic, Words.plain("word " * 45), cast.reader("mia"))
    take_in(keeping)
    row = Entry.objects.get(kind="answered")
    assert (row.piece_id, row.minutes) == (topic.pk, 3)


def test_title_of_what_may_not_be_read_any_more_cannot_be_seen(cast, topic):
    keeping = kept(cast)
    read(cast.mia, topic)
    take_in(keeping)
    topic.hidden_at = timezone.now()
    topic.save()
    for page in (cast.client("mia").get(HERE).text, cast.client("mia").get(f"{HERE}export/").text):
        assert "A topic worth reading" not in page
        assert "Something that you cannot open any more" in page


def test_own_line_is_added_changed_and_removed(cast):
    client = cast.client("mia")
    assert client.post(f"{HERE}new/", {"title": "Journal club", "on": "2026-05-01", "minutes": "45"}).status_code == 303
    row = Entry.objects.get()
    client.post(f"{HERE}{row.pk}/", {"title": "Journal club", "on": "2026-05-01", "minutes": "50"})
    assert Entry.objects.get().minutes == 50
    client.post(f"{HERE}{row.pk}/remove/")
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"title": ""}, "Say what it was."), ({"minutes": "0"}, "greater than or equal to 1"), ({"title": "Saw the patient with MRN 00482913"}, "identify a patient")],
)  # fmt: skip
def test_wrong_line_is_refused(cast, values, sentence):
    full = {"title": "Journal club", "on": "2026-05-01", "minutes": "45"} | values
    answer = cast.client("mia").post(f"{HERE}new/", full)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Entry.objects.exists()


def test_export_holds_no_formula(cast):
    Entry.objects.create(person=cast.mia, on="2026-05-01", title="=1+1", minutes=5)
    rows = list(csv.reader(io.StringIO(cast.client("mia").get(f"{HERE}export/").content.decode("utf-8-sig"))))
    assert rows[1] == ["2026-05-01", "Added by hand", "'=1+1", "5"]


def test_stopping_keeps_lines_and_erasing_takes_them(cast):
    client = cast.client("mia")
    client.post(HERE, {"act": "begin"})
    Entry.objects.create(person=cast.mia, on="2026-05-01", title="Mine", minutes=5)
    client.post(HERE, {"act": "stop"})
    assert (Keeping.objects.count(), Entry.objects.count()) == (0, 1)
    client.post(HERE, {"act": "erase"})
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("who", ["ada", "mo", "grace", "ed", "gus"])
def test_nobody_else_can_see_or_change_it(cast, who):
    row = Entry.objects.create(person=cast.mia, on="2026-05-01", title="Only for Mia", minutes=5)
    client = cast.client(who)
    for address in (HERE, f"{HERE}export/", "/members/mia/"):
        assert "Only for Mia" not in client.get(address, follow=True).text
    assert client.post(f"{HERE}{row.pk}/", {"title": "X", "on": "2026-05-01", "minutes": "1"}).status_code == 404
    assert client.post(f"{HERE}{row.pk}/remove/").status_code == 404
    assert Entry.objects.get().title == "Only for Mia"


def test_visitor_and_suspended_cannot_keep_one(cast):
    for who in ("vera", "sam"):
        assert cast.client(who).post(HERE, {"act": "begin"}).status_code == 403
    assert not Keeping.objects.exists()


def test_it_goes_with_its_owner(cast):
    Entry.objects.create(person=cast.mia, on="2026-05-01", title="Mine", minutes=5)
    begin(cast.mia)
    make_topic(cast.petra, make_forum(readers=PUBLIC))
    cast.mia.delete()
    assert not Entry.objects.exists()
    assert not Keeping.objects.exists()
