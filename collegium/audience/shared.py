"""Work whose result is the same for every reader with the same audiences: done once while nothing changes.

    talk = shared(reader, ("talk", piece.pk, page), lambda anybody: …)

`anybody` is the reader without their name: who belongs to the same audiences and holds the same roles. A result is
handed out again only while its committed counter (`KeptVersion.PAGES`) stands, which every deed raises in its own
transaction, and never past the next instant at which something scheduled comes out, opens or closes (docs/access.md,
"How soon"). What is one person's own is asked for on every request and never goes in here.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from itertools import count
from typing import Any, TypeVar

from collegium.audience.instants import Instants
from collegium.audience.reader import Reader
from collegium.web import versions
from collegium.web.models import KeptVersion

T = TypeVar("T")
_serial = count(1)
MOST = 400  # results
MOST_OWN = 5000  # numbers of single people
LONGEST = 60.0  # seconds


class Results:
    """What was worked out; the least recently used makes room."""

    def __init__(self, clock: Callable[[], float] = time.time, most: int = MOST) -> None:
        self.clock, self.most, self._instants = clock, most, Instants()
        self._kept: OrderedDict[Hashable, tuple[Hashable, float, Any]] = OrderedDict()  # version, until, result
        self._lock = threading.Lock()

    def get(self, key: Hashable, version: Hashable) -> tuple[Any] | None:
        """The result in a tuple, if it is true now."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if kept[0] != version or kept[1] <= self.clock():
                del self._kept[key]
                return None
            self._kept.move_to_end(key)
            return (kept[2],)

    def put(self, key: Hashable, version: Hashable, begun: float, result: Any) -> None:
        """Keep what was worked out from `begun` on, after `version` was read."""
        until = self._instants.end_of(version, begun, LONGEST)
        with self._lock:
            self._kept[key] = (version, until, result)
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._kept.clear()
            self._instants.forget()


results, own_numbers = Results(), Results(most=MOST_OWN)
versions.also_forget(results.clear)
versions.also_forget(own_numbers.clear)


def own_number(reader: Reader, key: Hashable, make: Callable[[], int]) -> int:
    """A number of one person's own, true while nothing they may read changes; it takes no place of what is shared.

    Args:
        key: says what is counted, and holds whatever of their own moves it.
    """
    return shared(reader, (reader.person_id, key), lambda _anybody: make(), kept=own_numbers)


def shared(
    reader: Reader,
    key: Hashable,
    make: Callable[[Reader], T],
    counter: int = KeptVersion.PAGES,
    *,
    kept: Results = results,
) -> T:
    """The result for whoever has this reader's audiences and roles.

    Args:
        reader: whoever asks.
        key: says what is asked for; hashable.
        make: works it out for the reader without their name. What it returns is not changed by anybody.
        counter: what makes it stale (`KeptVersion`).
        kept: where it is kept.
    """
    anybody = reader.anybody
    value = versions.counters().get(counter, 0) if versions.is_reading() else 0
    if not value:
        return make(anybody)
    whole, version = (anybody, key), (counter, value)
    known = kept.get(whole, version)
    if known is not None:
        return known[0]  # type: ignore[no-any-return]
    begun = kept.clock()
    made = make(anybody)
    kept.put(whole, version, begun, made)
    return made


def as_of(reader: Reader, counter: int = KeptVersion.PAGES) -> int:
    """A number that changes whenever anything changes that readers with these audiences may read, and each minute.

    What is printed under it (`web.keep`) is true while it stands, relative times included.
    """
    return shared(reader, ("as of", counter), lambda _anybody: next(_serial), counter)
