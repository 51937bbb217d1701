"""What holds for every answer: headers, no change by GET, a token in every form, kept apart from shared caches."""

from __future__ import annotations

import asyncio
import io
import re
from types import SimpleNamespace

import pytest
from django.core.signing import dumps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collegium import server
from collegium.web.middleware import POLICY
from tests.mixed import make_mixed
from tests.test_structure import OWN

PAGES = [
    "/", "/site.css", "/theme.css", "/robots.txt", "/sitemap.xml", "/healthz", "/join/", "/accounts/login/", "/blogs/",
    "/blogs/feed/", "/nowhere/", "/members/", "/admin/", "/static/web/icons.svg", "/styleguide/",
]  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
MAY_WRITE_BY_GET = re.compile(  # reading leaves marks: a visit, where somebody left off, what was looked at
    r"brief_visit|discussion_readmark|outbox_auditline|web_cache|web_counted|django_session|notifications_|conversations_participant"
    r"|usersessions|accounts_activity|SAVEPOINT"
)
NUMBERS = {"number": "1", "slug": "notes", "str": "none", "path": "Users"}


def address_of(route: str) -> str:
    """An address of this pattern, of a thing that may be there."""
    return "/" + re.sub(r"<(\w+):\w+>", lambda match: NUMBERS[match[1]], route)


def test_upload_that_is_too_large_cannot_get_an_answer_without_the_headers(settings):
    settings.SECURE_HSTS_SECONDS = 3600
    answers: list[tuple[int, list[tuple[str, str]], str]] = []
    scope = SimpleNamespace(proto="http", method="POST", headers={"content-length": str(server.BODY_LIMIT + 1)})
    protocol = SimpleNamespace(response_str=lambda *answer: answers.append(answer))
    asyncio.run(server.Site().__rsgi__(scope, protocol))
    [(status, headers, text)] = answers
    assert status == 413
    assert "60 MB" in text
    wanted = HEADERS | {"Content-Security-Policy": POLICY, "Strict-Transport-Security": "max-age=3600"}
    assert {name.lower(): value for name, value in wanted.items()}.items() <= dict(headers).items()


def test_stored_file_is_sent_from_the_disk_and_what_lies_elsewhere_cannot_be(tmp_path, monkeypatch):
    place = tmp_path / "table.csv"
    place.write_bytes(b"a,b\r\n" * 3000)
    for stream, sent in ((place.open("rb"), place), (io.BytesIO(b"elsewhere"), b"elsewhere")):
        monkeypatch.setattr(server, "application", _handing_out(stream))
        status, _headers, body = server._answer({"wsgi.file_wrapper": server._Stored})
        assert (status, body) == (200, sent)
        assert stream.closed


def test_styles_and_scripts_cannot_be_sent_uncompressed_from_the_disk(tmp_path, monkeypatch):
    place = tmp_path / "site.css"
    place.write_bytes(b"a { color: red }\n" * 3000)
    monkeypatch.setattr(server, "application", _handing_out(place.open("rb"), "text/css; charset=utf-8"))
    scope = SimpleNamespace(headers={"accept-encoding": "gzip"}, path="/static/site.css")
    status, headers, body = server._page(scope, {"wsgi.file_wrapper": server._Stored}, None, 0)
    assert (status, dict(headers)["content-encoding"]) == (200, "gzip")
    assert len(body) < 1000


def _handing_out(stream, kind="text/csv"):
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", kind)])
        return environ["wsgi.file_wrapper"](stream, 4096)

    return application


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", ["vera", "mia"])
def test_every_answer_carries_the_headers(cast, who, address):
    answer = cast.client(who).get(address)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert "charset" in answer["Content-Type"] or answer["Content-Type"].startswith("image/")
    if answer["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        assert not re.search(r"<script(?![^>]*\b(?:src=|type=.application/json))[^>]*>\s*\S", page)
        assert not re.search(r"<[a-z]+[^>]* style=", page)
        assert not re.search(r"<[a-z][^>]* on[a-z]+=", page)
        assert who == "vera" or "no-store" in answer["Cache-Control"]
    answer.close()


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "TRACK"])
@pytest.mark.parametrize("address", ["/", "/healthz", "/blogs/feed/", "/static/web/icons.svg", "/admin/"])
def test_unusual_methods_cannot_get_an_answer(cast, method, address):
    answer = cast.client("ada").generic(method, address)
    answer.close()
    assert (answer.status_code, answer["Allow"], answer.content) == (405, "GET, HEAD, POST", b"")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "[::1]:8000"])
def test_page_asked_for_by_number_is_at_the_name(cast, host):
    answer = cast.client("vera").get("/blogs/?page=2", headers={"host": host})
    assert answer["Location"] == f"http://localhost{':8000' if '8000' in host else ''}/blogs/?page=2"


@pytest.mark.parametrize(
    "host", ["127.0.0.1:x@evil.example", "127.0.0.1.evil.example", "[::1]:80@evil.example", "127.0.0.1:evil"]
)
def test_host_cannot_lead_to_another_site(cast, host):
    answer = cast.client("vera").get("/", headers={"host": host})
    assert (answer.status_code, answer.get("Location")) == (400, None)


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ada"])
def test_no_view_fails_and_none_changes_anything_by_get(cast, who):
    make_mixed(cast)
    client = cast.client(who)
    changed = {}
    for route, _pattern in OWN:
        address = address_of(route)
        with CaptureQueriesContext(connection) as seen:
            status = client.get(address).status_code
        assert status < 500, address
        assert status != 422, address
        writes = [query["sql"] for query in seen if re.match(r"\s*(INSERT|UPDATE|DELETE)", query["sql"])]
        writes = [sql for sql in writes if not MAY_WRITE_BY_GET.search(sql[:120])]
        if writes:
            changed[address] = writes[0][:160]
    assert changed == {}


@pytest.mark.parametrize("who", ["vera", "gus", "lars"])
def test_nobody_outside_can_post_to_the_desk(cast, who):
    client = cast.client(who)
    desk = [address_of(route) for route, _pattern in OWN if route.startswith("desk/")]
    assert len(desk) > 20
    assert {client.post(address, {}).status_code for address in desk} <= {403, 404, 405}


def test_no_form_can_be_sent_without_its_token(cast):
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    client.force_login(cast.mia)
    mixed = make_mixed(cast)
    piece = mixed.topics["members"].pk
    for address in (f"/pieces/{piece}/replies/", f"/pieces/{piece}/react/", "/messages/new/", "/seen/", "/follow/"):
        assert client.post(address, {"body": "Words"}).status_code == 403, address


@pytest.mark.parametrize(
    ("who", "address", "right", "wrong"),
    [
        ("mia", "/forums/forum-members/new/", {"title": "Call rooms", "body": "Who has one?"}, {"title": "", "body": ""}),
        ("mia", "/messages/new/", {"to": "petra", "body": "One question."}, {"to": "petra", "body": ""}),
        ("petra", "/blogs/notes/new/", {"title": "On rain", "body": "It rains.", "readers": "1"}, {"title": "", "body": ""}),
        ("mia", "/groups/new/", {"name": "Night shift", "kind": "open", "summary": "For those on nights.", "icon": "users"}, {"name": ""}),
    ],
)  # fmt: skip
def test_own_forms_answer_errors_with_422_and_succeed_with_303(cast, who, address, right, wrong):
    make_mixed(cast)
    client = cast.client(who)
    assert client.post(address, wrong).status_code == 422
    answer = client.post(address, right)
    assert answer.status_code == 303, answer.content.decode()[:2000]
    assert client.get(answer["Location"]).status_code == 200


def test_a_signed_token_cannot_serve_another_purpose(cast):
    assert cast.client("vera").get(f"/mail/stop/{dumps({'person': cast.mia.pk})}/").status_code in (400, 404, 410)


def test_colors_of_the_society_are_the_only_ones_served_apart(cast):
    """`site_css` is the same for everybody and kept for a year; `theme_css` holds two numbers."""
    client = cast.client("vera")
    assert "immutable" in client.get("/site.css")["Cache-Control"]
    assert re.fullmatch(r":root \{ --hue: \d+; --chroma: [\d.]+; \}\n", client.get("/theme.css").content.decode())
