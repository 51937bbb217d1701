"""The list of notifications as one reader sees it: folded, newest first, with exact numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Min, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collegium.accounts.models import User
from collegium.audience import ahead
from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.audience.shared import own_number
from collegium.discussion.bylines import full_name
from collegium.discussion.marks import latest_reading
from collegium.notifications.models import Notification, NotificationQuerySet

Kind = Notification.Kind
RELATED = ("actor", "piece__topic__forum", "piece__topic__group", "piece__post__blog", "piece__article", "reply",
           "message", "group", "notice__organization")  # fmt: skip
ICONS = {
    Kind.MENTION: "at-sign", Kind.REACTION: "lightbulb", Kind.MESSAGE: "mail", Kind.PUBLISHED: "pen-line",
    Kind.INVITED: "users", Kind.ASKED: "users", Kind.LET_IN: "users", Kind.GROUP: "users", Kind.ANNOUNCED: "users",
    Kind.REFUSED: "users", Kind.REMOVED: "users", Kind.DECLINED: "users", Kind.CLAIM: "building-2",
    Kind.DISPUTED: "building-2", Kind.RELEASED: "eye", Kind.DECISION: "shield", Kind.APPEAL: "shield",
    Kind.REPORT: "shield", Kind.APPROVAL: "pen-line", Kind.APPROVED: "pen-line", Kind.SENT_BACK: "pen-line",
    Kind.REMINDED: "circle-check", Kind.OFFERED: "lightbulb", Kind.KNOWN: "circle-check", Kind.BOOKMARK: "bookmark",
    Kind.ACCEPTED: "circle-check",
    Kind.DUE: "file-text", Kind.HELP: "heart-handshake", Kind.AGREEMENT: "pen-line", Kind.AGREED: "pen-line",
    Kind.TAKEN_OFF: "pen-line", Kind.CONNECT: "users", Kind.CONNECTED: "users",
    Kind.NOTICE: "building-2",
}  # fmt: skip


@dataclass(slots=True)
class Line:
    """One line: a sentence, where it leads, and whether it is new."""

    fold: str
    text: str
    address: str
    icon: str
    at: datetime
    is_new: bool
    person: User | None = None
    opens: bool = False  # new, and no page that it leads to would mark it: its button does (`open_line`)


def unseen_for(reader: Reader) -> int:
    """How many lines are new; messages are counted beside their own sign in the bar.

    Worked out again when a row of the reader's own came or was seen, when they read on, or when anything changes that
    readers like them may read.
    """
    own = _own_unseen.rows(reader)
    if not own:
        return 0
    return own_number(reader, ("unseen", own[0], latest_reading(reader)), lambda: _unseen.count(reader))


def _unseen_rows(reader: Reader) -> NotificationQuerySet:
    return Notification.objects.filter(person_id=reader.person_id, seen_at=None).exclude(kind=Kind.MESSAGE)


@prepared
def _own_unseen(reader: Reader) -> QuerySet[Notification, Any]:
    rows = _unseen_rows(reader).order_by().values("person")
    rows = rows.annotate(count=Count("pk"), total=Sum("pk"), last=Max("pk"))
    return rows.values_list("count", "total", "last")


ahead.of_every_page(_own_unseen.question)


@prepared
def _unseen(reader: Reader) -> QuerySet[Notification]:
    return _unseen_rows(reader).readable_by(reader).unseen().order_by().values("fold").distinct()  # type: ignore[return-value]


def folded(reader: Reader) -> Any:
    """One row a line: fold, number of rows and of people, the last and the first new row, the number of new ones."""
    rows = Notification.objects.readable_by(reader)
    new = Case(When(pk__in=rows.unseen().values("pk"), then=Value(1)), default=Value(0), output_field=IntegerField())
    lines = rows.annotate(new=new).order_by().values("fold")
    return lines.annotate(
        count=Count("pk"), people=Count("actor", distinct=True), last=Max("pk"), fresh=Count("pk", filter=Q(new=1)),
        first_new=Min("pk", filter=Q(new=1)), moved=Max("created_at"),
    ).order_by("-moved", "-last")  # fmt: skip


def lines_of(rows: list[dict[str, Any]]) -> list[Line]:
    """Sentences for folded rows; two queries however many there are."""
    wanted = {row["last"] for row in rows} | {row["first_new"] for row in rows if row["first_new"]}
    found = Notification.objects.select_related(*RELATED).defer("piece__body", "piece__text").in_bulk(list(wanted))
    return [_line(row, found) for row in rows if row["last"] in found]


def _line(row: dict[str, Any], found: dict[int, Notification]) -> Line:
    last = found[row["last"]]
    count = row["fresh"] or row["count"]
    return Line(
        fold=row["fold"], text=_sentence(last, count, row["people"]),
        address=_address(found.get(row["first_new"] or 0, last)), icon=ICONS.get(Kind(last.kind), "message-square"),
        at=last.created_at, is_new=bool(row["fresh"]), person=last.actor,
        opens=bool(row["fresh"]) and not _is_marked_there(last),
    )  # fmt: skip


def line_of(reader: Reader, fold: str) -> Line | None:
    """One line of the reader's own list."""
    return next(iter(lines_of(list(folded(reader).filter(fold=fold)))), None)


def _is_marked_there(note: Notification) -> bool:
    return note.kind != Kind.REACTION and bool(note.reply_id or note.piece_id or note.message_id)


def _name(note: Notification) -> str:
    if note.kind in (Kind.REACTION, Kind.ACCEPTED) or not (note.reply or note.piece or note.message):
        return note.actor.full_name if note.actor else _("Somebody")
    return full_name((note.reply or note.message or note.piece).byline)  # type: ignore[union-attr]


def _address(note: Notification) -> str:
    if note.kind == Kind.OFFERED:
        return note.address
    if note.reply_id:
        return f"/replies/{note.reply_id}/"
    if note.piece:
        return note.piece.get_absolute_url()
    if note.notice:
        return note.notice.get_absolute_url()
    return note.message.conversation.get_absolute_url() if note.message else note.address


def _sentence(note: Notification, count: int, people: int) -> str:
    facts = {"name": _name(note), "title": getattr(note.piece or note.notice, "title", ""), "n": count,
             "others": people - 1, "group": note.group.name if note.group else "",
             "organization": note.notice.organization.name if note.notice else ""}  # fmt: skip
    if note.kind in (Kind.ANSWER, Kind.REPLY) and count > 1:
        return (
            ngettext(
                "%(n)d reply in “%(title)s”, by %(name)s", "%(n)d replies in “%(title)s”, the last by %(name)s", count
            )
            % facts
        )
    if note.kind == Kind.REACTION and people > 1:
        return ngettext(
            "%(name)s and %(others)d other found your words in “%(title)s” of use",
            "%(name)s and %(others)d others found your words in “%(title)s” of use", people - 1,
        ) % facts  # fmt: skip
    if note.kind == Kind.MESSAGE and count > 1:
        return _("%(n)d messages from %(name)s") % facts
    return _single(note) % facts


def _single(note: Notification) -> str:
    return {
        Kind.ANSWER: _("%(name)s answered you in “%(title)s”"),
        Kind.MENTION: _("%(name)s named you in “%(title)s”"),
        Kind.REPLY: _("%(name)s replied in “%(title)s”"),
        Kind.PUBLISHED: _("New from %(name)s: “%(title)s”"),
        Kind.REACTION: _("%(name)s reacted to your words in “%(title)s”"),
        Kind.MESSAGE: _("A message from %(name)s"),
        Kind.INVITED: _("You are invited to the group “%(group)s”"),
        Kind.ASKED: _("%(name)s asks to join “%(group)s”"),
        Kind.LET_IN: _("You are in the group “%(group)s” now"),
        Kind.REFUSED: _("The owners of “%(group)s” turned your request down"),
        Kind.REMOVED: _("An owner took you out of the group “%(group)s”")
        if note.group
        else _("An owner took you out of a group"),
        Kind.GROUP: _("The group “%(group)s” is there: staff confirmed it"),
        Kind.DECLINED: _("Staff declined the group you proposed"),
        Kind.ANNOUNCED: _("An announcement in “%(group)s”"),
        Kind.DECISION: _("A decision about words of yours"),
        Kind.RELEASED: _("A moderator has read your first words: they have appeared"),
        Kind.CLAIM: _("Staff decided about your claim on an organization"),
        Kind.DISPUTED: _("Somebody disputes a page you manage: you have seven days to answer"),
        Kind.OFFERED: _("A question for you, from %(name)s: “%(title)s”"),
        Kind.ACCEPTED: _("%(name)s chose your reply as the answer to “%(title)s”"),
        Kind.REMINDED: _("What came of “%(title)s”? You wanted to be asked today"),
        Kind.KNOWN: _("%(name)s says what came of “%(title)s”"),
        Kind.DUE: _("Your disclosures are due: say once a year whether they are still so"),
        Kind.HELP: _("Your letter of the year: whom your words helped"),
        Kind.APPEAL: _("The moderators answered you"),
        Kind.REPORT: _("Somebody has looked at what you reported"),
        Kind.BOOKMARK: _("You wanted to be reminded of a bookmark today"),
        Kind.APPROVAL: _("%(name)s asks you to publish a draft"),
        Kind.APPROVED: _("%(name)s published your draft"),
        Kind.SENT_BACK: _("%(name)s sent your draft back with a note"),
        Kind.AGREEMENT: _("%(name)s names you as an author of a post: read it and agree"),
        Kind.AGREED: _("%(name)s agrees to be named as an author of your draft"),
        Kind.TAKEN_OFF: _("%(name)s took their name off your draft"),
        Kind.CONNECT: _("%(name)s asks to connect with you"),
        Kind.CONNECTED: _("%(name)s agreed to connect with you"),
        Kind.NOTICE: _("News of %(organization)s: “%(title)s”"),
    }[Kind(note.kind)]
