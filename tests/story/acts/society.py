"""The society, its site and its place among organizations."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.story.stage import Stage, sentence

SOCIETY = "/organizations/tamarack/"
LARGE = "/organizations/halyard/"
UNCLAIMED = "/organizations/gannet-point-hospital/"


def _fact(page: Page, term: str) -> str:
    return page.locator(f"dl.strip div:has(dt:text-is('{term}')) dd").inner_text().strip()


@sentence(1)
def the_society(stage: Stage) -> Page:
    """The society is a nonprofit in a city and state, with a staff and a membership; its page in the directory says so."""
    page = stage.at("/organizations/?q=Tamarack")
    page.get_by_role("link", name="Tamarack Society for Oncology Practice").first.click()
    page.wait_for_url(f"**{SOCIETY}")
    assert (_fact(page, "City"), _fact(page, "State")) == ("Northmere", "Wisconsin")
    assert _fact(page, "Size").endswith("members")
    expect(page.locator("main .deck")).to_contain_text("Nonprofit membership society")
    expect(page.get_by_role("region", name="Its own story")).to_contain_text("a staff of 96")
    return page


@sentence(2)
def the_site_opens(stage: Stage) -> Page:
    """It opens a professional networking site for members and the worldwide community of its field."""
    page = stage.at("/")
    expect(page.get_by_role("link", name="Member sign in")).to_be_visible()
    expect(page.get_by_role("link", name="Create a guest account").first).to_be_visible()
    expect(page.get_by_role("table", name="What each account can do")).to_contain_text("Guest")
    page.goto("/organizations/")
    for country in ("Canada", "Ireland", "Kenya"):
        assert page.locator("#filters label", has_text=country).count(), f"no organization in {country}"
    page.goto("/subjects/worldwide/")
    expect(page.get_by_role("heading", name="Care worldwide", level=1)).to_be_visible()
    page.goto("/")
    return page


@sentence(13)
def presence_elsewhere(stage: Stage) -> Page:
    """The society's presence on Twitter (X), Facebook and LinkedIn is linked, and a post can be shared there."""
    page = stage.at("/blogs/notes-from-harrow-bay/")
    footer = page.get_by_role("navigation", name="Footer")
    for name, host in (("LinkedIn", "linkedin."), ("X", "x."), ("Facebook", "facebook.")):
        address = footer.get_by_role("link", name=name, exact=True).get_attribute("href") or ""
        assert (urlsplit(address).hostname or "").startswith(host), f"{name} leads to {address!r}"
    page.locator("main h2 a, main h3 a").first.click()
    page.wait_for_load_state()
    own = page.url
    for name, part in (("LinkedIn", "url"), ("X", "url"), ("Facebook", "u")):
        shared = page.get_by_role("link", name=f"Share on {name}").get_attribute("href") or ""
        assert parse_qs(urlsplit(shared).query)[part] == [own], f"{name} shares {shared!r}"
    page.get_by_role("link", name="Share on LinkedIn").scroll_into_view_if_needed()
    return page


@sentence(15)
def the_directory(stage: Stage) -> Page:
    """The directory shows the organization with city, state, description, size "25,000+ members" and its own story."""
    page = stage.at("/organizations/?q=Halyard")
    page.get_by_role("link", name="Halyard Society of Clinical Oncology").first.click()
    page.wait_for_url(f"**{LARGE}")
    facts = (_fact(page, "City"), _fact(page, "State"), _fact(page, "Size"))
    assert facts == ("Alexandria", "Virginia", "25,000+ members"), facts
    expect(page.locator("main .deck")).to_contain_text("Nonprofit professional society")
    story = page.get_by_role("region", name="Its own story")
    assert len(story.inner_text().split()) > 100, "the story is short"
    return page


@sentence(16)
def claim_and_members(stage: Stage) -> Page:
    """ "Claim this organization" works, and "Members in this organization" lists them."""
    page = stage.at(SOCIETY, "otto")
    members = page.get_by_role("region", name="Members in this organization")
    expect(members.get_by_role("listitem")).to_have_count(int(_fact(page, "Members here")))
    expect(members.get_by_role("link", name="Ada Brandt").first).to_be_visible()
    page = stage.at(UNCLAIMED, "otto")
    expect(page.get_by_role("heading", name="Claim this organization")).to_be_visible()
    page.get_by_role("link", name="Start a claim").click()
    form = page.get_by_role("region", name="By a statement")
    form.locator("textarea").fill("I keep the books there; the front desk knows my name and puts you through.")
    form.get_by_role("button", name="Send it to staff").click()
    expect(page.get_by_role("heading", name="Your claim is with staff")).to_be_visible()
    claim = stage.at("/desk/organizations/", "ada").locator("article.card", has_text="I keep the books there")
    claim.get_by_label("Reason, told to the claimant").fill("The front desk put me through to him.")
    claim.get_by_role("button", name="Grant").click()
    expect(claim).to_have_count(0)
    page = stage.at(UNCLAIMED, "otto")
    expect(page.get_by_text("Claimed", exact=True)).to_be_visible()
    expect(page.locator(f"a[href='{UNCLAIMED}edit/']")).to_be_visible()
    page = stage.at(SOCIETY, "otto")
    members.scroll_into_view_if_needed()
    return page


@sentence(17)
def the_network(stage: Stage) -> Page:
    """The organization is part of a network of organizations."""
    page = stage.at(LARGE)
    network = page.get_by_role("region", name="Its place in the network")
    network.get_by_role("listitem").get_by_role("link", name="Tamarack Society for Oncology Practice").click()
    page.wait_for_url(f"**{SOCIETY}")
    network = page.get_by_role("region", name="Its place in the network")
    assert network.get_by_role("listitem").count() >= 4, "fewer than four organizations are connected"
    expect(network.get_by_role("link", name="Halyard Society of Clinical Oncology").last).to_be_visible()
    expect(network.locator("svg.network")).to_be_visible()
    network.scroll_into_view_if_needed()
    return page
