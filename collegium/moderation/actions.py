"""Deeds of moderation. Each is logged, and whoever it concerns is told with the reason; never who reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.actions import wait_for_turn
from collegium.accounts.models import User
from collegium.answers import actions as answers
from collegium.audience import actions as access
from collegium.audience.models import Standing
from collegium.conversations import actions as conversations
from collegium.discussion import actions as words
from collegium.discussion import moderating
from collegium.discussion.actions import Refused
from collegium.moderation import events, letters, outside, scrub, tending
from collegium.moderation.deciding import close_reports, decide
from collegium.moderation.fair import refusal_to_answer
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.models.decision import DecisionQuerySet
from collegium.moderation.texts import TEXTS
from collegium.moderation.things import Thing
from collegium.outbox import audit, mail
from collegium.web import news

Act = Decision.Act
PAUSES = (7, 30)  # days
DECIDED = {"held_at", "hidden_at", "taken_back_at", "locked_at", "readers_id", "writers_id", "open_until"}
WORDS = ("piece", "reply", "message", "card")


@transaction.atomic
def report(thing: Thing, by: User, reason: str, note: str = "") -> Report:
    """Put a thing into the queue. Reporting it again while it waits adds nothing but the newest reason and note."""
    row, _new = Report.objects.update_or_create(
        person=by, kind=thing.kind, target_id=thing.pk, closed_at=None, defaults={"reason": reason, "note": note}
    )
    news.tell(events.Reported(row.pk))
    return row


@transaction.atomic
def release(thing: Thing, by: User) -> None:
    """Let a guest's first words appear.

    Raises:
        Refused: somebody decided about them in the meantime.
    """
    _lock_row(thing)
    if not thing.waits:
        raise Refused(_("Somebody decided this in the meantime."))
    words.release(thing.row)
    audit.log(by, "released first words", about=thing.key)
    if thing.author:
        letters.tell_released(thing)
        news.tell(events.WordsReleased(thing.author.pk, thing.kind, thing.pk, thing.address))


@transaction.atomic
def dismiss(thing: Thing, by: User, reason: str) -> None:
    """Close the reports of a thing and leave it as it is.

    Raises:
        Refused: nobody reports it any more.
    """
    _lock_row(thing)
    if not Report.objects.waiting().about(*thing.key).exists():
        raise Refused(_("Somebody decided this in the meantime."))
    close_reports(thing.key, by, Report.Outcome.KEPT)
    audit.log(by, "left a reported thing as it is", about=thing.key, why=reason)


@transaction.atomic
def hide(thing: Thing, by: User, reason: str, *, closes: bool = True) -> Decision:
    """Hide words from readers; they are never rewritten. `closes` the reports about them.

    Raises:
        Refused: only pieces, replies and messages can be hidden, and only once.
    """
    _must_be_words(thing)
    _lock_row(thing)
    if thing.row.hidden_at:
        raise Refused(_("It is hidden already."))
    if thing.kind == "message":
        conversations.hide_message(thing.row, by, reason)
    elif thing.kind == "card":
        answers.hide_card(thing.row, by, reason)
    else:
        words.hide(thing.row, by, reason)
    return decide(thing, by, Act.HIDE, reason, closes=closes)


@transaction.atomic
def take_back(thing: Thing, by: User, reason: str, parts: Sequence[str] = ()) -> Decision:
    """Erase words that identify a patient, everywhere; of a page these parts. Mails sent before are counted in the log.

    Raises:
        Refused: only words can be taken back, and only once.
    """
    if thing.kind in TEXTS:
        return outside.take_back(thing, by, reason, parts)
    _lock_row(thing)
    if thing.row.taken_back_at:
        raise Refused(_("It was taken back already."))
    reason = scrub.without(reason, f"{getattr(thing.row, 'title', '')}\n{thing.row.text}")
    if thing.kind == "message":
        conversations.take_back_message(thing.row)
        sent = mail.drop("message", thing.pk)
    elif thing.kind == "card":
        answers.erase_card(thing.row)
        sent = 0
    else:
        sent = words.take_back(words.concrete(thing.row) if thing.kind == "piece" else thing.row)
    return decide(thing, by, Act.TAKE_BACK, reason, {"mails_sent_before": sent})


@transaction.atomic
def lock(thing: Thing, by: User, reason: str, *, closes: bool = True) -> Decision:
    """Close a piece: it can be read, nobody adds to it. `closes` the reports about it.

    Raises:
        Refused: it is locked already, by the same person or by a moderator, whose lock outlasts an owner's.
    """
    _lock_row(thing)
    moderators = Standing.objects.filter(kind__in=Standing.ROLES).at().values("person")
    locks = Decision.objects.filter(act=Act.LOCK, kind=thing.kind, target_id=thing.pk, undone_at=None)
    if locks.filter(Q(by=by) | Q(by__in=moderators)).exists():
        raise Refused(_("It is locked already."))
    moderating.lock(thing.row, by, reason)
    return decide(thing, by, Act.LOCK, reason, closes=closes)


@transaction.atomic
def narrow(thing: Thing, by: User, reason: str, readers_id: int) -> Decision:
    """Move a piece to fewer readers.

    Raises:
        Refused: these are not fewer.
    """
    _lock_row(thing)
    before = {"readers": thing.row.readers_id, "writers": thing.row.writers_id}
    moderating.narrow(thing.row, readers_id)
    return decide(thing, by, Act.NARROW, reason, before | moderating.left_with(thing.row))


@transaction.atomic
def pause(thing: Thing, by: User, reason: str, days: int) -> Decision:
    """Pause somebody's writing for some days; they go on reading.

    Raises:
        Refused: there is nobody to pause, or the person holds a role, or is paused for as long already.
    """
    if thing.author is None:
        raise Refused(_("There is nobody to pause: the author has no account any more."))
    if Standing.objects.filter(person=thing.author, kind__in=Standing.ROLES).at().exists():
        raise Refused(_("Whoever holds a role is not paused here. An administrator decides about roles."))
    wait_for_turn(thing.author.pk)
    until = timezone.now() + timedelta(days=days)
    paused = Standing.objects.filter(person=thing.author, kind=Standing.Kind.PAUSED).at()
    if paused.filter(until__gt=until - timedelta(hours=1)).exists():
        raise Refused(_("This person is paused for as long already."))
    access.grant(thing.author, Standing.Kind.PAUSED, until=until, source="moderation")
    return decide(thing, by, Act.PAUSE, reason, {"until": until.isoformat(timespec="seconds")})


@transaction.atomic
def undo(decision: Decision, thing: Thing, by: User, reason: str) -> None:
    """Take a decision back: show, unlock, widen to what it was, let write.

    Raises:
        Refused: what was erased, or somebody took it back in the meantime.
    """
    if Decision.objects.select_for_update().get(pk=decision.pk).undone_at:
        raise Refused(_("Somebody took this back in the meantime."))
    _lock_row(thing)
    if decision.act == Act.ASK:
        pass  # nothing was changed
    elif decision.act == Act.HIDE:
        if thing.kind == "card":
            answers.unhide_card(thing.row)
        else:
            (conversations.unhide_message if thing.kind == "message" else words.unhide)(thing.row)
    elif decision.act == Act.LOCK:
        if not _standing(decision).about(*thing.key).exists():
            moderating.unlock(thing.row)
    elif decision.act == Act.NARROW:
        tending.widen(decision, thing.row)
    elif decision.act in tending.ACTS:
        tending.undo(decision)
    elif decision.act == Act.PAUSE and decision.author:
        _let_write(decision, decision.author)
    else:
        raise Refused(_("What was taken back is erased. It cannot be restored."))
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at"])
    audit.log(by, f"took back: {decision.act}", about=thing.key, why=reason)


def _standing(decision: Decision) -> DecisionQuerySet:
    """Other decisions to the same effect, which stay when this one is taken back."""
    return Decision.objects.filter(act=decision.act, undone_at=None).exclude(pk=decision.pk)


def _let_write(decision: Decision, author: User) -> None:
    """End a pause, as far as no other one runs longer."""
    access.end(author, Standing.Kind.PAUSED)
    others = _standing(decision).filter(author=author, detail__has_key="until").values_list("detail__until", flat=True)
    until = max((datetime.fromisoformat(text) for text in others), default=None)
    if until and until > timezone.now():
        access.grant(author, Standing.Kind.PAUSED, until=until, source="moderation")


@transaction.atomic
def appeal(decision: Decision, text: str, by: User | None = None) -> Appeal:
    """The author, or one of those who keep the page, answers a decision, once.

    Raises:
        Refused: it was answered before, or there is nothing to restore.
    """
    Decision.objects.select_for_update().get(pk=decision.pk)
    if not decision.can_be_appealed or Appeal.objects.filter(decision=decision).exists():
        raise Refused(_("This decision was answered before, or nothing can be restored."))
    row = Appeal.objects.create(decision=decision, text=text)
    audit.log(by or decision.author, "appealed", about=(decision.kind, decision.target_id))
    return row


@transaction.atomic
def answer_appeal(row: Appeal, thing: Thing, by: User, answer: str, *, upheld: bool) -> None:
    """Answer an appeal; upheld means that its author was right, and the decision is undone.

    Raises:
        Refused: somebody answered it in the meantime, or it is another moderator's to answer (`fair`).
    """
    fresh = Appeal.objects.select_for_update().get(pk=row.pk)
    if fresh.answered_at:
        raise Refused(_("Somebody answered this in the meantime."))
    if refusal := refusal_to_answer(fresh, thing, by):
        raise Refused(refusal)
    if upheld:
        undo(fresh.decision, thing, by, answer)
    fresh.answer, fresh.upheld, fresh.answered_by, fresh.answered_at = answer, upheld, by, timezone.now()
    fresh.save()
    audit.log(by, "answered an appeal", about=thing.key, why=answer, detail={"upheld": upheld})
    letters.tell_answer(fresh)
    news.tell(events.AppealAnswered(fresh.pk))


def _lock_row(thing: Thing) -> None:
    """Wait for whoever decides about the same thing, then see what they made of it."""
    model, fields = type(thing.row), {field.attname for field in thing.row._meta.local_fields}
    model.objects.select_for_update(of=("self",)).only("pk").get(pk=thing.pk)
    thing.row.refresh_from_db(fields=sorted(DECIDED & fields))


def _must_be_words(thing: Thing) -> None:
    if thing.kind not in WORDS:
        raise Refused(
            _("Only words in talk can be hidden. Ask whoever keeps this page to change it, or take words back.")
        )
