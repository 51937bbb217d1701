"""What notifications hear of, and what they do about it."""

from __future__ import annotations

import time

from django.db.models import QuerySet

from collegium.accounts.models import User
from collegium.answers.events import OutcomeAsked, OutcomeKnown, QuestionOffered
from collegium.answers.models import Offer
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.blogs import events as blogs
from collegium.blogs.models import Approval, CoAuthor
from collegium.connections.events import Connected, ConnectionAsked, RequestGone
from collegium.conversations.events import MessageSent
from collegium.conversations.models import Message
from collegium.discussion import events
from collegium.discussion.models import Piece, Reply
from collegium.groups import events as groups
from collegium.groups.models import Group, Place
from collegium.notifications import actions, tasks
from collegium.notifications.followers import co_author_ids
from collegium.notifications.models import Notification
from collegium.organizations.events import ClaimDecided, NoticePutUp, PageDisputed
from collegium.organizations.models import Claim, Notice
from collegium.people.actions import follow
from collegium.people.events import DisclosuresDue
from collegium.web import news

Kind = Notification.Kind


def register() -> None:
    """Called when the app starts."""
    news.listen(events.ReplyPosted, lambda event: actions.tell_reply(_reply(event.reply_id)))
    news.listen(events.ReplyChanged, _changed)
    news.listen(events.RepliesMoved, lambda event: actions.move_along(event.source_id, event.target_id))
    news.listen(events.HeadMoved, actions.move_head)
    news.listen(events.PiecePublished, _published)
    news.listen(events.Mentioned, _mentioned)
    news.listen(events.Reacted, _reacted)
    news.listen(events.AnswerAccepted, actions.tell_accepted)
    news.listen(MessageSent, lambda event: actions.tell_message(Message.objects.get(pk=event.message_id)))
    news.listen(groups.PlaceOffered, lambda event: actions.tell_place(_place(event.place_id), Kind.INVITED))
    news.listen(groups.PlaceAsked, lambda event: actions.tell_place(_place(event.place_id), Kind.ASKED))
    news.listen(groups.PlaceGiven, lambda event: actions.tell_place(_place(event.place_id), Kind.LET_IN))
    news.listen(groups.PlaceRefused, _place_refused)
    news.listen(groups.PlaceTaken, _place_taken)
    news.listen(groups.GroupDecided, _group_decided)
    news.listen(groups.Announced, _announced)
    news.listen(blogs.ApprovalAsked, _approval)
    news.listen(blogs.ApprovalAnswered, _approval)
    news.listen(blogs.CoAuthorAsked, lambda event: actions.tell_co_author(_co_author(event.co_author_id)))
    news.listen(blogs.CoAuthorAgreed, lambda event: actions.tell_agreed(_co_author(event.co_author_id)))
    news.listen(blogs.CoAuthorGone, actions.tell_co_author_gone)
    news.listen(QuestionOffered, _offered)
    news.listen(OutcomeAsked, lambda event: actions.tell_closing(event.piece_id, Kind.REMINDED, [event.person_id]))
    news.listen(OutcomeKnown, lambda event: actions.tell_closing(event.piece_id, Kind.KNOWN, event.person_ids))
    news.listen(DisclosuresDue, _disclosures_due)
    news.listen(ConnectionAsked, actions.tell_connection)
    news.listen(Connected, actions.tell_connection)
    news.listen(RequestGone, actions.forget_request)
    news.listen(ClaimDecided, _claim_decided)
    news.listen(PageDisputed, _page_disputed)
    news.listen(NoticePutUp, _notice_put_up)


def _disclosures_due(event: DisclosuresDue) -> None:
    actions.tell_yearly(event.person_ids, Kind.DUE, "/settings/disclosures/")


def _reply(pk: int) -> Reply:
    return _told.objects(VISITOR, pk=pk)[0]  # type: ignore[no-any-return]


@prepared
def _told(_reader: Reader, pk: int) -> QuerySet[Reply]:
    return Reply.objects.select_related("piece", "author").filter(pk=pk)


def _place(pk: int) -> Place:
    return Place.objects.select_related("group").get(pk=pk)


def _changed(event: events.ReplyChanged) -> None:
    reply = Reply.objects.get(pk=event.reply_id)
    if reply.removed_at or reply.taken_back_at:
        actions.forget_reply(reply)


def _published(event: events.PiecePublished) -> None:
    """Its authors follow at once; followers are told by a job, after whatever else the deed still stores."""
    piece = Piece.objects.select_related("author").get(pk=event.piece_id)
    if piece.author is not None:
        follow(piece.author, "piece", piece.pk)
    for other in User.objects.filter(pk__in=co_author_ids(piece)):
        follow(other, "piece", piece.pk)
    tasks.tell_published.enqueue(piece.pk)


def _mentioned(event: events.Mentioned) -> None:
    piece = Piece.objects.select_related("author").get(pk=event.piece_id)
    actions.tell_mention(event.person_id, piece, _reply(event.reply_id) if event.reply_id else None)


def _reacted(event: events.Reacted) -> None:
    piece = Piece.objects.get(pk=event.piece_id)
    actions.tell_reaction(piece, _reply(event.reply_id) if event.reply_id else None, event.person_id)


def _offered(event: QuestionOffered) -> None:
    actions.tell_offer(Offer.objects.select_related("topic").get(pk=event.offer_id))


def _place_refused(event: groups.PlaceRefused) -> None:
    """Of every refusal anew; by the group, not by a name."""
    actions.tell_group(Group.objects.get(pk=event.group_id), Kind.REFUSED, [event.person_id])


def _place_taken(event: groups.PlaceTaken) -> None:
    """Whoever was taken out of a secret group reads no more of it, its name neither."""
    group = Group.objects.get(pk=event.group_id)
    if group.kind == Group.Kind.SECRET:
        actions.tell_outcome(event.person_id, Kind.REMOVED, time.time_ns(), "/groups/")
    else:
        actions.tell_group(group, Kind.REMOVED, [event.person_id])


def _group_decided(event: groups.GroupDecided) -> None:
    group = Group.objects.get(pk=event.group_id)
    owners = list(group.places.owners().values_list("person_id", flat=True))
    if group.confirmed_at:
        actions.tell_group(group, Kind.GROUP, owners, by=group.confirmed_by_id)
    for owner in owners if group.declined_at else []:
        actions.tell_outcome(owner, Kind.DECLINED, group.pk, "/groups/")


def _claim_decided(event: ClaimDecided) -> None:
    claim = Claim.objects.select_related("organization").get(pk=event.claim_id)
    actions.tell_outcome(claim.person_id, Kind.CLAIM, claim.pk, claim.organization.get_absolute_url())


def _page_disputed(event: PageDisputed) -> None:
    organization = Claim.objects.select_related("organization").get(pk=event.claim_id).organization
    for person_id in organization.managers.current().values_list("person_id", flat=True):
        actions.tell_outcome(person_id, Kind.DISPUTED, event.claim_id, f"{organization.get_absolute_url()}dispute/")


def _notice_put_up(event: NoticePutUp) -> None:
    actions.tell_notice(Notice.objects.select_related("organization").get(pk=event.notice_id))


def _approval(event: blogs.ApprovalAsked | blogs.ApprovalAnswered) -> None:
    approval = Approval.objects.select_related("post__blog", "asked_by").get(pk=event.approval_id)
    actions.tell_approval(approval)


def _co_author(pk: int) -> CoAuthor:
    return CoAuthor.objects.select_related("post__blog", "person", "asked_by").get(pk=pk)


def _announced(event: groups.Announced) -> None:
    group = Group.objects.get(pk=event.group_id)
    people = group.places.held().values_list("person_id", flat=True)
    actions.tell_group(group, Kind.ANNOUNCED, people, by=group.announced_by_id)
