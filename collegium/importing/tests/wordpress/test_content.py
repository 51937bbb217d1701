"""What WordPress keeps of a post becomes the site's own HTML: classic text, blocks, pictures, shortcodes, footnotes."""

from __future__ import annotations

import pytest

from collegium.discussion.words import Words
from collegium.importing.wordpress.content import Source, convert, without_empty

pytestmark = pytest.mark.django_db  # references are looked up in what is known of works
PICTURE = "https://old.example.org/wp-content/uploads/2010/05/ward.jpg"


def source(*there: str) -> Source:
    found = {address: number for number, address in enumerate(there, 7)}

    def place(address: str, alt: str = "") -> tuple[str, int] | None:
        return (f"/files/{found[address]}/960/", found[address]) if address in found else None

    attachments = {5: (PICTURE, "The ward at night", "An empty corridor")}
    return Source("https://old.example.org/blog/", place, place, attachments)


def body(content: str, made: Source | None = None, footnotes: str = "") -> str:
    return without_empty(Words.rich(convert(content, made or source(PICTURE), footnotes), headings=True).body)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One.\r\n\r\nTwo,\r\nstill two.", "<p>One.</p><p>Two,<br>still two.</p>"),
        ("<h1>Head</h1>\nWords", "<h2>Head</h2><p>Words</p>"),
        ("<b>Bold</b> and <i>not</i>", "<p><strong>Bold</strong> and <em>not</em></p>"),
        ("<ul>\n<li>one</li>\n\n<li>two</li>\n</ul>", "<ul>\n<li>one</li>\n\n<li>two</li>\n</ul>"),
        ("<pre>a\n\n  b</pre>", "<pre>a\n\n  b</pre>"),
        ("<div>Boxed words</div>", "<p>Boxed words</p>"),
        ("<div><p>One</p><div>Two</div></div>", "<p>One</p><p>Two</p>"),
        ("Then he said [sic] and [1].", "<p>Then he said [sic] and [1].</p>"),
        ('[button link="x"]Go on[/button] reading', "<p>Go on reading</p>"),
        ("Read&nbsp;on<!--more-->", "<p>Read&nbsp;on</p>"),
        ("<script>alert(1)</script><p onclick=x>Safe</p>", "<p>Safe</p>"),
        ("<!-- wp:paragraph -->\n<p>Block</p>\n<!-- /wp:paragraph -->", "<p>Block</p>"),
        (
            '<!-- wp:pullquote --><figure class="wp-block-pullquote"><blockquote><p>Said</p><cite>P. V.</cite></blockquote></figure>',
            '<blockquote class="pull"><p>Said</p><p>P. V.</p></blockquote>',
        ),
        ("<!-- wp:html -->\n<b> test </b>\n<!-- /wp:html -->", "<p><strong> test </strong> </p>"),
        ('<!-- wp:button --><div><a class="wp-block-button__link">Button</a></div>', "<p>Button</p>"),
        ('<!-- wp:social-links --><ul class="wp-block-social-links"><!-- wp:social-link /--></ul>', ""),
        (
            '<!-- wp:table --><figure class="wp-block-table"><table><tbody><tr><td>1</td></tr></tbody></table></figure>',
            "<table><tbody><tr><td>1</td></tr></tbody></table>",
        ),
    ],
)
def test_words_keep_their_shape(content, expected):
    assert body(content) == expected


def test_pictures_become_figures_with_their_captions():
    small = PICTURE.replace(".jpg", "-300x200.jpg")
    made = body(
        f'[caption id="a" align="left" width="300"]<a href="{PICTURE}"><img src="{small}" alt="A ward"></a> The <em>old</em> ward[/caption]\n\nWords',
        source(small),
    )
    assert made == (
        '<figure><img src="/files/7/960/" alt="A ward" data-file="7"><figcaption>The <em>old</em> ward</figcaption></figure><p>Words</p>'
    )
    assert body(f'Before <img src="{PICTURE}" alt="" /> after').count("<figure>") == 1


def test_gallery_shows_the_attachments_it_names():
    made = body('[gallery ids="5,99" columns="2"]')
    assert made.count("<img") == 1
    assert 'alt="An empty corridor"' in made
    assert "<figcaption>The ward at night</figcaption>" in made


def test_absent_picture_cannot_stay_as_one():
    absent = source()
    made = body(f'<p>See</p><img src="{PICTURE}" alt="A ward">', absent)
    assert "<img" not in made
    assert "A ward" in made
    assert f'href="{PICTURE}"' in made
    assert absent.lost.pictures == 1


def test_picture_written_into_the_words_cannot_leave_an_empty_frame():
    made = source()
    assert body('<img src="data:image/png;base64,iVBORw0KGgo="> After it.', made).endswith("After it.</p>")
    assert "figure" not in body('<p>Before.</p><figure><img src="data:image/png;base64,iVBO"></figure>', made)
    assert made.lost.pictures == 2


def test_frames_of_other_sites_cannot_stay():
    made = source()
    said = body(
        '<!-- wp:embed --><figure><iframe src="https://www.youtube.com/embed/x"></iframe></figure>\n[embed]https://vimeo.com/1[/embed]',
        made,
    )
    assert "iframe" not in said
    assert 'href="https://www.youtube.com/embed/x"' in said
    assert 'href="https://vimeo.com/1"' in said
    assert made.lost.embeds == 2


def test_footnotes_become_the_numbered_list():
    notes = '[{"id":"aa-1","content":"Larkin, <em>Rounds</em>, 1999."},{"id":"bb-2","content":"The same."}]'
    made = body(
        '<!-- wp:paragraph --><p>So it is<sup data-fn="aa-1" class="fn"><a href="#aa-1" id="aa-1-link">1</a></sup>.</p><!-- /wp:paragraph -->',
        footnotes=notes,
    )
    assert '<sup><a href="#r1"' in made
    assert '<ol class="refs"><li id="r1">Larkin, <em>Rounds</em>, 1999.</li><li id="r2">The same.</li></ol>' in made
    assert "refs" not in body("<p>No notes</p>", footnotes="broken {")


def test_links_to_files_lead_to_ours_or_are_counted():
    paper = "https://old.example.org/wp-content/uploads/2010/05/paper.pdf"
    made = source(paper)
    said = body(f'<a href="{paper}">Paper</a> <a href="/wp-content/uploads/gone.pdf">Gone</a>', made)
    assert 'href="/files/7/960/"' in said
    assert 'href="https://old.example.org/wp-content/uploads/gone.pdf"' in said
    assert made.lost.files == 1


@pytest.mark.parametrize(
    "around", [("<figure class='wp-block-gallery'>", "</figure>"), ("<figure><ul><li>", "</li></ul></figure>")]
)
def test_galleries_of_blocks_become_single_figures(around):
    picture = (
        f'<figure class="wp-block-image"><img src="{PICTURE}" alt="A ward"/><figcaption>Night</figcaption></figure>'
    )
    made = body(f"<!-- wp:gallery -->{around[0]}{picture}{around[1]}")
    assert made == '<figure><img src="/files/7/960/" alt="A ward" data-file="7"><figcaption>Night</figcaption></figure>'
