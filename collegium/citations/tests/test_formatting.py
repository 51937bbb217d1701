"""References from data: what the styles say, letter by letter, and what no answer of a register may do to a page."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegium.citations import answers
from collegium.citations.formatting import STYLES, as_sentence, full_pages, printed, short_pages
from collegium.web import html

DATA = Path(__file__).parent / "data"
SAMPLES = json.loads((DATA / "scholarly_samples.json").read_text())
EXPECTED = {one["source"]: one for one in json.loads((DATA / "citations_expected.json").read_text())["records"]}
BLOG = {
    "type": "post", "title": "Sweat equity", "authors": [{"family": "Example", "initials": "G"}],
    "journal": "Collegium Connection", "year": 2011, "month": 3, "day": 10,
    "url": "https://connection.example.org/blogs/sweat-equity",
}  # fmt: skip


def marked(reference):
    return "".join(f"*{words}*" if italic else words for words, italic in reference.runs)


def summary(pmid):
    return answers.pubmed(SAMPLES["esummary"], pmid)


@pytest.mark.parametrize("pmid", ["99000001", "99000002"])
@pytest.mark.parametrize("style", STYLES)
def test_an_article_is_printed_as_the_style_says(pmid, style):
    told = summary(pmid)
    assert marked(printed(told.data, style, notice=told.notice)) == EXPECTED[f"esummary {pmid}"][style]


def test_a_trial_is_printed_as_the_style_says():
    told = answers.trials(SAMPLES["ctgov_v2"], "NCT00000000")
    assert (
        printed(told.data, "ama", accessed=date(2011, 2, 1)).text == EXPECTED["ClinicalTrials.gov NCT00000000"]["ama"]
    )
    assert printed(told.data, "vancouver", accessed=date(2011, 2, 1)).text == (
        "ClinicalTrials.gov [Internet]. Bethesda (MD): National Library of Medicine (US). 2000 - . Identifier NCT00000000, "
        "Imaginamab weekly or every 3 weeks in breast cancer; [updated 2011 Jan 15; cited 2011 Feb 1]. "
        "Available from: https://clinicaltrials.gov/study/NCT00000000"
    )


def test_a_post_of_the_site_is_printed_as_the_style_says():
    assert printed(BLOG, "ama", accessed=date(2011, 4, 2)).text == EXPECTED["blog post of the site"]["ama"]
    assert printed(BLOG, "vancouver", accessed=date(2011, 4, 2)).text == (
        "Example G. Sweat equity. Collegium Connection [Internet]. 2011 Mar 10 [cited 2011 Apr 2]. "
        "Available from: https://connection.example.org/blogs/sweat-equity"
    )


BOOK = {
    "type": "book", "title": "The imaginary clinic", "authors": [{"family": "Marsh", "initials": "C"}], "edition": "2nd",
    "publisher": "Lakeside Press", "place": "Duluth (MN)", "year": 2019,
}  # fmt: skip
CHAPTER = BOOK | {
    "type": "chapter", "title": "Doors", "journal": "The imaginary clinic", "pages": "120-134",
    "editors": [{"family": "Pappas", "initials": "G"}, {"family": "Haddad", "initials": "H"}],
}  # fmt: skip
PREPRINT = {
    "type": "preprint", "title": "Early and unread", "authors": [{"family": "Sato", "initials": "H"}], "journal": "medRxiv",
    "year": 2021, "month": 5, "day": 4, "ids": {"doi": "10.1101/2021.05.04.21256789"},
}  # fmt: skip
PAGE = {
    "type": "page",
    "title": "How to claim",
    "journal": "Imaginary Institute",
    "year": 2020,
    "month": 6,
    "url": "https://example.org/x",
}


@pytest.mark.parametrize(("data", "ama", "vancouver"), [
    (BOOK, "Marsh C. *The imaginary clinic*. 2nd ed. Lakeside Press; 2019.", "Marsh C. The imaginary clinic. 2nd ed. Duluth (MN): Lakeside Press; 2019."),
    (CHAPTER, "Marsh C. Doors. In: Pappas G, Haddad H, eds. *The imaginary clinic*. 2nd ed. Lakeside Press; 2019:120-134.", "Marsh C. Doors. In: Pappas G, Haddad H, editors. The imaginary clinic. 2nd ed. Duluth (MN): Lakeside Press; 2019. p. 120-34."),
    (PREPRINT, "Sato H. Early and unread. *medRxiv*. Preprint posted online May 4, 2021. doi:10.1101/2021.05.04.21256789", "Sato H. Early and unread. medRxiv [Preprint]. 2021 May 4. doi: 10.1101/2021.05.04.21256789."),
    (PAGE, "How to claim. Imaginary Institute. June 2020. Accessed July 1, 2020. https://example.org/x", "How to claim. Imaginary Institute [Internet]. 2020 Jun [cited 2020 Jul 1]. Available from: https://example.org/x"),
])  # fmt: skip
def test_other_kinds_are_printed_as_the_style_says(data, ama, vancouver):
    assert marked(printed(data, "ama", accessed=date(2020, 7, 1))) == ama
    assert marked(printed(data, "vancouver", accessed=date(2020, 7, 1))) == vancouver


def test_crossref_is_read_without_its_markup():
    told = answers.crossref(SAMPLES["crossref_work"], "10.5555/jio.2010.28.1234")
    assert (
        told.data["title"]
        == "Weekly Versus Every-Three-Week Imaginamab in Metastatic Breast Cancer: A Randomized Phase III Trial"
    )
    assert told.data["authors"] == [
        {"family": "Okafor", "initials": "AB"},
        {"family": "Marsh", "initials": "C"},
        {"name": "Imaginary Oncology Group"},
    ]
    assert told.data["ids"] == {"doi": "10.5555/jio.2010.28.1234", "nct": "NCT00000000"}
    assert (told.data["year"], told.data["month"], told.data["day"]) == (2011, 1, 20)


def test_a_notice_of_crossref_says_when_a_work_was_retracted():
    notice = SAMPLES["crossref_retraction_notice"]["message"]
    told = answers.crossref_notices({"message": {"items": [notice]}}, "10.5555/icr.e101")
    assert (told.standing, told.standing_at, told.notice) == ("retracted", "2010-06-01", {"doi": "10.5555/icr.e7"})


def test_a_notice_about_another_work_cannot_retract_this_one():
    notice = SAMPLES["crossref_retraction_notice"]["message"]
    assert answers.crossref_notices({"message": {"items": [notice]}}, "10.5555/other").standing == ""


def test_pubmed_says_that_a_work_was_retracted():
    told = summary("99000002")
    assert (told.standing, told.standing_at, told.notice["source"]) == (
        "retracted",
        "2010",
        "Imag Cancer Res. 2010;13:e7",
    )
    assert summary("99000001").standing == ""


def test_an_unknown_pmid_within_an_answer_200_cannot_become_a_work():
    with pytest.raises(answers.Unknown):
        summary("99000003")


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, {"result": []}, {"result": {"99000001": None}}, {"result": {"99000001": {"authors": 7}}}, "x"],
)
def test_an_answer_of_another_shape_cannot_become_a_work(answer):
    with pytest.raises(answers.NotUnderstood):
        answers.pubmed(answer, "99000001")


def test_an_answer_about_another_work_cannot_become_this_one():
    with pytest.raises(answers.NotUnderstood):
        answers.crossref(SAMPLES["crossref_work"], "10.5555/other")
    with pytest.raises(answers.NotUnderstood):
        answers.trials(SAMPLES["ctgov_v2"], "NCT11111111")


@pytest.mark.parametrize(
    ("text", "full", "short"),
    [
        ("260-71", "260-271", "260-71"),
        ("260-271", "260-271", "260-71"),
        ("e101", "e101", "e101"),
        ("99-102", "99-102", "99-102"),
        ("S10-5", "S10-S15", "S10-S15"),
        ("", "", ""),
        ("7", "7", "7"),
    ],
)
def test_pages_are_whole_in_one_style_and_short_in_the_other(text, full, short):
    assert (full_pages(text), short_pages(text)) == (full, short)


def test_the_title_of_a_trial_keeps_its_names():
    assert (
        as_sentence("A Study of Imaginamab in Relapsed Hodgkin Lymphoma After PD-1 Blockade")
        == "A study of imaginamab in relapsed Hodgkin lymphoma after PD-1 blockade"
    )
    assert as_sentence("A study of Imaginamab in adults") == "A study of Imaginamab in adults"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"]), max_size=30)


@settings(deadline=None)  # a busy machine is no fault
@given(
    WORDS,
    WORDS,
    WORDS,
    st.sampled_from(["article", "preprint", "trial", "book", "chapter", "page", "post"]),
    st.sampled_from(STYLES),
)
def test_no_words_of_a_register_become_markup(title, name, journal, kind, style):
    data = {"type": kind, "title": title, "authors": [{"name": name}], "journal": journal, "year": 2011}
    reference = printed(data, style, notice={"source": name})
    assert html.without_harm(html.to_text(str(reference.html))).split() == html.without_harm(reference.text).split()
    assert set(html._TAG.findall(str(reference.html))) <= {"<em>", "</em>"}
