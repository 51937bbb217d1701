"""Who a request comes from and how: only trusted proxies may say so; a wrong Host is refused in one line."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIRequest

from collegium import server
from collegium.web.limits import client_address

CLAIMS = {
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "evil.example",
    "x-real-ip": "203.0.113.9",
    "forwarded": "for=203.0.113.9",
}


@pytest.fixture
def request_of(settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"trusted_proxies": "192.0.2.1, 2001:db8::1"})
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def made(peer: str) -> WSGIRequest:
        scope = SimpleNamespace(
            client=peer, authority=None, headers={"host": "localhost", "accept": "text/html", **CLAIMS}, method="GET",
            path="/forums/", query_string="", http_version="1.1", scheme="http",
        )  # fmt: skip
        return WSGIRequest(server._environ(scope, b""))

    return made


@pytest.mark.parametrize("peer", ["192.0.2.1:4711", "[2001:db8::1]:4711"])
def test_trusted_proxy_says_who_comes_and_that_it_is_https(request_of, peer):
    request = request_of(peer)
    assert client_address(request) == "203.0.113.9"
    assert request.is_secure()


@pytest.mark.parametrize("peer", ["198.51.100.7:4711", "[2001:db8::2]:4711"])
def test_other_peers_cannot_say_who_they_are_or_that_they_came_by_https(request_of, peer):
    request = request_of(peer)
    assert client_address(request) == peer.rpartition(":")[0].strip("[]")
    assert not request.is_secure()
    assert not [name for name in request.META if "FORWARDED" in name or "REAL_IP" in name]
    assert request.META["HTTP_ACCEPT"] == "text/html"


def test_wrong_host_cannot_get_a_page_or_a_trace_into_the_log(cast, caplog):
    answer = cast.client("mia").get("/forums/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    assert [(line.name, line.exc_info) for line in caplog.records] == [("django.security.DisallowedHost", None)]
