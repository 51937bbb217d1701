"""Hostile texts in every field of every form stay texts: on each page that shows them, in feeds, mails and searches.

Markup that no template put there is looked for in all pages without running them; the pages that matter are opened,
with the content policy off (so that it cannot hide what would run) and on (as people have it).
"""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, BrowserContext

from collegium.web import html
from tests.browser.filling import Filler
from tests.browser.looking import HIT, LOOK, Complaints, Look, Looker
from tests.browser.steps import RECORDS, STEPS
from tests.browsing import context_of, sign_in
from tests.hostile import LONG, TEXTS
from tests.served import ROOT, Site, joined, manage

PEOPLE = ("", "mia", "grace", "otto", "petra", "ed", "mo", "ada")
SEEDS = {
    "": ["/", "/join/", "/privacy/", "/house-rules/", "/accounts/signup/", "/forums/", "/blogs/", "/magazine/", "{topic}",
         "/organizations/", "{article}", "{post}", "{rich}"],
    "mia": ["/", "{topic}", "{markup}", "{post}", "{rich}", "{article}", "/forums/patients-and-practices/", "/blogs/",
            "/blogs/hostile/", "/magazine/", "/magazine/99-1/", "/groups/", "/groups/{group}/", "/members/",
            "/messages/", "{talk}", "/drafts/", "/drafts/{draft}/", "/drafts/{markup_draft}/", "/settings/profile/", "/notifications/", "/decisions/{decision}/", "/subjects/",
            "/members/otto/", "/members/mia/", "/organizations/", "/reports/", "/groups/{group}/owner/",
            "{case_topic}", "/topics/{case}/case/", "/topics/{case}/case/versions/", "/settings/profile/name/"],
    "grace": ["{topic}", "{talk}", "/replies/{reply}/edit/", "/organizations/quarry-lake-oncology-associates/", "/members/mia/",
              "/notifications/", "/forums/open-forum/new/?quote={reply}", "/settings/"],
    "otto": ["/organizations/quarry-lake-oncology-associates/", "/organizations/quarry-lake-oncology-associates/edit/",
             "/organizations/quarry-lake-oncology-associates/edit/", "/notifications/", "/settings/profile/"],
    "petra": ["{post}", "/blogs/hostile/", "/blogs/hostile/edit/", "/notifications/", "{post}edit/", "{rich}edit/"],
    "ed": ["/desk/", "/desk/references/", "/desk/references/{work}/", "/desk/editorial/", "/desk/editorial/issues/{issue}/", "/desk/editorial/articles/{article_id}/",
           "/desk/editorial/word/", "/desk/editorial/articles/{word_id}/"],
    "mo": ["/desk/reports/", "/desk/reports/piece/{markup_id}/", "/desk/reports/piece/{topic_id}/",
           "/desk/reports/reply/{reply}/", "/desk/reports/appeals/{appeal}/", "{markup}", "{topic}"],
    "ada": ["/desk/", "/desk/log/", "/desk/groups/", "/desk/groups/{group_id}/", "/desk/organizations/", "/desk/organizations/dry-creek-community-oncology/",
            "/desk/organizations/claims/{claim}/", "/desk/membership/", "/desk/membership/people/petra/",
            "/desk/membership/people/mia/", "/desk/membership/offices/", "/desk/membership/roster/{run}/", "/desk/open/",
            "/desk/parked/", "/admin/", "/admin/organizations/organization/{organization}/change/", "/desk/society/", "/admin/organizations/organization/"],
}  # fmt: skip
OPENED = {
    "": ["/", "{topic}", "{article}", "{rich}", "/join/"],
    "mia": ["/", "{topic}", "{markup}", "{rich}", "{article}", "{talk}", "/members/mia/", "/settings/profile/",
            "/groups/{group}/", "/drafts/", "/drafts/{draft}/", "/drafts/{markup_draft}/", "/topics/{topic_id}/edit/", "/topics/{markup_id}/edit/", "/search/?q=zh1z"],
    "otto": ["/organizations/quarry-lake-oncology-associates/"],
    "petra": ["{rich}edit/", "/blogs/hostile/edit/"],
    "ed": ["/desk/editorial/articles/{article_id}/", "/desk/editorial/issues/{issue}/"],
    "mo": ["/desk/reports/", "/desk/reports/piece/{markup_id}/", "{markup}"],
    "ada": ["/desk/log/", "/desk/membership/roster/{run}/", "/desk/society/"],
}  # fmt: skip
AS_PEOPLE = ("", "mia", "mo")  # who opens them with the policy on as well
FEEDS = ["/blogs/feed/", "/blogs/hostile/feed/", "/magazine/feed/", "/sitemap.xml"]
UNSEEN = {  # what is written over by a later step, or shown to nobody yet
    "NewBlogForm": "BlogForm", "AskedProposalForm": "AskedDescribeForm", "GuestForm": "a mail address that is not confirmed",
    "AskForm": "gone with the answer", "SendBackForm": "gone with the answer", "StageForm": "gone when the article is out",
    "StartForm.poll_question": "PollForm",
}  # fmt: skip


@dataclass(slots=True)
class House:
    """The filled site, with a browser profile a person."""

    site: Site
    contexts: dict[str, BrowserContext]
    filler: Filler
    browser: Browser

    def at(self, addresses: list[str]) -> list[str]:
        """Addresses with what the steps made put in."""
        return [self.filler.with_known(address) for address in addresses]


@pytest.fixture(scope="module")
def house(browser: Browser) -> Iterator[House]:
    """A site of its own, whose fields are all filled."""
    site = joined(f"hostile-{os.environ.get('PYTEST_XDIST_TESTRUNUID') or os.getpid()}-{os.getpid()}")
    contexts = {who: context_of(browser, site, bypass_csp=True) for who in PEOPLE}
    manage(site, "shell", "-c", RECORDS)
    for who, context in contexts.items():
        context.add_init_script(HIT)
        if who:
            sign_in(context.new_page(), who)
            context.pages[0].close()
    filler = Filler(site, contexts)
    for step in STEPS:
        filler.send(step)
    yield House(site, contexts, filler, browser)
    for context in contexts.values():
        context.close()


def test_texts_stay_texts(house: House) -> None:
    """One test, for it is one site: filled, searched, fetched and opened."""
    assert not house.filler.wrong, "forms that took no texts:\n" + "\n".join(house.filler.wrong)
    pages = _crawled(house)
    wrong = [f"{where}: {one}" for where, look in pages.items() for one in look.wrong]
    wrong += [f"{where}: {look.status}" for where, look in pages.items() if look.status >= 500]
    wrong += _asked(house, pages) + _fed(house) + _mailed(house)
    for who, addresses in OPENED.items():
        wrong += _opened(house.contexts[who], house, addresses)
    for who in AS_PEOPLE:
        kept = house.contexts[who].storage_state()
        context = context_of(house.browser, house.site, storage_state=kept)
        context.add_init_script(HIT)
        wrong += _opened(context, house, OPENED[who])
        context.close()
    wrong += _lost(house, pages)
    assert not wrong, f"{len(wrong)} faults:\n" + "\n".join(dict.fromkeys(wrong))


def _crawled(house: House) -> dict[str, Look]:
    """What everybody's pages look like, and the forms that were shown again with what was wrong."""
    pages: dict[str, Look] = {}
    for who, seeds in SEEDS.items():
        looker = Looker(house.contexts[who])
        pages |= {f"{who} {address}": look for address, look in looker.crawl(house.at(seeds), 40).items()}
    looker = Looker(house.contexts[""])
    for here, text in house.filler.answers:
        pages[f"{here} (refused)"] = looker.read(text)
    return pages


def _asked(house: House, pages: dict[str, Look]) -> list[str]:
    """Searches and everything else that addresses may ask for."""
    names = {
        name
        for file in (ROOT / "collegium").rglob("*.py")
        for name in re.findall(r'GET(?:\.get|\.getlist)?[(\[]"(\w+)"', file.read_text())
    }
    assert {"q", "page", "next", "view"} <= names
    asked = {f"{name}={quote(TEXTS[number % len(TEXTS)])}" for number, name in enumerate(sorted(names))}
    wrong = []
    for who in ("", "mia", "ada"):
        looker, mine = Looker(house.contexts[who]), [one for one in pages if one.split(" ")[0] == who]
        paths = {one.split(" ")[1].split("?")[0] for one in mine if "refused" not in one}
        paths |= {"/accounts/login/", "/search/", "/messages/new/", "/people/complete/"}
        plain = sorted(paths)[:: 1 if len(paths) < 40 else 2]
        addresses = [f"{path}?{'&'.join(sorted(asked))}" for path in plain]
        fields = {ask for one in mine for ask in pages[one].asks} | {"/search/?q"}
        packs = ["".join(TEXTS[at : at + 45]) for at in range(0, len(TEXTS), 45)] if who == "mia" else [TEXTS[0] * 2]
        addresses += [f"{ask}={quote(pack)}" for ask in sorted(fields) if ask.startswith("/") for pack in packs]
        for address, look in looker.fetch(addresses).items():
            wrong += [f"{who} {address[:120]}: {one}" for one in look.wrong]
            if look.status >= 500:
                wrong.append(f"{who} {address[:300]}: {look.status}")
            if "json" in look.type:
                json.loads(look.text)
    return wrong


def _fed(house: House) -> list[str]:
    """Feeds are XML, and what they hold as HTML is what pages hold."""
    looker, wrong = Looker(house.contexts[""]), []
    for address, look in looker.fetch(FEEDS).items():
        if look.status != 200:
            wrong.append(f"{address}: {look.status}")
            continue
        for node in ElementTree.fromstring(look.text).iter():
            for text in (node.text or "", *node.attrib.values()):
                wrong += [f"{address}: {one}" for one in looker.read(text, "feed").wrong if node.get("type") == "html"]
                if re.match(r"\s*(javascript|data|vbscript):", text, re.I) and node.tag.endswith(("link", "id", "uri")):
                    wrong.append(f"{address}: {node.tag} {text[:80]}")
    return wrong


def _mailed(house: House) -> list[str]:
    """Mails have the headers of the site's, and their HTML is as harmless as a page."""
    looker, wrong = Looker(house.contexts[""]), []
    files = sorted(house.site.letters.glob("*.eml"))
    assert len(files) >= 5
    for file in files:
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        if letter["Bcc"] or letter["Cc"] or len(letter.get_all("To", [])) != 1:
            wrong.append(f"mail {file.name}: {letter.items()}")
        part = letter.get_body(("html",))
        for one in looker.read(str(part.get_content()), "mail").wrong if part else []:
            wrong.append(f"mail {letter['Subject']}: {one}")
    return wrong


def _opened(context: BrowserContext, house: House, addresses: list[str]) -> list[str]:
    """Pages as they run, with their composer open."""
    page, complaints = context.new_page(), Complaints()
    complaints.watch(page, house.site.url)
    for address in house.at(addresses):
        page.goto(address)
        words = page.locator(".composer textarea[name=body]")
        if words.count() and words.first.is_visible():
            words.first.focus()
            page.locator(".composer [contenteditable=true]").first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        if hits := page.evaluate("window.__hits"):
            complaints.lines.append(f"{page.url}: ran {hits} times")
        page.evaluate(LOOK) if context in house.contexts.values() else None
        if context in house.contexts.values():
            complaints.lines += [f"{page.url}: {one}" for one in page.evaluate("lookAt(document, 'live')")]
    page.close()
    return complaints.lines


def _lost(house: House, pages: dict[str, Look]) -> list[str]:
    """Marked texts that no page shows: swallowed with the markup around them, or shown as something else."""
    shown = [one for where, look in pages.items() if not where.endswith("(refused)") for one in look.said]
    said = {one[: one.index("z", 1) + 1] for one in shown}
    whole = {one for one in shown if "'><svg onload=__hit()>" in one}
    if len(whole) < 100:
        return [f"only {len(whole)} texts are shown letter by letter"]
    fields: dict[str, list[str]] = {}
    for one in house.filler.written:
        if re.fullmatch(r"zq\d+z", one.parts[0]) and not UNSEEN.keys() & {one.form, f"{one.form}.{one.name}"}:
            fields.setdefault(f"{one.form}.{one.name}", []).append(one.parts[0])
    return [f"{field} is shown nowhere: {marks}" for field, marks in fields.items() if said.isdisjoint(marks)]


def test_cleaned_markup_is_the_same_when_parsed_again(browser: Browser) -> None:
    """Mutation: a browser may read markup otherwise the second time; alone, within one another, and written out again."""
    texts = [*TEXTS, LONG, "".join(TEXTS), *(f"<p>{one}{two}</p>" for one, two in itertools.pairwise(TEXTS))]
    cleaned = [html.clean(text, rich=rich) for text in texts for rich in (False, True)]
    assert [text for text in cleaned if html.clean(text, rich=True) != text] == []
    cleaned += [html.from_plain(text) for text in texts]
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.evaluate(HIT + LOOK)
    found = page.evaluate(
        "texts => texts.filter(text => lookAt(new DOMParser().parseFromString(text, 'text/html'), 'alone').length)",
        list(TEXTS),
    )
    assert len(found) > 70, "the look sees markup that was not cleaned"
    wrong = page.evaluate(
        """texts => texts.flatMap(text => {
            const holder = document.createElement('div'), wrong = [];
            for (let round = 0, now = text; round < 3; round++) {
                holder.innerHTML = now;
                document.body.replaceChildren(holder);
                wrong.push(...lookAt(holder, 'alone').map(one => `${one} of ${now.slice(0, 200)}`));
                if (round && holder.innerHTML !== now) wrong.push(`changes: ${now.slice(0, 200)}`);
                now = holder.innerHTML;
            }
            return wrong;
        })""",
        cleaned,
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.__hits") == 0
    assert wrong == []
    page.evaluate("text => { document.body.innerHTML = text }", "".join(TEXTS))
    page.wait_for_function("window.__hits > 0")  # not cleaned, they run
    context.close()
