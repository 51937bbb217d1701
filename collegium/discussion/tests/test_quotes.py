"""Quotes: bound to their source, filled for each reader, cut when the source is gone."""

from __future__ import annotations

import re
from html import unescape

import pytest

from collegium.discussion import actions, quotes
from collegium.discussion.models import Reply
from collegium.discussion.quotes import place_of
from collegium.discussion.words import Words
from collegium.forums.actions import open_to_guests
from collegium.forums.tests.factory import make_topic
from collegium.web import html

SAID = "Nothing about the assay changed. The order fires from the referral."
QUOTE = '<blockquote data-quote="{}"><p>The order fires   from the referral.</p></blockquote><p>How?</p>'


@pytest.fixture
def topic(cast):
    return make_topic(cast.petra)


@pytest.fixture
def source(cast, topic):
    return actions.post_reply(topic, Words.plain(SAID), cast.reader("mia"))


def quote(cast, topic, source, who="grace", markup=QUOTE):
    body = {"body": markup.format(source.pk), "body_format": "html"}
    assert cast.client(who).post(f"/pieces/{topic.pk}/replies/", body).status_code == 303
    return Reply.objects.latest("pk")


def page(cast, topic, who="mia"):
    return cast.client(who).get(topic.get_absolute_url()).text


def test_quote_is_stored_without_words_and_filled_from_its_source(cast, topic, source):
    reply = quote(cast, topic, source)
    place = SAID.index("The order")
    assert f'<blockquote data-quote="{source.pk}" data-range="{place}-{len(SAID)}" data-version="1">' in reply.body
    assert "assay" not in reply.body
    assert reply.text == "How?"
    assert re.search(
        r"<footer><a[^>]*>Mia Lindholm.*?</footer><p>The order fires from the referral\.</p>", page(cast, topic)
    )


def test_a_quote_of_the_first_words_leads_there_from_every_page(cast, topic):
    markup = '<blockquote data-quote="0"><p>We call on day three.</p></blockquote><p>Why?</p>'
    actions.post_reply(topic, Words.kept(quotes.bound(markup, topic, cast.reader("mia"))), cast.reader("mia"))
    assert '<footer><a href="?page=1#head">Petra Halvorsen' in page(cast, topic)


def test_words_that_do_not_stand_there_cannot_be_put_into_anybodys_mouth(cast, topic, source):
    reply = quote(
        cast, topic, source, markup='<blockquote data-quote="{}"><p>I never test.</p></blockquote><p>How?</p>'
    )
    assert "data-quote" not in reply.body
    assert "I never test." in reply.text
    assert "<footer><a" not in page(cast, topic)


@pytest.mark.parametrize("deed", ["hide", "remove", "take_back"])
def test_words_of_a_source_that_is_gone_cannot_be_read_in_a_quote(cast, topic, source, deed):
    quote(cast, topic, source)
    {
        "hide": lambda: actions.hide(source, cast.mo, "Names a patient."),
        "remove": lambda: actions.remove_reply(source),
        "take_back": lambda: actions.take_back(source),
    }[deed]()
    shown = page(cast, topic, "grace")
    assert "order fires" not in shown
    assert "The quoted words are gone." in shown


def test_guest_cannot_read_members_words_through_a_quote(cast, topic, source):
    open_to_guests(topic)
    quote(cast, topic, source)
    assert "order fires" in page(cast, topic, "mia")
    assert "order fires" not in page(cast, topic, "gus")


def test_guest_cannot_bind_a_quote_of_words_they_do_not_see(cast, topic, source):
    open_to_guests(topic)
    topic.refresh_from_db()
    reply = quote(cast, topic, source, who="gus")
    assert "data-quote" not in reply.body


def test_reply_of_another_topic_cannot_be_quoted(cast, topic, source):
    other = make_topic(cast.petra, title="Another question of mine")
    assert "data-quote" not in quote(cast, other, source).body


def test_edit_of_the_source_keeps_words_that_still_stand_there(cast, topic, source):
    quote(cast, topic, source)
    actions.edit(source, Words.plain("Shorter. The order fires from the referral."), cast.reader("mia"))
    assert "<p>The order fires from the referral.</p>" in page(cast, topic)


def test_words_edited_away_cannot_be_read_in_a_quote(cast, topic, source):
    quote(cast, topic, source)
    actions.edit(source, Words.plain("I was wrong."), cast.reader("mia"))
    shown = page(cast, topic)
    assert "order fires" not in shown
    assert "The quoted words have been changed since." in shown


def test_editing_keeps_the_quote_bound(cast, topic, source):
    reply = quote(cast, topic, source)
    client = cast.client("grace")
    form = client.get(f"/replies/{reply.pk}/edit/").text
    assert f'<blockquote data-quote="{source.pk}"><p>The order fires from the referral.</p>' in unescape(form)
    kept = reply.body.split("<p>")[0]
    answer = client.post(
        f"/replies/{reply.pk}/edit/", {"body": QUOTE.format(source.pk), "body_format": "html", "more": "And when?"}
    )
    assert answer.status_code == 303
    reply.refresh_from_db()
    assert reply.body == kept + "<p>How?</p><p>And when?</p>"


def test_quote_link_offers_the_words_without_script(cast, topic, source):
    shown = cast.client("grace").get(f"{topic.get_absolute_url()}?quote={source.pk}").text
    assert f'name="quote" value="{source.pk}"' in shown
    assert f">\n{SAID}</textarea>" in shown
    cast.client("grace").post(f"/pieces/{topic.pk}/replies/", {"body": "How?", "quote": source.pk, "quoted": SAID})
    assert f'data-quote="{source.pk}" data-range="0-{len(SAID)}"' in Reply.objects.latest("pk").body


def test_quote_link_cannot_show_what_the_reader_does_not_see(cast, topic, source):
    open_to_guests(topic)
    shown = cast.client("gus").get(f"{topic.get_absolute_url()}?quote={source.pk}").text
    assert "assay" not in shown


@pytest.mark.parametrize("words", ["grade 21 fever", "grade 2\u202f¹ fever"])
def test_words_with_a_reference_are_found_as_a_page_hands_them_out(words):
    text = html.to_text('<p>It was grade 2<sup><a href="#r1">1</a></sup> fever.</p>')
    start, end = place_of(words, text)
    assert text[start:end] == "grade 2\u202f¹ fever"
