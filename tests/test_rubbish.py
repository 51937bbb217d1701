"""Rubbish at every address of the site: wrong methods, absurd pages, addresses of others, broken characters, bodies, cookies.

Never a 500, never another site's address in an answer's Location, never an empty refusal or the inside of a program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from tests.mixed import make_mixed
from tests.test_structure import walk

ROUTES = [route for route, _pattern in walk(get_resolver())]
LONG = "9" * 5000
QUERIES = cycle([  # one absurd page, one other address, one character that no text has
    f"page={page}&next={there}&q={sign}&on={page}&to={sign}&month={page}"
    for page, there, sign in zip(
        ["0", "-1", "10000000000", "x", LONG, "%C2%B2", "%00"],
        ["//evil.example", "javascript:alert(1)", "%5C%5Cevil.example", "https://evil.example%00/",
         "http://[", "/%5Cevil.example", "%0d%0aLocation:%20//evil.example"],
        ["%00", "%ff%fe", "%ED%A0%80", "%F4%90%80%80", "%", "[]", "%E2%80%AE"],
        strict=True,
    )
])  # fmt: skip
METHODS = cycle(["PUT", "DELETE", "PATCH", "TRACE", "HEAD", "PROPFIND", "B-R"])
STRANGE = {  # what may stand where a part of an address is free
    "number": ["1", "0", "9" * 18, LONG], "int": ["1", "0", "9" * 18, LONG],
    "slug": ["notes", "-", "a" * 3000], "str": ["none", "a%00b", "%ff%fe", "%E2%80%AE", "a" * 3000],
    "path": ["none", "a%00b", "%ff%fe", "../../etc/passwd", "a" * 3000],
}  # fmt: skip
MULTIPART = "multipart/form-data; boundary=b"
BODIES = cycle([
    ("", b"x"), (MULTIPART, b"--b\r\nContent-Disposition: form-data; name"), ("multipart/form-data", b"--b"),
    (MULTIPART, b'--b\r\nContent-Disposition: form-data; name="body"\r\n\r\n\xff\x00\r\n--b--\r\n'),
    ("application/x-www-form-urlencoded; charset=none", b"body=%00&next=//evil.example&title=%ff&page=-1"),
    ("application/x-www-form-urlencoded", b"next=%5C%5Cevil.example&body=%ED%A0%80&id=" + LONG.encode()),
    ("application/json", b"{"), ("text/\xff", b"\xff"),
])  # fmt: skip


def _filled(route: str) -> Iterator[str]:
    """The address with the right kind of thing in it, then with strange ones."""
    route = re.sub(r"\(\?P<\w+>[^)]*\)|\^|\$|\\Z", "none", route)  # the few regular expressions of others
    for step in range(max([len(STRANGE[kind]) for kind in re.findall(r"<(\w+):", route)] or [1])):
        strange = re.sub(r"<(\w+):\w+>", lambda part, step=step: STRANGE[part[1]][step % len(STRANGE[part[1]])], route)
        yield "/" + re.sub(r"<\w+>", "none", strange)


def _wrong(answer: HttpResponse) -> str:
    """What is the matter with an answer; nothing for a good one."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    there = urlsplit(answer.get("Location", ""))
    if there.netloc not in ("", "localhost") or there.scheme not in ("", "http", "https"):
        return f"leads to {answer['Location'][:80]}"
    if answer.streaming or answer.status_code < 400:
        return ""
    if b"Traceback" in answer.content or b"/collegium/" in answer.content:
        return "tells of the program"
    is_silent = not answer.content.strip() and answer.request["REQUEST_METHOD"] == "GET"
    return "says nothing" if is_silent else ""


def _asked(client: Client, address: str) -> Iterator[HttpResponse]:
    for _time in range(2):
        yield client.get(f"{address}?{next(QUERIES)}")
    yield client.generic("OPTIONS", address)
    yield client.generic(next(METHODS), address)
    kind, body = next(BODIES)
    yield client.generic("POST", f"{address}?{next(QUERIES)}", body, kind)


@pytest.mark.parametrize("who", ["vera", "mia"])
def test_no_address_falls_over_rubbish(cast, who):
    make_mixed(cast)
    client = cast.client(who)
    client.raise_request_exception = False
    wrong, asked = [], 0
    for route in ROUTES:
        first, *strange = _filled(route)
        answers = _asked(client, first) if "logout" not in route else iter(())
        for answer in (*answers, *map(client.get, [*strange, first.rstrip("/") or "//"])):
            asked += 1
            if sentence := _wrong(answer):
                sent = answer.request
                wrong.append((sent["REQUEST_METHOD"], sent["PATH_INFO"][:90], sent["QUERY_STRING"][:60], sentence))
    assert wrong == []
    assert asked > 6 * len(ROUTES)


COOKIES = ["", "\x00", "ÿ" * 9, "a" * 9000, "../../etc/passwd", '{"a": 1}', '"', "%00%ff", "'; DROP TABLE x; --"]
COMMON = ["/", "/forums/", "/accounts/login/", "/settings/", "/nowhere/", "/static/none.css", "/healthz"]


@pytest.mark.parametrize("value", COOKIES, ids=lambda value: ascii(value)[:12])
def test_no_cookie_fells_a_page(cast, value):
    for name in ("sessionid", "csrftoken", "messages", "language", "django_language", "__Host-sessionid"):
        client = Client(HTTP_HOST="localhost", HTTP_COOKIE=f"{name}={value}; ;=;{value}", enforce_csrf_checks=True)
        client.raise_request_exception = False
        answers = [client.get(address) for address in COMMON]
        answers += [client.post(address, {"csrfmiddlewaretoken": value}) for address in COMMON]
        assert [(one.request["PATH_INFO"], said) for one in answers if (said := _wrong(one))] == []


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost@evil.example", "localhost:99999x", "", "a b", "[::1", "127.0.0.1.evil.example"]
)
def test_no_host_leads_elsewhere(cast, host):
    client = Client(HTTP_HOST=host)
    client.raise_request_exception = False
    for address in [*COMMON, "/forums", "//evil.example/", "/%5Cevil.example/.."]:
        answer = client.get(address)
        assert _wrong(answer) == "", address
        assert answer.streaming or b"evil.example" not in answer.content, address


def test_long_questions_and_headers_are_answered(cast):
    client = cast.client("mia")
    client.raise_request_exception = False
    for address in COMMON:
        many = [("?q=" + "a" * 100_000, {}), ("?" + "q=a&" * 20_000, {}), ("?" + "[" * 100_000, {})]
        many += [("", {"HTTP_ACCEPT_LANGUAGE": rubbish}) for rubbish in ("a" * 9000, "\x00", "*;q=x", "en-" * 2000)]
        many += [("", {"HTTP_ACCEPT_ENCODING": "gzip;q=" + "9" * 400}), ("", {"HTTP_RANGE": "bytes=-" + LONG})]
        many += [("", {"HTTP_IF_MODIFIED_SINCE": "x" * 900}), ("", {"HTTP_REFERER": "http://[" + "x" * 900})]
        assert [(address, said) for query, sent in many if (said := _wrong(client.get(address + query, **sent)))] == []
