"""What an import of a WordPress export came to, or would come to: numbers, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from collegium.importing.wordpress.content import Lost

LISTED = 50  # names and lines told one by one
STAY_OUT = {
    "link": _lazy("  pingbacks and trackbacks, which nobody wrote: %(n)s"),
    "spam": _lazy("  marked as spam: %(n)s"),
    "trash": _lazy("  in the trash: %(n)s"),
    "waiting": _lazy("  not approved: %(n)s"),
    "kind": _lazy("  notes of plugins (orders, reviews): %(n)s"),
    "empty": _lazy("  without words: %(n)s"),
    "twice": _lazy("  there a second time: %(n)s"),
    "entry": _lazy("  under entries that stay out themselves: %(n)s"),
}  # why comments stay out


@dataclass(slots=True)
class Report:
    """Counts of one pass. `matched`: posts and comments of people with an account; `others`: entries by type;
    `comments` come in, `stay_out` are the others by `STAY_OUT`."""

    place: str
    is_applied: bool = False
    posts: int = 0
    drafts: int = 0
    known: int = 0
    comments: int = 0
    known_comments: int = 0
    stay_out: Counter[str] = field(default_factory=Counter)
    numbers: set[int] = field(default_factory=set)
    matched: int = 0
    authors: dict[str, str] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    unnamed: Counter[str] = field(default_factory=Counter)
    empty: list[int] = field(default_factory=list)
    findings: list[int] = field(default_factory=list)
    pictures: int = 0
    lost: Lost = field(default_factory=Lost)
    first: datetime | None = None
    last: datetime | None = None

    def see(self, at: datetime | None) -> None:
        """Widen the span of years."""
        if at is not None:
            self.first, self.last = min(self.first or at, at), max(self.last or at, at)

    def is_new(self, number: int) -> bool:
        """Whether no comment of this number was seen before."""
        is_new = number not in self.numbers
        self.numbers.add(number)
        return is_new

    def lines(self) -> Iterator[str]:
        """The report, one sentence a line."""
        years = sorted({at.year for at in (self.first, self.last) if at})
        span = f", {'–'.join(map(str, years))}" if years else ""
        yield ngettext("%(n)s post for %(place)s", "%(n)s posts for %(place)s", self.posts) % {
            "n": self.posts, "place": self.place,
        } + span  # fmt: skip
        yield _("%(n)s new, %(known)s already here") % {"n": self.posts - self.known, "known": self.known}
        if self.drafts:
            yield _("drafts, private posts and posts behind a password, which come in as drafts: %(n)s") % {
                "n": self.drafts
            }
        yield _("comments: %(n)s, of them already here: %(known)s") % {"n": self.comments, "known": self.known_comments}
        if n := self.stay_out.total():
            yield _("comments that stay out: %(n)s") % {"n": n}
        for reason, said in STAY_OUT.items():
            if n := self.stay_out[reason]:
                yield said % {"n": n}
        yield from self._people()
        yield from self._pictures()
        yield from self._left_out()
        if self.findings:
            yield _("%(n)s could identify a patient; look at the entries that begin on these lines: %(lines)s") % {
                "n": len(self.findings), "lines": ", ".join(map(str, self.findings[:LISTED])),
            }  # fmt: skip

    def _people(self) -> Iterator[str]:
        for login, handle in sorted(self.authors.items()):
            said = (
                _("  %(login)s writes here as @%(handle)s")
                if handle
                else _("  %(login)s has no account here; the name stays")
            )
            yield said % {"login": login, "handle": handle}
        yield _("posts and comments by people with an account: %(n)s") % {"n": self.matched}

    def _pictures(self) -> Iterator[str]:
        yield _("pictures and files that come along: %(n)s") % {"n": self.pictures}
        told = (
            (
                self.lost.pictures,
                _("pictures that are not in the folder; their captions stay, with the old address: %(n)s"),
            ),
            (self.lost.undescribed, _("pictures without a description for people who cannot see them: %(n)s")),
            (self.lost.files, _("links to files that stay at their old address: %(n)s")),
            (self.lost.embeds, _("films, sounds and frames of other sites, now links: %(n)s")),
        )
        for n, said in told:
            if n:
                yield said % {"n": n}

    def _left_out(self) -> Iterator[str]:
        for kind, n in (+self.others).most_common():
            yield _("entries of type %(kind)s, which stay out (--type %(kind)s brings them): %(n)s") % {
                "n": n,
                "kind": kind,
            }
        if self.empty:
            yield _("entries without words, which stay out: %(n)s; they begin on these lines: %(lines)s") % {
                "n": len(self.empty), "lines": ", ".join(map(str, self.empty[:LISTED])),
            }  # fmt: skip
        if self.unnamed:
            names = ", ".join(f"{name} ({n})" for name, n in self.unnamed.most_common(LISTED))
            yield _("categories without a subject of that name: %(names)s") % {"names": names}
        if self.lost.shortcodes:
            names = ", ".join(f"[{name}] ({n})" for name, n in self.lost.shortcodes.most_common(LISTED))
            yield _("shortcodes whose show is lost, while the words inside them stay: %(names)s") % {"names": names}
