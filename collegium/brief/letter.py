"""The brief: the round by mail, with the words themselves, three minutes at most, and an end.

What the reader has only as a teaser stands there as a teaser; direct messages are counted, never quoted. It is written
at the moment of sending (`write`): nothing leaves that may not be read any more, and no words wait in the queue.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collegium.accounts.models import User
from collegium.answers.head import closed_between
from collegium.answers.models import Card
from collegium.audience.reader import Reader, reader_for
from collegium.bookmarks.lists import Line
from collegium.brief import phrases
from collegium.brief.excerpts import cut, paragraphs
from collegium.brief.home import CurrentIssue, newest_issue
from collegium.brief.models import SentBrief
from collegium.brief.round import Item, Round, round_of
from collegium.connections.models import Request
from collegium.conversations.inbox import unread_for
from collegium.discussion.bylines import full_name
from collegium.discussion.models import Piece, Reply
from collegium.notifications.letters import host, stop_address
from collegium.notifications.models import Notification, Wishes
from collegium.notifications.reminders import address_of, reminded
from collegium.notifications.requests import ADDRESS, asked_between, sentence
from collegium.organizations.models import Notice
from collegium.outbox.models import Mail
from collegium.web import versions
from collegium.web.html import WORDS_A_MINUTE, count_words, minutes
from collegium.web.languages import spoken_to, zone_of
from collegium.web.models import Society

POST_WORDS, REPLY_WORDS, WHOLE = 120, 60, 90  # words of a post, of a long reply; a reply this short comes whole
MOST_POSTS, MOST_TOPICS, MOST_GROUPS, MOST_REPLIES, MOST_CARDS = 5, 8, 5, 3, 3
MOST_MARKS, MOST_NOTICES, MOST_REQUESTS = 5, 5, 5
MOST_WORDS = 3 * WORDS_A_MINUTE  # the mail costs three minutes at most


@dataclass(slots=True)
class Said:
    """Somebody's words: whole, or their beginning."""

    name: str
    paragraphs: list[str]
    is_cut: bool = False

    @property
    def words(self) -> int:
        """How many words are printed."""
        return sum(count_words(part) for part in self.paragraphs)


@dataclass(slots=True)
class Entry:
    """One thing of the brief. `minutes` is what reading it on the site costs, `more` replies are not printed."""

    title: str
    address: str
    place: str
    byline: str = ""
    office: str = ""
    deck: str = ""
    minutes: int = 0
    new: int = 0
    said: list[Said] = field(default_factory=list)
    more: int = 0
    is_teaser: bool = False

    def __post_init__(self) -> None:
        """Titles and names write no lines of their own."""
        for name in ("title", "place", "byline", "deck"):
            setattr(self, name, " ".join(getattr(self, name).split()))

    @property
    def words(self) -> int:
        """How many words are printed."""
        return count_words(self.title) + self.cost

    @property
    def cost(self) -> int:
        """How many words beside the title."""
        return count_words(self.deck) + sum(said.words for said in self.said)


@dataclass(slots=True)
class Section:
    """A heading with its entries; `more` were left out. Titles of a private one stay out of the preview line."""

    title: str
    entries: list[Entry]
    more: int = 0
    is_private: bool = False


@dataclass(slots=True)
class Brief:
    """A whole brief, ready to be printed."""

    since: datetime
    sections: list[Section]
    issue: CurrentIssue | None
    talks: int
    has_news: bool

    @property
    def count(self) -> int:
        """How many things."""
        return sum(len(section.entries) for section in self.sections) + bool(self.issue)

    @property
    def minutes(self) -> int:
        """What reading this mail costs."""
        return minutes(sum(entry.words for section in self.sections for entry in section.entries))


def brief_of(reader: Reader, since: datetime, until: datetime, wishes: Wishes) -> Brief:
    """What is new for a reader between two moments, as far as they want it by mail and did not get it at once."""
    found, told = round_of(reader, since, until), _mailed_at_once(reader, since)
    topics = [item for item in found.topics if _is_wanted(item, found, wishes)]
    posts = [item for item in found.posts if _is_wanted(item, found, wishes) and ("piece", item.piece.pk) not in told]
    groups = [item for group in found.moved_groups for item in group.items]
    replies = _new_replies(reader, found, told, [item.piece.pk for item in [*topics, *groups] if item.new.count])
    named = _named(reader, since, until) if wishes.mention == Wishes.When.BRIEF else []
    marks = reminded(reader, since, until) if wishes.bookmark == Wishes.When.BRIEF else []
    requests = asked_between(reader, since, until) if wishes.connect == Wishes.When.BRIEF else []
    sections = [
        Section(_("From our leaders"), [_of_post(item) for item in posts[:MOST_POSTS]] + _teasers(found, reader),
                max(0, len(posts) - MOST_POSTS)),
        Section(_("You were named"), [_of_mention(note) for note in named]),
        Section(_("They ask to connect"), [_of_request(row) for row in requests[:MOST_REQUESTS]],
                max(0, len(requests) - MOST_REQUESTS), is_private=True),
        Section(_("You wanted to be reminded"), [_of_mark(line) for line in marks[:MOST_MARKS]],
                max(0, len(marks) - MOST_MARKS), is_private=True),
        Section(_("Answered, in short"), [_of_card(card) for card in _closed(reader, found)]),
        _of_topics(_("Topics you follow"), topics, replies, told, MOST_TOPICS),
        Section(_("Organizations you follow"), [_of_notice(row) for row in _notices(found, told, wishes)]),
        replace(_of_topics(_("Your groups"), groups, replies, told, MOST_GROUPS), is_private=True),
    ]  # fmt: skip
    issue, talks = newest_issue(reader, since, until), unread_for(reader)
    waiting = wishes.message == Wishes.When.BRIEF and bool(talks)
    printed = [section for section in sections if section.entries]
    _fit([section.entries for section in printed])
    return Brief(
        since=since,
        sections=printed,
        issue=issue if issue and issue.is_new else None,
        talks=talks,
        has_news=bool(printed or (issue and issue.is_new) or waiting),
    )


def _fit(sections: list[list[Entry]]) -> None:
    """Keep the words of what fits three minutes, the first of each section first; of the rest the title stays."""
    entries = [entry for rank in zip_longest(*sections) for entry in rank if entry]
    left = MOST_WORDS - sum(count_words(entry.title) for entry in entries)
    for entry in entries:
        if entry.cost > left:
            entry.said, entry.more = [], 0
        if entry.cost > left:
            entry.deck = ""
        left -= entry.cost


def _mailed_at_once(reader: Reader, since: datetime) -> set[tuple[str, int]]:
    """What went to the reader at once in these days, whole: kind and id."""
    sent = Mail.objects.filter(person=reader.person_id, created_at__gt=since, dropped_at=None)
    about = (
        sent.exclude(kind="bookmark")
        .filter(about_kind__in=["reply", "piece", "notice"])
        .values_list("about_kind", "about_id")
    )
    return {(kind, pk) for kind, pk in about if pk is not None}


def _is_wanted(item: Item, found: Round, wishes: Wishes) -> bool:
    """Leaders always; what is followed unless the reader said never."""
    never = Wishes.When.NEVER
    if item.piece.kind == Piece.Kind.POST and item.piece.post.blog.owner_id in found.offices:  # type: ignore[attr-defined]
        return True
    return wishes.published != never if item.is_fresh else wishes.reply != never


def _new_replies(reader: Reader, found: Round, told: set[tuple[str, int]], pieces: list[int]) -> dict[int, list[Reply]]:
    """The unread replies of these days in these pieces, oldest first: none comes in two briefs."""
    said = Reply.objects.filter(piece__in=pieces, created_at__gt=found.since, created_at__lte=found.until)
    rows = said.with_words().shown_to(reader).unread_by(reader)
    replies: dict[int, list[Reply]] = {}
    for reply in rows.order_by("piece", "number") if pieces else []:
        if ("reply", reply.pk) not in told:
            replies.setdefault(reply.piece_id, []).append(reply)
    return replies


def _address(path: str) -> str:
    return settings.SITE_URL + path


def _beginning(name: str, text: str, most: int, whole: int) -> Said:
    part, is_cut = (text, False) if count_words(text) <= whole else cut(text, most)
    return Said(name, paragraphs(part), is_cut)


def _of_post(item: Item) -> Entry:
    piece: Any = item.piece
    return Entry(
        title=piece.title, address=_address(piece.get_absolute_url()), place=piece.post.blog.title,
        byline=full_name(piece.byline), office=str(piece.byline.get("office", "")), deck=piece.deck,
        minutes=piece.minutes, said=[_beginning("", piece.text, POST_WORDS, POST_WORDS)],
    )  # fmt: skip


def _teasers(found: Round, reader: Reader) -> list[Entry]:
    """Leaders' posts of these days that the reader has as a teaser only: title, byline, standfirst."""
    posts = [post for post in found.leaders if post.blog.owner_id in found.offices and not found.followed.mutes(post)]
    return [
        Entry(
            title=post.title, address=_address(post.get_absolute_url()), place=post.blog.title,
            byline=full_name(post.byline), office=str(post.byline.get("office", "")), deck=post.deck, is_teaser=True,
        )
        for post in posts
        if not reader.may_read(post) and post.published_at and found.since < post.published_at <= found.until
    ][:MOST_POSTS]  # fmt: skip


def _of_topics(
    title: str, items: list[Item], replies: dict[int, list[Reply]], told: set[tuple[str, int]], most: int
) -> Section:
    """A section of topics (posts and articles that are followed, too) in which something was said."""
    entries = [_of_topic(item, replies, is_told=("piece", item.piece.pk) in told) for item in items]
    said = [entry for entry in entries if entry.said]
    return Section(title, said[:most], max(0, len(said) - most))


def _of_topic(item: Item, replies: dict[int, list[Reply]], *, is_told: bool) -> Entry:
    piece: Any = item.piece
    is_fresh = item.is_fresh and not is_told
    said = [_beginning(full_name(piece.byline), piece.text, POST_WORDS, POST_WORDS)] if is_fresh else []
    rows = replies.get(piece.pk, [])
    said += [_beginning(full_name(reply.byline), reply.text, REPLY_WORDS, WHOLE) for reply in rows[:MOST_REPLIES]]
    place = {
        Piece.Kind.TOPIC: lambda: piece.topic.place_name,
        Piece.Kind.POST: lambda: piece.post.blog.title,
        Piece.Kind.ARTICLE: lambda: piece.article.department.name,
    }[Piece.Kind(piece.kind)]()
    path = f"/replies/{rows[0].pk}/" if rows and not is_fresh else piece.get_absolute_url()
    return Entry(
        title=piece.title, address=_address(path), place=place, minutes=item.minutes, new=len(rows), said=said,
        more=max(0, len(rows) - MOST_REPLIES),
    )  # fmt: skip


def _closed(reader: Reader, found: Round) -> list[Card]:
    """Cards of these days that close topics the reader follows, wrote or takes part in."""
    followed = found.followed
    cards = closed_between(reader, found.since, found.until, followed["piece"], followed["forum"])
    return [card for card in cards if card.pk not in followed.silent("piece")][:MOST_CARDS]


def _of_card(card: Card) -> Entry:
    said = [_beginning("", card.answer, REPLY_WORDS, WHOLE)] + [Said("", [line]) for line in card.did]
    address = _address(card.topic.get_absolute_url())
    return Entry(title=card.question, address=address, place=card.topic.place_name, said=said)


def _notices(found: Round, told: set[tuple[str, int]], wishes: Wishes) -> list[Notice]:
    """News of these days that organizations put up which the reader follows."""
    if wishes.published == Wishes.When.NEVER or not found.followed["organization"]:
        return []
    rows = Notice.objects.up().filter(organization__in=found.followed["organization"])
    rows = rows.filter(created_at__gt=found.since, created_at__lte=found.until).select_related("organization")
    return [row for row in rows.newest_first()[:MOST_NOTICES] if ("notice", row.pk) not in told]


def _of_notice(row: Notice) -> Entry:
    said = [_beginning("", row.text, REPLY_WORDS, WHOLE)] if row.text else []
    return Entry(title=row.title, address=_address(row.get_absolute_url()), place=row.organization.name, said=said)


def _named(reader: Reader, since: datetime, until: datetime) -> list[Notification]:
    rows = Notification.objects.filter(kind=Notification.Kind.MENTION, created_at__gt=since, created_at__lte=until)
    readable = rows.readable_by(reader).unseen()
    return list(readable.select_related("piece__topic__forum", "piece__post__blog", "piece__article", "reply")[:5])


def _of_mention(note: Notification) -> Entry:
    thing = note.reply or note.piece
    assert thing is not None
    assert note.piece is not None
    path = f"/replies/{note.reply_id}/" if note.reply_id else note.piece.get_absolute_url()
    said = _beginning(full_name(thing.byline), thing.text, REPLY_WORDS, WHOLE)
    return Entry(title=note.piece.title, address=_address(path), place="", said=[said])


def _of_request(row: Request) -> Entry:
    """Who asks, without their line: mail is not private."""
    return Entry(title=sentence(row), address=_address(ADDRESS), place="")


def _of_mark(line: Line) -> Entry:
    """A bookmark's title, without its note: mail is not private."""
    assert line.piece is not None
    place = _("A reply") if line.reply else ""
    return Entry(title=line.piece.title, address=_address(address_of(line)), place=place)


@dataclass(frozen=True, slots=True)
class Letter:
    """A printed brief."""

    subject: str
    text: str
    html: str
    brief: Brief


def letter_of(person: User, since: datetime, until: datetime) -> Letter | None:
    """The brief of a person in their language and zone; None when nothing is new, or they may not have one."""
    with spoken_to(person):
        reader = reader_for(person)
        if reader.is_visitor:
            return None
        wishes = Wishes.of(person.pk)
        brief = brief_of(reader, since, until, wishes)
        if not brief.has_news:
            return None
        return _printed(person, brief, wishes, until)


def _printed(person: User, brief: Brief, wishes: Wishes, until: datetime) -> Letter:
    when = phrases.since(brief.since)
    count = ngettext("%(n)d thing", "%(n)d things", brief.count) % {"n": brief.count}
    cost = ngettext("about one minute", "about %(n)d minutes", brief.minutes) % {"n": brief.minutes}
    subject = _("Since %(when)s: %(count)s, %(minutes)s") % {"when": when, "count": count, "minutes": cost}
    first = [entry.title for section in brief.sections if not section.is_private for entry in section.entries[:2]]
    context = {
        "brief": brief, "society": Society.current(), "person": person, "when": when, "cost": cost, "until": until,
        "site": settings.SITE_URL, "stop": stop_address(person.pk, "brief"), "wishes": wishes,
        "preheader": " · ".join(first[:3]),
    }  # fmt: skip
    return Letter(
        subject, render_to_string("brief/letter.txt", context), render_to_string("brief/letter.html", context), brief
    )


def headers() -> dict[str, str]:
    """What mail programs sort by."""
    return {"List-Id": f"<brief.{host()}>"}


def write(mail: Mail) -> bool:
    """Write a brief as it leaves, of what may be read by then. False when it is not wanted, or nothing is new."""
    sent = SentBrief.objects.select_related("person").filter(pk=mail.about_id or 0).first()
    if sent is None or mail.person is None:
        return False
    wishes = Wishes.of(sent.person_id)
    if wishes.brief == Wishes.Rhythm.NEVER or wishes.is_paused(timezone.localdate(timezone=zone_of(mail.person))):
        return False
    with versions.reading():
        letter = letter_of(sent.person, sent.since, sent.until)
    if letter is None:
        return False
    mail.subject, mail.text, mail.html = letter.subject, letter.text, letter.html
    mail.save(update_fields=["subject", "text", "html"])
    return True
