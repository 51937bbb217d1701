"""Bringing a list's archive into a forum: a dry pass over the whole file, then batches that each happen at once.

    report = look_through(source, forum)   # nothing is written; raises BadArchive when the file is none
    report = bring_in(source, forum)       # the same pass first, then 500 messages a transaction

Every message comes once, by its id (`origin`): a run that was cut off goes on with the next one, a second run changes
nothing. Nobody is mailed or notified; search finds the words. Archives were written under other promises: what comes
in is for members only, whatever the forum is open to (docs/operating/running.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.discussion import events
from collegium.discussion.bulk import NewReply, append_replies
from collegium.discussion.models import Reply
from collegium.forums.models import Forum, Topic
from collegium.importing import listserv, mailman
from collegium.importing.mailman3 import address_of
from collegium.importing.message import Message, Skipped, plain
from collegium.importing.models import remember
from collegium.importing.reports import Report
from collegium.importing.threads import ThreadKey, assign_threads
from collegium.importing.words import byline_of, origin_of, slug_of, title_of, words_of
from collegium.privacy.intake import look_at
from collegium.web import news

BATCH = 500


class Reader(Protocol):
    """One of the readers of this app."""

    def __call__(
        self, path: Path, *, list_name: str = "", on_skip: Callable[[Skipped], None] | None = None
    ) -> Iterator[Message]:
        """Hand out the messages of a file."""


READERS: dict[str, Reader] = {"mailman": mailman.read_messages, "listserv": listserv.read_messages}
Threaded = tuple[Message, ThreadKey]


@dataclass(frozen=True, slots=True)
class Source:
    """A file, how it is read, and the list it comes from."""

    kind: str
    path: Path
    list_name: str = ""
    on_progress: Callable[[int, float | None], None] | None = None

    def batches(self, on_skip: Callable[[Skipped], None] | None = None) -> Iterator[list[Threaded]]:
        """The messages with their threads, `BATCH` at a time."""
        messages = READERS[self.kind](self.path, list_name=self.list_name, on_skip=on_skip)
        threaded, done = assign_threads(messages), 0
        while batch := list(islice(threaded, BATCH)):
            done += len(batch)
            if self.on_progress:
                self.on_progress(done, None)
            yield batch


def look_through(source: Source, forum: Forum) -> Report:
    """Read the whole file and say what an import would do; nothing is written.

    Raises:
        BadArchive: the file is no such archive, with the line.
    """
    report = Report(forum.name)
    for batch in source.batches(report.skipped.append):
        known, authors = _known_origins(batch), _authors(batch)
        for message, thread in batch:
            _count(report, message, thread, known, authors)
    return report


def _count(
    report: Report, message: Message, thread: ThreadKey, known: set[str], authors: dict[str, tuple[int, str]]
) -> None:
    is_known = origin_of(message.message_id) in known
    report.messages += 1
    report.known += is_known
    report.see(message.date)
    if author := authors.get(message.from_email):
        report.matched += 1
        report.people.add(author[0])
    if is_known:
        return
    report.topics += thread.message_id == message.message_id and not _continued(message, thread)
    report.left_out += message.left_out
    if look_at({"title": message.subject, "body": message.body_text}, by=None).open:
        report.findings.append(message.line)


def bring_in(source: Source, forum: Forum) -> Report:
    """Import a file: first the dry pass over all of it, then one transaction a batch.

    Raises:
        BadArchive: the file is no such archive; nothing was imported.
    """
    report = look_through(source, forum)
    for batch in source.batches():
        _store_batch(batch, forum)
    report.is_applied = True
    return report


@transaction.atomic
def _store_batch(batch: list[Threaded], forum: Forum) -> None:
    """Store what is new of these messages: the first of a thread as a topic, the others as its replies."""
    Forum.objects.select_for_update(no_key=True).get(pk=forum.pk)  # another run with the same file waits here
    known, authors = _known_origins(batch), _authors(batch)
    topics = _topics(thread for _message, thread in batch)
    replies: dict[int, list[NewReply]] = {}
    for message, thread in batch:
        origin = origin_of(message.message_id)
        author = authors.get(message.from_email)
        topic = topics.get(thread.message_id) or _continued(message, thread)
        topics[thread.message_id] = topic or _start(message, thread, forum, author)
        if topic and origin not in known:
            replies.setdefault(topics[thread.message_id].pk, []).append(_reply(message, author))
    by_id = {topic.pk: topic for topic in topics.values()}
    stored: list[tuple[str, int, int | None]] = [(topic.origin, topic.pk, None) for topic in topics.values()]
    for piece_id, new in replies.items():
        stored += [(row.origin, piece_id, row.pk) for row in append_replies(by_id[piece_id], new)]
    _note_addresses(batch, stored)


def _note_addresses(batch: list[Threaded], stored: list[tuple[str, int, int | None]]) -> None:
    """Where Mailman 3 shows a message, it leads to what became of it; ids made here had no address."""
    ids = {origin_of(one.message_id): one.message_id for one, _thread in batch if not one.generated_id}
    remember((address_of(ids[origin]), piece, reply) for origin, piece, reply in stored if origin in ids)


def _continued(message: Message, thread: ThreadKey) -> Topic | None:
    """The topic of an earlier file that a thread goes on with: an answer to it under the same subject."""
    origins = [origin_of(known) for known in (message.in_reply_to, *message.references) if known]
    if not origins:
        return None
    topic = Topic.objects.filter(Q(origin__in=origins) | Q(replies__origin__in=origins)).first()
    return topic if topic and plain(topic.title) == plain(thread.subject) else None


def _start(message: Message, thread: ThreadKey, forum: Forum, author: tuple[int, str] | None) -> Topic:
    """A topic that is told to search only (`PieceChanged`): whoever follows the forum hears nothing."""
    title = title_of(thread.subject)
    byline = byline_of(message, author[1] if author else "")
    topic = Topic(  # type: ignore[misc]
        forum=forum, title=title, slug=slug_of(title), readers_id=MEMBERS, writers_id=MEMBERS, byline=byline,
        author_id=author[0] if author else None, origin=origin_of(thread.message_id), last_by=byline["name"],
        created_at=message.date, published_at=message.date, moved_at=message.date,
    )  # fmt: skip
    words_of(message).put_into(topic)
    topic.save()
    news.tell(events.PieceChanged(topic.pk))
    return topic


def _reply(message: Message, author: tuple[int, str] | None) -> NewReply:
    return NewReply(
        words=words_of(message), at=message.date, author_id=author[0] if author else None,
        byline=byline_of(message, author[1] if author else ""), origin=origin_of(message.message_id),
    )  # fmt: skip


def _topics(threads: Iterable[ThreadKey]) -> dict[str, Topic]:
    """The topics that earlier batches or runs made of these threads, by the id of their first message."""
    ids = {origin_of(thread.message_id): thread.message_id for thread in threads}
    stored = {ids[topic.origin]: topic for topic in Topic.objects.filter(origin__in=ids)}
    missing = [origin for origin, message_id in ids.items() if message_id not in stored]
    replies = Reply.objects.filter(origin__in=missing, piece__topic__isnull=False).select_related("piece__topic")
    return stored | {ids[reply.origin]: reply.piece.topic for reply in replies}


def _known_origins(batch: list[Threaded]) -> set[str]:
    """Which of these messages are stored already."""
    origins = [origin_of(message.message_id) for message, _thread in batch]
    heads = Topic.objects.filter(origin__in=origins).values_list("origin", flat=True)
    return {*heads, *Reply.objects.filter(origin__in=origins).values_list("origin", flat=True)}


def _authors(batch: list[Threaded]) -> dict[str, tuple[int, str]]:
    """Account and handle of whoever confirmed the address a message came from; addresses are compared, never kept."""
    wanted = {message.from_email for message, _thread in batch if message.from_email}
    confirmed = EmailAddress.objects.filter(email__in=wanted, verified=True).values_list("email", "user_id")
    people = dict(User.objects.filter(emailaddress__email__in=wanted).values_list("pk", "handle"))
    return {email.lower(): (user_id, people[user_id]) for email, user_id in confirmed}
