"""Cards for tests."""

from __future__ import annotations

from typing import Any

from collegium.answers.actions import write_card
from collegium.answers.models import Card
from collegium.audience.reader import reader_for
from collegium.forums.models import Topic

WORDS = {
    "question": "When do you make the first call after discharge?",
    "answer": "Within two working days, by a nurse who knows the plan.",
    "did": ["Four sites call on day two.", "Two use a callback list."],
    "outcome": "",
    "remind_on": None,
}


def make_card(topic: Topic, **words: Any) -> Card:
    """The asker's card of a topic."""
    return write_card(topic, WORDS | words, reader_for(topic.author))
