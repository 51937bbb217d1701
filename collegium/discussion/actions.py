"""What people do with words: publish, reply, edit, remove, take back, react, read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.people import people_who_may_read
from collegium.audience.prepared import prepared
from collegium.audience.reader import PAUSED, VISITOR, Reader
from collegium.citations.actions import note as note_references
from collegium.discussion import drafts, events
from collegium.discussion.bylines import EMPTY, byline_of
from collegium.discussion.models import Mention, Piece, Reaction, ReadMark, Reply, Revision, Trace
from collegium.discussion.models.stretch import SIZE
from collegium.discussion.quotes import rebound
from collegium.discussion.stretches import recount, recount_from, recount_stretch
from collegium.discussion.versions import all_said
from collegium.discussion.words import Words, mentioned_ids
from collegium.files.actions import attach_from_html, erase_of
from collegium.outbox import mail, taken_back
from collegium.web import news
from collegium.web.statements import forget_ahead, store_each, store_new

_FURTHER = """ON CONFLICT (person_id, piece_id) DO UPDATE SET at = excluded.at, number = CASE
 WHEN excluded.number > discussion_readmark.number THEN excluded.number ELSE discussion_readmark.number END"""
HELD_FIRST = 2  # a guest's first two words wait for a moderator (docs/access.md, Writing)


class Refused(Exception):
    """The act is not allowed; the message is one sentence for the person who tried."""


def must_wait(reader: Reader) -> bool:
    """Whether the next words of this reader wait for a moderator: a guest's first two."""
    if not reader.is_held_first:
        return False
    author = reader.person_id
    released = (
        Reply.objects.filter(author_id=author, held_at=None).count()
        + Piece.objects.filter(author_id=author, held_at=None).count()
    )
    return released < HELD_FIRST


def write_piece(piece: Piece, words: Words, by: Reader, *, at: datetime | None = None) -> Piece:
    """Fill a new piece with its words and byline and save it; the caller set place, title and audiences.

    Args:
        at: when it is published; None keeps it a draft.
    """
    person = _person(by)
    piece.author, piece.byline = piece.author or person, byline_of(piece.author or person)
    words.put_into(piece)
    piece.published_at = at
    piece.moved_at = at
    piece.last_by = piece.byline["name"]
    if at and must_wait(by):
        piece.held_at = timezone.now()
    piece.save()
    attach_from_html(piece.body, "piece", piece.pk, person)
    note_references("piece", piece.pk, piece.body, is_new=True)
    if at:
        announce_piece(piece)
    return piece


def announce_piece(piece: Piece) -> None:
    """Tell that a piece is out (or waits): mentions, followers, search hear of it."""
    if piece.held_at:
        news.tell(events.WordsHeld(piece.pk, None))
        return
    news.tell(events.PiecePublished(piece.pk))
    _mention(piece, None)


@transaction.atomic
def post_reply(piece: Piece, words: Words, by: Reader, *, origin: str = "") -> Reply:
    """Post a reply at once; a guest's first two wait.

    Args:
        origin: the form's token; the same form sent twice gives the same reply.

    Raises:
        Refused: this reader may not reply here now, with the reason.
    """
    locked, words = _locked(piece, words)
    if refusal := by.refusal_to_write(locked):
        raise Refused(refusal)
    person = _person(by)
    if origin and (sent := _sent_before.first(VISITOR, origin=origin, author=person.pk)):
        return sent  # type: ignore[no-any-return]
    return store_reply(locked, words, person, held=must_wait(by), byline=byline_of(person, by), origin=origin)


@prepared
def _sent_before(_reader: Reader, origin: str, author: int) -> QuerySet[Reply]:
    return Reply.objects.filter(origin=origin, author_id=author)


def _locked(piece: Piece, words: Words) -> tuple[Piece, Words]:
    """The row, once nobody else writes in it or moves it; what it was merged into meanwhile, quotes bound to that."""
    locked = _for_update.objects(VISITOR, pk=piece.pk)[0]
    while locked.merged_into_id:
        head = Trace.objects.filter(piece=locked.merged_into_id, other=locked).values_list("head", flat=True).first()
        words = Words(rebound(words.body, locked.pk, head), words.text)
        locked = _for_update.objects(VISITOR, pk=locked.merged_into_id)[0]
    return locked, words


@prepared
def _for_update(_reader: Reader, pk: int) -> QuerySet[Piece]:
    return Piece.objects.select_for_update().select_related(None).filter(pk=pk)


def store_reply(
    piece: Piece, words: Words, author: User | None, *, held: bool = False, at: datetime | None = None,
    byline: dict[str, object] | None = None, origin: str = "", quiet: bool = False,
) -> Reply:  # fmt: skip
    """Append a reply to a piece whose row is locked; imports use it with a byline of their own and `quiet`.

    It is written for whoever reads the piece now: a window that has not begun, or has ended, does not open it later.
    """
    moment = at or timezone.now()
    opening = piece if piece.is_open_now else Piece()
    reply = Reply(
        piece=piece,
        number=piece.last_number + 1,
        author=author,
        byline=byline if byline is not None else byline_of(author) if author else EMPTY,
        readers_id=piece.readers_id,
        open_to_id=opening.open_to_id,
        open_from=opening.open_from,
        open_until=opening.open_until,
        created_at=moment,
        held_at=moment if held else None,
        origin=origin,
    )
    words.put_into(reply)
    store_new([reply])
    attach_from_html(reply.body, "reply", reply.pk, author)
    note_references("reply", reply.pk, reply.body, is_new=True)
    piece.last_number = reply.number
    if not held:
        piece.reply_count, piece.moved_at, piece.last_by = (
            piece.reply_count + 1,
            moment,
            str(reply.byline.get("name", "")),
        )
    store_each([piece], ["last_number", "reply_count", "moved_at", "last_by"])
    recount_stretch(piece.pk, reply.number // SIZE)
    if held:
        news.tell(events.WordsHeld(piece.pk, reply.pk))
    elif not quiet:
        announce_reply(piece, reply)
    if author and not quiet:
        _mark_own(author, piece, reply.number)
    return reply


def announce_reply(piece: Piece, reply: Reply) -> None:
    """Tell that a reply is there, and whom it names."""
    news.tell(events.ReplyPosted(reply.pk))
    _mention(piece, reply)


@transaction.atomic
def release(thing: Piece | Reply) -> None:
    """Let words that waited appear, now: a reply at the end of its talk, so that it is new to whoever was there."""
    if not thing.held_at:
        return
    thing.held_at, now = None, timezone.now()
    if isinstance(thing, Reply):
        place = thing.number
        _put_last(thing)
        thing.created_at = now
        thing.save(update_fields=["held_at", "number", "created_at"])
        recount_from(thing.piece_id, place)
        Piece.objects.filter(pk=thing.piece_id).update(
            reply_count=F("reply_count") + 1, moved_at=now, last_by=str(thing.byline.get("name", ""))
        )
        news.tell(events.ReplyPosted(thing.pk))
        _mention(thing.piece, thing)
    else:
        thing.published_at = thing.moved_at = now
        thing.save(update_fields=["held_at", "published_at", "moved_at"])
        announce_piece(thing)


def _put_last(reply: Reply) -> None:
    """Give the others the numbers under which they were seen while it waited; what was left off moves along."""
    last = Piece.objects.select_for_update().select_related(None).get(pk=reply.piece_id).last_number
    place, far = reply.number, last + 1
    Reply.objects.filter(pk=reply.pk).update(number=0)
    later = Reply.objects.filter(piece=reply.piece_id)
    later.filter(number__gt=place).update(number=F("number") + far)  # two steps, as no number may be there twice
    later.filter(number__gt=far).update(number=F("number") - far - 1)
    ReadMark.objects.filter(piece=reply.piece_id, number__gte=place).update(number=F("number") - 1)
    reply.number = last


@transaction.atomic
def edit(thing: Piece | Reply, words: Words, by: Reader, *, seen_version: int | None = None, title: str = "") -> None:
    """Change words; the earlier version is kept as a revision.

    Raises:
        Refused: a moderator paused this person, or the words changed since `seen_version` (nothing is overwritten).
    """
    if by.is_paused and words.body:  # emptying takes words away
        raise Refused(str(PAUSED))
    fresh = type(thing).objects.select_for_update().get(pk=thing.pk)
    if seen_version is not None and fresh.version != seen_version:
        raise Refused(
            _("These words were changed in the meantime. Your version is kept below; compare and send again.")
        )
    Revision.objects.create(
        piece_id=fresh.piece_id if isinstance(fresh, Reply) else fresh.pk,
        reply=fresh if isinstance(fresh, Reply) else None,
        version=fresh.version,
        title=getattr(fresh, "title", ""),
        deck=getattr(fresh, "deck", ""),
        body=fresh.body,
        by=_person(by),
    )
    words.put_into(thing)
    thing.version = fresh.version + 1
    thing.edited_at = timezone.now()
    fields = ["body", "text", "words", "version", "edited_at"]
    if isinstance(thing, Piece) and title:
        thing.title = title
        fields.append("title")
    thing.save(update_fields=fields)
    kind = "reply" if isinstance(thing, Reply) else "piece"
    attach_from_html(thing.body, kind, thing.pk, _person(by))
    note_references(kind, thing.pk, thing.body)
    _tell_changed(thing)
    if isinstance(thing, Reply):
        _mention(thing.piece, thing)
    else:
        _mention(thing, None)


@transaction.atomic
def remove_reply(reply: Reply) -> None:
    """Delete own words; a stub stays where it was answered."""
    _take_out(reply)
    reply.removed_at = timezone.now()
    reply.save(update_fields=["removed_at"])
    recount(reply.piece_id, [reply.number])
    news.tell(events.ReplyChanged(reply.pk))


def _counted(thing: Piece | Reply) -> None:
    if isinstance(thing, Reply):
        recount(thing.piece_id, [thing.number])


def _take_out(reply: Reply) -> None:
    if not (reply.is_stub or reply.held_at):
        Piece.objects.filter(pk=reply.piece_id).update(reply_count=F("reply_count") - 1)


@transaction.atomic
def hide(thing: Piece | Reply, by: User, reason: str) -> None:
    """A moderator hides words. They are never rewritten; the reason is kept and told to the author."""
    if isinstance(thing, Reply):
        _take_out(thing)
    thing.hidden_at, thing.hidden_by, thing.hidden_reason = timezone.now(), by, reason
    thing.held_at = None
    thing.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "held_at"])
    _counted(thing)
    _tell_changed(thing)


@transaction.atomic
def unhide(thing: Piece | Reply) -> None:
    """Show again what was hidden."""
    thing.hidden_at, thing.hidden_by, thing.hidden_reason = None, None, ""
    thing.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    _counted(thing)
    if isinstance(thing, Reply) and not thing.is_stub:
        Piece.objects.filter(pk=thing.piece_id).update(reply_count=F("reply_count") + 1)
    _tell_changed(thing)


@transaction.atomic
def take_back(thing: Piece | Reply) -> int:
    """Take words back as identifying a patient: erased at once from every version, mention, file and waiting mail.

    Quotes hold no words and are cut, search hears of the change, a stub stays. A restore takes it back again.

    Returns:
        How many mails with these words had been sent before: those cannot be called back.
    """
    kind = "reply" if isinstance(thing, Reply) else "piece"
    thing = concrete(thing) if type(thing) is Piece else thing
    said = all_said(thing)
    if isinstance(thing, Reply):
        _take_out(thing)
        thing.revisions.all().delete()
    else:
        Revision.objects.filter(piece=thing, reply=None).delete()
        erase_of("hero", thing.pk)
    drafts.take_back(thing)
    thing.mentions.filter(**({} if kind == "reply" else {"reply": None})).delete()
    erase_of(kind, thing.pk)
    note_references(kind, thing.pk, "")
    _blank(thing)
    _counted(thing)
    sent = mail.drop(kind, thing.pk)
    if isinstance(thing, Piece):  # mails about its replies carry its title
        sent += mail.drop("reply", *thing.replies.values_list("pk", flat=True))
    taken_back.note(kind, thing, said)
    news.tell(events.ReplyChanged(thing.pk) if kind == "reply" else events.PieceChanged(thing.pk))
    return sent


def concrete(piece: Piece) -> Piece:
    """The row that extends a piece (topic, post, article), so that what that table keeps of it changes as well."""
    return next((getattr(piece, kind) for kind in Piece.Kind.values if hasattr(piece, kind)), piece)


def _blank(thing: Piece | Reply) -> None:
    fields = ["body", "text", "words", "version", "taken_back_at"]
    if isinstance(thing, Piece):
        thing.title, thing.slug, thing.deck = _("Taken back to protect a patient"), f"taken-back-{thing.pk}", ""
        fields += ["title", "slug", "deck", *thing.words_beside]
        for name, empty in thing.words_beside.items():
            setattr(thing, name, empty)
    thing.body, thing.text, thing.words = "", "", 0
    thing.version += 1
    thing.taken_back_at = timezone.now()
    thing.save(update_fields=fields)


@transaction.atomic
def react(person: User, piece: Piece, reply: Reply | None, kind: str, *, on: bool) -> None:
    """Set or take away one reaction. Setting it twice changes nothing."""
    if on:
        _row, changed = Reaction.objects.get_or_create(person=person, piece=piece, reply=reply, kind=kind)
    else:
        changed = bool(Reaction.objects.filter(person=person, piece=piece, reply=reply, kind=kind).delete()[0])
    if changed and reply is not None:
        Reply.objects.filter(pk=reply.pk).update(**{kind: F(kind) + (1 if on else -1)})
    if changed:
        news.tell(events.Reacted(piece.pk, reply.pk if reply else None, person.pk))


def mark_read(person: User, piece: Piece, number: int) -> None:
    """Remember how far somebody read; it never goes back."""
    forget_ahead()
    store_new([ReadMark(person=person, piece=piece, number=number)], conflict=_FURTHER)


def _mark_own(person: User, piece: Piece, number: int) -> None:
    """Own words are seen, unless others wrote before them what this person has not seen."""
    marks = _mark.rows(VISITOR, person=person.pk, piece=piece.pk)
    mark = marks[0][0] if marks else 0
    if not _of_others.exists(VISITOR, person=person.pk, piece=piece.pk, after=mark, before=number):
        mark_read(person, piece, number)


@prepared
def _mark(_reader: Reader, person: int, piece: int) -> QuerySet[ReadMark, Any]:
    return ReadMark.objects.filter(person_id=person, piece_id=piece).values_list("number")


@prepared
def _of_others(_reader: Reader, person: int, piece: int, after: int, before: int) -> QuerySet[Reply]:
    return Reply.objects.filter(piece_id=piece, number__gt=after, number__lt=before).exclude(author_id=person)


def _mention(piece: Piece, reply: Reply | None) -> None:
    """Note and tell whom the words name, among those who may read them."""
    ids = mentioned_ids((reply or piece).body)
    if not ids:
        return
    known = set(Mention.objects.filter(piece=piece, reply=reply).values_list("person_id", flat=True))
    for person in people_who_may_read(piece).filter(pk__in=ids - known):
        Mention.objects.create(person=person, piece=piece, reply=reply)
        news.tell(events.Mentioned(person.pk, piece.pk, reply.pk if reply else None))


def _tell_changed(thing: Piece | Reply) -> None:
    is_reply = isinstance(thing, Reply)
    news.tell(events.ReplyChanged(thing.pk) if is_reply else events.PieceChanged(thing.pk))


def _person(reader: Reader) -> User:
    if reader.person is None:
        raise Refused(_("Sign in first."))
    return reader.person
