"""Comments of an entry as comments here: in their order of time, an answer with the words it answers quoted."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.discussion.bulk import NewReply, append_replies
from collegium.discussion.bylines import EMPTY
from collegium.discussion.models import Reply
from collegium.discussion.models.publication import Publication
from collegium.discussion.quotes import bound, quoting
from collegium.discussion.words import Words
from collegium.importing.wordpress.content import classic, without_empty
from collegium.importing.wordpress.reading import Comment, Entry
from collegium.importing.wordpress.report import Report
from collegium.importing.wordpress.site import Site, accounts_of

QUOTED = 40  # words of the answered comment, at most
NAME_MOST = 160
COMMENT = "c"


def coming(entry: Entry, report: Report | None = None) -> list[Comment]:
    """The comments that come in, in their order: with words, each number once; the others are counted in `report`."""
    found: dict[int, Comment] = {}
    for comment in sorted(entry.comments, key=_place):
        reason = "twice" if comment.id in found else "" if words_of(comment).text else "empty"
        if report is not None and not reason and not report.is_new(comment.id):
            reason = "twice"
        if not reason:
            found[comment.id] = comment
        elif report is not None:
            report.stay_out[reason] += 1
    return list(found.values())


def known_and_matched(comments: list[Comment], site: Site) -> tuple[int, int]:
    """How many of these are stored already, and how many were written by people with an account."""
    origins = [site.origin(comment.id, COMMENT) for comment in comments]
    known = Reply.objects.filter(origin__in=origins).count() if origins else 0
    people = accounts_of({comment.email for comment in comments if comment.email}) if comments else {}
    return known, sum(comment.email in people for comment in comments)


def bring(piece: Publication, entry: Entry, site: Site) -> int:
    """Append what is new of the comments. Returns how many."""
    people = accounts_of({comment.email for comment in entry.comments if comment.email})
    new = coming(entry)
    rows = append_replies(piece, [_reply(comment, entry, site, people.get(comment.email)) for comment in new])
    if rows:
        _quote(piece, new, site, {row.origin for row in rows})
    return len(rows)


def _place(comment: Comment) -> tuple[float, int]:
    return (comment.at.timestamp() if comment.at else 0.0, comment.id)


def words_of(comment: Comment) -> Words:
    """A comment's words: no headings, no pictures from elsewhere."""
    return Words.kept(without_empty(Words.rich(classic(comment.content)).body))


def _reply(comment: Comment, entry: Entry, site: Site, person: User | None) -> NewReply:
    name = comment.name if "@" not in comment.name else ""
    byline = EMPTY | {"name": (name or _("Archived author"))[:NAME_MOST], "handle": person.handle if person else ""}
    at = comment.at or entry.at or timezone.now()
    return NewReply(words_of(comment), at, person.pk if person else None, byline, site.origin(comment.id, COMMENT))


def _quote(piece: Publication, comments: Iterable[Comment], site: Site, new: set[str]) -> None:
    """Put the beginning of the answered comment before each answer, bound to it: gone here when it is gone there."""
    stored = Reply.objects.filter(piece=piece, origin__in=[site.origin(one.id, COMMENT) for one in comments])
    rows = {row.origin: row for row in stored}
    changed = []
    for comment in comments:
        row, answered = (rows.get(site.origin(number, COMMENT)) for number in (comment.id, comment.parent))
        if row is None or row.origin not in new or not comment.parent or answered is None:
            continue
        beginning = " ".join(answered.text.split()[:QUOTED])
        row.body = bound(quoting(answered.pk, beginning), piece, None) + row.body
        changed.append(row)
    Reply.objects.bulk_update(changed, ["body"], batch_size=200)
