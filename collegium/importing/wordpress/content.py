"""What WordPress keeps of a post (classic editor or blocks) as HTML that the site's allow-list takes.

Classic text has no paragraphs: a blank line divides them, one line break is a break. Blocks carry comments
`<!-- wp:… -->` and whole HTML. Shortcodes that stand for pictures or addresses become figures and links; others go,
their words stay, and what was lost is counted by name.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import lxml.html
from django.utils.html import escape
from lxml.html import HtmlElement

Placed = tuple[str, int]  # address and number of a stored file
_BLOCK = (
    "address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|"
    "main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|iframe|video|audio|object|script|style"
)
_IS_BLOCK = re.compile(_BLOCK)
_BLANK = re.compile(r"\n[ \t\u00a0]*\n\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CAPTION = re.compile(r"\[(?:wp_)?caption\b[^\]]*\](.*?)\[/(?:wp_)?caption\]", re.IGNORECASE | re.DOTALL)
_CAPTION_PARTS = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.IGNORECASE | re.DOTALL)
_OLD_CAPTION = re.compile(r"\bcaption=([\"'])(.*?)\1", re.DOTALL)
_GALLERY = re.compile(r"\[gallery\b([^\]]*)\]", re.IGNORECASE)
_IDS = re.compile(r"\b(?:ids|include)=[\"']?([\d,\s]+)")
_EMBED = re.compile(
    r"\[(embed|youtube|vimeo|video|audio|soundcloud)\b([^\]]*)\](?:(.*?)\[/\1\])?", re.IGNORECASE | re.DOTALL
)
_URL = re.compile(r"https?://[^\s\"'\]<>]+")
_SHORTCODE = re.compile(
    r"\[(/?)([a-z][\w-]{1,40})((?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))*)\s*/?\]", re.IGNORECASE
)
_CONTAINERS = ("div", "section", "article", "main", "center", "blockquote")
_UNWRAPPED = (
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "center",
    "address",
    "nav",
    "dl",
    "form",
    "fieldset",
)
_EMPTY = re.compile(r"<p>(?:\s|<br>|&nbsp;|\u00a0)*</p>|(?:<br>\s*)+(?=</p>)|<[uo]l>\s*</[uo]l>")
_RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "dt": "p", "dd": "p"}


@dataclass(slots=True)
class Lost:
    """What could not come along, for the report."""

    pictures: int = 0
    undescribed: int = 0
    files: int = 0
    embeds: int = 0
    shortcodes: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Source:
    """How the content of one site is read: where pictures come from, what the attachments are.

    place: stores a picture of this address with its description, and returns where it stands; None when it is absent.
    paper: the same for a file that a link leads to.
    attachments: address, caption and description of each attachment, by its number.
    """

    base: str
    place: Callable[[str, str], Placed | None]
    paper: Callable[[str], Placed | None]
    attachments: dict[int, tuple[str, str, str]]
    lost: Lost = field(default_factory=Lost)


def convert(content: str, source: Source, footnotes: str = "") -> str:
    """HTML of a post's content, still to be cleaned by the allow-list.

    Args:
        content: `content:encoded` as exported.
        footnotes: the post's `footnotes` meta, JSON, of the block editor.
    """
    has_blocks = "<!-- wp:" in content
    markup = _COMMENT.sub("", _shortcodes(content, source))
    root = _tree(markup)
    paragraphs(root, breaks=not has_blocks)
    notes = _footnotes(root, footnotes)
    _media(root, source)
    _links(root, source)
    _shapes(root)
    return _markup(root) + notes


def classic(text: str) -> str:
    """HTML of what was typed without blocks, a comment above all: a blank line ends a paragraph, a break stays one."""
    root = _tree(text)
    paragraphs(root)
    return _markup(root)


def _tree(markup: str) -> HtmlElement:
    return lxml.html.fragment_fromstring(markup.replace("\r\n", "\n").replace("\r", "\n"), create_parent="div")


def _markup(root: HtmlElement) -> str:
    return escape(root.text or "") + "".join(lxml.html.tostring(child, encoding="unicode") for child in root)


def is_block(element: Any) -> bool:
    """Whether an element divides paragraphs."""
    return isinstance(element.tag, str) and bool(_IS_BLOCK.fullmatch(element.tag))


def paragraphs(node: HtmlElement, *, breaks: bool = True) -> None:
    """Make paragraphs of the words that stand loose in a container, and of those in the containers in it.

    Args:
        breaks: whether a line break is one on the page; in blocks it is only a space.
    """
    made: list[HtmlElement] = []
    loose = [lxml.html.Element("p")]

    def close() -> None:
        paragraph = loose.pop()
        if len(paragraph) or (paragraph.text or "").strip():
            made.append(paragraph)
        loose.append(lxml.html.Element("p"))

    def add(text: str | None) -> None:
        for number, part in enumerate(_BLANK.split(text or "")):
            if number:
                close()
            _add_lines(loose[0], part if breaks else part.replace("\n", " "))

    add(node.text)
    for child in list(node):
        tail, child.tail = child.tail, None
        if is_block(child):
            close()
            made.append(child)
            if child.tag in _CONTAINERS:
                paragraphs(child, breaks=breaks)
            elif child.tag == "p" and breaks:
                _break_lines(child)
        else:
            loose[0].append(child)
        add(tail)
    close()
    node.text = None
    node[:] = made


def _add_lines(paragraph: HtmlElement, text: str) -> None:
    """Append a text with its line breaks; those at the beginning of the paragraph say nothing."""
    has_begun = bool(len(paragraph) or paragraph.text)
    for number, line in enumerate(text.split("\n") if has_begun else text.lstrip().split("\n")):
        if number:
            paragraph.append(lxml.html.Element("br"))
        if len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "") + line
        else:
            paragraph.text = (paragraph.text or "") + line


def _break_lines(paragraph: HtmlElement) -> None:
    parts = [(None, paragraph.text), *((child, child.tail) for child in list(paragraph))]
    paragraph[:], paragraph.text = [], None
    for child, text in parts:
        if child is not None:
            child.tail = None
            paragraph.append(child)
        _add_lines(paragraph, text or "")


def _shortcodes(text: str, source: Source) -> str:
    text = _CAPTION.sub(_caption, text)
    text = _GALLERY.sub(lambda match: _gallery(match[1], source), text)
    text = _EMBED.sub(lambda match: _embed(match, source), text)

    def other(match: re.Match[str]) -> str:
        closes, name, facts = match.groups()
        is_one = bool(facts) or bool(closes) or f"[/{name}]" in text
        if not is_one:
            return match[0]  # "[sic]" is somebody's word
        source.lost.shortcodes[name.lower()] += not closes
        return ""

    return _SHORTCODE.sub(other, text)


def _caption(match: re.Match[str]) -> str:
    parts = _CAPTION_PARTS.match(match[1])
    old = _OLD_CAPTION.search(match[0].partition("]")[0])
    if not parts:
        return match[1]
    words = parts[2].strip() or (old[2] if old else "")
    return f"\n\n<figure>{parts[1]}<figcaption>{words}</figcaption></figure>\n\n"


def _gallery(facts: str, source: Source) -> str:
    ids = _IDS.search(facts)
    numbers = [int(one) for one in re.findall(r"\d{1,18}", ids[1])] if ids else []
    if not numbers:
        source.lost.shortcodes["gallery"] += 1
        return ""
    return "\n\n" + "\n\n".join(_figure(number, source) for number in numbers if number in source.attachments) + "\n\n"


def _figure(number: int, source: Source) -> str:
    address, caption, alt = source.attachments[number]
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(address)}" alt="{escape(alt)}">{words}</figure>'


def _embed(match: re.Match[str], source: Source) -> str:
    address = _URL.search(match[3] or "") or _URL.search(match[2])
    source.lost.embeds += 1
    return f"\n\n<p>{_link(address[0])}</p>\n\n" if address else ""


def _link(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address)}</a>'


def _media(root: HtmlElement, source: Source) -> None:
    """Pictures to ours, and what plays elsewhere to a link: no other site's frames or sounds (docs/security)."""
    for element in list(root.iter("iframe", "video", "audio", "embed", "object")):
        address = next((one for one in _addresses(element) if one), "")
        source.lost.embeds += 1
        _put_instead(element, f"<p>{_link(urljoin(source.base, address))}</p>" if address else "<p></p>")
    for picture in list(root.iter("img")):
        address = urljoin(source.base, picture.get("data-orig-file") or picture.get("src") or "")
        alt = " ".join((picture.get("alt") or "").split())[:500]
        placed = source.place(address, alt) if address else None
        figure = _figure_of(picture)
        if placed is None:
            source.lost.pictures += 1
            _say_absent(figure, picture, address, alt)
            continue
        source.lost.undescribed += not alt
        number = str(placed[1])
        picture.attrib.clear()
        picture.attrib.update({"src": placed[0], "alt": alt, "data-file": number})


def _addresses(element: HtmlElement) -> list[str]:
    inner = [child.get("src") or "" for child in element.iter("source", "embed")]
    return [element.get("src") or "", element.get("data") or "", *inner]


def _put_instead(element: HtmlElement, markup: str) -> None:
    new = lxml.html.fragment_fromstring(markup)
    new.tail, parent = element.tail, element.getparent()
    parent.replace(element, new)
    if parent.tag == "figure":  # a frame's figure has nothing to show any more
        parent.tag = "div"


def _figure_of(picture: HtmlElement) -> HtmlElement:
    """The figure a picture stands in, made when there is none; a link around the picture, mostly to itself, goes."""
    parent = picture.getparent()
    if parent.tag == "a":
        if len(parent) == 1 and not (parent.text or "").strip() and not (picture.tail or "").strip():
            parent.drop_tag()
        parent = picture.getparent()
    figure = next((one for one in picture.iterancestors("figure")), None)
    if figure is not None:
        return figure
    figure = lxml.html.Element("figure")
    figure.tail, picture.tail = picture.tail, None
    parent.replace(picture, figure)
    figure.append(picture)
    return figure


def _say_absent(figure: HtmlElement, picture: HtmlElement, address: str, alt: str) -> None:
    """A picture that is not in the folder: its caption with its address instead."""
    picture.drop_tree()
    caption = next(figure.iter("figcaption"), None)
    if caption is None:
        caption = lxml.html.Element("figcaption")
        caption.text = alt
        figure.append(caption)
    if address.startswith(("http://", "https://")):
        link = lxml.html.fragment_fromstring(_link(address))
        if caption.text or len(caption):
            link_after = lxml.html.Element("br")
            caption.append(link_after)
        caption.append(link)
    elif not caption.text_content().strip():
        figure.drop_tree()  # written into the words (data:), without a caption: nothing is left to show


def _links(root: HtmlElement, source: Source) -> None:
    """Links to files that came along lead to them; addresses without a host get the old site's."""
    for link in list(root.iter("a")):
        address = (link.get("href") or "").strip()
        if not address:
            link.drop_tag()  # a button that leads nowhere
            continue
        if address.startswith("#"):
            continue
        address = urljoin(source.base, address)
        link.set("href", address)
        if "/uploads/" in address and (placed := source.paper(address)):
            link.set("href", placed[0])
        elif "/uploads/" in address:
            source.lost.files += 1


def _footnotes(root: HtmlElement, footnotes: str) -> str:
    """The block editor's footnotes as the numbered list of references, with links both ways as the site prints them."""
    try:
        notes: list[dict[str, Any]] = json.loads(footnotes) if footnotes.strip() else []
        words = {str(note["id"]): str(note["content"]) for note in notes}
    except (ValueError, KeyError, TypeError):
        return ""
    numbers = {name: number for number, name in enumerate(words, 1)}
    for mark in list(root.iter("sup")):
        number = numbers.get(mark.get("data-fn") or "")
        if number:
            for child in list(mark):
                mark.remove(child)
            link = lxml.html.Element("a", href=f"#r{number}")
            link.text, mark.text = str(number), None
            mark.append(link)
    items = "".join(f'<li id="r{number}">{words[name]}</li>' for name, number in numbers.items())
    return f'<ol class="refs">{items}</ol>' if items else ""


def without_empty(markup: str) -> str:
    """Safe HTML without the empty paragraphs that old editors leave."""
    return _EMPTY.sub("", markup)


def _shapes(root: HtmlElement) -> None:
    """Old and foreign elements as those the site has."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        element.tag = _RENAMED.get(element.tag, element.tag)
        if element.tag == "figure" and "pullquote" in (element.get("class") or ""):
            for quote in element.iter("blockquote"):
                quote.set("class", "pull")
            element.drop_tag()
        elif element.tag == "figure" and (
            element.find(".//table") is not None or element.find(".//figure") is not None
        ):
            element.drop_tag()
        elif element.tag in ("ul", "li") and element.find(".//figure") is not None:
            element.drop_tag()  # a gallery
        elif element.tag == "cite" and element.getparent().tag in ("blockquote", "figure"):
            element.tag = "p"
    for paragraph in [figure.getparent() for figure in root.iter("figure") if figure.getparent().tag == "p"]:
        if paragraph.getparent() is not None:
            paragraph.drop_tag()  # a figure is no part of a paragraph
    for element in reversed(list(root.iter(*_UNWRAPPED))):
        if element is root:
            continue
        if any(is_block(child) for child in element):
            element.drop_tag()
        else:
            element.tag = "p"
