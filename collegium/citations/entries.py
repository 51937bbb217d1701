"""One reference of a list as safe HTML: printed from data, or as its author typed it, with what became of it.

Everything here stays within the allow-list of `web.html`. What became of a work is said in the language of the society,
because the words are stored with it for every reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _

from collegium.citations.formatting import printed
from collegium.citations.identifiers import Identifier, find, of_key
from collegium.citations.models import Work
from collegium.web import html
from collegium.web.formats import day_as_known

REL = "nofollow ugc noopener"  # as `web.html` writes it
SCHEMES = ("doi", "pmid", "pmcid", "nct", "arxiv")
STANDING = re.compile(r'\s*<span class="standing(?: bad)?">[^<]*</span>\s*')


@dataclass(slots=True)
class Entry:
    """A reference in somebody's list: by a key, or typed (`words`, safe HTML)."""

    key: str = ""
    words: str = ""

    @property
    def about(self) -> str:
        """The key of the work it is about: its own, or the last identifier in what was typed; "" without one."""
        if self.key:
            return self.key
        found = find(html.to_text(self.words)) if self.words else []
        return next((one.key for one in found if one.scheme == "doi"), found[0].key if found else "")


def link(address: str, words: str) -> str:
    """A link as `web.html` writes it."""
    return f'<a href="{escape(address)}" rel="{REL}">{escape(words)}</a>'


def of_work(key: str, work: Work | None, style: str) -> str:
    """A reference printed from what is known of its work; without that its identifier, which leads to it."""
    own = of_key(key)
    assert own is not None, key
    said = standing_of(own, work)
    if work is None or not work.data.get("title"):
        return f"{said}{link(own.address, own.label)}"
    accessed = work.fetched_at.date() if work.fetched_at and work.data.get("type") == "trial" else None
    known_of, ids = work.known(), {**work.known()["ids"], own.scheme: own.value}
    words = str(printed({**known_of, "ids": ids}, style, notice=work.notice, accessed=accessed).html)
    known = [one for scheme in SCHEMES if (one := of_key(f"{scheme}:{ids.get(scheme, '')}")) is not None]
    further = []
    for one in known:
        said_as = next((text for text in _said_as(one) if text in words), "")
        if said_as:
            words = words.replace(said_as, f'<a href="{escape(one.address)}" rel="{REL}">{said_as}</a>', 1)
        else:
            further.append(link(one.address, one.label))
    if notice := of_key(f"doi:{work.notice.get('doi', '')}") or of_key(f"pmid:{work.notice.get('pmid', '')}"):
        further.append(link(notice.address, _("Notice")))
    return said + words + (f"<br>{' · '.join(further)}" if further else "")


def _said_as(one: Identifier) -> tuple[str, ...]:
    """The forms in which the styles print an identifier, as HTML."""
    value = escape(one.value)
    return {
        "doi": (f"doi:{value}", f"doi: {value}"), "pmid": (f"PMID: {value}",), "pmcid": (f"PMCID: {value}",),
        "nct": (escape(one.address),), "arxiv": (escape(one.address),),
    }.get(one.scheme, ())  # fmt: skip


def typed(words: str, own: Identifier | None, work: Work | None) -> str:
    """A reference as its author typed it; what became of the work stands in front."""
    return standing_of(own, work) + words if own else words


def standing_of(own: Identifier, work: Work | None) -> str:
    """What readers have to know before they read on: "Retracted June 1, 2010."; "" of most works."""
    said, kind = _standing(own, work), "standing bad" if work and work.standing else "standing"
    return f'<span class="{kind}">{escape(said)}</span> ' if said else ""


def _standing(own: Identifier, work: Work | None) -> str:
    day = day_as_known(work.standing_at) if work else ""
    if work and work.standing == Work.Standing.RETRACTED:
        return _("Retracted %(day)s.") % {"day": day} if day else _("Retracted.")
    if work and work.standing == Work.Standing.CONCERN:
        return _("Expression of concern %(day)s.") % {"day": day} if day else _("Expression of concern.")
    is_preprint = work.is_preprint if work else own.is_preprint
    return _("Preprint, not peer reviewed.") if is_preprint else ""
