"""What people do with messages: begin, answer, accept, ignore, block, mute, leave, remove."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.actions import wait_for_turn
from collegium.accounts.models import User
from collegium.audience.models import GUESTS
from collegium.audience.people import people_in
from collegium.audience.reader import Reader
from collegium.conversations.events import MessageSent, PersonBlocked
from collegium.conversations.models import Block, Conversation, Message, Participant, Quiet
from collegium.discussion.actions import Refused
from collegium.discussion.words import Words
from collegium.files.actions import attach_from_html, erase_of
from collegium.outbox import taken_back
from collegium.people.models import Follow
from collegium.web import news
from collegium.web.statements import forget_ahead

NEW_A_DAY = 20  # conversations a member may begin within 24 hours
MOST_PEOPLE = 12
State = Participant.State
Known = Callable[[int, Collection[int]], set[int]]
_known: list[Known] = []


def also_known_to(lookup: Known) -> None:
    """Called once at start: (person id, others' ids) -> those who are no strangers to the person for another reason."""
    _known.append(lookup)


def refusal_to_begin(by: Reader) -> str:
    """Why this reader may not begin a conversation, as a sentence; "" when they may."""
    if not by.is_member:
        return _("Members begin conversations. You can answer in those you are in.")
    if getattr(by, "is_paused", False):
        return _("A moderator has paused your writing for a while. You can read everything.")
    return ""


def refusal_of(person: User, by: Reader, *, first: bool) -> str:
    """Why this person gets no message from the reader; the same sentence whether they block or take none at all.

    Args:
        first: whether it would begin a conversation; one that runs goes on although its people take no new ones.
    """
    if Block.objects.filter(person_id=by.person_id, blocked=person).exists():
        return _("You have blocked %(name)s. Unblock them first, then write.") % {"name": person.name}
    quiet = first and Quiet.objects.filter(person=person).exists()
    blocked = Block.objects.filter(person=person, blocked_id=by.person_id).exists()
    registered = people_in({GUESTS}).filter(pk=person.pk).exists()
    if quiet or blocked or not registered:
        return _("%(name)s does not take messages.") % {"name": person.name}
    return ""


@transaction.atomic
def begin(people: Collection[User], words: Words, by: Reader, *, origin: str = "") -> Message:
    """Send the first message to one or several; to one with whom there is a conversation it goes there.

    Raises:
        Refused: not a member, somebody does not take messages, too many people, or too many new ones today.
    """
    wait_for_turn(by.person_id)
    if sent := _sent(by, origin):
        return sent
    others = [person for person in {person.pk: person for person in people}.values() if person.pk != by.person_id]
    if not others:
        raise Refused(_("Say who the message is for."))
    if len(others) > MOST_PEOPLE:
        raise Refused(_("A conversation has at most %(n)d others. A group is better for more.") % {"n": MOST_PEOPLE})
    if len(others) == 1 and (running := _running(others[0], by)):
        return send(running, words, by, origin=origin)
    if refusal := refusal_to_begin(by):
        raise Refused(refusal)
    for person in others:
        if refusal := refusal_of(person, by, first=True):
            raise Refused(refusal)
    _check_rate(by)
    return send(_create(others, by), words, by, origin=origin)


def _sent(by: Reader, origin: str) -> Message | None:
    return Message.objects.filter(author_id=by.person_id, origin=origin).first() if origin else None


def _running(person: User, by: Reader) -> Conversation | None:
    """The conversation of this pair that the reader did not leave."""
    pair = Conversation.pair_of(person.pk, by.person_id or 0)
    return Conversation.objects.readable_by(by).filter(pair=pair).first()


def _check_rate(by: Reader) -> None:
    day = timezone.now() - timedelta(days=1)
    if Conversation.objects.filter(created_by=by.person_id, created_at__gt=day).count() >= NEW_A_DAY:
        raise Refused(
            _("You began %(n)d conversations within a day. Answer in those you have, or begin the next one tomorrow.")
            % {"n": NEW_A_DAY}
        )


def _create(others: list[User], by: Reader) -> Conversation:
    pair = Conversation.pair_of(others[0].pk, by.person_id or 0) if len(others) == 1 else ""
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(pair=pair, created_by=by.person)
    except IntegrityError:  # begun at the same moment by the other, or left before
        conversation = Conversation.objects.get(pair=pair)
    _participant(conversation, by.person_id or 0, State.ACCEPTED)
    known = known_to([person.pk for person in others], by)
    for person in others:
        _participant(conversation, person.pk, State.ACCEPTED if person.pk in known else State.REQUEST)
    return conversation


def _participant(conversation: Conversation, person_id: int, state: str) -> None:
    row, new = Participant.objects.get_or_create(
        conversation=conversation, person_id=person_id, defaults={"state": state}
    )
    if not new and row.state == State.LEFT:
        Participant.objects.filter(pk=row.pk).update(state=state, left_off=conversation.last_number)


def known_to(people: Collection[int], by: Reader) -> set[int]:
    """Of these people (ids), those to whom the reader is no stranger: who follow them, accepted a talk with them,
    or are connected with them."""
    following = Follow.objects.to(Follow.Kind.PERSON, by.person_id or 0).filter(person__in=people)
    mine = Participant.objects.filter(person=by.person_id, state=State.ACCEPTED).values("conversation")
    talked = Participant.objects.filter(conversation__in=mine, person__in=people, state=State.ACCEPTED)
    found = set(following.values_list("person", flat=True)) | set(talked.values_list("person", flat=True))
    return found.union(*(lookup(by.person_id or 0, people) for lookup in _known))


@transaction.atomic
def send(conversation: Conversation, words: Words, by: Reader, *, origin: str = "") -> Message:
    """Append a message; answering a request accepts it.

    Raises:
        Refused: not in the conversation, or the one other does not take messages.
    """
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if sent := _sent(by, origin):
        return sent
    own = Participant.objects.filter(conversation=locked, person=by.person_id).exclude(state=State.LEFT).first()
    if own is None or by.person is None:
        raise Refused(_("You are not in this conversation any more."))
    if refusal := refusal_to_answer(locked, by):
        raise Refused(refusal)
    if own.state != State.ACCEPTED:
        Participant.objects.filter(pk=own.pk).update(state=State.ACCEPTED)
    if locked.pair:
        Participant.objects.filter(conversation=locked, state=State.LEFT).update(state=State.REQUEST)
    return _store(locked, words, by.person, origin)


def refusal_to_answer(conversation: Conversation, by: Reader) -> str:
    """Why nobody would get it, as a sentence; "" when somebody does. In a talk of several a block only hides words."""
    if getattr(by, "is_paused", False):
        return _("A moderator has paused your writing for a while. You can read everything.")
    others = list(
        Participant.objects.filter(conversation=conversation).exclude(person=by.person_id).select_related("person")
    )
    if not conversation.pair:
        there = any(other.state != State.LEFT for other in others)
        return "" if there else _("Everybody else has left this conversation.")
    if not others:
        return _("Nobody else is in this conversation any more.")
    return refusal_of(others[0].person, by, first=others[0].state == State.LEFT)


def _store(conversation: Conversation, words: Words, author: User, origin: str, at: datetime | None = None) -> Message:
    message = Message.objects.create(
        conversation=conversation, number=conversation.last_number + 1, author=author, body=words.body,
        text=words.text, byline={"name": author.full_name, "handle": author.handle}, origin=origin,
        created_at=at or timezone.now(),
    )  # fmt: skip
    attach_from_html(message.body, "message", message.pk, author)
    conversation.last_number, conversation.moved_at = message.number, message.created_at
    conversation.save(update_fields=["last_number", "moved_at"])
    mark_read(conversation, author, message.number)
    news.tell(MessageSent(message.pk))
    return message


def mark_read(conversation: Conversation, person: User, number: int) -> None:
    """Remember how far somebody has seen; it never goes back."""
    forget_ahead()
    own = Participant.objects.filter(conversation=conversation, person=person, left_off__lt=number)
    own.update(left_off=number, left_off_at=timezone.now())


@transaction.atomic
def accept(participant: Participant) -> None:
    """Take a request into the inbox."""
    Participant.objects.filter(pk=participant.pk).exclude(state=State.LEFT).update(state=State.ACCEPTED)


@transaction.atomic
def ignore(participant: Participant) -> None:
    """Put a conversation aside: it is counted and mailed no more. The other is not told."""
    Participant.objects.filter(pk=participant.pk).exclude(state=State.LEFT).update(state=State.IGNORED)


@transaction.atomic
def block(person: User, blocked: User) -> None:
    """Take no messages from somebody; their one-to-one conversation is put aside. They are not told."""
    if person.pk == blocked.pk:
        raise Refused(_("You cannot block yourself."))
    Block.objects.get_or_create(person=person, blocked=blocked)
    pair = Conversation.pair_of(person.pk, blocked.pk)
    Participant.objects.filter(conversation__pair=pair, person=person).update(state=State.IGNORED)
    news.tell(PersonBlocked(person.pk, blocked.pk))


def people_met(by: Reader) -> set[int]:
    """Ids of the people in conversations this reader is in: those whom they can block."""
    talks = Conversation.objects.readable_by(by).values("pk")
    people = Participant.objects.filter(conversation__in=talks).exclude(person=by.person_id)
    return set(people.values_list("person", flat=True))


@transaction.atomic
def unblock(person: User, blocked_id: int) -> None:
    """Take messages from somebody again."""
    Block.objects.filter(person=person, blocked=blocked_id).delete()


@transaction.atomic
def be_quiet(person: User, *, on: bool) -> None:
    """Take no first messages, or take them again."""
    if on:
        Quiet.objects.get_or_create(person=person)
    else:
        Quiet.objects.filter(person=person).delete()


@transaction.atomic
def mute(participant: Participant, *, on: bool) -> None:
    """Hear nothing of a conversation: no mail, no number in the bar."""
    Participant.objects.filter(pk=participant.pk).update(muted_at=timezone.now() if on else None)


@transaction.atomic
def leave(participant: Participant) -> None:
    """Leave a conversation; it is gone from one's list at once."""
    Participant.objects.filter(pk=participant.pk).update(state=State.LEFT)


@transaction.atomic
def remove_message(message: Message) -> None:
    """Delete own words: erased with their pictures for everybody, a stub stays."""
    erase_of("message", message.pk)
    message.body = message.text = ""
    message.removed_at = timezone.now()
    message.save(update_fields=["body", "text", "removed_at"])


@transaction.atomic
def take_back_message(message: Message) -> None:
    """Take a message back as identifying a patient: erased in the same way, and the stub says so."""
    said = message.text
    message.taken_back_at = timezone.now()
    message.save(update_fields=["taken_back_at"])
    remove_message(message)
    taken_back.note("message", message, said)


@transaction.atomic
def hide_message(message: Message, by: User, reason: str) -> None:
    """A moderator hides a reported message; the words are kept for an appeal, not shown."""
    message.hidden_at, message.hidden_by, message.hidden_reason = timezone.now(), by, reason[:300]
    message.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])


@transaction.atomic
def unhide_message(message: Message) -> None:
    """Show again what was hidden."""
    message.hidden_at, message.hidden_by, message.hidden_reason = None, None, ""
    message.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
