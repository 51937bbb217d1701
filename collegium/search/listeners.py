"""What search hears of, and what it does about it."""

from __future__ import annotations

from typing import Any

from collegium.accounts.events import AddressConfirmed, Named, Registered
from collegium.discussion import events
from collegium.discussion.models import Reply
from collegium.groups.events import GroupChanged
from collegium.magazine.events import IssueChanged
from collegium.membership.events import MembershipChanged, PeopleMerged
from collegium.organizations.events import OrganizationChanged, OrganizationsImported
from collegium.people.events import ProfileChanged
from collegium.polls.events import PollMoved
from collegium.search import index
from collegium.search.models import Entry
from collegium.web import news


def register() -> None:
    """Called when the app starts."""
    news.listen(events.PiecePublished, lambda event: index.piece(event.piece_id))
    news.listen(events.PieceChanged, lambda event: index.piece(event.piece_id))
    news.listen(events.ReplyPosted, lambda event: index.reply(event.reply_id))
    news.listen(events.ReplyChanged, lambda event: index.reply(event.reply_id))
    news.listen(events.RepliesImported, _imported)
    news.listen(events.RepliesMoved, _moved)
    for kind in (ProfileChanged, AddressConfirmed, Named, Registered):
        news.listen(kind, _person_changed)
    news.listen(MembershipChanged, lambda event: index.people(event.person_ids))
    news.listen(PeopleMerged, lambda event: index.people([event.loser_id, event.survivor_id]))
    news.listen(PollMoved, _asked)
    news.listen(GroupChanged, lambda event: index.group(event.group_id))
    news.listen(IssueChanged, lambda event: index.issue(event.issue_id))
    news.listen(OrganizationChanged, lambda event: index.organization(event.organization_id))
    news.listen(OrganizationsImported, lambda event: index.organizations(event.organization_ids))


def _person_changed(event: Any) -> None:
    index.person(event.person_id)


def _asked(event: PollMoved) -> None:
    """A vote changes no words; what is asked is found as a part of its piece."""
    if event.words:
        index.piece(event.piece_id)


def _imported(event: events.RepliesImported) -> None:
    rows = Reply.objects.filter(piece=event.piece_id, number__gte=event.first, number__lte=event.last)
    index.replies(rows.select_related("piece"))
    index.piece(event.piece_id)


def _moved(event: events.RepliesMoved) -> None:
    """They are found under the topic they stand in now; their words are the same."""
    Entry.objects.filter(reply__piece=event.target_id).update(piece=event.target_id, target=event.target_id)
