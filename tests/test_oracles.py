"""What somebody may not have cannot be told from its absence: not by a page, a count, a mark, a length or a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from difflib import unified_diff

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.blogs.actions import unpublish_post
from collegium.blogs.models import Post
from collegium.blogs.tests.factory import make_blog, make_draft, make_post
from collegium.discussion import actions as words
from collegium.discussion.models import Subject
from collegium.discussion.words import Words
from collegium.files.actions import store
from collegium.files.tests.factory import make_picture
from collegium.forums.models import Forum, Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.magazine.tests.factory import make_article
from collegium.people.actions import follow
from collegium.web import versions
from collegium.web.models import KeptVersion
from tests.cast import Cast
from tests.mixed import make_mixed
from tests.test_access import HIDDEN, TABLE

BEGIN = datetime(2026, 11, 24, 10, tzinfo=UTC)
_ONCE = re.compile(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"')
WORD = "kestrel"
PLACES = [
    "/", "/forums/", "/forums/open-talk/", "/blogs/", "/blogs/notes/", "/blogs/feed/", "/blogs/notes/feed/", "/magazine/",
    "/magazine/feed/", "/groups/", "/groups/?q=kestrel", "/members/", "/members/grace/", "/members/otto/",
    "/members/petra/", "/members/?q=kestrel", "/subjects/", "/subjects/kestrels/", "/search/?q=kestrel",
    "/search/?q=kestrels", "/search/?q=Kestrel+circle&in=group", "/search/?q=kestrle", "/notifications/", "/messages/",
    "/sitemap.xml", "/organizations/", "/organizations/complete/?q=kest", "/people/complete/?q=gr", "/people/complete/?q=kest", "/desk/", "/desk/reports/",
    "/desk/open/", "/reports/", "/privacy/check/",
]  # fmt: skip


@pytest.fixture
def clock(cast, settings, tmp_path) -> Iterator[time_machine.Traveller]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(BEGIN, tick=False) as traveller:
        KeptVersion.touch()
        versions.forget_all()
        make_blog(cast.petra)
        make_forum("Closed talk", MEMBERS, MEMBERS)
        make_topic(cast.mia, make_forum("Open talk", readers=PUBLIC, writers=GUESTS), "Something for everybody")
        Subject.objects.create(name="Kestrels", slug="kestrels")
        yield traveller
    versions.forget_all()


def everything(cast: Cast, who: str, more: list[str]) -> dict[str, tuple[int, str]]:
    client = cast.client(who)
    answers = {address: client.get(address) for address in PLACES + more}
    return {
        address: (answer.status_code, _ONCE.sub("", answer.content.decode())) for address, answer in answers.items()
    }


def moved(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> list[tuple[str, list[str]]]:
    """Addresses that answer otherwise, with the lines that differ."""
    return [
        (
            address,
            list(unified_diff(page.splitlines(), after[address][1].splitlines(), n=0, lineterm=""))[2:],
        )
        for address, (status, page) in before.items()
        if after[address] != (status, page)
    ]


def _secret(cast: Cast) -> None:
    group = make_group(cast.otto, "secret", cast.grace, name="Kestrel circle")
    topic = make_group_topic(group, cast.otto, "A kestrel in secret")
    topic.subjects.add(Subject.objects.get())
    said = words.post_reply(topic, Words.plain("@mia the kestrel is back"), cast.reader("grace"))
    words.react(cast.otto, topic, said, "useful", on=True)
    file = store(make_picture(), "kestrel.jpg", cast.grace)
    words.post_reply(topic, Words.rich(f'<p><img src="{file.url}" alt="A kestrel"></p>'), cast.reader("grace"))


def _among_members(cast: Cast) -> None:
    follow(cast.gus, "person", cast.petra.pk)
    topic = make_topic(cast.petra, Forum.objects.get(slug="closed-talk"), "A kestrel among members")
    Topic.objects.get(pk=topic.pk).subjects.add(Subject.objects.get())
    words.post_reply(topic, Words.plain("The kestrel again"), cast.reader("otto"))


def _draft(cast: Cast) -> None:
    post = make_draft(cast.petra.blogs.get(), "A kestrel to come", PUBLIC)
    post.subjects.add(Subject.objects.get())
    make_post(cast.petra.blogs.get(), "A kestrel tomorrow", PUBLIC, at=BEGIN + timedelta(hours=20))
    make_article(cast.reader("ed"), title="A kestrel in print", at=BEGIN + timedelta(hours=20))


def _unpublished(cast: Cast) -> None:
    post = make_post(cast.petra.blogs.get(), "A kestrel too early", PUBLIC)
    post.subjects.add(Subject.objects.get())
    words.post_reply(post, Words.plain("What of the kestrel?"), cast.reader("otto"))
    unpublish_post(post, cast.reader("petra"))


def _hidden(cast: Cast) -> None:
    topic = make_topic(cast.otto, Topic.objects.get().forum, "A kestrel that offends")
    words.post_reply(topic, Words.plain("Such a kestrel"), cast.reader("grace"))
    words.hide(Topic.objects.get(pk=topic.pk), cast.mo, "It offends.")


def _held(cast: Cast) -> None:
    topic = Topic.objects.get()
    words.post_reply(topic, Words.plain("My first kestrel"), cast.reader("nina"))


DEEDS: dict[str, tuple[Callable[[Cast], None], tuple[str, ...]]] = {
    "secret group": (_secret, ("vera", "sam", "gus", "lars", "mia", "petra", "ed", "mo")),
    "among members": (_among_members, ("vera", "sam", "nina", "lars")),
    "drafts and scheduled": (_draft, ("vera", "gus", "lars", "mia", "grace", "mo")),
    "unpublished": (_unpublished, ("vera", "gus", "lars", "mia", "grace", "mo")),
    "hidden": (_hidden, ("vera", "gus", "lars", "mia", "petra")),
    "held": (_held, ("vera", "gus", "lars", "mia", "petra")),
}
CASES = [(deed, who) for deed, (_do, people) in DEEDS.items() for who in people]


@pytest.mark.parametrize(("deed", "who"), CASES)
def test_nothing_moves_for_who_may_not_know(cast, clock, deed, who):
    """No page, count, suggestion or feed differs by a letter, warm or cold."""
    topic = Topic.objects.get()
    more = [topic.get_absolute_url(), f"/people/complete/?q=g&in={topic.pk}", f"/people/complete/?q=o&in={topic.pk}"]
    for _twice in range(2):
        before = everything(cast, who, more)
    DEEDS[deed][0](cast)
    after = everything(cast, who, more)
    assert moved(before, after) == []
    versions.forget_all()
    cold = everything(cast, who, more)
    assert moved(before, cold) == []


MARKS = [
    {"If-None-Match": "*"},
    {"If-Modified-Since": "Tue, 24 Nov 2037 10:00:00 GMT"},
    {"If-Match": '"x"'},
    {"Range": "bytes=0-0"},
]


@pytest.mark.parametrize("who", ["vera", "sam", "gus", "lars", "mia", "petra", "ed", "mo", "ada"])
def test_marks_and_ranges_cannot_tell_hidden_from_absent(cast, who, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    mixed, client = make_mixed(cast), cast.client(who)
    secret = Topic.objects.get(group=mixed.groups["secret"])
    file = store(make_picture(), "bird.jpg", cast.grace)
    words.post_reply(secret, Words.rich(f'<p><img src="{file.url}" alt="A bird"></p>'), cast.reader("grace"))
    owner = cast.client("grace")
    pairs = [(mixed.things[name].address, None) for name, row in TABLE.items() if row[who] == HIDDEN]
    pairs.append((file.url, owner.get(file.url)["ETag"]))
    absent = {
        "/groups/": "/groups/none/",
        "/blogs/": "/blogs/notes/none/",
        "/messages/": "/messages/999999/",
        "/files/": "/files/999999/",
    }
    for address, mark in pairs:
        missing = next(other for start, other in absent.items() if address.startswith(start))
        for headers in [{}, *MARKS, {"If-None-Match": mark or '"x"'}]:
            told, nothing = client.get(address, headers=headers), client.get(missing, headers=headers)
            assert told.status_code == nothing.status_code == 404, (address, headers)
            names = [sorted(answer.headers) for answer in (told, nothing)]
            assert names[0] == names[1], (address, headers)
            assert not {"ETag", "Last-Modified", "Accept-Ranges", "Content-Range"} & set(told.headers)


def _questions(client, address: str) -> list[str]:
    """The statements of an answer, without their values."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return [re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"]) for query in asked.captured_queries]


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "mo"])
def test_hidden_costs_the_same_questions_as_absent(cast, who, settings, tmp_path):
    """So that the time of an answer cannot tell: the same statements are asked."""
    settings.MEDIA_ROOT = tmp_path
    mixed, client = make_mixed(cast), cast.client(who)
    secret = Topic.objects.get(group=mixed.groups["secret"])
    said = words.post_reply(secret, Words.plain("A secret."), cast.reader("grace"))
    talk = mixed.things["conversation"].address
    pairs = {
        mixed.things["secret group"].address: "/groups/none/",
        mixed.things["people of secret group"].address: "/groups/none/people/",
        secret.get_absolute_url(): f"/groups/{mixed.groups['secret'].slug}/topics/999999-none/",
        mixed.things["post draft"].address: "/blogs/notes/none/",
        f"/replies/{said.pk}/": "/replies/999999/",
        f"/pieces/{secret.pk}/unread/": "/pieces/999999/unread/",
        f"/pieces/{secret.pk}/versions/": "/pieces/999999/versions/",
    }
    if who == "gus":
        pairs[talk] = "/messages/999999/"
    for address, missing in pairs.items():
        assert sorted(_questions(client, address)) == sorted(_questions(client, missing)), address


@pytest.mark.parametrize("who", ["vera", "gus", "mia"])
def test_who_holds_a_files_mark_cannot_use_it_after_access_ended(cast, clock, who):
    """Unpublished: as if it never was. Narrowed: the pictures of the words go, though the browser has them."""
    file = store(make_picture(), "bird.jpg", cast.petra)
    body = f'<p>Words.</p><p><img src="{file.url}" alt="A bird"></p>'
    post = make_post(cast.petra.blogs.get(), "With a picture", PUBLIC, body=body)
    client = cast.client(who)
    mark = client.get(file.url)["ETag"]
    held = {"If-None-Match": mark}
    assert client.get(file.url, headers=held).status_code == 304
    Post.objects.filter(pk=post.pk).update(readers=MEMBERS)
    assert client.get(file.url, headers=held).status_code == (304 if who == "mia" else 403)
    Post.objects.filter(pk=post.pk).update(readers=PUBLIC, open_to=None)
    assert client.get(file.url, headers=held).status_code == 304
    unpublish_post(Post.objects.get(pk=post.pk), cast.reader("petra"))
    answer = client.get(file.url, headers=held)
    assert answer.status_code == 404
    assert "ETag" not in answer
    assert client.get(f"{file.url}320/", headers=held).status_code == 404
