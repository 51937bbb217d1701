"""Offering a question to the right five: never more at a time, never beyond what each of them wishes.

Whoever asked sees numbers, never a name before somebody writes. Locks are taken in one order (the topic, then willing
people by number), so that two deeds at once neither exceed a limit nor wait for each other.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.answers.events import QuestionOffered
from collegium.answers.fitting import REST, fitting, used_up
from collegium.answers.models import LARGEST_QUOTA, Offer, Willing
from collegium.audience.reader import PAUSED, Reader, reader_for
from collegium.discussion import events
from collegium.discussion.actions import Refused
from collegium.discussion.models import Piece
from collegium.forums.models import Topic
from collegium.web import news
from collegium.web.models import Society

AT_A_TIME, IN_ALL = 5, 10  # people who have one question before them; people it is ever offered to
OLDEST = timedelta(days=7)  # what waits longer is not offered by itself any more
State = Offer.State


@transaction.atomic
def be_willing(person: User, quota: int) -> None:
    """Let colleagues' questions be offered to this person, so often a month at most; 0 ends it."""
    if quota:
        Willing.objects.update_or_create(person=person, defaults={"quota": min(quota, LARGEST_QUOTA)})
    else:
        Willing.objects.filter(person=person).delete()


def refusal_to_ask(topic: Topic, reader: Reader) -> str:
    """Why this reader may not have the topic offered to colleagues, as a sentence; "" for whoever asked."""
    if reader.person_id is None or topic.author_id != reader.person_id:
        return _("Whoever asked can have the question offered to colleagues.")
    if reader.is_paused:
        return str(PAUSED)
    if topic.offered:
        return _("It was offered to colleagues already.")
    if topic.has_card or topic.is_locked or topic.held_at or topic.is_emptied:
        return _("This question does not wait for an answer.")
    return ""


@transaction.atomic
def ask_colleagues(topic: Topic, by: Reader) -> int:
    """The asker has the question offered now. Returns to how many.

    Raises:
        Refused: with the reason.
    """
    if refusal := refusal_to_ask(topic, by):
        raise Refused(refusal)
    return offer(topic.pk)


@transaction.atomic
def offer(topic_id: int, now: datetime | None = None) -> int:
    """Offer a question to as many fitting people as have room before them. Returns how many were added."""
    now = now or timezone.now()
    Piece.objects.select_for_update().get(pk=topic_id)
    topic = Topic.objects.select_related("forum", "group").get(pk=topic_id)
    before = Offer.objects.filter(topic=topic)
    room = min(AT_A_TIME - before.standing().count(), IN_ALL - before.count())
    if room <= 0 or not topic.is_published or topic.is_locked or topic.has_card or topic.taken_back_at:
        return 0
    fits = fitting(topic, now)[: 6 * AT_A_TIME]
    ids = sorted(fit.person_id for fit in fits)
    quotas = {row.pk: row.quota for row in Willing.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    used = used_up(ids, now)
    lately = set(Offer.objects.filter(person__in=ids, created_at__gt=now - REST).values_list("person_id", flat=True))
    people = {person.pk: person for person in User.objects.filter(pk__in=ids)}
    added = 0
    for fit in fits:
        pk = fit.person_id
        if added == room:
            break
        if pk in lately or used.get(pk, 0) >= quotas.get(pk, 0) or not reader_for(people[pk]).may_write_in(topic):
            continue
        new = Offer.objects.create(topic=topic, person_id=pk, reason=fit.reason, about=fit.about, created_at=now)
        news.tell(QuestionOffered(new.pk))
        added += 1
    _count(topic.pk)
    return added


@transaction.atomic
def answer_offer(given: Offer, choice: str) -> None:
    """Say yes, "not me" (the next one is asked), or that one does not want to be asked any more.

    Args:
        choice: "yes", "no" or "never".

    Raises:
        Refused: it was passed on already.
    """
    Piece.objects.select_for_update().get(pk=given.topic_id)
    given = Offer.objects.get(pk=given.pk)
    if choice == "never":
        be_willing(given.person, 0)
    if given.state in (State.NO, State.WROTE):
        if choice == "yes":
            raise Refused(_("You passed this question on, or answered it. You can still reply on its page."))
        return
    _settle(given, State.YES if choice == "yes" else State.NO)
    if choice != "yes" and not given.topic.reply_count:
        offer(given.topic_id)


def _settle(given: Offer, state: str) -> None:
    given.state, given.answered_at = state, timezone.now()
    given.save(update_fields=["state", "answered_at"])
    _count(given.topic_id)


def _count(topic_id: int) -> None:
    """Keep the numbers that the asker sees on the row itself: the page asks nothing for them."""
    offers = Offer.objects.filter(topic=topic_id)
    numbers = {"offered": offers.count(), "offers_taken": offers.taken().count()}
    if Topic.objects.filter(pk=topic_id).exclude(**numbers).update(**numbers):
        news.tell(events.PieceChanged(topic_id))


@transaction.atomic
def note_reply(topic_id: int, person_id: int | None) -> None:
    """Somebody replied: if they had been asked, that is settled."""
    for given in Offer.objects.filter(topic=topic_id, person=person_id).exclude(state=State.WROTE):
        _settle(given, State.WROTE)


def offer_waiting(now: datetime | None = None) -> int:
    """Offer each question that has waited as long as the society says. Returns to how many people in all.

    Only what asks something (a question mark), once, within a week; `Society.ask_after_hours` 0: never by itself.
    """
    hours, now = Society.current().ask_after_hours, now or timezone.now()
    if not hours or not Willing.objects.exists():
        return 0
    waiting = Topic.objects.waiting().published().filter(
        published_at__lte=now - timedelta(hours=hours), published_at__gt=now - OLDEST, locked_at=None, has_card=False,
        taken_back_at=None, offered=0,
    )  # fmt: skip
    asking = Q()
    for mark in ("?", "？", "؟"):
        asking |= Q(title__contains=mark) | Q(text__contains=mark)
    ids = list(waiting.filter(asking).order_by("published_at", "pk").values_list("pk", flat=True)[:100])
    return sum(offer(pk, now) for pk in ids)
