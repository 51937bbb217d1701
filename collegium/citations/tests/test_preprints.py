"""DOIs that Crossref does not know, and arXiv numbers."""

from __future__ import annotations

import copy
import json

import pytest

from collegium.citations import lookup
from collegium.citations.actions import noted
from collegium.citations.answers import NotUnderstood, Unknown
from collegium.citations.formatting import printed
from collegium.citations.models import Work
from collegium.citations.preprints import arxiv, datacite
from collegium.citations.references import printed_entry
from collegium.citations.tests.registers import BOMB, DATA, DATACITE, register
from collegium.web.models import Society
from collegium.web.outbound import NotAllowed

ENTRY = (DATA / "arxiv_entry.xml").read_bytes()


@pytest.fixture
def asked(db, settings):
    Society(name="S", short_name="S", looks_up_references=True).save()
    with register(settings) as asked:
        yield asked


def looked_up(key):
    lookup.look_up(noted([key])[0])
    return Work.objects.get(key=key)


def test_datacite_is_asked_for_a_doi_that_crossref_does_not_know(asked):
    work = looked_up("doi:10.5555/archive.42")
    assert [path for path, _headers in asked] == ["/works/10.5555%2Farchive.42", "/dois/10.5555%2Farchive.42"]
    assert (work.source, work.data["title"]) == ("datacite", "Counts of imagined cells under weekly imaginamab")
    assert work.data["authors"] == [
        {"family": "Okafor", "initials": "AB"}, {"family": "Marsh", "initials": "C"}, {"name": "Imaginary Oncology Group"},
    ]  # fmt: skip
    assert "Okafor AB, Marsh C; Imaginary Oncology Group. Counts of imagined cells" in printed_entry(work.key)


def test_datacite_cannot_be_asked_for_what_crossref_knows(asked):
    assert looked_up("doi:10.5555/jio.2010.28.1234").source == "crossref"
    assert not [path for path, _headers in asked if path.startswith("/dois/")]


def test_arxiv_is_asked_for_its_own_numbers(asked):
    work = looked_up("arxiv:2103.00042")
    assert asked[0][0] == "/arxiv?id_list=2103.00042&max_results=1"
    assert (work.source, work.same_as, work.is_preprint) == ("arxiv", None, True)
    assert printed(work.data, "ama").text == (
        "Okafor AB, van der Marsh J; Imaginary Oncology Group. Finding imagined cells in pictures that nobody took. "
        "arXiv. Preprint posted online March 4, 2021. https://arxiv.org/abs/2103.00042"
    )
    body = printed_entry(work.key)
    assert body.startswith('<span class="standing">Preprint, not peer reviewed.</span> ')
    assert body.count("arxiv.org/abs/2103.00042") == 2, "a link with its address as its words, once"


def test_datacite_speaks_for_arxiv_where_only_it_may_be_asked(asked, settings, monkeypatch):
    row = copy.deepcopy(DATACITE)
    row["data"]["attributes"] |= {
        "doi": "10.48550/arxiv.2103.00042", "types": {"resourceTypeGeneral": "Preprint"}, "publisher": {"name": "arXiv"},
    }  # fmt: skip
    paths = []

    def get(address):
        paths.append(address)
        if "/arxiv?" in address:
            raise NotAllowed("not on the list")
        return lookup.outbound.Answer(200, json.dumps(row).encode())

    monkeypatch.setattr(lookup.outbound, "get", get)
    work = looked_up("arxiv:2103.00042")
    assert paths[-1].endswith("/dois/10.48550%2Farxiv.2103.00042")
    assert (work.source, work.data["type"], work.data["journal"]) == ("datacite", "preprint", "arXiv")


def test_a_number_that_arxiv_does_not_know_cannot_become_a_work_named_error(asked):
    work = looked_up("arxiv:2103.99999")
    assert work.data == {}
    with pytest.raises(Unknown):
        arxiv((DATA / "arxiv_error.xml").read_bytes(), "2103.99999")


@pytest.mark.parametrize("body", [
    BOMB, b"", b"<html/>", b"no xml", ENTRY.replace(b"2103.00042v2</id>", b"2103.00043v1</id>"), b"\xff\xfe",
])  # fmt: skip
def test_odd_feeds_cannot_be_taken_for_a_work(body):
    assert arxiv(ENTRY, "2103.00042").data["year"] == 2021
    with pytest.raises(NotUnderstood):
        arxiv(body, "2103.00042" if body is not BOMB else "2103.00666")


@pytest.mark.parametrize("answer", [
    {}, {"data": {"id": "x"}}, {"errors": [{"status": "404"}]}, {"data": {"attributes": {"doi": "10.5555/another"}}}, [],
    {"data": {"attributes": {"doi": "10.5555/archive.42", "titles": "no list"}}},
])  # fmt: skip
def test_odd_answers_of_datacite_cannot_be_taken_for_a_work(answer):
    assert datacite(DATACITE, "10.5555/archive.42").data["journal"] == "Imaginary Archive"
    with pytest.raises(NotUnderstood):
        datacite(answer, "10.5555/archive.42")
