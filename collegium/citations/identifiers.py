"""Identifiers of works in plain text: DOI, PMID, PMCID, NCT and arXiv numbers. Whether one exists is not known here.

Sources: DOI Handbook 2.2 and Crossref's pattern for finding DOIs; NLM on PMID and PMCID; ClinicalTrials.gov on NCT
numbers; arXiv's two forms (info.arxiv.org/help/arxiv_identifier).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

LONGEST: Final = 200  # characters of a DOI that are taken
_SAFE = r"[-._;()/:a-z0-9]"
_SUFFIX = rf"\(sici\){_SAFE}*<[-._;()/:a-z0-9+]*>{_SAFE}+|(?:{_SAFE}|%[0-9a-f]{{2}})+"
_DOI = re.compile(rf"(?<![\d.])10\.\d{{4,9}}(?:\.\d+)*(?:/|%2f)(?:{_SUFFIX})", re.I)
_WHOLE = re.compile(rf"10\.\d{{4,9}}(?:\.\d+)*/(?:\(sici\){_SAFE}*<[-._;()/:a-z0-9+]*>{_SAFE}+|{_SAFE}+)", re.I)
_PAGE = re.compile(r"(?:/(?:full|full-text|fulltext|abstract|pdf|epdf|html|meta|summary)|\.(?:full|pdf|abstract))+$")
_PMID = re.compile(r"\bPMID\s*[:#]?\s*([1-9]\d{0,7})(?![\d.]*\d)", re.I)
_PUBMED = re.compile(
    r"(?<![\w.-])(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/([1-9]\d{0,7})(?!\d)", re.I
)
_PMCID = re.compile(r"\b(PMC[1-9]\d{0,7})(?:\.\d+)?(?!\w)", re.I)
_NCT = re.compile(r"\bNCT\s?(\d{8})(?!\d)", re.I)
_ARXIV_NUMBER = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v(\d{1,3}))?(?!\d)"
_ARXIV = re.compile(rf"(?:\barXiv:\s?|(?<![\w.-])(?:www\.)?arxiv\.org/(?:abs|pdf|html)/){_ARXIV_NUMBER}", re.I)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.{_ARXIV_NUMBER}", re.I)
_MEDRXIV = re.compile(r"(10\.(?:1101|64898)/(?:\d{4}\.\d{2}\.\d{2}\.\d{6,8}|\d{6}))(?:v(\d{1,3}))?", re.I)
_PREPRINT = re.compile(
    r"10\.(?:(?:1101|64898)/(?:\d{4}\.\d{2}\.\d{2}\.|\d{6}$)|48550/arxiv\.|21203/rs\.|2139/ssrn\.|20944/preprints)"
)
_LABEL = re.compile(r"(?:doi|pmid|pmcid|arxiv|clinicaltrials\.gov(?:\s+identifier)?)\s*:?\s*|<\s*", re.I)
_KEY = re.compile(r"(doi|pmid|pmcid|nct|arxiv):([!-~]{1,200})")


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of a work. `start` and `end` say where it stands in the text it was found in."""

    scheme: str  # "doi", "pmid", "pmcid", "nct" or "arxiv"
    value: str
    version: str = ""
    start: int = 0
    end: int = 0

    @property
    def key(self) -> str:
        """As it is stored; arXiv's own DOIs are arXiv numbers."""
        number = _ARXIV_DOI.fullmatch(self.value) if self.scheme == "doi" else None
        value = self.value.replace("<", "%3c").replace(">", "%3e")  # so that it can stand in an attribute
        return f"arxiv:{number[1].lower()}" if number else f"{self.scheme}:{value}"

    @property
    def label(self) -> str:
        """As it is printed."""
        before = {"doi": "doi:", "pmid": "PMID ", "arxiv": "arXiv:"}
        return before.get(self.scheme, "") + self.value

    @property
    def address(self) -> str:
        """Where it leads, on the register's own site."""
        return {
            "doi": "https://doi.org/{}",
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
            "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
            "nct": "https://clinicaltrials.gov/study/{}",
            "arxiv": "https://arxiv.org/abs/{}",
        }[self.scheme].format(quote(self.value, safe="/:;().-_"))

    @property
    def is_preprint(self) -> bool:
        """Whether it names something that was not peer reviewed, as far as an identifier can say."""
        return self.scheme == "arxiv" or (self.scheme == "doi" and bool(_PREPRINT.match(self.value)))


def find(text: str) -> list[Identifier]:
    """The identifiers in a plain text, in their order; where two overlap, the one that begins first."""
    found: list[Identifier] = []
    for one in sorted(_all(text), key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def only(text: str) -> Identifier | None:
    """The identifier a text consists of: alone, with its label ("PMID 123"), or as an address; None when it is more."""
    words = _LABEL.sub("", text.strip(), count=1)
    if not words or (re.search(r"\s", words) and not _NCT.fullmatch(words)):
        return None
    found = find(text) or find(f"PMID {words}" if re.match(r"\s*PMID\b", text, re.I) else words)
    return found[0] if len(found) == 1 else None


def of_key(key: str) -> Identifier | None:
    """The identifier of a stored key, or None when it is none: a key in what a browser sends proves nothing."""
    match = _KEY.fullmatch(key)
    if not match:
        return None
    scheme, value = match.groups()
    text = {"doi": value, "pmid": f"PMID {value}", "arxiv": f"arXiv:{value}"}.get(scheme, value)
    found = find(text)
    return found[0] if len(found) == 1 and found[0].key == key else None


def _all(text: str) -> Iterator[Identifier]:
    for match in _DOI.finditer(text):
        if doi := _doi(match, text):
            yield doi
    for pattern, scheme in ((_PMID, "pmid"), (_PUBMED, "pmid"), (_PMCID, "pmcid")):
        for match in pattern.finditer(text):
            yield Identifier(scheme, match[1].upper(), "", *match.span())
    for match in _NCT.finditer(text):
        yield Identifier("nct", f"NCT{match[1]}", "", *match.span())
    for match in _ARXIV.finditer(text):
        if _is_arxiv(match[1]):
            yield Identifier("arxiv", match[1].lower(), match[2] or "", *match.span())


def _doi(match: re.Match[str], text: str) -> Identifier | None:
    """What of a match is the DOI: without the sentence around it and what a publisher's address adds."""
    raw = _trimmed(match[0])[:LONGEST]
    start = match.start()
    whole = _WHOLE.match(unquote(raw))
    if whole is None:
        return None
    value, version = _trimmed(whole[0]).lower(), ""
    if (preprint := _MEDRXIV.match(value)) is not None:
        value, version = preprint[1], preprint[2] or ""
    elif "//" in re.split(r"\s", text[max(0, start - LONGEST) : start])[-1]:  # of a publisher's address
        value = _PAGE.sub("", value)
    return Identifier("doi", value, version, start, start + len(raw)) if value.partition("/")[2] else None


def _trimmed(text: str) -> str:
    """Without the stops of the sentence around it, and brackets that open or close nothing."""
    while text and (text[-1] in ".,;:(" or (text[-1] == ")" and text.count(")") > text.count("("))):
        text = text[:-1]
    return text


def _is_arxiv(number: str) -> bool:
    """Whether the month is one, and the number as long as that month's are."""
    head, dot, tail = number.partition(".")
    if "/" in number:
        return 1 <= int(number.rpartition("/")[2][2:4]) <= 12
    if not dot or not 1 <= int(head[2:]) <= 12 or head < "0704":
        return False
    return len(tail) == (4 if head < "1501" else 5)
