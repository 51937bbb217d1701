"""What every page asks about whoever is signed in, asked in one statement together with their session.

Apps add a question when they are loaded: `ahead.of_every_page(_latest.question)`. A question may
depend on nothing but the person's id. That id is remembered from the last time the session was opened, so it can be
used before the session itself is read. Code that asks exactly the same later in the request gets the answer at hand;
everything else goes to the database (`web.statements`). A wrong guess about the person costs time and reveals nothing.

A view adds what its own page will ask: `@ahead.of_this_page(ask)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.urls import Resolver404

from collegium.audience import moment
from collegium.audience.reader import Reader, standing_question
from collegium.web import addresses, versions
from collegium.web.statements import Question, ask_ahead

Ask = Callable[[Reader], Question | None]
View = TypeVar("View", bound=Callable[..., Any])
SOMEBODY = 2_147_400_002  # stands for the person until a number is put in; above any id of a society
_asks: list[Ask] = []
_questions: list[Question] = []


def of_every_page(ask: Ask) -> None:
    """Ask this, too, whenever the session of somebody is opened for a page."""
    _asks.append(ask)
    _questions.clear()


def of_this_page(ask: Callable[..., Iterable[Question | None]]) -> Callable[[View], View]:
    """Ask this, too, when the session is opened for a page of the decorated view.

    Args:
        ask: gives the questions for a reader of whom only the number is known, and the arguments of the address.
    """

    def decorate(view: View) -> View:
        view.asks_ahead = ask  # type: ignore[attr-defined]
        return view

    return decorate


def ask_with(session: Question | None, person_id: int | None) -> None:
    """Ask for the session and for what the page of its person will ask; nothing ahead of a request that changes things.

    Args:
        session: the question that the session's store asks next.
        person_id: whose session it was the last time; None when that is not known.
    """
    if person_id is None or not versions.is_reading():
        return
    if not _questions:
        _questions[:] = [question for ask in _asks if (question := ask(Reader(person_id=SOMEBODY)))]
    own = (_about(person_id, question) for question in _questions)
    always = (session, versions.question(), standing_question(person_id, moment.now()), *own)
    ask_ahead(*always, *_of_page(versions.path(), Reader(person_id=person_id)))


def _of_page(path: str, reader: Reader) -> Iterable[Question | None]:
    try:
        found = addresses.match(path)
    except Resolver404:
        return ()
    ask = getattr(found.func, "asks_ahead", None)
    return ask(reader, **found.kwargs) if ask else ()


def _about(person_id: int, question: Question) -> Question:
    return Question(question.sql, [person_id if value == SOMEBODY else value for value in question.params])
