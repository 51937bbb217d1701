"""News travels upward: a lower app tells a typed event, an upper app listens from `AppConfig.ready`.

    news.tell(ReplyPosted(reply_id=…))        in an action, inside its transaction
    news.listen(ReplyPosted, index_reply)     in the app that wants to know

A listener runs in the teller's transaction: what it writes is stored with the deed or not at all. Slow work belongs
into a job that the listener enqueues.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from collegium.web.models import KeptVersion


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all news. Events carry ids, never rows, so that a listener reads what is true now.

    `moves_directories` is false of what people write and follow: it changes no directory of people or organizations.
    """

    moves_directories: ClassVar[bool] = True


E = TypeVar("E", bound=Event)
_listeners: dict[type[Event], list[Callable[[Any], None]]] = {}


def listen(kind: type[E], listener: Callable[[E], None]) -> None:
    """Call `listener` with every event of exactly this kind."""
    heard = _listeners.setdefault(kind, [])
    if listener not in heard:
        heard.append(listener)


def tell(event: Event) -> None:
    """Hand the event to its listeners, now, and make kept pages stale."""
    KeptVersion.touch(*(() if event.moves_directories else (KeptVersion.PAGES,)))
    for listener in _listeners.get(type(event), []):
        listener(event)
