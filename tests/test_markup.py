"""The check of markup sees what the Nu HTML checker sees."""

from __future__ import annotations

import pytest

from tests.markup import faults


def _page(body: str) -> str:
    return f'<!doctype html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        '<p>One<br>two</p><label for="name">Name</label><input id="name" aria-describedby="help"><small id="help">So</small>',
        '<a href="/"><div><p>A link may hold what its parent may.</p></div></a>',
        "<summary><h2>Folded</h2></summary>",
        '<svg><rect width="1"/></svg>',
    ],
)
def test_sound_markup_has_no_fault(body: str) -> None:
    assert faults(_page(body)) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<span><form></form></span>", "<form> inside <span>"),
        ('<p><a href="/"><div></div></a></p>', "<div> inside <p>"),
        ("<small><ul><li>So</li></ul></small>", "<ul> inside <small>"),
        ("<ul><p>So</p></ul>", "<p> directly inside <ul>"),
        ('<a href="/"><button type="button">So</button></a>', "<button> inside <a>"),
        ('<i id="one"></i><i id="one"></i>', "id 'one' 2 times"),
        ('<label for="gone">Name</label>', "for='gone' leads nowhere"),
        ('<input aria-describedby="gone">', "aria-describedby='gone' leads nowhere"),
        ("<div><p>Open</div>", "<p> is not closed before </div>"),
        ("</section>", "</section> closes nothing"),
        ('<i class="a" class="b"></i>', "class twice on <i>"),
        ('<img src="/a.png">', "<img> without alt: /a.png"),
        ('<a href="/?subject={&#39;reader&#39;: 1}">So</a>', "an object as Python shows it: {'reader': "),
        ("<p>&lt;Reader object at 0x7f12&gt;</p>", "an object as Python shows it:  object at 0x"),
    ],
)
def test_wrong_markup_cannot_hide(body: str, fault: str) -> None:
    assert faults(_page(body)) == [fault]
