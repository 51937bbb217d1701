"""Credentials after a name: without full stops, in the order that nursing and medical style share.

The order (degree, research doctorate, master, bachelor, license, state designation, certification, fellowship;
honors of the Crown first) and the ranks are those of the project's list of post-nominals. A person's own saved order
wins; this module is for what comes in from rosters, forms and imports.
"""

from __future__ import annotations

import re
from typing import Final

RANKS: Final[dict[int, str]] = {
    5: "OBE CBE OC AM AO",
    10: "MD DO MBBS MBChB MBBCh MBBChBAO DDS DMD DPM OD DVM VMD",
    12: "PharmD DNP DPT PsyD AuD",
    14: "JD",
    20: "PhD DPhil ScD DSc DrPH EdD DNSc DNS DMSc",
    22: "DHSc",
    30: "MPH MSc MS MA MBA MHS MMS MMSc MMedSc MSCE MSCI MHA MPP MSN MSW MEd MAS MCR MSCR MBE MPhil MMed ChM MCh LLM",
    40: "BSN BPharm BSc BS BA",
    50: "RN LPN LVN RPh PA PA-C PAC LCSW RD RDN LCGC CGC PT OT OTR/L SLP CCC-SLP RT RTT CMD",
    60: "APRN ARNP NP CNS CRNA CNM",
    70: (
        "OCN AOCN AOCNP CPHON BMTCN FNP-BC FNP-C NE-BC NEA-BC BCOP BCPS CCRP CCRC CCRA CTR ODS-C CPE CPC DABR CAE PMP"
    ),
    80: ("FASCO FACP FACS FASTRO FACR FACC FAAP FACOG FAAFP FCCP FIDSA FAHA FAAHPM FSSO FACHE FAAN FHOPA FAPOS FASAE"),
    85: "FRCP MRCP FRCS FRCR FRCPath FRCPC FRCSC FRACP FRACS FRANZCR FMedSci FRS",
}
OTHER: Final = 90
_RANK: Final = {word.upper(): rank for rank, words in RANKS.items() for word in words.split()}
_SPELLING: Final = {word.upper(): word for words in RANKS.values() for word in words.split()}
_IN_PROGRESS = re.compile(r"\((?:c|candidate)\)", re.IGNORECASE)


def _plain(word: str) -> str:
    return re.sub(r"[.\s]", "", word)


def is_known(word: str) -> bool:
    """Whether this is a post-nominal of the list, however it is dotted."""
    return _plain(word).upper() in _RANK


def rank(word: str) -> int:
    """The place in the order; unknown ones come last."""
    return _RANK.get(_plain(word).upper(), OTHER)


def parts(text: str) -> list[str]:
    """The credentials of a text in the order given: without full stops, degrees in progress left out, each once."""
    found: list[str] = []
    for piece in text.split(","):
        if _IN_PROGRESS.search(piece):
            continue
        words = piece.split()
        for word in words if all(is_known(word) for word in words) else [piece]:
            plain = _plain(word)
            plain = _SPELLING.get(plain.upper(), plain)
            if plain and plain not in found:
                found.append(plain)
    return found


_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_FELLOWSHIP_US, _BACHELOR, _DOCTORATE = 80, 40, 29
SAME_FIELD: Final = frozenset("MA MS MSc MMS MMSc MMedSc MHS".split())  # noqa: SIM905 (masters a doctorate includes)
SPECIAL_BACHELOR: Final = frozenset({"BSN", "BPharm"})


def split(text: str) -> tuple[str, list[str]]:
    """A name with its credentials, as lists and files write it: "Jane Q. Roe, M.D., Ph.D." -> name, ["MD", "PhD"].

    "Jr" and the like belong to the name. Without commas only words written exactly as credentials are taken off.
    """
    name, *rest = [piece.strip() for piece in text.split(",")]
    if not rest:
        words = name.split()
        taken: list[str] = []
        while len(words) > 1 and _SPELLING.get(_plain(words[-1]).upper()) == _plain(words[-1]):
            taken.insert(0, words.pop())
        return " ".join(words), parts(", ".join(taken))
    while rest and _SUFFIX.fullmatch(rest[0]):
        name = f"{name} {rest.pop(0).rstrip('.')}"
    return name, parts(", ".join(rest))


def journal(text: str) -> list[str]:
    """Credentials as medical journals print them, in the person's own order (AMA Manual of Style, 11th edition, 2.2).

    Without fellowships of United States societies, without bachelors under a higher degree unless they are a
    qualification of their own, and without masters of the same field under a doctorate.
    """
    own = parts(text)
    highest = min((rank(word) for word in own if rank(word) >= 10), default=OTHER)
    return [word for word in own if not _left_out(word, highest)]


def _left_out(word: str, highest: int) -> bool:
    if rank(word) == _BACHELOR:
        return word not in SPECIAL_BACHELOR and highest < _BACHELOR
    return rank(word) == _FELLOWSHIP_US or (word in SAME_FIELD and highest <= _DOCTORATE)


def normalise(text: str, *, keep_order: bool = False) -> str:
    """Credentials as they are stored and printed: "M.D., Ph.D." becomes "MD, PhD".

    Args:
        keep_order: keep the person's own order instead of the computed one.
    """
    found = parts(text)
    return ", ".join(found if keep_order else sorted(found, key=rank))
