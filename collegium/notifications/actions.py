"""Telling people what concerns them; marking it as seen; changing what goes by mail."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from collegium.accounts.models import User
from collegium.answers.models import Offer
from collegium.audience.models import GUESTS
from collegium.audience.people import people_in
from collegium.audience.reader import Reader
from collegium.blogs.events import CoAuthorGone
from collegium.blogs.letters import address_of_question
from collegium.blogs.models import Answer, Approval, CoAuthor, Post
from collegium.connections.events import Connected, ConnectionAsked, RequestGone
from collegium.conversations.models import Message
from collegium.discussion.events import AnswerAccepted, HeadMoved
from collegium.discussion.models import Piece, Reaction, Reply
from collegium.discussion.quotes import quoted_ids
from collegium.discussion.words import mentioned_ids
from collegium.groups.models import Group, Place
from collegium.notifications import letters, requests
from collegium.notifications.followers import co_author_ids, following, muting_piece, not_hearing_of, who_hear_of
from collegium.notifications.models import Notification, Wishes
from collegium.organizations.models import Notice
from collegium.outbox import mail
from collegium.people.actions import follow
from collegium.web.statements import store_new

Kind = Notification.Kind
CONNECTIONS = "/connections/"
SAID = frozenset({Kind.ANSWER, Kind.MENTION, Kind.REPLY, Kind.PUBLISHED, Kind.REACTION, Kind.CONNECT})
_QUOTED = re.compile(r'data-quote="(\d+)"')


def _note(people: Iterable[int | None], kind: str, fold: str, **about: Any) -> list[int]:
    """One row for each of these people (ids) who did not mute the piece. Returns the ids."""
    piece = about.get("piece")
    wanted = {person for person in people if person}
    if wanted and piece:
        wanted -= muting_piece(piece.pk)
    if wanted and kind in SAID and (actor := about.get("actor_id") or getattr(about.get("actor"), "pk", None)):
        wanted -= not_hearing_of(actor, wanted)
    ids = sorted(wanted)
    rows = [Notification(person_id=person, kind=kind, fold=fold, **about) for person in ids]
    store_new(rows)
    return ids


@transaction.atomic(savepoint=False)
def tell_reply(reply: Reply) -> None:
    """To who wrote the piece or is quoted (an answer), and to who follows the piece. Who replied follows from now on.

    Args:
        reply: with its piece at hand. Whom it names hears of that instead (`tell_mention`).
    """
    piece, author = reply.piece, reply.author
    if author is not None:
        follow(author, "piece", piece.pk)
    skip = {reply.author_id, *mentioned_ids(reply.body)}
    quoted = Reply.objects.filter(piece=piece, pk__in=quoted_ids(reply.body)).values_list("author_id", flat=True)
    asked = Answer.objects.filter(reply=reply).values_list("question__author_id", flat=True) if piece.closes_at else ()
    answered = {piece.author_id, *co_author_ids(piece), *quoted, *asked} - skip
    about = {"actor": author, "piece": piece, "reply": reply}
    told = _note(answered, Kind.ANSWER, f"answer:{piece.pk}", **about)
    letters.send_now(told, "answer", reply)
    told = _note(following("piece", piece.pk) - answered - skip, Kind.REPLY, f"reply:{piece.pk}", **about)
    letters.send_now(told, "reply", reply)


@transaction.atomic
def tell_mention(person_id: int, piece: Piece, reply: Reply | None) -> None:
    """To somebody who was named."""
    thing = reply or piece
    if thing.author_id == person_id:
        return
    fold = f"mention:{piece.pk}:{reply.pk if reply else 0}"
    told = _note([person_id], Kind.MENTION, fold, actor=thing.author, piece=piece, reply=reply)
    letters.send_now(told, "mention", thing)


@transaction.atomic
def tell_published(piece: Piece) -> int:
    """To who follows its forum, blog, group, author or one of its subjects; each once. Returns how many were told."""
    people = who_hear_of(piece) - {piece.author_id, *co_author_ids(piece)} - mentioned_ids(piece.body)
    people -= set(Notification.objects.filter(kind=Kind.PUBLISHED, piece=piece).values_list("person_id", flat=True))
    told = _note(people, Kind.PUBLISHED, f"published:{piece.pk}", actor=piece.author, piece=piece)
    letters.send_now(told, "published", piece)
    return len(told)


@transaction.atomic
def tell_reaction(piece: Piece, reply: Reply | None, person_id: int) -> None:
    """To the author; taken away again when the person has no reaction left."""
    author = (reply or piece).author_id
    fold = f"reaction:{piece.pk}:{reply.pk if reply else 0}"
    rows = Notification.objects.filter(person_id=author, fold=fold, actor_id=person_id)
    if not Reaction.objects.filter(piece=piece, reply=reply, person_id=person_id).exists():
        rows.delete()
    elif author and author != person_id and not rows.exists():
        _note([author], Kind.REACTION, fold, actor_id=person_id, piece=piece, reply=reply)


@transaction.atomic
def tell_accepted(event: AnswerAccepted) -> None:
    """To who wrote the answer, unless they chose it themselves; taken away again when another one is chosen."""
    Notification.objects.filter(kind=Kind.ACCEPTED, piece=event.piece_id, reply=event.before).delete()
    reply = Reply.objects.select_related("piece").filter(pk=event.reply_id or 0).first()
    if reply is not None and reply.author_id != event.by_id:
        fold = f"accepted:{event.piece_id}"
        _note([reply.author_id], Kind.ACCEPTED, fold, actor_id=event.by_id, piece=reply.piece, reply=reply)


@transaction.atomic
def tell_message(message: Message) -> None:
    """To who may hear of it now."""
    people = list(message.people_to_tell().values_list("pk", flat=True))
    fold = f"message:{message.conversation_id}"
    letters.send_now(_note(people, Kind.MESSAGE, fold, actor=message.author, message=message), "message", message)


@transaction.atomic
def tell_place(place: Place, kind: str) -> None:
    """Of an invitation or an admission: to the person; of a wish to join: to the owners."""
    group = place.group
    people = [place.person_id]
    address = group.get_absolute_url()
    if kind == Kind.ASKED:
        people = list(group.places.owners().values_list("person_id", flat=True))
        address += "owner/"
    actor = place.person_id if kind == Kind.ASKED else place.invited_by_id
    _note(people, kind, f"{kind}:{group.pk}", actor_id=actor, group=group, address=address)


@transaction.atomic
def tell_group(group: Group, kind: str, people: Collection[int], by: int | None = None) -> None:
    """Of a decision or an announcement, to these people (ids)."""
    moment = timezone.now().timestamp() if kind in (Kind.ANNOUNCED, Kind.REFUSED, Kind.REMOVED) else 0
    address = group.get_absolute_url()
    _note(set(people) - {by}, kind, f"{kind}:{group.pk}:{moment:.0f}", actor_id=by, group=group, address=address)


@transaction.atomic
def tell_outcome(person_id: int | None, kind: str, number: int, address: str) -> None:
    """Of what moderators or staff decided for this person: an address, never the words, never who reported."""
    _note([person_id], kind, f"{kind}:{number}", address=address)


@transaction.atomic
def tell_approval(approval: Approval) -> None:
    """A question about a draft to its leader; the answer to who asked, and the question is seen with it."""
    post, leader = approval.post, approval.post.blog.owner_id
    fold, place = f"approval:{post.pk}", [post.blog.slug, post.slug]
    if not approval.outcome:
        address = reverse("blogs:publish_post", args=place)
        _note([leader], Kind.APPROVAL, fold, actor=approval.asked_by, address=address)
        return
    Notification.objects.filter(person=leader, fold=fold, seen_at=None).update(seen_at=timezone.now())
    kind = Kind.SENT_BACK if approval.outcome == Approval.Outcome.SENT_BACK else Kind.APPROVED
    address = reverse("blogs:post_detail", args=place)
    _note([approval.asked_by_id], kind, f"{kind}:{approval.pk}", actor_id=leader, address=address)


@transaction.atomic
def tell_co_author(row: CoAuthor) -> None:
    """Of being named as an author; an earlier question about the same post is gone with it."""
    fold = f"agreement:{row.post_id}"
    Notification.objects.filter(person_id=row.person_id, fold=fold).delete()
    _note([row.person_id], Kind.AGREEMENT, fold, actor=row.asked_by, address=address_of_question(row))


@transaction.atomic
def tell_agreed(row: CoAuthor) -> None:
    """To the leader that a co-author agrees; the question is seen with it."""
    post, fold = row.post, f"agreement:{row.post_id}"
    Notification.objects.filter(person=row.person_id, fold=fold, seen_at=None).update(seen_at=timezone.now())
    address = reverse("blogs:post_detail", args=[post.blog.slug, post.slug])
    _note([post.blog.owner_id], Kind.AGREED, f"agreed:{post.pk}:{row.pk}", actor=row.person, address=address)


@transaction.atomic
def tell_co_author_gone(event: CoAuthorGone) -> None:
    """Nothing speaks to them of the draft any more; the leader hears of who took their own name off."""
    Notification.objects.filter(person=event.person_id, fold=f"agreement:{event.post_id}").delete()
    if event.by_themselves:
        post = Post.objects.select_related("blog").get(pk=event.post_id)
        address = reverse("blogs:post_detail", args=[post.blog.slug, post.slug])
        fold = f"taken-off:{post.pk}:{event.person_id}"
        _note([post.blog.owner_id], Kind.TAKEN_OFF, fold, actor_id=event.person_id, address=address)


@transaction.atomic
def tell_notice(notice: Notice) -> None:
    """To who follows the organization, but for who put it up."""
    people = people_in({GUESTS}).filter(pk__in=following("organization", notice.organization_id))
    told = set(people.values_list("pk", flat=True)) - {notice.author_id}
    letters.send_now(_note(told, Kind.NOTICE, f"notice:{notice.pk}", notice=notice), "published", notice)


@transaction.atomic
def tell_closing(piece_id: int, kind: str, people: Collection[int]) -> None:
    """Of what comes after an answer: the asker is asked for the outcome, or those who took part hear of it."""
    piece = Piece.objects.get(pk=piece_id)
    _note(people, kind, f"{kind}:{piece_id}:{timezone.now():%j}", actor_id=piece.author_id, piece=piece)


@transaction.atomic
def tell_offer(given: Offer) -> None:
    """Of a question that is offered to one person, who agreed to be asked."""
    piece = Piece.objects.get(pk=given.topic_id)
    address = reverse("answers:offer_detail", args=[given.pk])
    told = _note([given.person_id], Kind.OFFERED, f"offer:{given.pk}", actor=piece.author, piece=piece, address=address)
    letters.send_now(told, "asked", piece)


@transaction.atomic
def tell_yearly(people: Collection[int], kind: str, address: str) -> None:
    """Of what comes once a year, on the site and, for who wants that, by mail: `Kind.DUE` or `Kind.HELP`."""
    told = _note(people, kind, f"{kind}:{timezone.now():%Y}", address=address)
    letters.send_yearly(told, kind, address)


@transaction.atomic
def tell_connection(event: ConnectionAsked | Connected) -> None:
    """Of a request to whoever is asked; of an agreement to whoever asked."""
    if isinstance(event, ConnectionAsked):
        fold = f"connect:{event.person_id}"
        _note([event.other_id], Kind.CONNECT, fold, actor_id=event.person_id, address=CONNECTIONS)
        requests.send_request(event.person_id, event.other_id)
    else:
        fold = f"connected:{event.other_id}"
        _note([event.person_id], Kind.CONNECTED, fold, actor_id=event.other_id, address=CONNECTIONS)


@transaction.atomic
def forget_request(event: RequestGone) -> None:
    """Answered, withdrawn or ended: nothing speaks of the request any more."""
    Notification.objects.filter(person=event.other_id, fold=f"connect:{event.person_id}").delete()


@transaction.atomic
def forget_reply(reply: Reply) -> None:
    """The words are gone (removed, taken back): no notification and no waiting mail speaks of them."""
    Notification.objects.filter(reply=reply).delete()
    mail.drop("reply", reply.pk)


@transaction.atomic
def mark_seen(reader: Reader, fold: str = "") -> int:
    """Mark everything, or one line, as seen. Returns how many rows."""
    rows = Notification.objects.filter(person_id=reader.person_id, seen_at=None)
    return (rows.filter(fold=fold) if fold else rows).update(seen_at=timezone.now())


@transaction.atomic
def change_wishes(person: User, **wishes: Any) -> Wishes:
    """Store what somebody wants by mail."""
    row = Wishes.of(person.pk)
    for name, value in wishes.items():
        setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def move_along(source_id: int, target_id: int) -> None:
    """Notifications of replies that moved to another piece speak of that one from now on."""
    rows = Notification.objects.filter(piece=source_id, reply__piece=target_id)
    for kind in (Kind.ANSWER, Kind.REPLY):
        rows.filter(kind=kind).update(piece=target_id, fold=f"{kind}:{target_id}")
    by_reply = Concat(F("kind"), Value(f":{target_id}:"), Cast("reply_id", CharField()))
    rows.update(fold=by_reply, piece=target_id)


@transaction.atomic
def move_head(event: HeadMoved) -> None:
    """The same for a piece's own words, which became a reply of another piece, or came back."""
    if event.back:
        rows = Notification.objects.filter(reply=event.reply_id)
        fold = Concat(F("kind"), Value(f":{event.piece_id}:0"), output_field=CharField())
        rows.update(piece=event.piece_id, reply=None, fold=fold)
        return
    rows = Notification.objects.filter(piece=event.piece_id, reply=None)
    rows.filter(kind=Kind.PUBLISHED).delete()
    fold = Concat(F("kind"), Value(f":{event.target_id}:{event.reply_id}"), output_field=CharField())
    rows.update(piece=event.target_id, reply=event.reply_id, fold=fold)
