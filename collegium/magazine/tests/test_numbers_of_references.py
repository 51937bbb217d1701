"""The number of a reference stands at its word in every file and mail; texts of before that rule are printed anew."""

from __future__ import annotations

import importlib
import io
import json
import zipfile

import pytest
from django.apps import apps
from lxml import etree

from collegium.citations.models import Citing
from collegium.citations.tasks import print_all_anew
from collegium.discussion.models import Piece
from collegium.magazine.actions import publish_article, start_article
from collegium.magazine.edition import edition_of
from collegium.magazine.epub import issue_epub
from collegium.magazine.jats import article_jats
from collegium.magazine.pdf import data_of
from collegium.magazine.tests.factory import department, make_issue, writing
from collegium.web.html import BESIDE

MIGRATION = importlib.import_module("collegium.citations.migrations.0003_numbers_at_their_words")
LINK = '<sup><a href="#r1"'


@pytest.fixture
def article(cast):
    """One that cites, in an issue."""
    by = cast.reader("ed")
    place = {"department": department(), "issue": make_issue(by)}
    made = start_article(writing(body="<p>Cells.[doi:10.5555/jio.1] So.</p>"), by, ["Leora Standish"], **place)
    publish_article(made, by)
    made.refresh_from_db()
    return made


def in_files(article, cast):
    """What stands at the number in an EPUB, in JATS, and in what a PDF is set from."""
    edition = edition_of(article.issue, cast.reader("mia"))
    with zipfile.ZipFile(io.BytesIO(issue_epub(edition))) as book:
        pages = [etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")]
    jats = etree.fromstring(article_jats(edition, edition.entries[0]))
    said = {"epub": next(text for page in pages if "Cells." in (text := "".join(page.itertext())))}
    said["jats"] = "".join(jats.find("body").itertext())
    said["pdf"] = json.dumps(_parts(data_of(edition, "issue")))
    return said


def _parts(data):
    """The paragraph that cites, of what Typst gets."""
    if isinstance(data, dict):
        return next((found for one in data.values() if (found := _parts(one))), None)
    if isinstance(data, list) and data and isinstance(data[0], str) and data[0].startswith("Cells."):
        return data
    return next((found for one in data if (found := _parts(one))), None) if isinstance(data, list) else None


def test_a_number_stands_at_its_word_in_files_and_mails(cast, article):
    said = in_files(article, cast)
    assert "Cells.1 So." in said["epub"]
    assert "Cells.1 So." in said["jats"]
    assert said["pdf"].startswith('["Cells.", {')
    assert article.text.startswith(f"Cells.{BESIDE}¹ So.")  # what mails take their words from


@pytest.mark.parametrize("gap", [" ", "\u00a0", "\u202f"])
def test_a_text_of_before_is_printed_anew_without_the_gap(cast, article, gap):
    old = article.body.replace(LINK, gap + LINK)
    Piece.objects.filter(pk=article.pk).update(body=old, text=f"Cells. {BESIDE}¹ So.")
    article.refresh_from_db()
    assert f"Cells.{gap}1 So." in in_files(article, cast)["epub"]
    print_all_anew.call()
    article.refresh_from_db()
    assert f"<p>Cells.{LINK}" in article.body
    assert article.version == 1  # nobody changed its words
    test_a_number_stands_at_its_word_in_files_and_mails(cast, article)


def test_an_upgrade_prints_texts_anew_where_something_is_cited(article):
    old = article.body.replace(LINK, f" {LINK}")
    rows = Piece.objects.filter(pk=article.pk)
    rows.update(body=old)
    MIGRATION.print_anew(apps, None)
    assert rows.get().body == article.body
    rows.update(body=old)
    Citing.objects.all().delete()
    MIGRATION.print_anew(apps, None)
    assert rows.get().body == old
