"""Numbered references in what people write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegium.citations import references
from collegium.citations.models import Work
from collegium.citations.references import apart, as_typed, keys_in, numbered, own_words
from collegium.web import html
from collegium.web.models import Society

pytestmark = pytest.mark.django_db
REL = 'rel="nofollow ugc noopener"'
DATA = {
    "type": "article", "title": "Weekly imaginamab", "authors": [{"family": "Okafor", "initials": "AB"}], "short": "J Imag Oncol",
    "year": 2011, "volume": "29", "issue": "3", "pages": "260-71", "ids": {"doi": "10.5555/jio.1", "pmid": "99000001"},
}  # fmt: skip


def cite(*numbers):
    return "<sup>" + ",".join(f'<a href="#r{number}" {REL}>{number}</a>' for number in numbers) + "</sup>"


def written(text):
    return numbered(html.from_plain(text))


def unknown(number, key, label, address):
    return f'<li id="r{number}" data-cite="{key}"><a href="{address}" {REL}>{label}</a></li>'


A = ("doi:10.5555/jio.1", "doi:10.5555/jio.1", "https://doi.org/10.5555/jio.1")
B = ("pmid:99000002", "PMID 99000002", "https://pubmed.ncbi.nlm.nih.gov/99000002/")


def test_an_identifier_in_brackets_becomes_a_reference_with_a_number_and_a_list():
    assert written("It helped [doi:10.5555/JIO.1]. Not [PMID 99000002].") == (
        f'<p>It helped{cite(1)}. Not{cite(2)}.</p><ol class="refs">{unknown(1, *A)}{unknown(2, *B)}</ol>'
    )


def test_the_same_work_cited_twice_has_one_number():
    body = written("One [PMID 99000002], two [10.5555/jio.1], one again [https://pubmed.ncbi.nlm.nih.gov/99000002/].")
    assert (
        body
        == f'<p>One{cite(1)}, two{cite(2)}, one again{cite(1)}.</p><ol class="refs">{unknown(1, *B)}{unknown(2, *A)}</ol>'
    )


def test_two_identifiers_of_one_work_have_one_number():
    first = Work.objects.create(key=A[0], data=DATA)
    Work.objects.create(key="pmid:99000001", same_as=first)
    body = written("One [PMID 99000001], again [doi:10.5555/jio.1].")
    assert body.startswith(f"<p>One{cite(1)}, again{cite(1)}.</p>")
    assert body.count("<li") == 1


def test_several_in_one_bracket_share_it():
    assert written("So [doi:10.5555/jio.1; PMID 99000002].").startswith(f"<p>So{cite(1, 2)}.</p>")


@pytest.mark.parametrize("text", [
    "[see doi:10.5555/jio.1]", "[1]", "[sic]", "doi:10.5555/jio.1", "https://doi.org/10.5555/jio.1", "[99000001]", "[10.15/beta]",
    "[https://example.org/a]", "[[]]", "[", "]", "[doi:10.5555/jio.1; and more]",
])  # fmt: skip
def test_what_is_not_only_an_identifier_in_brackets_cannot_become_a_reference(text):
    assert written(text) == html.from_plain(text)


def test_code_cannot_hold_references():
    markup = html.clean("<pre><code>[doi:10.5555/jio.1]</code></pre><p><code>[PMID 99000001]</code></p>")
    assert numbered(markup) == markup


def test_a_known_work_is_printed_with_links_in_the_style_of_the_society():
    Work.objects.create(key=A[0], data=DATA)
    doi, pmid = (
        f'<a href="{A[2]}" {REL}>doi:10.5555/jio.1</a>',
        f'<a href="https://pubmed.ncbi.nlm.nih.gov/99000001/" {REL}>',
    )
    assert (
        f"Okafor AB. Weekly imaginamab. <em>J Imag Oncol</em>. 2011;29(3):260-271. {doi}<br>{pmid}PMID 99000001</a></li>"
        in written("[doi:10.5555/jio.1]")
    )
    Society(name="S", short_name="S", citation_style="vancouver").save()
    assert (
        f"J Imag Oncol. 2011;29(3):260-71. {doi.replace('doi:10', 'doi: 10')}. PubMed {pmid}PMID: 99000001</a>.</li>"
        in written("[doi:10.5555/jio.1]")
    )


def test_a_retraction_stands_in_front_in_words_with_its_day():
    Work.objects.create(
        key=A[0], data=DATA, standing="retracted", standing_at="2012-06-01", notice={"doi": "10.5555/jio.9"}
    )
    body = written("[doi:10.5555/jio.1]")
    assert '<span class="standing bad">Retracted June 1, 2012.</span> Okafor AB.' in body
    assert f'<a href="https://doi.org/10.5555/jio.9" {REL}>Notice</a></li>' in body


@pytest.mark.parametrize(("fields", "said"), [
    ({"standing": "concern", "standing_at": "2012-06"}, " bad\">Expression of concern June 2012."),
    ({"standing": "retracted"}, " bad\">Retracted."), ({"data": DATA | {"type": "preprint"}}, "\">Preprint, not peer reviewed."),
])  # fmt: skip
def test_what_readers_have_to_know_is_said_in_words(fields, said):
    Work.objects.create(**({"key": A[0], "data": DATA} | fields))
    assert f'<span class="standing{said}</span> ' in written("[doi:10.5555/jio.1]")


def test_a_preprint_is_known_by_its_number_alone():
    assert "Preprint, not peer reviewed." in written(
        "[https://www.medrxiv.org/content/10.1101/2021.05.04.21256789v2.full]"
    )


def rich(markup):
    return numbered(html.clean(markup, rich=True))


LIST = '<ol class="refs"><li id="r1" data-cite="pmid:99000002">x</li><li id="r2">Typed by <em>hand</em>.</li><li id="r3" data-cite="doi:10.5555/jio.1">y</li></ol>'


def test_entries_are_ordered_as_they_are_cited_and_the_others_stand_behind():
    body = rich(f'<p>a<sup><a href="#r3">3</a></sup> b<sup><a href="#r2">2</a></sup></p><h2>References</h2>{LIST}')
    assert body == (
        f'<p>a{cite(1)} b{cite(2)}</p><h2>References</h2><ol class="refs">{unknown(1, *A)}'
        f'<li id="r2">Typed by <em>hand</em>.</li>{unknown(3, *B)}</ol>'
    )


def test_numbering_again_changes_nothing():
    body = rich(
        f'<p>a<sup><a href="#r3">3</a></sup> [PMID 99000007] b<sup><a href="#r2">2</a></sup></p>{LIST}<p>behind</p>'
    )
    assert numbered(body) == body
    assert html.clean(body, rich=True) == body


def test_the_list_always_stands_at_the_end_with_its_heading():
    body = rich(f'<h2>References</h2>{LIST}<p>a<sup><a href="#r1">1</a></sup></p>')
    assert body.startswith(f'<p>a{cite(1)}</p><h2>References</h2><ol class="refs">')


def test_what_a_browser_says_of_a_work_cannot_be_believed():
    body = rich(
        '<ol class="refs"><li id="r1" data-cite="doi:10.5555/jio.1">A miracle. <a href="https://evil.example">doi:10.5555/jio.1</a></li></ol>'
    )
    assert body == f'<ol class="refs">{unknown(1, *A)}</ol>'


@pytest.mark.parametrize(
    "key", ["doi:10.5555/x&quot; onclick=&quot;x", "isbn:1", "doi:nothing", "pmid:0", "doi:10.5555/&lt;b&gt;"]
)
def test_a_key_that_is_none_cannot_stay(key):
    body = rich(f'<ol class="refs"><li id="r1" data-cite="{key}">words</li></ol>')
    assert body == '<ol class="refs"><li id="r1">words</li></ol>'


def test_a_number_that_leads_to_no_entry_is_no_link():
    assert rich('<p>a<sup><a href="#r7">7</a></sup></p>') == "<p>a<sup>7</sup></p>"


def test_what_was_typed_stays_and_what_became_of_the_work_stands_in_front():
    typed = '<ol class="refs"><li id="r1">Marsh C. See page 3. doi:10.5555/jio.1.</li></ol>'
    assert rich(typed) == typed
    work = Work.objects.create(key=A[0], standing="retracted", standing_at="2012")
    marked = rich(typed)
    assert marked == typed.replace("Marsh", '<span class="standing bad">Retracted 2012.</span> Marsh')
    assert rich(marked) == marked
    work.delete()
    assert rich(marked) == typed


def test_an_entry_that_is_only_an_identifier_is_one_with_a_key():
    assert rich('<ol class="refs"><li>doi:10.5555/JIO.1</li></ol>') == f'<ol class="refs">{unknown(1, *A)}</ol>'


def test_the_works_of_typed_entries_are_known_too():
    assert keys_in(rich(LIST + '<ol class="refs"><li>Marsh C. PMID 99000009. doi:10.5555/jio.7</li></ol>')) == {
        "pmid:99000002", "doi:10.5555/jio.1", "doi:10.5555/jio.7",
    }  # fmt: skip


def test_what_is_printed_from_data_is_not_its_authors_words():
    Work.objects.create(key=A[0], data=DATA)
    words = own_words(rich(f'<p>Mine<sup><a href="#r3">3</a></sup></p>{LIST}'))
    assert "Mine" in words
    assert "Typed by" in words
    assert "Okafor" not in words


def test_plain_words_can_be_edited_as_they_were_typed():
    text = "One [PMID 99000002], two [doi:10.5555/jio.1; arXiv:2101.00001].\n\nThree [NCT01234567]"
    assert html.to_plain(as_typed(written(text))) == text
    assert html.is_plain(as_typed(written(text)))


def test_a_typed_reference_cannot_be_lost_in_a_plain_field():
    body = rich(LIST)
    assert as_typed(body) == body


def test_several_bodies_on_one_page_have_ids_of_their_own():
    body = apart(written("a [PMID 99000002]"), "p7-")
    assert '<a href="#p7-r1" aria-label="Reference 1"' in body
    assert '<li id="p7-r1"' in body


def test_an_old_doi_with_pointed_brackets_is_safe():
    body = written("a [https://doi.org/10.1002/(SICI)1097-0142(19990101)85:1<1::AID-CNCR1>3.0.CO;2-A]")
    assert 'data-cite="doi:10.1002/(sici)1097-0142(19990101)85:1%3c1::aid-cncr1%3e3.0.co;2-a"' in body
    assert html.clean(body) == body
    assert numbered(body) == body


@settings(deadline=None)  # a busy machine is no fault
@given(st.text("ab[]<>&;\"' doi:10.5555/x PMID 99000001", max_size=60))
def test_no_text_becomes_markup_of_its_own(text):
    body = numbered(html.from_plain(text))
    assert html.clean(body) == html.clean(html.clean(body))
    assert set(references._TOKEN.findall(html.clean(body))) == set(references._TOKEN.findall(body))


@settings(deadline=None)  # a busy machine is no fault
@given(
    st.lists(
        st.sampled_from(
            [
                '<sup><a href="#r1">1</a></sup>',
                '<a href="#r2">see</a>',
                "[PMID 7]",
                "<p>x</p>",
                LIST,
                "<ol><li>z</li></ol>",
                "</ol>",
                "<h2>R</h2>",
                "<ul><li>",
                '<ol class="refs"><li><ol class="refs"><li>n</li></ol></li></ol>',
                '<a href="https://x.example/[PMID 3]">l</a>',
            ]
        ),
        max_size=8,
    )
)
def test_markup_of_any_kind_stays_within_the_allow_list(parts):
    body = rich("".join(parts))
    assert html.clean(body, rich=True) == body
    assert numbered(body) == body


@pytest.mark.parametrize("gap", [" ", "  ", "\u00a0", " \u00a0", "\u202f"])
def test_no_gap_stands_before_a_number(gap):
    cited = f'<p>cells.{gap}<sup><a href="#r1">1</a></sup> So.</p><ol class="refs"><li data-cite="{A[0]}" id="r1">x</li></ol>'
    assert rich(cited).startswith(f"<p>cells.{cite(1)} So.</p>")
    assert written(f"cells.{gap}[doi:10.5555/jio.1]").startswith(f"<p>cells.{cite(1)}</p>")
    bold = cited.replace(f"cells.{gap}", f"<strong>cells.{gap}</strong>")
    assert rich(bold).startswith(f"<p><strong>cells.</strong>{cite(1)}")


def test_powers_and_words_that_lead_to_a_reference_cannot_lose_their_gap():
    markup = f'<p>see <a href="#r1">the trial</a>, 5 <sup>2</sup></p><ol class="refs"><li data-cite="{A[0]}" id="r1">x</li></ol>'
    assert rich(markup).startswith(f'<p>see <a href="#r1" {REL}>the trial</a>, 5 <sup>2</sup></p>')
