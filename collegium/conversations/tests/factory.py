"""Conversations for tests."""

from __future__ import annotations

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.conversations import actions
from collegium.conversations.models import Message, Participant
from collegium.discussion.words import Words

WORDS = "Would you share the order set with a practice our size?"


def write(author: User, *people: User, text: str = WORDS) -> Message:
    """A first message, or the next one to the same person."""
    return actions.begin(people, Words.plain(text), reader_for(author))


def talk(author: User, *people: User) -> Message:
    """A first message whose receivers accepted."""
    message = write(author, *people)
    Participant.objects.filter(conversation=message.conversation).update(state="accepted")
    return message


def state(message: Message, person: User) -> str:
    """Where the conversation stands for a person."""
    return Participant.objects.get(conversation=message.conversation_id, person=person).state
