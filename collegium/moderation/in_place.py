"""What keepers handle: owners what is in their group, bloggers the talk under their posts, editors that of articles.

Never their own words; moderators handle everything beside them (docs/access.md, Writing).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404

from collegium.audience.reader import Reader
from collegium.blogs.models import Blog, Post
from collegium.discussion.models import Piece, Reply
from collegium.forums.models import Topic
from collegium.groups.models import Group
from collegium.magazine.models import Article
from collegium.moderation.models import Decision, Report
from collegium.moderation.models.decision import DecisionQuerySet
from collegium.moderation.queue import Item, reported
from collegium.moderation.things import Thing, found


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody keeps order, and what they may do there.

    `acts` are those of `DecisionForm` on replies and on others' pieces, `own` on a piece of theirs. `address` lists;
    one thing stands at `<address><kind>/<pk>/`, or, where there `is_one`, at the address. Only who
    `sees_reports` reads and closes reports (docs/access.md).
    """

    keeper: Reader
    pieces: Any  # a queryset of pieces
    address: str
    template: str
    acts: tuple[str, ...]
    own: tuple[str, ...] = ()
    sees_reports: bool = False
    is_one: bool = False
    frame: dict[str, object] = field(default_factory=dict)

    def acts_on(self, thing: Thing) -> tuple[str, ...]:
        """What the keeper may do with this; nothing with what is elsewhere."""
        row = thing.row
        piece = row.piece if isinstance(row, Reply) else row
        if not isinstance(piece, Piece) or not self.pieces.filter(pk=piece.pk).exists():
            return ()
        if isinstance(row, Reply) and (row.held_at or not Reply.objects.filter(pk=row.pk).shown_to(self.keeper)):
            return ()  # first words of a guest are a moderator's to read
        is_own = thing.author is not None and thing.author.pk == self.keeper.person_id
        if is_own:
            return self.own if thing.kind == "piece" else ()
        return tuple(act for act in self.acts if act not in ("lock", "narrow") or thing.kind == "piece")

    def address_of(self, thing: Thing) -> str:
        """Where one thing stands."""
        return self.address if self.is_one else f"{self.address}{thing.kind}/{thing.pk}/"

    def find(self, kind: str, pk: int) -> Thing:
        """A thing that the keeper may handle.

        Raises:
            Http404: elsewhere, not words, or the keeper's own.
        """
        thing = found(kind, pk)
        if not self.acts_on(thing):
            raise Http404
        return thing

    def standing(self) -> DecisionQuerySet:
        """What is hidden and locked here, by whomever, newest first."""
        replies = Reply.objects.filter(piece__in=self.pieces.values("pk"))
        rows = Decision.objects.filter(undone_at=None).select_related("by", "author").order_by("-at")
        on_replies = rows.filter(kind="reply", target_id__in=replies.values("pk"))
        return on_replies | rows.filter(kind="piece", target_id__in=self.pieces.values("pk"))


def desk_of_group(group: Group, owner: Reader, frame: dict[str, object]) -> Desk:
    """An owner's, for topics of the group and the replies in them."""
    return Desk(
        owner, Topic.objects.filter(group=group), f"{group.get_absolute_url()}owner/reports/",
        "moderation/group_report.html", ("hide", "take-back", "lock", "narrow", "dismiss"), sees_reports=True,
        frame=frame,
    )  # fmt: skip


def desk_of_post(post: Post, blog: Blog, leader: Reader) -> Desk:
    """A blogger's, for one post: its comments can be hidden, its talk locked. Reports stay with the moderators."""
    return Desk(
        leader, Post.objects.filter(pk=post.pk), f"{post.get_absolute_url()}comments/",
        "moderation/post_comment.html", ("hide",), own=("lock",), frame={"post": post, "blog": blog},
    )  # fmt: skip


def desk_of_article(article: Article, editor: Reader) -> Desk:
    """An editor's, for one article: its letters can be locked, also those to an article of theirs; nothing else."""
    return Desk(
        editor, Article.objects.filter(pk=article.pk), f"{article.get_absolute_url()}letters/",
        "moderation/article_letters.html", ("lock",), own=("lock",), is_one=True, frame={"article": article},
    )  # fmt: skip


def waiting_in(group: Group, owner: Reader) -> list[Item]:
    """Reported words of the group, oldest first, without those of the owner who looks."""
    topics = Topic.objects.filter(group=group).exclude(author_id=owner.person_id)
    replies = Reply.objects.filter(piece__topic__group=group).exclude(author_id=owner.person_id)
    rows = Report.objects.waiting()
    rows = rows.filter(kind="piece", target_id__in=topics.values("pk")) | rows.filter(
        kind="reply", target_id__in=replies.values("pk")
    )
    return sorted(reported(rows), key=lambda item: item.since)
