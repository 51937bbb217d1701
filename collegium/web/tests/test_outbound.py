"""Asking elsewhere: only where it is allowed, only public addresses, within bounds."""

from __future__ import annotations

import socket

import pytest

from collegium.citations.tests.registers import register
from collegium.web import outbound
from collegium.web.outbound import NotAllowed, NotReached, get, is_public

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings):
    with register(settings):
        yield settings.REGISTERS["crossref"]


def resolving_to(monkeypatch, *addresses):
    families = [
        (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: families)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "240.0.0.1",
])  # fmt: skip
def test_an_address_inside_cannot_pass_in_any_notation(address):
    assert not is_public(address)


def test_what_a_test_allows_is_asked(here):
    assert get(f"{here}?filter=updates:x").json() == {"message": {"items": []}}
    assert get(f"{here}/10.5555/unknown").status == 404


def test_nothing_can_be_asked_by_default(here, settings):
    settings.OUTBOUND_TRUSTED = frozenset()
    for address in (here, "https://api.crossref.org/works", "https://example.org/"):
        with pytest.raises(NotAllowed):
            get(address)


@pytest.mark.parametrize("address", [
    "http://api.crossref.org/", "https://other.example/", "https://api.crossref.org:8443/", "https://x@api.crossref.org/", "file:///etc/passwd",
    "https://api.crossref.org.evil.example/", "https://127.0.0.1/", "https://2130706433/", "//api.crossref.org/",
])  # fmt: skip
def test_another_address_than_the_operator_allows_cannot_be_asked(settings, address, monkeypatch):
    settings.OUTBOUND_HOSTS = frozenset(["api.crossref.org"])
    resolving_to(monkeypatch, "127.0.0.1")
    with pytest.raises(NotAllowed):
        get(address)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:169.254.169.254"]])
def test_an_allowed_name_that_leads_inside_cannot_be_asked(settings, addresses, monkeypatch):
    settings.OUTBOUND_HOSTS = frozenset(["api.crossref.org"])
    resolving_to(monkeypatch, *addresses)
    with pytest.raises(NotAllowed, match="not public"):
        get("https://api.crossref.org/works")


def test_a_redirect_cannot_lead_anywhere(here):
    with pytest.raises(NotAllowed, match="not followed"):
        get(f"{here}/10.5555/elsewhere")


def test_an_answer_cannot_be_endless(here):
    with pytest.raises(NotReached, match="bytes"):
        get(f"{here}/10.5555/large")


def test_a_slow_answer_cannot_hold_the_job(settings, monkeypatch):
    monkeypatch.setattr(outbound, "WHOLE", 0.2)
    with register(settings, slow=1.5), pytest.raises(NotReached):
        get(f"{settings.REGISTERS['crossref']}/10.5555/icr.e101")


def test_proxies_of_the_environment_cannot_come_in_between(here, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    assert get(f"{here}/10.5555/icr.e101").status == 200


def test_nobody_there_is_no_answer(settings):
    settings.OUTBOUND_TRUSTED = frozenset(["127.0.0.1:1"])
    with pytest.raises(NotReached):
        get("http://127.0.0.1:1/")


def test_one_host_is_asked_once_a_second(monkeypatch, settings):
    waited = []
    monkeypatch.setattr(outbound.time, "sleep", waited.append)
    for _time in range(3):
        outbound._wait_for("one.example")
    assert [round(seconds) for seconds in waited] == [0, 1, 2]
