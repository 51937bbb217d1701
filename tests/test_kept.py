"""Visitors' kept pages: never a personal page, never an old one, whoever changed what."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from collegium import compression, kept
from collegium.audience.instants import next_instant
from collegium.blogs.models import Post
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic
from collegium.outbox.tests.site import INIT, Site, another_database

HTML = [("content-type", "text/html; charset=utf-8"), ("vary", "Cookie")]
BODY = b"<!doctype html>" + b"<p>words</p>" * 100

FILL = """
from collegium.accounts.models import User
from collegium.audience.actions import grant
from collegium.audience.models import PUBLIC
from collegium.audience.reader import reader_for
from collegium.discussion.words import Words
from collegium.forums.actions import start_topic
from collegium.forums.models import Forum, Topic
from collegium.web.models import KeptVersion
from django.test import Client
mia = User.objects.create_user("mia", "mia@example.org", None, name="Mia Lindholm", handle="mia")
grant(mia, "member")
topic = start_topic(Forum.objects.first(), "How do you time the call?", Words.plain("On day three."), reader_for(mia))
Topic.objects.filter(pk=topic.pk).update(readers=PUBLIC)
KeptVersion.touch()
client = Client(HTTP_HOST="localhost")
client.force_login(mia)
print(topic.pk, topic.get_absolute_url(), client.cookies["session"].value)
"""
NARROW = """
from collegium.audience.models import MEMBERS
from collegium.discussion import events
from collegium.forums.models import Topic
from collegium.web import news
Topic.objects.filter(pk={0}).update(readers=MEMBERS)
news.tell(events.PieceChanged({0}))
"""
WIDEN = NARROW.replace("MEMBERS", "PUBLIC")
OPEN = """
from datetime import timedelta
from django.utils import timezone
from collegium.audience.models import PUBLIC
from collegium.discussion import events
from collegium.forums.models import Topic
from collegium.web import news
now = timezone.now()
Topic.objects.filter(pk={0}).update(open_to=PUBLIC, open_from=now, open_until=now + timedelta(seconds={1}))
news.tell(events.PieceChanged({0}))
"""


class Headers(dict):
    """As granian gives them."""

    def get_all(self, name: str) -> list[str]:
        return [self[name]] if name in self else []


def scope(path: str = "/forums/", method: str = "GET", query: str = "", **headers: str) -> SimpleNamespace:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(
        method=method, path=path, query_string=query, scheme="http", authority="localhost", headers=Headers(names)
    )


def test_a_page_is_kept_while_nothing_changed(db):
    pages = kept.KeptPages()
    wish = kept.wish_of(scope())
    page = pages.keep(wish, 7, HTML, BODY)
    assert pages.find(kept.wish_of(scope(method="HEAD")), 7) is page
    assert pages.find(wish, 8) is None, "the counter moved"
    assert pages.find(wish, 7) is None, "what was old is gone"


def test_a_page_is_kept_for_a_minute_at_most(db):
    now = [time.time()]
    pages = kept.KeptPages(clock=lambda: now[0])
    wish = kept.wish_of(scope())
    assert pages.keep(wish, 7, HTML, BODY)
    now[0] += kept.LONGEST + 0.1
    assert pages.find(wish, 7) is None


@pytest.mark.parametrize("field", ["published_at", "open_from", "open_until"])
def test_a_page_ends_with_the_next_scheduled_instant(cast, field):
    post = make_post(make_blog(cast.petra))
    moment = timezone.now() + timedelta(seconds=20)
    Post.objects.filter(pk=post.pk).update(**{field: moment, "open_to": 1})
    now = [time.time()]
    pages = kept.KeptPages(clock=lambda: now[0])
    wish = kept.wish_of(scope())
    assert pages.keep(wish, 7, HTML, BODY)
    now[0] += 19.0
    assert pages.find(wish, 7)
    now[0] += 1.5
    assert pages.find(wish, 7) is None


def test_a_page_made_while_its_instant_came_is_not_kept(cast):
    post = make_post(make_blog(cast.petra))
    wish = kept.wish_of(scope())
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now())
    assert kept.KeptPages().keep(wish, 7, HTML, BODY) is None


@pytest.mark.parametrize(
    "cookie", ["session=abc", "__Host-session=abc", "messages=hello", "language=es; session=abc", "sessionid=1"]
)
def test_cannot_keep_or_get_a_page_with_a_cookie_of_ones_own(cookie):
    assert kept.wish_of(scope(cookie=cookie)) is None


def test_cannot_keep_a_page_asked_for_with_the_token_of_forms(db):
    pages = kept.KeptPages()
    wish = kept.wish_of(scope(cookie="csrf=abc"))
    assert pages.keep(wish, 7, HTML, BODY) is None
    assert pages.keep(kept.wish_of(scope()), 7, HTML, BODY)
    assert pages.find(wish, 7), "the token changes nothing on a page without a form"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_cannot_answer_other_methods(method):
    assert kept.wish_of(scope(method=method)) is None


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/files/x/", "/search/", "/static/web/a.css", "/desk/", "/readyz"]
)
def test_cannot_keep_these_places(path):
    assert kept.wish_of(scope(path)) is None


@pytest.mark.parametrize(
    "extra",
    [("set-cookie", "csrf=1"), ("cache-control", "private, no-store"), ("vary", "User-Agent"), ("vary", "*")],
)
def test_cannot_keep_an_answer_for_one_person(db, extra):
    assert kept.KeptPages().keep(kept.wish_of(scope()), 7, [*HTML, extra], BODY) is None


def test_cannot_keep_errors_or_other_kinds(db):
    assert not kept.may_be_kept(403, HTML, BODY)
    assert not kept.may_be_kept(404, HTML, BODY)
    assert not kept.may_be_kept(200, [("content-type", "application/pdf")], BODY)
    assert kept.may_be_kept(200, HTML, BODY)


def test_cannot_keep_without_a_counter(db):
    assert kept.KeptPages().keep(kept.wish_of(scope()), 0, HTML, BODY) is None


def test_cannot_mix_up_what_decides_a_page():
    keys = [
        kept.wish_of(one).key
        for one in (
            scope(), scope(query="page=2"), scope(cookie="language=es"), scope(accept_language="es"), scope("/blogs/"),
            scope(x_forwarded_proto="https"), scope(hx_request="true"),
        )
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)


def test_memory_is_bounded(db, monkeypatch):
    monkeypatch.setattr(kept, "MOST_BYTES", 8000)
    pages = kept.KeptPages()
    wishes = [kept.wish_of(scope(query=f"page={n}")) for n in range(10)]
    for wish in wishes:
        pages.keep(wish, 7, HTML, BODY)
    assert pages.find(wishes[-1], 7)
    assert pages.find(wishes[0], 7) is None


def test_who_has_the_page_gets_304(db):
    page = kept.KeptPages().keep(kept.wish_of(scope()), 7, HTML, BODY)
    assert kept.answer(page, scope(if_none_match=page.etag))[0] == 304
    assert kept.answer(page, scope(if_none_match=f'"x", W/{page.etag}'))[::2] == (304, b"")
    assert kept.answer(page, scope(if_none_match='"x"'))[0] == 200


def test_compression():
    headers, small = compression.compressed(HTML, BODY, asked="br, gzip;q=0.8", path="/")
    assert gzip.decompress(small) == BODY
    assert ("content-encoding", "gzip") in headers
    assert dict(headers)["vary"] == "Cookie, Accept-Encoding"
    assert gzip.decompress(compression.gzipped(BODY)) == BODY


@pytest.mark.parametrize("asked", ["", "br", "gzip;q=0", "deflate, br"])
def test_cannot_compress_what_is_not_understood(asked):
    assert compression.compressed(HTML, BODY, asked=asked, path="/")[1] == BODY


def test_pictures_are_not_compressed():
    assert compression.compressed([("content-type", "image/png")], BODY, asked="gzip", path="/")[1] == BODY


def test_replies_that_everybody_reads_are_waited_for(cast):
    topic = make_topic(cast.mia)
    post_reply(topic, Words.plain("On day three."), cast.reader("mia"))
    moment = timezone.now() + timedelta(seconds=30)
    Reply.objects.filter(piece=topic).update(open_to=1, open_until=moment)
    assert next_instant(time.time()) == pytest.approx(moment.timestamp())


def test_requests_that_wait_together_read_the_counter_once(monkeypatch):
    from collegium import server

    reads: list[int] = []
    monkeypatch.setattr(server._pages, "counter", lambda: reads.append(1) or len(reads))
    site = server.Site()

    async def ask_once() -> int:
        return site._version_now()

    async def ask_together() -> tuple[list[int], int]:
        return await asyncio.gather(ask_once(), ask_once(), ask_once()), await ask_once()

    assert asyncio.run(ask_together()) == ([1, 1, 1], 2)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A site in other processes: (site, port, topic, address, session)."""
    home = tmp_path_factory.mktemp("kept")
    with another_database(home) as url:
        site = Site(home, url)
        assert site.run(*INIT).returncode == 0
        topic, address, session = site.python(FILL).split()
        with site.served("--web") as (port, _process):
            yield site, port, topic, address, session


def ask(port: int, address: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", address, headers={"Host": "localhost", **names})
    answer = connection.getresponse()
    found = answer.status, answer.headers, answer.read()
    connection.close()
    return found


def test_a_change_of_access_in_another_process_counts_on_the_next_request(served):
    site, port, topic, address, session = served
    site.python(WIDEN.format(topic))
    for _twice in range(2):
        status, headers, body = ask(port, address)
        assert (status, b"On day three." in body) == (200, True)
        assert headers["ETag"], "it is a kept page"
    status, headers, body = ask(port, address, Cookie=f"session={session}")
    assert b"Mia Lindholm" in body
    assert headers["ETag"] is None, "a member's page is never kept"
    assert headers["Cache-Control"] == "private, no-store"
    assert b'action="/replies/' not in ask(port, address)[2]

    site.python(NARROW.format(topic))
    status, _headers, body = ask(port, address)
    assert status == 403
    assert b"day three" not in body
    assert ask(port, address, If_None_Match=headers["ETag"] or '"x"')[0] == 403


def test_a_free_window_ends_on_time(served):
    site, port, topic, address, _session = served
    site.python(NARROW.format(topic))
    site.python(OPEN.format(topic, 5))
    end = time.monotonic() + 15
    assert ask(port, address)[0] == 200
    while ask(port, address)[0] == 200 and time.monotonic() < end:
        time.sleep(0.2)
    assert ask(port, address)[0] == 403


def test_languages_are_kept_apart(served):
    _site, port, *_rest = served
    english = ask(port, "/forums/", Accept_Language="en")[2]
    spanish = ask(port, "/forums/", Accept_Language="es")[2]
    assert b'lang="en"' in english
    assert b'lang="es"' in spanish
    assert ask(port, "/forums/", Accept_Language="en", Cookie="language=es")[2] == spanish
