"""From what people write to safe HTML, once, on the way in; and to plain text for search, mail and teasers.

One allow-list holds for everything (OWASP ASVS 1.3.1). `RICH` adds what posts and articles need for long reading.
The composer's schema (composer/src/schema.js) is the same list.
"""

from __future__ import annotations

import html
import math
import re
from typing import Final

import lxml.html
import nh3

from collegium.web.numbers import number_of

WORDS_A_MINUTE: Final = 230
TAGS_MOST: Final = 10_000  # of one text: nested, they cost the square of their number
PLAIN_TAGS: Final = {
    "p", "br", "strong", "em", "code", "pre", "a", "ul", "ol", "li", "blockquote", "hr", "sup", "sub", "span",
    "figure", "img", "figcaption", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
RICH_TAGS: Final = PLAIN_TAGS | {"h2", "h3", "aside"}
FOLDED_TAGS: Final = PLAIN_TAGS | {"details", "summary"}  # only what imports make themselves, see `folded`
SCHEMES: Final = {"http", "https", "mailto"}
ATTRIBUTES: Final = {
    "*": set(),  # else nh3 keeps `title` and `lang` everywhere: words that no check reads
    "a": {"href"},
    "img": {"src", "alt", "class", "data-file"},
    "span": {"class", "data-person", "data-license"},
    "blockquote": {"class", "data-quote"},
    "aside": {"class"},
    "ol": {"class"},
    "li": {"id", "data-cite"},
    "th": {"scope"},
}
AGAIN: Final = 3  # times at most that markup is cleaned until nothing changes any more
CLASSES: Final = {
    "span": {"mention", "credit", "license", "standing", "standing bad"}, "img": {"decorative"},
    "blockquote": {"pull"}, "aside": {"gloss"}, "ol": {"refs"},
}  # fmt: skip
LICENSES: Final = ("own", "by", "by-sa", "cc0", "permission", "other")  # of pictures
_FILE = re.compile(r"/files/[0-9]{1,18}/(?:[0-9]{1,5}/)?")
# Controls but tab and line breaks, what is no character, lone surrogates: no feed may hold them (XML 1.0, 2.2).
_HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_ELSEWHERE = re.compile(r"[\s/\\]*[/\\]\s*[/\\]")  # "//host" in all the ways browsers read it
_OPENING = re.compile(r"<[A-Za-z]")
_TAG = re.compile(r"<[^<>]*>")
_REFERENCE = re.compile(r"r\d{1,3}")
_CITED = re.compile(r"(?:doi|pmid|pmcid|nct|arxiv):[-._;()/:%+A-Za-z0-9]{1,200}")  # see citations.identifiers
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]")
RAISED: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
BESIDE: Final = "\u202f"  # between a word and the number of its reference: search finds the word
_BLOCKS = {"p", "li", "h2", "h3", "blockquote", "pre", "figcaption", "aside", "tr", "div"}


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute's value, or drop it (nh3 calls this for every allowed attribute)."""
    if name == "class":
        return value if value in CLASSES.get(tag, set()) else None
    if name == "data-license":
        return value if value in LICENSES else None
    if name == "id":
        return value if _REFERENCE.fullmatch(value) else None
    if name == "data-cite":
        return value if _CITED.fullmatch(value) else None
    if name in ("data-person", "data-quote", "data-file"):
        return value if number_of(value) is not None else None
    if (tag, name) == ("img", "src"):
        return value if _FILE.fullmatch(value) else None
    if (tag, name) == ("a", "href") and _ELSEWHERE.match(value):
        return None
    return value


def clean(markup: str, *, rich: bool = False, folds: bool = False) -> str:
    """The allow-listed HTML of what somebody sent; everything else is dropped, scripts with their content.

    Of more than `TAGS_MOST` tags, which no person writes, only the words stay, as paragraphs.

    Args:
        markup: HTML from the composer, a paste, an import or a mail.
        rich: whether headings, margin notes and pull quotes may stay (posts and articles).
        folds: whether `folded` stretches may stay (imported mail).
    """
    if sum(1 for _tag in _OPENING.finditer(markup)) > TAGS_MOST:
        return from_plain(html.unescape(_TAG.sub(" ", markup)))
    safe, tags = markup, RICH_TAGS if rich else FOLDED_TAGS if folds else PLAIN_TAGS
    for _time in range(AGAIN):  # what stood between two paragraphs is gone now, and browsers read the rest anew
        before, safe = safe, _cleaned(safe, tags)
        if before == safe:
            break
    return safe


def _cleaned(markup: str, tags: set[str]) -> str:
    safe = nh3.clean(
        without_harm(markup),
        tags=tags,
        clean_content_tags={"script", "style", "svg", "math", "iframe", "object"},
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
        strip_comments=True,
    )
    return without_harm(safe).strip()  # again: an entity such as "&#1;" has become a character


def without_harm(text: str) -> str:
    """A text without what no XML may hold: controls, noncharacters, lone surrogates."""
    return _HARMFUL.sub("", text)


def from_plain(text: str) -> str:
    """HTML of plain text: a blank line ends a paragraph, addresses become links, no markup (docs/glossary.md)."""
    paragraphs = re.split(r"\n\s*\n", without_harm(text).replace("\r\n", "\n").replace("\r", "\n").strip())
    return "".join(f"<p>{_line(paragraph)}</p>" for paragraph in paragraphs if paragraph.strip())


def folded(label: str, text: str) -> str:
    """HTML of plain text that is not its author's own words, folded under a label: a mail's quotes and signature."""
    return f"<details><summary>{html.escape(label)}</summary>{from_plain(text)}</details>"


def _line(text: str) -> str:
    parts: list[str] = []
    at = 0
    for match in _ADDRESS.finditer(text):
        address = html.escape(match.group())
        parts.append(html.escape(text[at : match.start()]))
        parts.append(f'<a href="{address}" rel="nofollow ugc noopener">{address}</a>')
        at = match.end()
    parts.append(html.escape(text[at:]))
    return "".join(parts).strip().replace("\n", "<br>")


def to_text(markup: str) -> str:
    """The words of allow-listed HTML: blocks divided by a blank line, line breaks kept.

    Quotes bound to their source (`data-quote`) and what an import folded are left out: those are another's words.
    """
    if not markup:
        return ""
    root = lxml.html.fragment_fromstring(markup, create_parent="div")
    lines: list[str] = []
    _collect(root, lines)
    text = re.sub(r"[ \t]+", " ", "".join(lines))
    return re.sub(r"\s*\n\s*\n\s*", "\n\n", re.sub(r" *\n *", "\n", text)).strip()


def descriptions(markup: str) -> list[str]:
    """What the pictures of allow-listed HTML are said to show (`alt`), in their order."""
    if "<img" not in markup:
        return []
    root = lxml.html.fragment_fromstring(markup, create_parent="div")
    return [said for picture in root.iter("img") if (said := picture.get("alt", "").strip())]


def undescribed(markup: str) -> int:
    """How many pictures of allow-listed HTML neither say what they show nor that they are decorative."""
    if "<img" not in markup:
        return 0
    root = lxml.html.fragment_fromstring(markup, create_parent="div")
    shown = [one for one in root.iter("img") if one.get("src")]  # without an address nothing is seen
    return sum(1 for one in shown if not one.get("alt", "").strip() and one.get("class") != "decorative")


def _collect(node: lxml.html.HtmlElement, out: list[str]) -> None:
    out.append(node.text or "")
    for child in node:
        if child.tag == "br":
            out.append("\n")
        elif child.get("data-quote") is not None or child.tag == "details":
            out.append("\n\n")
        elif child.tag in _BLOCKS:
            out.append("\n\n")
            _collect(child, out)
            out.append("\n\n")
        elif child.tag == "sup":
            out.append(_raised(child))
        elif child.tag in ("td", "th"):
            _collect(child, out)
            out.append(" ")
        else:
            _collect(child, out)
        out.append(child.tail or "")


def _raised(node: lxml.html.HtmlElement) -> str:
    """Raised digits stay raised: "grade 2" with a reference is not 21, nor 10 to the ninth 109."""
    text = node.text_content()
    raised = text.translate(RAISED) if all(char in "0123456789+-, " for char in text) else text
    return BESIDE + raised if node.find("a") is not None else raised


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def minutes(words: int) -> int:
    """Minutes to read: words / 230, rounded up, never zero (docs/glossary.md)."""
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def is_plain(markup: str) -> bool:
    """Whether a plain text field can hold this without losing anything: paragraphs, breaks and addresses as they are.

    A link on other words than its address is not plain: typed over in the field it would be gone.
    """
    return _leveled(from_plain(to_text(markup))) == _leveled(markup)


def _leveled(markup: str) -> str:
    """The markup with one way of escaping, spacing and breaking lines, for comparing."""
    return re.sub(r" ?(</?p>|<br>) ?", r"\1", re.sub(r"\s+", " ", clean(markup)))


def to_plain(markup: str) -> str:
    """The plain text that `from_plain` would turn back into this markup; only for what `is_plain`."""
    return to_text(markup)
