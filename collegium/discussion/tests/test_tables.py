"""Words on their way to a page: tables that scroll in themselves, references that lead back."""

from __future__ import annotations

from collegium.blogs.tests.factory import make_blog, make_post
from collegium.citations.ways import with_ways_back
from collegium.discussion.actions import post_reply
from collegium.discussion.tables import scrolled
from collegium.discussion.words import Words

TABLE = "<table><tbody><tr><td>12</td></tr></tbody></table>"
NOTED = (
    '<p>Counted<sup><a href="#r1">1</a></sup> twice<sup><a href="#r1">1</a></sup>.</p>'
    '<ol class="refs"><li id="r1">By two pharmacists.</li></ol>'
)


def test_table_stands_in_a_region_that_the_keyboard_reaches(cast):
    post = make_post(make_blog(cast.petra), body=f"<p>Beds.</p>{TABLE}")
    post_reply(post, Words.rich(f"<p>Ours.</p>{TABLE}"), cast.reader("mia"))
    page = cast.client("mia").get(post.get_absolute_url()).text
    assert page.count('<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>') == 2


def test_nothing_is_put_around_words_without_a_table():
    assert scrolled("<p>a table</p>") == "<p>a table</p>"


def test_reference_leads_back_to_where_it_is_cited_first(cast):
    post = make_post(make_blog(cast.petra), body=NOTED)
    page = cast.client("mia").get(post.get_absolute_url()).text
    assert page.count('id="from-r1"') == 1
    assert (
        'href="#from-r1"><span aria-hidden="true">↩\ufe0e</span><span class="vh">Back to the text, reference 1' in page
    )


def test_references_of_two_replies_cannot_lead_to_each_other(cast):
    post = make_post(make_blog(cast.petra))
    replies = [post_reply(post, Words.rich(NOTED), cast.reader("mia")) for _time in range(2)]
    page = cast.client("mia").get(post.get_absolute_url()).text
    for reply in replies:
        assert page.count(f'id="from-p{reply.pk}-r1"') == 1
        assert page.count(f'href="#from-p{reply.pk}-r1"') == 1


def test_entry_that_nothing_cites_cannot_lead_anywhere():
    assert "from-" not in with_ways_back('<p>x</p><ol class="refs"><li id="r1">A</li></ol>')
