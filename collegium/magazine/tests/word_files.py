"""Word files for tests, put together from XML by hand as Word, LibreOffice, Google Docs and Pages write it."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.sax.saxutils import escape

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STYLES = {  # id: (name as Word writes it, based on, further XML)
    "Title": ("Title", "", ""), "Subtitle": ("Subtitle", "", ""), "Author": ("Author", "Normal", ""),
    "Heading1": ("heading 1", "Normal", ""), "Heading2": ("heading 2", "Normal", ""),
    "Heading3": ("heading 3", "Normal", ""), "Heading4": ("heading 4", "Normal", ""),
    "Ueberschrift": ("House heading", "Heading1", ""), "Caption": ("caption", "Normal", ""),
    "Normal": ("Normal", "", ""), "Quote": ("Quote", "Normal", ""), "IntenseQuote": ("Intense Quote", "Normal", ""),
    "Fancy": ("Fancy box", "Normal", ""), "TOC1": ("toc 1", "Normal", ""), "Kicker": ("Kicker", "Normal", ""),
    "Bibliography": ("Bibliography", "Normal", ""),
    "ListBullet": ("List Bullet", "Normal", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
    "FootnoteReference": ("footnote reference", "", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
    "Strong": ("Strong", "", "<w:rPr><w:b/></w:rPr>"), "Outlined": ("Chapter", "", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
}  # fmt: skip
CHARACTER = {"FootnoteReference", "Strong"}
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{key}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(4))
    + "</w:abstractNum>"
    for key, kind in ((1, "bullet"), (2, "decimal"))
) + "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in (1, 2))


def t(words: str, marks: str = "", style: str = "") -> str:
    """A run; `marks` are tags such as "b i"."""
    inner = f'<w:rStyle w:val="{style}"/>' if style else ""
    for mark in marks.split():
        inner += f'<w:vertAlign w:val="{mark}script"/>' if mark in ("super", "sub") else f"<w:{mark}/>"
    return f'<w:r><w:rPr>{inner}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def p(inner: str, style: str = "", more: str = "") -> str:
    """A paragraph of runs, or of plain words."""
    runs = inner if inner.startswith("<") or not inner else t(inner)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{runs}</w:p>"


def item(words: str, number: int = 1, level: int = 0) -> str:
    return p(words, more=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def link(words: str, key: str) -> str:
    return f'<w:hyperlink r:id="{key}">{t(words)}</w:hyperlink>'


def note(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'


def picture(key: str, alt: str = "", where: str = "embed") -> str:
    said = f' descr="{escape(alt)}"' if alt else ""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1"{said}/><a:graphic>'
        f'<a:graphicData uri="picture"><pic:pic><pic:blipFill><a:blip r:{where}="{key}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def box(words: str) -> str:
    """A text box as Word writes it: twice."""
    inner = f"<w:txbxContent>{p(words)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def table(rows: list[list[str]], *, header: bool = False, spans: dict[tuple[int, int], str] | None = None) -> str:
    """Rows of words; `spans` are properties of cells by place."""
    made = ""
    for number, row in enumerate(rows):
        cells = "".join(
            f"<w:tc><w:tcPr>{(spans or {}).get((number, place), '')}</w:tcPr>{p(words)}</w:tc>"
            for place, words in enumerate(row)
        )
        made += f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if header and not number else ''}{cells}</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


def png(width: int = 8, height: int = 8) -> bytes:
    """A gray picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def docx(
    body: str,
    *,
    links: dict[str, str] | None = None,
    media: dict[str, bytes] | None = None,
    outside: dict[str, str] | None = None,
    footnotes: list[str] | None = None,
    endnotes: list[str] | None = None,
    parts: dict[str, str | bytes] | None = None,
    more: str = "",
    document: str = "",
) -> bytes:
    """A Word file.

    Args:
        links: addresses by the ids of `link`.
        media: pictures by the ids of `picture`.
        outside: addresses of linked pictures by id.
        footnotes: paragraphs of the notes 1, 2, …
        parts: further parts by name, or others instead of these.
        more: further relations of the document.
        document: the main part, instead of one around `body`.
    """
    styles = "".join(
        f'<w:style w:type="{"character" if key in CHARACTER else "paragraph"}" w:styleId="{key}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{base}"/>' if base else "") + f"{xml}</w:style>"
        for key, (name, base, xml) in STYLES.items()
    )  # fmt: skip
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations({"d": ("officeDocument", "word/document.xml", "")}),
        "word/document.xml": document or f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMES}>{NUMBERING}</w:numbering>",
    }
    named = {"s": ("styles", "styles.xml", ""), "n": ("numbering", "numbering.xml", "")}
    named |= {key: ("hyperlink", target, "External") for key, target in (links or {}).items()}
    named |= {key: ("image", target, "External") for key, target in (outside or {}).items()}
    for key, data in (media or {}).items():
        named[key] = ("image", f"media/{key}.bin", "")
        files[f"word/media/{key}.bin"] = data
    for kind, texts in (("footnote", footnotes), ("endnote", endnotes)):
        if texts:
            notes = f'<w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>' + "".join(
                f'<w:{kind} w:id="{number}">{p(text)}</w:{kind}>' for number, text in enumerate(texts, 1)
            )
            files[f"word/{kind}s.xml"] = f"<w:{kind}s {NAMES}>{notes}</w:{kind}s>"
            named[kind] = (f"{kind}s", f"{kind}s.xml", "")
    files["word/_rels/document.xml.rels"] = _relations(named, more)
    return packed(files | (parts or {}))


def packed(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def _relations(named: dict[str, tuple[str, str, str]], more: str = "") -> str:
    return '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(
        f'<Relationship Id="{key}" Type="{TYPES}{kind}" Target="{escape(target)}"'
        + (f' TargetMode="{mode}"' if mode else "") + "/>"
        for key, (kind, target, mode) in named.items()
    ) + more + "</Relationships>"  # fmt: skip
