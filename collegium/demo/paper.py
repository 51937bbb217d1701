"""A small PDF for an issue of the back catalogue of the demo: a cover sheet and a page of words, in Helvetica."""

from __future__ import annotations

from textwrap import wrap

WIDTH, HEIGHT, EDGE = 595, 842, 64  # A4 in points


def pdf_of(title: str, lines: list[str]) -> bytes:
    """A PDF 1.4 of two sheets.

    Args:
        title: on the first sheet, large.
        lines: paragraphs of the second, in Latin-1.
    """
    cover = _words([(title, 40)])
    inside = _words([(row, 12) for line in lines for row in [*wrap(line, 84), ""]])
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(en)>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        *(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F1 7 0 R>>>>"
            f"/Contents {stream} 0 R>>".encode()
            for stream in (5, 6)
        ),
        *(b"<</Length %d>>stream\n%s\nendstream" % (len(words), words) for words in (cover, inside)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    return _file(objects)


def _words(rows: list[tuple[str, int]]) -> bytes:
    """The commands that print rows of text below one another."""
    said, y = [], HEIGHT - 2 * EDGE
    for text, size in rows:
        shown = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        said.append(b"BT /F1 %d Tf %d %d Td (%s) Tj ET" % (size, EDGE, y, shown))
        y -= size + 6
    return b"\n".join(said)


def _file(objects: list[bytes]) -> bytes:
    """Objects with their table, as ISO 32000-1, 7.5 asks."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
