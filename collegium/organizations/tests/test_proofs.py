"""Claims proven by a record in DNS or a file under /.well-known/, against servers on this machine, end to end."""

from __future__ import annotations

import re
import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.organizations import challenge
from collegium.organizations.actions import deadlines
from collegium.organizations.models import Claim, Manager, Organization
from collegium.organizations.tasks import look_after_claims
from collegium.organizations.tests.factory import make_manager, make_organization
from collegium.organizations.tests.loopback import dns_server, web_server
from collegium.outbox import audit
from collegium.outbox.models import Mail
from collegium.web import outbound
from tests.ports import free_port

RECORD, PATH = "_collegium-challenge.drycreek.org", "/.well-known/collegium-challenge.txt"


@pytest.fixture
def page(cast):
    return make_organization()


@pytest.fixture
def zone(settings):
    with dns_server(settings, {}) as served:
        yield served


def post(cast, name, page, step, at="claim", **fields):
    return cast.client(name).post(f"{page.get_absolute_url()}{at}/", {"step": step, **fields})


def begin(cast, page, method="dns", name="otto", **fields):
    """Ask for the line; returns it as the page shows it."""
    assert post(cast, name, page, "challenge", method=method, domain="drycreek.org", **fields).status_code == 303
    return re.search(r"collegium=[0-9a-f]{32}", cast.client(name).get(f"{page.get_absolute_url()}claim/").text).group()


def check(cast, page, name="otto"):
    """Have it looked for, whatever was looked at just now; returns what the claim's page says then."""
    Claim.objects.update(asked_at=None)
    post(cast, name, page, "check")
    return cast.client(name).get(f"{page.get_absolute_url()}claim/").text


def manages(page, person):
    return Manager.objects.current().filter(organization=page, person=person).exists()


def test_record_in_dns_grants_a_first_claim(cast, page, zone):
    line = begin(cast, page)
    assert "There is nothing yet" in check(cast, page)
    zone[RECORD] = ["v=spf1 -all", line]
    check(cast, page)
    assert manages(page, cast.otto)
    claim = Claim.objects.get()
    assert (claim.method, claim.domain, claim.outcome) == ("dns", "drycreek.org", "granted")
    assert audit.about("organization", page.pk).filter(what="claimed by a record in DNS").exists()


def test_record_behind_a_chain_of_names_counts(cast, page, zone):
    zone[RECORD] = ("cname", "one.drycreek.org")
    zone["one.drycreek.org"] = ("cname", "proofs.example.net")
    zone["proofs.example.net"] = [begin(cast, page)]
    check(cast, page)
    assert manages(page, cast.otto)


@pytest.mark.parametrize(("said", "words"), [
    (["collegium=00000000000000000000000000000000"], "Something else stands there"), ([], "There is nothing yet"),
    ("silent", "There was no answer"), (("cname", RECORD), "There was no answer"), ("cut", "Something else stands there"),
])  # fmt: skip
def test_other_answers_of_dns_cannot_prove(cast, page, zone, monkeypatch, said, words):
    monkeypatch.setattr(challenge, "LIFETIME", 0.5)
    zone[RECORD] = said
    begin(cast, page)
    assert words in check(cast, page)
    assert not manages(page, cast.otto)


def test_resolver_that_is_down_cannot_hold_the_job(cast, page, settings, monkeypatch):
    monkeypatch.setattr(challenge, "LIFETIME", 0.5)
    settings.OUTBOUND_CLAIMS, settings.RESOLVERS = True, (f"127.0.0.1:{free_port()}",)
    begin(cast, page)
    assert "There was no answer" in check(cast, page)


def test_line_of_somebody_else_cannot_prove(cast, page, zone):
    line = begin(cast, page)
    begin(cast, page, name="mia")
    zone[RECORD] = [line]
    assert "Something else stands there" in check(cast, page, "mia")
    assert not manages(page, cast.mia)


def test_file_on_the_website_grants_a_first_claim(cast, page, settings, tmp_path):
    answers = {}
    with web_server(settings, tmp_path, "www.drycreek.org", answers) as asked:
        line = begin(cast, page, "file")
        assert f"https://www.drycreek.org{PATH}" in cast.client("otto").get(f"{page.get_absolute_url()}claim/").text
        assert "There is nothing yet" in check(cast, page)
        answers[PATH] = f"collegium={'0' * 32}\r\n{line}\r\n".encode()
        check(cast, page)
    assert asked == [PATH, PATH]
    assert manages(page, cast.otto)


@pytest.mark.parametrize(("said", "words"), [
    ((302, b""), "leads elsewhere"), ((500, b""), "There was no answer"), (b"<html>", "Something else stands there"),
    (b" " * 20_000, "too large"), ("slow", "There was no answer"), (b"\xff\xfe\x00", "Something else stands there"),
])  # fmt: skip
def test_other_answers_of_the_website_cannot_prove(cast, page, settings, tmp_path, monkeypatch, said, words):
    monkeypatch.setattr(outbound, "WHOLE", 0.5)
    with web_server(settings, tmp_path, "www.drycreek.org", {PATH: said}):
        begin(cast, page, "file")
        assert words in check(cast, page)
    assert not manages(page, cast.otto)


def test_certificate_of_another_host_cannot_prove(cast, page, settings, tmp_path):
    with web_server(settings, tmp_path, "elsewhere.org", {}):
        settings.OUTBOUND_PLACES = {"www.drycreek.org": settings.OUTBOUND_PLACES["elsewhere.org"]}
        begin(cast, page, "file")
        assert "certificate" in check(cast, page)


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1", "64:ff9b::a00:1"]
)
def test_website_that_leads_inside_cannot_be_asked(cast, page, settings, monkeypatch, inside):
    settings.OUTBOUND_CLAIMS = True
    family = socket.AF_INET6 if ":" in inside else socket.AF_INET
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *args, **kwargs: [(family, socket.SOCK_STREAM, 6, "", (inside, 443))]
    )
    monkeypatch.setattr(socket.socket, "connect", lambda *args: pytest.fail("it was connected to"))
    begin(cast, page, "file")
    assert "not public" in check(cast, page)


def test_name_that_changes_between_look_and_connection_cannot_lead_inside(cast, page, settings, monkeypatch):
    settings.OUTBOUND_CLAIMS = True
    answers = iter(["93.184.215.14", "127.0.0.1"])
    asked, connected = [], []

    def resolve(host, port, **kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 443))]

    def refuse(self, place):
        connected.append(place[0])
        raise OSError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    begin(cast, page, "file")
    assert "There was no answer" in check(cast, page)
    assert (asked, connected) == (["www.drycreek.org"], ["93.184.215.14"])


@pytest.mark.parametrize("website", [
    "https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/", "https://localhost/", "https://intranet/",
    "https://user@127.0.0.1/", "https://co.uk/", "https://gmail.com/", "https://drycreek.org.:8443@10.0.0.1/",
])  # fmt: skip
def test_host_that_is_no_organizations_cannot_be_proven(cast, page, zone, website):
    Organization.objects.filter(pk=page.pk).update(website=website, domains=[])
    domain = "127.0.0.1" if "127" in website else "localhost"
    answer = post(cast, "otto", page, "challenge", method="file", domain=domain)
    assert answer.status_code == 422
    assert not Claim.objects.exists()


def test_domain_of_somebody_else_cannot_be_chosen(cast, page, zone):
    answer = post(cast, "otto", page, "challenge", method="dns", domain="elsewhere.org")
    assert answer.status_code == 422
    assert not Claim.objects.exists()


def test_nothing_can_be_asked_unless_the_operator_allows_it(cast, page, settings, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: pytest.fail("a name was looked up"))
    settings.OUTBOUND_CLAIMS = False
    assert "By a record or a file" not in cast.client("otto").get(f"{page.get_absolute_url()}claim/").text
    assert post(cast, "otto", page, "challenge", method="dns", domain="drycreek.org").status_code == 422
    assert challenge.look("dns", "drycreek.org", "drycreek.org", "0" * 32) == "forbidden"
    with pytest.raises(outbound.NotAllowed):
        outbound.get(f"https://drycreek.org{PATH}", proof_of="drycreek.org")


def test_looks_cannot_be_asked_for_without_end(cast, page, zone):
    begin(cast, page)
    post(cast, "otto", page, "check")
    asked = Claim.objects.get().asked_at
    post(cast, "otto", page, "check")
    assert Claim.objects.get().asked_at == asked


def test_proof_counts_with_staff_when_the_page_is_claimed(cast, page, zone):
    make_manager(page, cast.otto)
    zone[RECORD] = [begin(cast, page, name="mia", kind="access")]
    assert "Your domain drycreek.org is proven" in check(cast, page, "mia")
    assert not manages(page, cast.mia)
    assert "Proven domain: drycreek.org" in cast.client("ada").get("/desk/organizations/").text


def test_proof_cannot_count_once_the_domain_is_gone(cast, page, zone):
    zone[RECORD] = [begin(cast, page)]
    Organization.objects.filter(pk=page.pk).update(website="https://elsewhere.org/")
    check(cast, page)
    assert not manages(page, cast.otto)


def test_new_website_counts_once_its_manager_proved_it(cast, page, zone):
    make_manager(page, cast.otto)
    facts = {"name": page.name, "kind": page.kind, "website": "https://new-creek.org/"}
    assert cast.client("otto").post(f"{page.get_absolute_url()}edit/", facts).status_code == 303
    assert post(cast, "mia", page, "challenge", method="dns", domain="new-creek.org").status_code == 422
    assert post(cast, "otto", page, "dns", "managers").status_code == 303
    zone["_collegium-challenge.new-creek.org"] = [challenge.line_of(Claim.objects.get().token)]
    post(cast, "otto", page, "check", "managers")
    assert Organization.objects.get(pk=page.pk).host_unproven_at is None
    assert post(cast, "mia", page, "challenge", method="dns", domain="new-creek.org", kind="access").status_code == 303


def granted(cast, page, zone, days):
    zone[RECORD] = [begin(cast, page)]
    check(cast, page)
    Claim.objects.update(checked_at=timezone.now() - timedelta(days=days))
    return Claim.objects.get()


def test_proofs_are_looked_at_again_after_ninety_days(cast, page, zone):
    granted(cast, page, zone, 89)
    assert deadlines.due() == []
    Claim.objects.update(checked_at=timezone.now() - timedelta(days=90))
    look_after_claims.call()
    assert Claim.objects.get().checked_at > timezone.now() - timedelta(minutes=1)
    assert Claim.objects.get().failing_since is None


def test_proof_that_is_gone_is_told_once_then_goes_to_staff(cast, page, zone):
    granted(cast, page, zone, 90)
    zone.clear()
    mails = Mail.objects.filter(person=cast.otto).count()
    for _day in range(3):
        Claim.objects.update(checked_at=timezone.now() - timedelta(days=90))
        look_after_claims.call()
    assert Mail.objects.filter(person=cast.otto).count() == mails + 1
    assert "Proofs that are gone" not in cast.client("ada").get("/desk/organizations/").text
    Claim.objects.update(failing_since=timezone.now() - timedelta(days=14, minutes=1))
    assert "Proofs that are gone" in cast.client("ada").get("/desk/organizations/").text
    assert manages(page, cast.otto)


def test_proof_that_comes_back_in_time_cannot_reach_staff(cast, page, zone):
    claim = granted(cast, page, zone, 90)
    Claim.objects.update(failing_since=timezone.now() - timedelta(days=13))
    look_after_claims.call()
    claim.refresh_from_db()
    assert claim.failing_since is None
