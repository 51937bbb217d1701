"""JATS: the elements of the standard in their order, nothing dangling, and only for who has the article."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from collegium.audience.models import MEMBERS, PUBLIC
from collegium.discussion.models import Subject
from collegium.magazine.actions import publish_article, start_article
from collegium.magazine.edition import single
from collegium.magazine.jats import HREF, article_jats
from collegium.magazine.relations import relate
from collegium.magazine.tests.factory import department, make_article, make_draft, make_issue, writing
from collegium.magazine.tests.test_epub import EVERYTHING, figures

# NISO Z39.96-2021, Journal Publishing: children of article-meta in the order of the content model.
META = (
    "article-id", "article-categories", "title-group", "contrib-group", "author-notes", "pub-date", "volume", "issue",
    "issue-title", "fpage", "lpage", "permissions", "self-uri", "related-article", "abstract", "kwd-group",
)  # fmt: skip
BELOW = {  # what may stand below an element that we write, as far as we write it
    "article": ("front", "body", "back"), "front": ("journal-meta", "article-meta"),
    "journal-meta": ("journal-id", "journal-title-group", "issn", "issn-l", "publisher"), "article-meta": META,
    "contrib": ("contrib-id", "name", "name-alternatives", "degrees", "role", "aff"), "name": ("surname", "given-names"),
    "permissions": ("copyright-year", "copyright-holder", "{http://www.niso.org/schemas/ali/1.0/}free_to_read"),
    "sec": ("title", "p", "list", "disp-quote", "boxed-text", "preformat", "table-wrap", "fig", "sec"),
    "body": ("p", "list", "disp-quote", "boxed-text", "preformat", "table-wrap", "fig", "sec"),
    "list": ("list-item",), "list-item": ("p", "list"), "table-wrap": ("caption", "table"), "caption": ("p",),
    "table": ("thead", "tbody"), "thead": ("tr",), "tbody": ("tr",), "tr": ("th", "td"),
    "fig": ("caption", "alt-text", "graphic", "attrib"), "back": ("ref-list", "fn-group"),
    "ref-list": ("title", "ref"), "ref": ("label", "mixed-citation"), "fn-group": ("title", "fn"),
}  # fmt: skip
IN_ORDER = (
    "article",
    "front",
    "journal-meta",
    "article-meta",
    "contrib",
    "permissions",
    "table-wrap",
    "fig",
    "ref",
    "ref-list",
)


def faults(root: etree._Element) -> list[str]:
    """What breaks the rules above, or leads nowhere."""
    found = []
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    found += [f"twice: {one}" for one in set(ids) if ids.count(one) > 1]
    found += [f"leads nowhere: {one.get('rid')}" for one in root.iter("xref") if one.get("rid") not in ids]
    for one in root.iter():
        may = BELOW.get(one.tag)
        tags = [child.tag for child in one]
        if may is None:
            continue
        found += [f"{tag} in {one.tag}" for tag in tags if tag not in may]
        if one.tag in IN_ORDER and not found:
            places = [may.index(tag) for tag in tags]
            found += [f"order of {one.tag}: {tags}"] if places != sorted(places) else []
        if may and not tags:
            found.append(f"empty: {one.tag}")
        if one.tag not in ("p", "th", "td") and (one.text or "").strip():
            found.append(f"words in {one.tag}")
    return found


def made(cast, body: str, **facts) -> etree._Element:
    by = cast.reader("ed")
    issue = make_issue(by)
    place = {
        "department": department("Policy & practice"),
        "issue": issue,
        "pages": "14–21",
        "disclosure": "Stock in <A&B>.",
    }
    article = start_article(
        writing("Odd & <ends>", PUBLIC, body), by, [cast.petra, "Leora Standish, Staff"], **place | facts
    )
    article.subjects.set([Subject.objects.get_or_create(name="Quality", slug="quality")[0]])
    publish_article(article, by)
    edition = single(article, by)
    return etree.fromstring(article_jats(edition, edition.entries[0]))


def test_article_of_everything_breaks_no_rule(cast):
    root = made(cast, EVERYTHING.replace("{figure}", figures(cast)))
    assert faults(root) == []
    assert root.findtext(".//article-title") == "Odd & <ends>"
    assert root.findtext(".//fn[@fn-type='coi-statement']/p") == "Stock in <A&B>."
    assert [one.text for one in root.iter("surname")] == ["Halvorsen"]
    assert [one.text for one in root.iter("string-name")] == ["Leora Standish"]
    assert root.findtext(".//degrees") == "MD, MMSc"
    assert (root.findtext(".//fpage"), root.findtext(".//lpage")) == ("14", "21")
    assert root.findtext(".//kwd") == "Quality"
    assert root.find(".//{*}free_to_read") is not None
    assert [one.get(HREF) for one in root.iter("ext-link")][-2:] == [
        "https://doi.org/10.5555/1", "https://pubmed.ncbi.nlm.nih.gov/12345/"
    ]  # fmt: skip
    assert len(list(root.iter("graphic"))) == 2
    assert root.findtext(".//attrib") == "M. Roe · CC BY 4.0"


def test_sections_nest_as_the_headings_do(cast):
    root = made(cast, "<p>a</p><h2>One</h2><p>b</p><h3>Inner</h3><p>c</p><h2>Two</h2><p>d</p>")
    assert [one.tag for one in root.find("body")] == ["p", "sec", "sec"]
    assert root.findtext("body/sec/sec/title") == "Inner"


def test_notes_are_notes_and_titles_of_tables_captions(cast):
    root = made(
        cast,
        "<p>a<sup><a href='#r1'>1</a></sup></p><p><strong>Table 1. Numbers</strong></p><table><tr><td>1</td><td>2</td></tr>"
        "</table><h2>Notes</h2><ol class='refs'><li id='r1'>At the foot.</li></ol>",
    )
    assert root.find(".//xref").get("ref-type") == "fn"
    assert root.findtext(".//fn-group/fn/p") == "At the foot."
    assert root.findtext(".//table-wrap/caption/p/bold") == "Table 1. Numbers"
    assert faults(root) == []


def test_correction_and_what_it_corrects_name_each_other(cast):
    by = cast.reader("ed")
    first = make_article(by, title="The first", readers=PUBLIC)
    notice = make_draft(by, title="The notice", type="correction")
    relate(notice, [first])
    publish_article(notice, by)
    for article, kind in ((first, "correction-forward"), (notice, "corrected-article")):
        article.refresh_from_db()
        edition = single(article, by)
        root = etree.fromstring(article_jats(edition, edition.entries[0]))
        assert [one.get("related-article-type") for one in root.iter("related-article")] == [kind]
        assert faults(root) == []
    assert root.get("article-type") == "correction"


def test_article_jats_cannot_be_had_by_who_has_a_teaser(cast):
    article = make_article(cast.reader("ed"), readers=MEMBERS)
    address = f"/magazine/articles/{article.slug}/jats/"
    answer = cast.client("mia").get(address)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert "before the plow" in answer.text
    for name in ("vera", "gus", "lars", "sam"):
        refused = cast.client(name).get(address)
        assert refused.status_code == 403
        assert article.title not in refused.text
    draft = make_draft(cast.reader("ed"), title="A draft")
    assert cast.client("ed").get(f"/magazine/articles/{draft.slug}/jats/").status_code == 404


@pytest.mark.parametrize(("name", "files"), [("vera", 1), ("mia", 2), ("ed", 2)])
def test_issue_jats_has_what_the_reader_has_in_full_only(cast, name, files):
    by = cast.reader("ed")
    issue = make_issue(by)
    make_article(by, title="Open words", readers=PUBLIC, issue=issue)
    make_article(by, title="Words for members", readers=MEMBERS, issue=issue)
    make_draft(by, title="A draft", issue=issue)
    answer = cast.client(name).get(f"/magazine/{issue.slug}/jats/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as folder:
        assert len(folder.namelist()) == files
        assert ("words-for-members.xml" in folder.namelist()) == (files == 2)


def test_issue_without_an_open_article_cannot_be_had_as_jats(cast):
    by = cast.reader("ed")
    issue = make_issue(by)
    make_article(by, readers=MEMBERS, issue=issue)
    assert cast.client("vera").get(f"/magazine/{issue.slug}/jats/").status_code == 403
    waiting = make_issue(by, number=5, out=False)
    assert cast.client("ed").get(f"/magazine/{waiting.slug}/jats/").status_code == 404
