"""What public registers say of a work: Crossref of DOIs and DataCite of those that Crossref does not know, arXiv of its
own numbers, PubMed of PMIDs and PMCIDs, ClinicalTrials.gov of trials.

Off unless the operator lists their hosts (`COLLEGIUM_OUTBOUND`) and the society says so in its settings. Only the
identifier leaves the server. Runs in jobs; what is written is stored and shown without waiting for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from collegium.citations import answers, preprints
from collegium.citations.answers import NotUnderstood, Told, Unknown
from collegium.citations.identifiers import of_key
from collegium.citations.models import Work
from collegium.web import outbound
from collegium.web.models import Society

Read = Callable[[Any, str], Told]


def is_on() -> bool:
    """Whether both the operator and the society want it."""
    return bool(settings.OUTBOUND_HOSTS or settings.OUTBOUND_TRUSTED) and Society.current().looks_up_references


def look_up(work: Work) -> bool:
    """Ask the register of a work's identifier, and store what it says.

    Returns:
        Whether anything that is printed of it changed.

    Raises:
        outbound.NotReached: try again later; nothing is stored.
        answers.NotUnderstood: the register answers something else; nothing is stored.
    """
    own, source = work.identifier, ""
    try:
        told, source = _ASK[own.scheme](own.value) if own.scheme in _ASK else (None, "")
    except (Unknown, outbound.NotAllowed):
        told = None
    return _store(work.pk, told, source)


def _answer(register: str, path: str, value: str, **query: str) -> outbound.Answer:
    answer = outbound.get(settings.REGISTERS[register] + path + (f"?{urlencode(query)}" if query else ""))
    if answer.status in (400, 404, 410):
        raise Unknown(value)
    return answer


def _ask(register: str, path: str, read: Read, value: str, **query: str) -> Told:
    answer = _answer(register, path, value, **query)
    try:
        data = answer.json()
    except ValueError as error:
        host = urlsplit(settings.REGISTERS[register]).hostname
        raise NotUnderstood(f"The answer about {value} from {host} is no JSON.") from error
    return read(data, value)


def _of_doi(doi: str) -> tuple[Told, str]:
    try:
        told = _ask("crossref", f"/{quote(doi, safe='')}", answers.crossref, doi)
    except Unknown:
        return _ask("datacite", f"/{quote(doi, safe='')}", preprints.datacite, doi), Work.Source.DATACITE
    became = _ask("crossref", "", answers.crossref_notices, doi, filter=f"updates:{doi}", rows="20")
    told.standing, told.standing_at, told.notice = became.standing, became.standing_at, became.notice
    return told, Work.Source.CROSSREF


def _of_pmid(pmid: str) -> tuple[Told, str]:
    contact = Society.current().contact_email
    query = {"db": "pubmed", "retmode": "json", "id": pmid, "tool": "collegium"} | (
        {"email": contact} if contact else {}
    )
    return _ask("pubmed", "", answers.pubmed, pmid, **query), Work.Source.PUBMED


def _of_pmcid(pmcid: str) -> tuple[Told, str]:
    ids = _ask("pmc", "", answers.pmid_of, pmcid, ids=pmcid, format="json", tool="collegium").data["ids"]
    if "pmid" not in ids:
        return Told({"ids": ids}), Work.Source.PUBMED
    told, source = _of_pmid(ids["pmid"])
    told.data["ids"] = {**ids, **told.data.get("ids", {})}
    return told, source


def _of_nct(nct: str) -> tuple[Told, str]:
    told = _ask("trials", "", answers.trials, nct, **{"filter.ids": nct, "pageSize": "1"})
    return told, Work.Source.TRIALS


def _of_arxiv(number: str) -> tuple[Told, str]:
    """arXiv itself, or DataCite, where each number has a DOI (info.arxiv.org/help/doi), when only that may be asked."""
    try:
        answer = _answer("arxiv", "", number, id_list=number, max_results="1")
        return preprints.arxiv(answer.body, number), Work.Source.ARXIV
    except outbound.NotAllowed:
        told = _ask("datacite", f"/{quote(doi := f'10.48550/arxiv.{number}', safe='')}", preprints.datacite, doi)
        told.data["ids"] = {"arxiv": number}
        return told, Work.Source.DATACITE


_ASK: dict[str, Callable[[str], tuple[Told, str]]] = {
    "doi": _of_doi, "pmid": _of_pmid, "pmcid": _of_pmcid, "nct": _of_nct,
    "arxiv": _of_arxiv,
}  # fmt: skip


@transaction.atomic
def _store(pk: int, told: Told | None, source: str) -> bool:
    work = Work.objects.select_for_update().get(pk=pk)
    before, now = _printed(work), timezone.now()
    work.asked_at = now
    if told is not None:
        answers.into(work, told, source)
        work.fetched_at = now
        join(work)
    work.save()
    return _printed(work) != before


def _printed(work: Work) -> tuple[Any, ...]:
    return work.data, work.standing, work.standing_at, work.notice, work.same_as_id


def join(work: Work) -> None:
    """A work that has a DOI is known by that: its other identifiers' rows lead there. The work itself is not saved."""
    doi = of_key(f"doi:{work.data.get('ids', {}).get('doi', '')}")
    if doi is None or work.key == doi.key:
        return
    main, _new = Work.objects.get_or_create(key=doi.key)
    is_better = work.source == Work.Source.HAND or main.source in ("", Work.Source.CROSSREF, Work.Source.DATACITE)
    if main.source != Work.Source.HAND and is_better and work.data.get("title"):
        main.data, main.source, main.fetched_at = work.data, work.source, work.fetched_at
    if work.standing:
        main.standing, main.standing_at, main.notice = work.standing, work.standing_at, work.notice
    main.save()
    work.same_as = main
