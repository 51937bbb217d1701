"""In languages made by program (collegium/web/pseudo.py) no English of ours is left, and right-to-left pages say so.

People and the society write Greek here, so that every Latin word outside brackets is one that nobody can translate.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

import pytest
from lxml import etree
from lxml import html as parser

from collegium.accounts.models import User
from collegium.audience.models import GUESTS, PUBLIC
from collegium.blogs.models import Blog
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.brief.tests.factory import visited
from collegium.conversations.models import Message
from collegium.conversations.tests.factory import talk
from collegium.discussion.models import Piece, Reply
from collegium.forums.models import Forum, Section
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.models import Group
from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.magazine.models import Department, Issue
from collegium.magazine.tests.factory import department, make_article, make_issue
from collegium.moderation.tests.factory import make_reply
from collegium.organizations.models import Organization
from collegium.organizations.tests.factory import make_organization
from collegium.web import pseudo, translations
from collegium.web.models import Society
from tests.cast import CAST, Cast

ATTRIBUTES = ("aria-label", "placeholder", "alt", "title", "data-label")
SILENT = ("script", "style", "time", "kbd", "code", "title")
OWN_NAMES = {
    "Collegium", "English", "Email",  # the last is a package's word, which has catalogs of its own
    "LinkedIn", "X", "Facebook", "Twitter", "ORCID", "iD", "NPI", "JPEG", "PNG", "WebP", "HEIC", "CSV", "RSS", "PDF", "EPUB", "JATS", "XML",
    "min", "h", "Enter", "onco", "https", "UTC", "MD", "PA", "C", "MMSc", "MBA", "Re",
}  # fmt: skip
OWN_NAMES |= {word for handle, (name, _c, _k) in CAST.items() for word in [handle, *name.split()]}
EVERYBODY = ["/", "/join/", "/blogs/", "/magazine/", "/organizations/", "/house-rules/", "/privacy/"]
EVERYBODY += ["/subjects/", "/nowhere/", "{topic}", "{post}", "{article}", "{organization}", "/search/?q=λόγος"]
SCREENS = {
    "vera": ["/accounts/first/", "/accounts/login/", "/accounts/login/code/", "/forums/", "{members_topic}"],
    "gus": ["/forums/", "{topic}", "/members/petra/"],
    "mia": [
        "/forums/", "{forum}", "{forum}new/", "{members_topic}", "{blog}", "{issue}", "/groups/", "{group}",
        "{group}about/", "{group}leave/", "{group}owner/", "{group_topic}", "/groups/new/", "/messages/",
        "{conversation}", "/messages/new/", "/messages/blocked/", "/members/", "/members/petra/", "/settings/",
        "/settings/mail/", "/settings/profile/", "/settings/security/", "/notifications/", "/reports/",
        "{organization}claim/", "/report/?kind=piece&id={topic_id}",
    ],
    "ed": ["/desk/", "/desk/editorial/"],
    "mo": ["/desk/reports/"],
    "ada": ["/desk/membership/", "/desk/open/", "/desk/organizations/", "/desk/groups/", "/desk/membership/people/?q=mia"],
    "petra": ["{blog}new/", "{blog}edit/", "{post}edit/", "{post}publish/"],
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages")
    translations.write_pseudo(folder)
    return folder


@pytest.fixture
def both(settings, catalogs):
    """The two languages, offered as if they were real ones."""
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, catalogs]
    settings.LANGUAGES = [*settings.LANGUAGES, *((code, f"[{code}]") for code in pseudo.LANGUAGES)]


@pytest.fixture
def greek(cast: Cast) -> dict[str, object]:
    """A society with something on every screen, all of it in Greek; gives the addresses."""
    ed = cast.reader("ed")
    topic = make_topic(cast.petra, make_forum("Alpha", PUBLIC, GUESTS))
    members_topic = make_topic(cast.otto, make_forum("Beta"))
    reply = make_reply(cast.mia, topic=topic)
    blog = make_blog(cast.petra, disclosures="Ουδέν")
    post, issue = make_post(blog), make_issue(ed)
    article = make_article(ed, ["Λέων Στάθης"], readers=PUBLIC, issue=issue, department=department())
    group = make_group(cast.mia, "open", cast.petra)
    group_topic = make_group_topic(group, cast.petra)
    message = talk(cast.petra, cast.mia)
    organization = make_organization(city="Αθήνα", state="", country="Ελλάς", website="", domains=[])
    visited(cast.mia)
    said = {"body": "<p>Ο λόγος.</p>", "text": "Ο λόγος."}
    for rows, words in [
        (Forum.objects.filter(slug="alpha"), {"name": "Άλφα", "description": ""}),
        (Forum.objects.filter(slug="beta"), {"name": "Βήτα", "description": ""}),
        (Section, {"name": "Γενικά"}), (Piece, {"title": "Θέμα", "deck": "Περί.", **said}),
        (Reply, said), (Message, said), (Blog, {"title": "Λόγια", "description": "Περί.", "disclosures": "Ουδέν"}),
        (Issue, {"title": "Τεύχος", "date_text": "Μάιος", "note": "Λίγα."}), (Department, {"name": "Κύριο"}),
        (Group, {"name": "Ομάδα", "summary": "Περί.", "about": "Περί."}), (Organization, {"name": "Κλινική", "description": "Περί."}),
    ]:  # fmt: skip
        getattr(rows, "objects", rows).update(**words)
    society = Society.current()
    society.name, society.short_name, society.tagline, society.magazine_name = "Εταιρεία", "Εταιρεία", "", "Πρακτικά"
    society.save()
    pieces = {
        "topic": topic, "members_topic": members_topic, "post": post, "article": article, "group_topic": group_topic
    }  # fmt: skip
    return {name: piece.get_absolute_url() for name, piece in pieces.items()} | {
        "forum": "/forums/beta/", "blog": f"/blogs/{blog.slug}/", "issue": f"/magazine/{issue.slug}/",
        "group": f"/groups/{group.slug}/", "organization": f"/organizations/{organization.slug}/",
        "conversation": f"/messages/{message.conversation_id}/", "topic_id": topic.pk, "reply_id": reply.pk,
    }  # fmt: skip


OF_BABEL = {"and", *calendar.day_name, *calendar.month_name, *calendar.day_abbr, *calendar.month_abbr}


def is_initials(word: str) -> bool:
    return word.isupper() and len(word) < 3


def english_of(page: str) -> Iterator[str]:
    """Every visible text that has a Latin word outside brackets."""
    tree = parser.fromstring(page)
    for element in tree.xpath("//select[@name='time_zone' or @name='specialty']"):  # zones; rows of the society
        element.clear()
    for element in tree.xpath("//details[@class='citing']"):  # in the form of a manual of style, which is English
        element.getparent().remove(element)
    etree.strip_elements(tree, *SILENT, with_tail=False)
    attributes = [element.get(name, "") for element in tree.iter() for name in ATTRIBUTES]
    etree.strip_tags(tree, "a", "b", "cite")  # a sentence may hold them
    for text in [*tree.itertext(), *attributes]:
        rest = text
        while rest != (shorter := re.sub(r"\[[^\[\]]*\]", "", rest)):
            rest = shorter
        words = re.findall(r"[^\W\d_]+", re.sub(r"\S+@\S+|https?://\S+", "", rest))
        if {word for word in words if word.isascii() and not is_initials(word)} - OWN_NAMES - OF_BABEL:
            yield " ".join(text.split())


@pytest.mark.parametrize("who", SCREENS)
@pytest.mark.parametrize("language", pseudo.LANGUAGES)
def test_no_english_is_left(cast, both, greek, language, who):
    client, left = cast.client(who), []
    User.objects.update(language=language)
    client.cookies["language"] = language
    for screen in [*EVERYBODY, *SCREENS[who]]:
        page = client.get(screen.format(**greek))
        assert page.status_code in (200, 404, 403, 401), (screen, page.status_code)
        text = page.content.decode()
        direction = ' dir="rtl"' if language == "ar-xb" else ""
        assert f'<html lang="{language}"{direction}>' in text, screen
        left += [f"{screen}: {words}" for words in english_of(text)]
    assert not left, "\n".join(sorted(set(left)))


@pytest.mark.parametrize(
    "page", ["<p>Forgotten</p>", "<p>[Ñø] and one</p>", '<a aria-label="Open">[Øpéñ]</a>', "<p><b>Two</b> [wørds]</p>"]
)
def test_a_forgotten_word_cannot_hide(page):
    assert list(english_of(page))


def test_pseudo_languages_are_not_offered(cast):
    page = cast.client("mia").get("/settings/").content.decode()
    assert not set(re.findall(r'<option value="([\w-]+)"', page)) & set(pseudo.LANGUAGES)


@pytest.mark.parametrize("change", pseudo.LANGUAGES.values())
def test_placeholders_and_tags_stay(change):
    text = change("<b>%(name)s</b> has %(n)d of {total}, 5 %% more")
    assert all(part in text for part in ("<b>%(name)s</b>", "%(n)d", "{total}", "%%"))
    assert change("Reply to everybody in this topic") not in ("", "Reply to everybody in this topic")


def test_long_language_is_longer():
    assert len(pseudo.longer("Reply to everybody in this topic")) >= 1.4 * len("Reply to everybody in this topic")
