"""The threads in which pages are made (collegium/crew.py)."""

from __future__ import annotations

import asyncio
import os
import threading

import pytest

from collegium.crew import Crew


def run(crew: Crew, *works) -> list:
    async def together() -> list:
        return await asyncio.wait_for(asyncio.gather(*(crew.ask(*work) for work in works), return_exceptions=True), 30)

    return asyncio.run(together())


def test_answers_come_to_whoever_asked_and_errors_too():
    def refuse() -> None:
        raise ValueError("no")

    answers = run(Crew(2), (str, 1), (refuse,), (str, 2))
    assert [answers[0], answers[2]] == ["1", "2"]
    assert isinstance(answers[1], ValueError)


def test_one_thread_makes_quick_pages_one_after_another():
    assert len(set(run(Crew(4), *[(threading.get_ident,)] * 50))) == 1


def test_nobody_waits_behind_a_page_that_takes_long_and_it_steps_back():
    crew, free = Crew(2), threading.Event()

    def slow() -> bool:
        return free.wait(20)

    def quick() -> int:
        free.set()
        return threading.get_ident()

    waited, thread = run(crew, (slow,), (quick,))
    assert waited is True
    assert set(run(crew, *[(threading.get_ident,)] * 20)) == {thread}


def test_when_all_threads_are_slow_the_next_page_is_made_as_soon_as_one_is_done():
    crew, free = Crew(2), threading.Event()
    threading.Timer(0.3, free.set).start()
    assert run(crew, (free.wait, 20), (free.wait, 20), (str, 3)) == [True, True, "3"]
    assert run(crew, (str, 4)) == ["4"]


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not bind threads to cores")
def test_leader_stays_on_one_core_and_a_slow_page_goes_anywhere():
    crew, free, before = Crew(2), threading.Event(), os.sched_getaffinity(0)
    seen: list[set[int]] = []

    def slow() -> None:
        free.wait(20)
        seen.append(os.sched_getaffinity(0))

    try:
        assert [len(cores) for cores in run(crew, (os.sched_getaffinity, 0))] == [1]
        run(crew, (slow,), (free.set,))
        assert seen == [before]
    finally:
        os.sched_setaffinity(0, before)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not bind threads to cores")
def test_loop_shares_the_core_of_the_leader_only_while_pages_are_made():
    before = os.sched_getaffinity(0)

    async def cores() -> tuple[set[int], set[int], set[int]]:
        crew = Crew(2)
        made = await crew.ask(os.sched_getaffinity, 0)
        meanwhile = os.sched_getaffinity(0)
        for _ in range(200):
            if os.sched_getaffinity(0) == before:
                break
            await asyncio.sleep(0.05)
        return made, meanwhile, os.sched_getaffinity(0)

    try:
        made, meanwhile, after = asyncio.run(cores())
    finally:
        os.sched_setaffinity(0, before)
    assert made == meanwhile
    assert after == before
