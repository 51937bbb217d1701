"""What nobody would send but somebody will: absurd numbers, days, addresses and lengths are answered, never a 500."""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest
from django.urls import get_resolver

from collegium.audience.models import MEMBERS
from collegium.discussion import actions
from collegium.discussion.forms import LONGEST_MARKUP
from collegium.discussion.models import Piece, Reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.actions import Proposal, propose_group
from collegium.magazine.tests.factory import make_issue
from collegium.moderation.actions import hide
from collegium.moderation.things import found
from collegium.web import html
from collegium.web.numbers import number_of

ABSURD = ["²", "٣", "9" * 19, "9" * 5000, "-1", "a\x00b", "1e9", ""]


@pytest.mark.parametrize("text", ABSURD, ids=lambda text: ascii(text)[:12])
def test_absurd_text_is_no_number(text):
    assert number_of(text) is None


def test_every_number_in_an_address_is_bounded():
    patterns = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    inner = [
        str(pattern.pattern)
        for include in get_resolver().url_patterns
        if hasattr(include, "url_patterns") and str(getattr(include, "urlconf_name", "")).find("collegium") >= 0
        for pattern in include.url_patterns
    ]
    assert any("<number:" in pattern for pattern in inner)
    assert [pattern for pattern in patterns + inner if "<int:" in pattern] == []


@pytest.mark.parametrize("digits", [20, 5000])
def test_number_that_no_id_can_be_is_not_found(cast, digits):
    topic, number = make_topic(cast.petra), "9" * digits
    addresses = [
        f"/forums/{topic.forum.slug}/{number}-x/", f"/replies/{number}/", f"/files/{number}/",
        f"/pieces/{number}/guests/", f"/messages/{number}/", f"/topics/{number}/edit/",
    ]  # fmt: skip
    for address in addresses:
        assert cast.client("mia").get(address).status_code == 404, address


@pytest.mark.parametrize("number", ABSURD, ids=lambda text: ascii(text)[:12])
def test_absurd_numbers_in_forms_are_answered(cast, number):
    topic, mia = make_topic(cast.petra), cast.client("mia")
    words = {"title": "How do you do this?", "body": "We do not know.", "token": "t1"}
    assert mia.post(f"/forums/{topic.forum.slug}/new/", words | {"subjects": number}).status_code == 422
    assert mia.post("/follow/", {"kind": "forum", "id": number, "on": "1"}).status_code == 404
    assert mia.get("/report/", {"kind": "topic", "id": number}).status_code == 404
    assert mia.post(f"/pieces/{topic.pk}/react/", {"give": "useful", "reply": number}).status_code == 303
    assert mia.get(topic.get_absolute_url(), {"quote": number, "page": number}).status_code == 200
    assert cast.client("petra").post(f"/topics/{topic.pk}/answer/", {"reply": number}).status_code == 303


def test_editor_cannot_publish_in_a_year_that_no_zone_knows(cast, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "accounts.middleware" not in name]
    issue = make_issue(cast.reader("ed"), out=False)
    ed = cast.client("ed")
    assert ed.post(f"/desk/editorial/issues/{issue.pk}/publish/", {"at": "9999-12-31T23:59"}).status_code == 422
    assert (
        ed.post(f"/desk/editorial/issues/{issue.pk}/arrange/", {"pages-²": "²", "move": "9" * 5000}).status_code == 303
    )


@pytest.mark.parametrize("page", ["login/", "login/code/", "signup/", "password/reset/"])
def test_next_that_is_no_address_leads_nowhere(cast, page):
    assert cast.client("vera").get(f"/accounts/{page}", {"next": "http://["}).status_code == 200


def test_endless_name_signs_nobody_in(cast):
    for name in ("a" * 70_000, "a" * 70_000 + "@example.org"):
        answer = cast.client("vera").post("/accounts/login/", {"login": name, "password": "four random words"})
        assert answer.status_code == 200
        assert "_auth_user_id" not in answer.client.session


@pytest.mark.parametrize("tag", ["<div>", "<blockquote>", "<div><table><td></div></table>", "<details><summary>"])
def test_tags_without_end_cost_no_time_and_leave_the_words(tag):
    start = time.process_time()
    safe = html.clean(tag * 100_000 + "Said &amp; <b>done</b>", folds=True)
    assert time.process_time() - start < 3
    assert safe == "<p>Said &amp;  done</p>"


def test_html_beyond_measure_is_refused_with_a_sentence(cast):
    topic = make_topic(cast.petra)
    body = {"body": "&" * (LONGEST_MARKUP + 1), "body_format": "html"}
    answer = cast.client("mia").post(f"/pieces/{topic.pk}/replies/", body)
    assert answer.status_code == 422
    assert "This is longer than one contribution can be." in answer.text
    assert "There are no words yet" not in answer.text


def test_a_quote_cannot_be_multiplied_by_editing(cast):
    topic = make_topic(cast.petra, make_forum())
    source = actions.post_reply(topic, Words.plain("Long words. " * 400), cast.reader("petra"))
    mia, quote = cast.client("mia"), f'<blockquote data-quote="{source.pk}"><p>{{}}</p></blockquote>'
    said = {"body": quote.format(source.text) + "<p>Mine.</p>", "body_format": "html"}
    mia.post(f"/pieces/{topic.pk}/replies/", said)
    reply = Reply.objects.latest("pk")
    again = {"body": quote.format("other") * 500 + "<p>Mine.</p>", "body_format": "html", "version": reply.version}
    assert mia.post(f"/replies/{reply.pk}/edit/", again).status_code == 303
    reply.refresh_from_db()
    assert reply.body.count("data-range") == 1


def test_five_thousand_quotes_of_a_long_text_cost_no_time(cast):
    topic = make_topic(cast.petra, make_forum())
    source = actions.post_reply(topic, Words.plain("Long words. " * 4000), cast.reader("petra"))
    quote = f'<blockquote data-quote="{source.pk}">Long</blockquote>'
    start = time.process_time()
    said = {"body": quote * 4000 + "<p>Mine.</p>", "body_format": "html"}
    assert cast.client("mia").post(f"/pieces/{topic.pk}/replies/", said).status_code == 303
    assert time.process_time() - start < 5


def test_description_of_a_picture_cannot_name_a_number_that_is_none(cast):
    topic = make_topic(cast.petra)
    said = {"body": '<p>So.</p><img src="/files/1/" data-file="²" alt="x">', "body_format": "html"}
    assert cast.client("mia").post(f"/pieces/{topic.pk}/replies/", said).status_code == 303
    assert "²" not in Reply.objects.latest("pk").body


def test_picture_cannot_ask_for_another_address(cast):
    for source in ("/files/1/../../accounts/logout/", "/files/1/x", "//evil.example/files/1/"):
        assert "src" not in html.clean(f'<img src="{source}">')
    assert 'src="/files/1/960/"' in html.clean('<img src="/files/1/960/">')


@pytest.mark.parametrize("attribute", ["title", "lang", "dir", "style", "data-hx-get", "data-behaviour", "onclick"])
def test_attribute_that_no_list_allows_cannot_stay(attribute):
    """`title` would hold words that neither the patient-data check nor a reader sees."""
    assert html.clean(f'<p {attribute}="Mary Doe, 4 May 1950">Words</p>') == "<p>Words</p>"


@pytest.mark.parametrize(
    "address", ["//evil.example", "/\\evil.example", "\\\\evil.example", "/&#9;/evil.example", " //evil.example"]
)
def test_link_cannot_lead_elsewhere_in_disguise(address):
    assert "href" not in html.clean(f'<a href="{address}">a</a>')
    assert 'href="/members/mia/"' in html.clean('<a href="/members/mia/">a</a>')


@pytest.mark.parametrize(
    "markup", ["<p><select><p>a</select></p>", "<p><button><p>a</p></button></p>", "<p><a><marquee><p>a"]
)
def test_cleaned_markup_cannot_be_read_otherwise_the_next_time(markup):
    once = html.clean(markup)
    assert once == html.clean(once)
    assert once.count("<p>") == once.count("</p>")
    assert "<p><p>" not in once


@pytest.mark.parametrize("name", ["mia", "mo", "ada"])
def test_sign_that_no_text_has_is_answered(cast, settings, name):
    """PostgreSQL refuses NUL in every text."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "accounts.middleware" not in one]
    topic, group = make_topic(cast.petra), propose_group(Proposal("Harbor", "open", "For practices"), cast.petra)
    decision = hide(found("piece", topic.pk), cast.mo, "Test.")
    client = cast.client(name)
    for address in (
        "/blogs/?subject=%00", "/groups/?q=%00", "/members/?q=%00", "/organizations/?q=%00&state=%00",
        "/search/?q=%00&subject=%00", "/desk/membership/people/?q=%00", "/messages/new/?to=%00", "/forums/?view=%00",
        "/desk/reports/?show=%00", "/people/complete/?q=%00", "/desk/log/?person=%00&deed=%00",
    ):  # fmt: skip
        assert client.get(address).status_code < 500, address
    for address, data in {
        "/notifications/seen/": {"fold": "a\x00"}, f"/desk/groups/{group.pk}/": {"reason": "a\x00"},
        f"/desk/reports/decisions/{decision.pk}/undo/": {"reason": "a\x00"}, "/follow/": {"kind": "\x00", "id": "1"},
        f"/pieces/{topic.pk}/react/": {"kind": "\x00"}, "/language/": {"language": "\x00"},
    }.items():  # fmt: skip
        assert client.post(address, data).status_code < 500, address


HARMFUL = "\x01\x08\x0b\x1b\x7f\x9f\ufdd0\ufffe\uffff"


@pytest.mark.parametrize("kind", [Words.plain, Words.rich])
def test_signs_that_no_feed_may_hold_cannot_get_into_a_text(kind):
    words = kind(f"Seven words {HARMFUL}that are good\tto read.\n\nGröße, 你好, אב.\ud800")
    assert "Seven words that are good" in words.body
    assert "Größe, 你好, אב." in words.body
    assert not set(HARMFUL) & set(words.body + words.text)


@pytest.mark.parametrize("reference", ["&#1;", "&#xFFFE;", "&#x1B;"])
def test_nor_can_they_by_their_number(reference):
    assert Words.rich(f"<p>Up{reference}down</p>").body == "<p>Updown</p>"


@pytest.mark.parametrize(
    "text", ["kestrel' OR '1'='1", 'kestrel") OR 1=1 --', "kestrel'; DELETE FROM discussion_piece; --", "%s%%"]
)
def test_words_of_sql_cannot_be_run(cast, text):
    topic = make_topic(cast.petra, make_forum(readers=MEMBERS), "A kestrel among members")
    for place in ("/search/?q={}", "/members/?q={}", "/organizations/?q={}&state={}&type={}&size={}", "/groups/?q={}"):
        for who in ("vera", "gus"):
            answer = cast.client(who).get(place.replace("{}", quote(text)))
            assert answer.status_code in (200, 403)
            assert topic.title not in answer.text
    assert Piece.objects.filter(pk=topic.pk).exists()
