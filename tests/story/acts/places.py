"""The three publishing places, the groups, the subjects over them all."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.story.stage import Stage, sentence

OFFICES = ("President", "Immediate Past President", "Editor-in-Chief")
SUBJECTS = ("Policy and politics", "Care worldwide", "Social media and technology", "Science and research")


@sentence(3)
def named_leaders(stage: Stage) -> Page:
    """Named leaders blog there; the front row shows each with name, credentials and office (President, Immediate Past President, Editor-in-Chief), and can hold eleven."""
    page = stage.at("/blogs/")
    leaders = page.get_by_role("region", name="Leaders", exact=True)
    for office in OFFICES:
        assert leaders.get_by_text(office).count(), f"no {office} in the row"
    expect(leaders.get_by_text("Ingrid Halvorsen-Reyes").first).to_be_visible()
    expect(leaders.get_by_text("MD, MMSc").first).to_be_visible()
    blogs = {a.get_attribute("href") for a in leaders.locator("a[href^='/blogs/']").all()}
    homes = {address for address in blogs if address and address.count("/") == 3}
    assert len(homes) == 11, f"{len(homes)} leaders are shown"
    return page


@sentence(4)
def long_posts_read_well(stage: Stage) -> Page:
    """A leader posts about an article that changed their view, another lists the top six developments of a decade: long posts with references read well."""
    page = stage.at("/search/?q=paper+trust+my+own+eye&in=posts", "mia")
    page.get_by_role("link", name="The paper that took away my trust in my own eye").click()
    expect(page.locator(".prose")).to_contain_text("doi:10.")
    page = stage.at("/search/?q=six+developments+decade+hematology&in=posts", "mia")
    page.get_by_role("link", name="Six developments that made my decade").click()
    prose = page.locator(".prose").first
    assert len(prose.inner_text().split()) > 500, "the post is short"
    assert prose.locator("h2").count() >= 6, "fewer than six developments have a heading"
    expect(prose).to_contain_text("doi:10.")
    measure = prose.locator("p").nth(1).evaluate("p => p.clientWidth / parseFloat(getComputedStyle(p).fontSize)")
    assert 24 <= measure <= 42, f"lines are {measure:.0f} em long"
    return page


@sentence(5)
def blogs_lead_home(stage: Stage) -> Page:
    """Blogs are the star attraction: they lead the home page."""
    for handle in ("", "mia"):
        page = stage.at("/", handle)
        leaders = page.locator("#leaders")
        first = page.locator("main section[aria-label]").first.get_attribute("aria-label")
        assert first == leaders.get_attribute("aria-label"), f"{first!r} comes before the leaders"
        expect(leaders.locator("h3 a").first).to_have_attribute("href", "/blogs/" + _blog_path(page))
    return page


def _blog_path(page: Page) -> str:
    """What follows /blogs/ in the address of the first story of the page."""
    address = page.locator("main h3 a").first.get_attribute("href") or ""
    assert address.startswith("/blogs/"), f"the first story is {address!r}"
    return address.removeprefix("/blogs/")


@sentence(7)
def discussion_forums(stage: Stage) -> Page:
    """There are discussion forums."""
    page = stage.at("/forums/", "mia")
    forums = page.get_by_role("navigation", name="Forums")
    assert forums.get_by_role("link").count() >= 12, "fewer than twelve forums"
    forums.get_by_role("link", name="Hematology").click()
    page.locator("ol.topics li", has_text=re.compile(r"[1-9]\d* replies")).first.locator("h3 a").click()
    page.wait_for_url("**/forums/hematology/*-*/")
    assert page.locator("article.post").count() > 1, "nobody replied"
    return page


@sentence(8)
def the_magazine(stage: Stage) -> Page:
    """There is the online version of the member magazine."""
    page = stage.at("/magazine/", "mia")
    expect(page.get_by_role("heading", name="Margins", level=1)).to_be_visible()
    page.get_by_role("link", name="The last mile", exact=True).first.click()
    page.wait_for_url("**/magazine/articles/the-last-mile/")
    assert len(page.locator(".prose").first.inner_text().split()) > 300, "the article is short"
    page.goto("/magazine/")
    return page


@sentence(9)
def groups(stage: Stage) -> Page:
    """There are groups."""
    page = stage.at("/groups/", "mia")
    page.get_by_role("link", name="Women in Oncology Practice", exact=True).first.click()
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("link", name="New topic").first).to_be_visible()
    return page


@sentence(14)
def one_subject_everywhere(stage: Stage) -> Page:
    """The posts cover policy and politics, care worldwide, social media and technology, science and research: one subject can be followed across blogs, forums and magazine."""
    page = stage.at("/subjects/", "mia")
    for name in SUBJECTS:
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    for slug in ("policy", "worldwide", "technology", "science"):
        stage.at(f"/subjects/{slug}/?kind=post", "mia")
        assert page.locator("main .tag", has_text="Post").count(), f"no post about {slug}"
    stage.at("/subjects/policy/", "mia")
    kinds = page.get_by_role("navigation", name="Kinds")
    for kind in ("Posts", "Topics", "Articles"):
        assert kinds.get_by_role("link", name=kind).count() == 1, f"no {kind} about policy"
    following = page.get_by_role("button", name="Following Policy and politics")
    if following.count():  # a second showing, or Mia follows it in the demo
        following.click()
    page.get_by_role("button", name="Follow Policy and politics").click()
    expect(following).to_have_attribute("aria-pressed", "true")
    return page
