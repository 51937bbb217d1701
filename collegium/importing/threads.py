"""Which messages belong together: the same subject, joined by references or by time.

After DOMAIN.md, 6.4: thread by References, then by subject within 30 days; a new subject is a new thread, although
the mail may be an answer to another one (people press "reply" to begin a topic).
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from collegium.importing.message import Message, plain

NEAR = datetime.timedelta(days=30)  # between a message and the last one of a thread it joins by subject alone


@dataclass(frozen=True, slots=True)
class ThreadKey:
    """A conversation: the id of its first message, and its title."""

    message_id: str
    subject: str


class _Threads:
    """What is remembered of the messages seen: their ids and subjects, never their text."""

    def __init__(self) -> None:
        self.by_id: dict[str, ThreadKey] = {}
        self.by_subject: dict[str, tuple[ThreadKey, datetime.datetime]] = {}

    def of(self, message: Message) -> ThreadKey:
        """The thread a message belongs to."""
        subject = plain(message.subject)
        key = self._by_reference(message, subject) or self._by_time(message, subject)
        key = key or ThreadKey(message.message_id, message.subject)
        for known in (message.message_id, message.in_reply_to, *message.references):
            if known:  # ids of messages still to come count too: an archive may hold the answer first
                self.by_id.setdefault(known, key)
        if subject:
            last = self.by_subject.get(subject, (key, message.date))[1]
            self.by_subject[subject] = (key, max(last, message.date))
        return key

    def _by_reference(self, message: Message, subject: str) -> ThreadKey | None:
        for known in (message.message_id, message.in_reply_to, *reversed(message.references)):
            key = self.by_id.get(known)
            if key and plain(key.subject) == subject:
                return key
        return None

    def _by_time(self, message: Message, subject: str) -> ThreadKey | None:
        key, last = self.by_subject.get(subject, (None, message.date))
        return key if abs(message.date - last) <= NEAR else None


def assign_threads(messages: Iterable[Message]) -> Iterator[tuple[Message, ThreadKey]]:
    """Each message with its thread, in the order given. Memory grows with ids and subjects only."""
    threads = _Threads()
    for message in messages:
        yield message, threads.of(message)
