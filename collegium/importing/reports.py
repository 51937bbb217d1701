"""What an import came to, or would come to: numbers and skipped messages, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collegium.importing.message import Skipped

LISTED = 50  # skipped messages named one by one


@dataclass(slots=True)
class Report:
    """Counts of one pass over an archive.

    known: messages that an earlier run stored. matched: messages whose author has an account here. left_out:
    attachments and pictures of new messages. Findings are lines
    of messages with something that could identify a patient.
    """

    forum: str
    is_applied: bool = False
    messages: int = 0
    known: int = 0
    topics: int = 0
    matched: int = 0
    people: set[int] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)
    left_out: int = 0
    findings: list[int] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None

    def see(self, at: datetime) -> None:
        """Widen the span of years by one message."""
        self.first = min(self.first or at, at)
        self.last = max(self.last or at, at)

    def lines(self) -> Iterator[str]:
        """The report, one sentence a line."""
        yield ngettext("%(n)s message", "%(n)s messages", self.messages) % {"n": self.messages} + self._years()
        yield _("%(n)s new, %(known)s already here") % {"n": self.messages - self.known, "known": self.known}
        yield ngettext("%(n)s new topic in %(place)s", "%(n)s new topics in %(place)s", self.topics) % {
            "n": self.topics, "place": self.forum,
        }  # fmt: skip
        yield _("%(n)s by %(people)s people with an account; the others stay archived authors without one") % {
            "n": self.matched, "people": len(self.people),
        }  # fmt: skip
        yield from self._skipped()
        if self.left_out:
            yield ngettext(
                "%(n)s attachment or picture stays in the archive",
                "%(n)s attachments and pictures stay in the archive",
                self.left_out,
            ) % {"n": self.left_out}
        if self.findings:
            yield _("%(n)s could identify a patient; look at the messages that begin on these lines: %(lines)s") % {
                "n": len(self.findings), "lines": ", ".join(map(str, self.findings[:LISTED])),
            }  # fmt: skip

    def _years(self) -> str:
        if self.first is None or self.last is None:
            return ""
        years = sorted({self.first.year, self.last.year})
        return f", {'–'.join(map(str, years))}"

    def _skipped(self) -> Iterator[str]:
        yield _("%(n)s skipped") % {"n": len(self.skipped)}
        for skip in self.skipped[:LISTED]:
            yield _("  line %(line)s: %(why)s") % {"line": skip.line, "why": skip.why}
        if len(self.skipped) > LISTED:
            yield _("  and %(n)s more") % {"n": len(self.skipped) - LISTED}
