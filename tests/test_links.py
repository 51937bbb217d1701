"""Every link on every screen leads somewhere and its markup is sound: a crawl as six people with different rights."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from collegium.audience.reader import reader_for
from collegium.brief.tests.factory import visited
from collegium.discussion import actions as discussion
from collegium.discussion.models import Subject
from collegium.discussion.words import Words
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import make_issue
from collegium.organizations.models import Organization
from collegium.organizations.tests.factory import make_organization
from tests.cast import Cast
from tests.markup import faults
from tests.mixed import make_mixed

OF_A_KIND = 2  # addresses of one view with the same filters that are followed
NOT_FOLLOWED = ("/accounts/logout/", "/admin/")  # signing out ends the crawl; /admin/ is Django's own


@pytest.fixture
def society(cast: Cast) -> None:
    """Something on every screen."""
    mixed = make_mixed(cast)
    topic = mixed.topics["members"]
    topic.subjects.add(Subject.objects.create(name="Policy", slug="policy"))
    for number in range(25):
        discussion.post_reply(topic, Words.plain(f"Reply {number} to @mia"), reader_for(cast.otto))
    Article.objects.update(issue=make_issue(reader_for(cast.ed)))
    for person in (cast.gus, cast.mia, cast.ada):
        visited(person)


def _kind(address: str) -> tuple[str, tuple[str, ...]]:
    """Addresses of one kind are made by the same view from the same filters."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:  # a file of the look, or a dead link
        name = parts.path
    return name, tuple(sorted(parse_qs(parts.query, keep_blank_values=True)))


def _links(page: html.HtmlElement) -> Iterator[str]:
    """What a page offers to open or needs to be drawn."""
    for element in page.iterfind(".//*[@href]"):
        yield element.get("href", "")
    for element in page.iterfind(".//*[@src]"):
        yield element.get("src", "")
    for form in page.iterfind(".//form[@action]"):
        if form.get("method", "get") == "get":
            yield form.get("action", "")


def crawl(client: Client) -> tuple[dict[str, int], list[str]]:
    """Follow our own links from home: each address with its status, and what is wrong with them."""
    statuses: dict[str, int] = {}
    wrong: list[str] = []
    known, kinds, waiting = {"/"}, Counter[object](), deque([("/", "")])
    while waiting:
        address, source = waiting.popleft()
        if address.startswith(settings.STATIC_URL):
            if not finders.find(urlsplit(address).path.removeprefix(settings.STATIC_URL)):
                wrong.append(f"no file {address} from {source}")
            continue
        answer = client.get(address, follow=True)
        statuses[address] = answer.status_code
        if answer.status_code not in (200, 403):
            wrong.append(f"{answer.status_code} {address} from {source}")
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        wrong += [f"{fault} on {address}" for fault in faults(answer.content.decode())]
        page = html.fromstring(answer.content)
        here = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        names = {element.get("id") for element in page.iterfind(".//*[@id]")}
        for link in _links(page):
            target, mark = urldefrag(urljoin(here, link))
            if link in ("", "#") or (link.startswith("#") and mark not in names):
                wrong.append(f"dead end {link!r} on {address}")
            elif target.startswith("/") and target not in known and not target.startswith(NOT_FOLLOWED):
                known.add(target)
                kinds[_kind(target)] += 1
                if kinds[_kind(target)] <= OF_A_KIND:
                    waiting.append((target, address))
    return statuses, wrong


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "petra", "otto", "ada"])
def test_no_link_is_dead_and_no_markup_is_wrong(cast: Cast, society: None, who: str) -> None:
    statuses, wrong = crawl(cast.client(who))
    assert not wrong, "\n".join(wrong)
    assert len(statuses) > 40
    shut = {address for address, status in statuses.items() if status == 403 and "?as=" not in address}
    assert not shut or who in ("vera", "gus"), shut


@pytest.mark.parametrize("link", ["/nowhere/", "#nowhere"])
def test_a_dead_link_cannot_hide(cast: Cast, link: str) -> None:
    organization = make_organization(name="Saltmarsh Oncology")
    Organization.objects.filter(pk=organization.pk).update(story=f'<p><a href="{link}">More</a></p>')
    _statuses, wrong = crawl(cast.client("vera"))
    assert any(link in line for line in wrong)
