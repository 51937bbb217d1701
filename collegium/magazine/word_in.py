"""From a Word file to an article's words: title, standfirst, authors, safe HTML, pictures, and what was lost.

    found = read_word(data, name)     # pure: no database, nothing stored; raises NotTaken with one sentence

Mammoth reads the words (docs/decisions/009-word-files-and-typst.md); what it gets has been opened safely
(`word_package`) and brought into one shape (`word_tidy`), and what it gives becomes the HTML of this site
(`word_html`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from collegium.magazine.word_html import Tree
from collegium.magazine.word_lists import going_on
from collegium.magazine.word_package import NotTaken, Package, Relation, damaged, opened, too_long
from collegium.magazine.word_styles import Styles, W
from collegium.magazine.word_tidy import R, Tidy

__all__ = ["NotTaken", "WordArticle", "read_word"]

PICTURES_MOST = 60
ELEMENTS_MOST = 60_000  # of the main part once it is tidied; Mammoth takes a second for each 15,000
CHARACTERS_MOST = 60_000  # as in every form of words
_LINK = re.compile(r"(?i)^(https?://|mailto:)")
_ROLES = {
    "title": "h1.title:fresh", "deck": "p.deck:fresh", "by": "p.by:fresh", "kicker": "p.kicker:fresh",
    "caption": "p.caption:fresh", "quote": "blockquote > p:fresh", "pull": "blockquote.pull > p:fresh",
    "pre": "pre:separator('\\n')", "ref": "p.ref:fresh",
} | {f"heading{level}": f"h{min(level, 6)}:fresh" for level in range(1, 10)}  # fmt: skip
_MAP = "\n".join(f"p.{role} => {path}" for role, path in _ROLES.items()) + "\nu =>\nstrike => s"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{role}"><w:name w:val="{role}"/></w:style>' for role in _ROLES
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'


@dataclass(slots=True)
class WordArticle:
    """What a Word file holds.

    `pictures` are the bytes of the `word:<n>` in `body`; `lost` counts by kind (`word_lost.SENTENCES`).
    """

    title: str
    deck: str
    authors: list[str]
    kicker: str
    body: str
    pictures: list[bytes] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)


def read_word(data: bytes, name: str, departments: Collection[str] = ()) -> WordArticle:
    """Read a Word file.

    Args:
        data: the whole file.
        name: as given; the title of last resort.
        departments: names in lower case that a first line may be.

    Raises:
        NotTaken: with one sentence for the editor.
    """
    package = opened(data)
    lost: Counter[str] = Counter()
    styles = Styles(package.tree("styles"))
    pictures: list[bytes] = []
    try:
        tidied, has_headings = _tidied(package, styles, lost)
        markup = _converted(tidied, pictures)
        tree = Tree(markup, lost, has_headings=has_headings)
        found = WordArticle(*tree.head(_core_title(package) or _stem(name), departments), tree.body(), pictures, lost)
    except (RecursionError, KeyError, IndexError, AttributeError, TypeError, ValueError, OSError) as error:
        raise damaged() from error  # Mammoth trusts a file to be whole
    lost["headers"] += _headers(package)
    found.lost = +lost
    return found


def _stem(name: str) -> str:
    plain = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    return " ".join(re.sub(r"^[\d\s._-]+", "", plain.replace("_", " ")).split())


def _core_title(package: Package) -> str:
    if not package.has("docProps/core.xml"):
        return ""
    said = package.parsed("docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}title")
    return " ".join((said.text or "").split()) if said is not None else ""


def _headers(package: Package) -> int:
    """Headers and footers that say more than a page number."""
    names = {name for kind in ("header", "footer") for name in package.names_of(kind) if package.has(name)}
    words = ["".join(one.text or "" for one in package.parsed(name).iter(f"{W}t")) for name in names]
    return sum(1 for said in words if re.search(r"[^\W\d_]{3}", said.replace("Page", "").replace("of", "")))


def _tidied(package: Package, styles: Styles, lost: Counter[str]) -> tuple[bytes, bool]:
    """A small Word file with nothing in it but what Mammoth shall read; and whether it has headings."""
    main = package.parsed(package.main)
    tidy = Tidy(styles, lost)
    tidy.tidy(main)
    size = sum(len(one.text or "") for one in main.iter(f"{W}t"))
    if size > CHARACTERS_MOST or sum(1 for _one in main.iter()) > ELEMENTS_MOST:
        raise too_long()
    parts: dict[str, etree._Element] = {"document": main}
    relations = {"document": package.relations}
    for kind in ("footnotes", "endnotes"):
        name = next((name for name in package.names_of(kind) if package.has(name)), "")
        if name:
            parts[kind], relations[kind] = package.parsed(name), package.relations_of(name)
            Tidy(styles, lost, in_notes=True).tidy(parts[kind])
    _notes_that_are(main, parts, lost)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as small:
        kept = "".join(f'<Relationship Id="{kind}" Type="{_TYPES}{kind}" Target="{kind}.xml"/>' for kind in parts)
        kept += f'<Relationship Id="styles" Type="{_TYPES}styles" Target="styles.xml"/>'
        numbering = package.tree("numbering")
        lost["renumbered"] += going_on(main, numbering)
        if numbering is not None:
            small.writestr("word/numbering.xml", etree.tostring(numbering))
            kept += f'<Relationship Id="numbering" Type="{_TYPES}numbering" Target="numbering.xml"/>'
        small.writestr("word/styles.xml", f'<w:styles xmlns:w="{W[1:-1]}">{_STYLES}</w:styles>')
        small.writestr("_rels/.rels", _RELATIONS % (
            f'<Relationship Id="r" Type="{_TYPES}officeDocument" Target="word/document.xml"/>'
        ))  # fmt: skip
        for kind, root in parts.items():
            own = _links(root, relations[kind])
            if kind == "document":
                own = kept + own + _media(small, root, package, lost)
            small.writestr(f"word/_rels/{kind}.xml.rels", _RELATIONS % own)
            small.writestr(f"word/{kind}.xml", etree.tostring(root))
    return out.getvalue(), tidy.has_headings


def _notes_that_are(main: etree._Element, parts: dict[str, etree._Element], lost: Counter[str]) -> None:
    """References to notes that the file does not hold go."""
    for kind in ("footnote", "endnote"):
        notes = parts.get(f"{kind}s")
        known = {one.get(f"{W}id") for one in notes} if notes is not None else set()
        for root in parts.values():
            for one in list(root.iter(f"{W}{kind}Reference")):
                if one.get(f"{W}id") not in known or root is not main:
                    lost["notes"] += root is main
                    one.getparent().remove(one)


def _links(root: etree._Element, relations: dict[str, Relation]) -> str:
    """Links to addresses outside stay; others give only their words."""
    kept: dict[str, str] = {}
    for link in root.iter(f"{W}hyperlink"):
        key = link.attrib.pop(f"{R}id", None)
        relation = relations.get(key or "")
        if key and relation and relation.is_outside and _LINK.match(relation.target):
            link.set(f"{R}id", f"link-{key}")
            kept[f"link-{key}"] = relation.target
    return "".join(
        f'<Relationship Id={quoteattr(key)} Type="{_TYPES}hyperlink" Target={quoteattr(target)} TargetMode="External"/>'
        for key, target in kept.items()
    )


def _media(small: zipfile.ZipFile, root: etree._Element, package: Package, lost: Counter[str]) -> str:
    """The pictures that are in the file, each once."""
    places: dict[str, str] = {}
    for blip in list(root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")):
        relation = package.relations.get(blip.get(f"{R}embed", ""))
        drawing = next(blip.iterancestors(f"{W}drawing"))
        if relation is None or relation.is_outside:
            lost["linked"] += 1
            drawing.getparent().remove(drawing)
            continue
        if relation.target not in places:
            data = package.media(relation.target) if len(places) < PICTURES_MOST else None
            if data is None:
                lost["pictures"] += 1
                drawing.getparent().remove(drawing)
                continue
            places[relation.target] = f"media/{len(places)}"
            small.writestr(f"word/{places[relation.target]}", data)
        blip.set(f"{R}embed", places[relation.target].replace("/", "-"))
    return "".join(
        f'<Relationship Id="{place.replace("/", "-")}" Type="{_TYPES}image" Target="{place}"/>'
        for place in places.values()
    )


def _converted(small: bytes, pictures: list[bytes]) -> str:
    """Mammoth's HTML, with the pictures as `word:<n>`."""
    import mammoth  # 40 ms that only who sends a Word file pays

    numbers: dict[bytes, int] = {}

    def picture(image: Any) -> dict[str, str]:
        with image.open() as stream:
            data: bytes = stream.read()
        if data not in numbers:
            numbers[data] = len(pictures)
            pictures.append(data)
        return {"src": f"word:{numbers[data]}"}

    result = mammoth.convert_to_html(
        io.BytesIO(small), style_map=_MAP, convert_image=mammoth.images.img_element(picture),
        include_embedded_style_map=False, external_file_access=False,
    )  # fmt: skip
    return str(result.value)
