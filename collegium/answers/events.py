"""News of answers, for what stands above (notifications)."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.discussion.events import Talk


@dataclass(frozen=True, slots=True)
class QuestionOffered(Talk):
    """A question is offered to somebody who may be asked."""

    offer_id: int


@dataclass(frozen=True, slots=True)
class OutcomeAsked(Talk):
    """The day has come on which whoever asked wanted to be asked what came of it."""

    piece_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class OutcomeKnown(Talk):
    """Whoever asked told what came of it; `person_ids` took part and may read it."""

    piece_id: int
    person_ids: tuple[int, ...]
