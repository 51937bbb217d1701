"""The threads in which pages are made: one leads and makes one page after another.

Python runs one thread at a time, so threads that compute together only slow each other down, and a thread that stays in
use keeps its database connection warm. Nobody waits long behind a slow page: when no page was finished for a moment
(`PATIENCE`) while requests wait, the next thread takes the lead, and the slow one steps back when it is done.

While pages are made, all threads of the process are pinned to one core: moving the interpreter lock to another core
costs about a quarter of the time of a page. The pin is lifted for a slow page, and while only kept pages are sent.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

PATIENCE = 0.02  # seconds
REST = 10  # times `PATIENCE` without a page until the threads may use every core


class Crew:
    """Threads that answer for an event loop.

    Args:
        most: threads that can work at once.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._waiting: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
        self._calls: SimpleQueue[int] = SimpleQueue()  # who leads next
        self._lead, self._done = 0, 0
        self._made: deque[tuple[Any, ...]] = deque()  # what came out and nobody was told yet
        self._watched_by: asyncio.AbstractEventLoop | None = None
        self._leader = 0  # the system's number of the thread
        self._anywhere = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()  # cores
        self._home = {sorted(self._anywhere)[os.getpid() % len(self._anywhere)]} if self._anywhere else set()

    def ask(self, work: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        """What `work` returns or raises, made in a thread. Called in the event loop.

        Whoever asked is told at once when nothing else waits; else with the next who asks, or when the last one is
        done: each call between threads costs a page as much as its bytes. So `work` sends what it made itself.
        """
        loop = asyncio.get_running_loop()
        if not self._lead:
            self._begin()
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.put((loop, future, work, args))
        self._tell_all()
        if self._watched_by is not loop:
            self._watched_by = loop
            _move_all(self._home)
            loop.call_later(PATIENCE, self._watch, loop, self._done, 0)
        return future

    def _begin(self) -> None:
        for number in range(self.most):
            threading.Thread(target=self._serve, name=f"page-{number}", daemon=True).start()
        self._next_leads()

    def _next_leads(self) -> None:
        self._lead += 1
        self._calls.put(self._lead)

    def _watch(self, loop: asyncio.AbstractEventLoop, done: int, rested: int) -> None:
        """See whether anything came out since the last look; end when nobody came for a while."""
        self._tell_all()
        rested = rested + 1 if self._done == done and self._waiting.empty() else 0
        if rested == REST:
            self._watched_by = None
            _move_all(self._anywhere)
            return
        if self._done == done and not rested:
            _move(self._leader, self._anywhere)
            self._next_leads()
        loop.call_later(PATIENCE, self._watch, loop, self._done, rested)

    def _serve(self) -> None:
        while True:
            mine = self._calls.get()
            self._leader = threading.get_native_id()
            _move(0, self._home)
            while self._lead == mine:
                self._make(*self._waiting.get())

    def _make(self, loop: asyncio.AbstractEventLoop, future: Any, work: Callable[..., Any], args: Any) -> None:
        try:
            answer, error = work(*args), None
        except BaseException as raised:
            answer, error = None, raised
        self._done += 1
        self._made.append((future, answer, error))
        if self._waiting.empty():
            with suppress(RuntimeError):  # the loop was closed: nobody waits any more
                loop.call_soon_threadsafe(self._tell_all)

    def _tell_all(self) -> None:
        while self._made:
            with suppress(RuntimeError):  # its loop was closed
                _tell(*self._made.popleft())


def _move(thread: int, cores: set[int]) -> None:
    if cores:
        with suppress(OSError):  # the thread has ended, or a container forbids it
            os.sched_setaffinity(thread, cores)


def _move_all(cores: set[int]) -> None:
    with suppress(OSError):  # only Linux tells its threads
        for thread in os.listdir("/proc/self/task"):
            _move(int(thread), cores)


def _tell(future: asyncio.Future[Any], answer: Any, error: BaseException | None) -> None:
    if future.done():  # whoever asked has gone
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(answer)
