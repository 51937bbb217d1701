"""The round: what is new for one reader between two moments, in order, with its minutes.

Fixed at a visit's start: published since the start of the one before, in followed places and from the leaders. An item
is seen when it was opened since then, or by "Mark all as seen". The mail brief is made of the same rounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum

from collegium.audience.reader import Reader
from collegium.audience.shared import shared
from collegium.blogs.leaders import offices_now
from collegium.blogs.models import Post
from collegium.discussion.models import Piece, ReadMark, Reply
from collegium.groups.models import Group
from collegium.people.models import Follow
from collegium.web.html import minutes

MOST = 30  # posts of leaders that are looked at
RELATED = ("topic__forum", "topic__group", "post__blog", "article__issue", "article__department")


@dataclass(slots=True)
class NewWords:
    """Unread replies of one piece: how many, how long, and the last three people who spoke."""

    count: int = 0
    words: int = 0
    in_round: bool = False
    speakers: list[tuple[int | None, str]] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """One thing of the round. `new` is the number of unread replies, `is_fresh` whether the piece itself is new."""

    piece: Piece
    is_fresh: bool
    new: NewWords
    is_seen: bool = False

    @property
    def words(self) -> int:
        """What there is to read."""
        return (self.piece.words if self.is_fresh else 0) + self.new.words

    @property
    def minutes(self) -> int:
        """Words / 230, rounded up, never zero (docs/glossary.md)."""
        return minutes(self.words)


@dataclass(slots=True)
class GroupItem:
    """A group of the reader with what moved in it."""

    group: Group
    items: list[Item] = field(default_factory=list)

    @property
    def new(self) -> int:
        """New topics and unread replies."""
        return sum(item.new.count + item.is_fresh for item in self.items)

    @property
    def minutes(self) -> int:
        """Of all of it."""
        return sum(item.minutes for item in self.items)


@dataclass(slots=True)
class Followed:
    """What somebody follows, and what they muted: kind -> ids."""

    ids: dict[str, set[int]] = field(default_factory=dict)
    muted: dict[str, set[int]] = field(default_factory=dict)

    def __getitem__(self, kind: str) -> set[int]:
        return self.ids.get(kind, set())

    @classmethod
    def by(cls, reader: Reader) -> Followed:
        """One query."""
        found = cls()
        rows = Follow.objects.filter(person_id=reader.person_id).values_list("kind", "target_id", "muted_at")
        for kind, target, muted_at in rows:
            (found.muted if muted_at else found.ids).setdefault(kind, set()).add(target)
        return found

    def silent(self, kind: str) -> set[int]:
        """The ids of this kind of which they want no news."""
        return self.muted.get(kind, set())

    def mutes(self, post: Post) -> bool:
        """Whether they want no news of this post, its blog or its author."""
        by_kind = {"piece": post.pk, "blog": post.blog_id, "person": post.author_id}
        return any(pk in self.silent(kind) for kind, pk in by_kind.items())

    def new_pieces(self, groups: Iterable[int]) -> Q:
        """The condition "in a place, by somebody or about a subject that they follow", or in one of these groups."""
        return _of(self.ids, groups={*groups, *self["group"]})

    def silenced(self) -> Q:
        """The same of what they muted."""
        return _of(self.muted, groups=self.silent("group"))


def _of(ids: dict[str, set[int]], groups: set[int]) -> Q:
    about = Piece.subjects.through.objects.filter(subject_id__in=ids.get("subject", set()))
    return (
        Q(topic__forum__in=ids.get("forum", set()))
        | Q(post__blog__in=ids.get("blog", set()))
        | Q(pk__in=about.values("piece_id"))
        | Q(author__in=ids.get("person", set()))
        | Q(topic__group__in=groups)
    )


@dataclass(slots=True)
class Round:
    """What is new, unseen things only in the lists; `seen` counts what was opened since the round was fixed."""

    since: datetime
    until: datetime
    posts: list[Item]
    topics: list[Item]
    groups: list[GroupItem]
    seen: int
    leaders: list[Post]
    offices: dict[int, str]
    followed: Followed

    @property
    def moved_groups(self) -> list[GroupItem]:
        """Groups with something new."""
        return [group for group in self.groups if group.items]

    @property
    def unseen(self) -> int:
        """How many things wait."""
        return len(self.posts) + len(self.topics) + len(self.moved_groups)

    @property
    def total(self) -> int:
        """How many things the round had."""
        return self.unseen + self.seen

    @property
    def minutes(self) -> int:
        """What is left costs so many minutes."""
        items = sum(item.minutes for item in [*self.posts, *self.topics])
        return items + sum(group.minutes for group in self.moved_groups)


def round_of(reader: Reader, since: datetime, until: datetime) -> Round:
    """The round of a registered reader; the number of queries does not grow with it.

    Args:
        since: after this moment (the previous visit's start, the last brief).
        until: up to this moment (this visit's start, now).
    """
    followed = Followed.by(reader)
    groups = list(Group.objects.joined_by(reader)) if reader.is_member else []
    heard = [group.pk for group in groups if group.pk not in followed.silent("group")]
    leaders, offices = shared(reader, "newest posts of leaders", _newest_posts)
    moved = _unread(reader, followed, heard, since, until)
    fresh = _window(since, until) & (followed.new_pieces(heard) | _of_leaders(leaders, offices))
    fresh &= ~followed.silenced() if followed.muted else Q()
    rows = Piece.objects.readable_by(reader).filter(fresh | Q(pk__in=[pk for pk, new in moved.items() if new.in_round]))
    pieces = list(rows.exclude(pk__in=followed.silent("piece")).select_related(*RELATED).defer("body"))
    marks = _marks(reader, pieces, until)
    items = [_item(piece, reader, moved, marks, since, until) for piece in pieces]
    open_items = [item for item in items if item is not None and not item.is_seen]
    seen = {item.piece.pk: _group_of(item.piece) for item in items if item is not None and item.is_seen}
    seen |= _seen_moves(reader, followed, heard, marks, pieces, since, until)
    found = Round(since, until, [], [], [GroupItem(group) for group in groups], 0, leaders, offices, followed)
    found = _sorted(found, open_items)
    own = {group.group.pk for group in found.groups}
    quiet = {group.group.pk for group in found.groups if not group.items}
    alone = [group for group in seen.values() if group not in own]
    found.seen = len(alone) + len(quiet.intersection(seen.values()))  # a group is one thing, however many topics
    return found


def _newest_posts(reader: Reader) -> tuple[list[Post], dict[int, str]]:
    """The newest posts, and which of their bloggers hold which office now."""
    running = Post.objects.filter(blog__retired_at=None).listed_for(reader).defer("body", "text")
    posts = list(running.select_related("blog__owner__profile", "readers").newest_first()[:MOST])
    return posts, offices_now({post.blog.owner_id for post in posts})


def _window(since: datetime, until: datetime) -> Q:
    return Q(published_at__gt=since, published_at__lte=until)


def _of_leaders(leaders: list[Post], offices: dict[int, str]) -> Q:
    return Q(pk__in=[post.pk for post in leaders if post.blog.owner_id in offices])


def _unread(
    reader: Reader, followed: Followed, groups: list[int], since: datetime, until: datetime
) -> dict[int, NewWords]:
    """Piece id -> what is unread in it, of followed pieces and own groups that moved since then."""
    if not (followed["piece"] or groups):
        return {}
    places = Q(pk__in=followed["piece"]) | Q(topic__group__in=groups)
    moved = Piece.objects.filter(places, moved_at__gt=since).exclude(pk__in=followed.silent("piece"))
    said = Reply.objects.filter(
        taken_back_at=None, piece__in=list(moved.values_list("pk", flat=True))
    )  # asked apart: by its index, not by a scan
    rows = said.readable_by(reader).unread_by(reader).order_by()
    in_round = Count("pk", filter=Q(created_at__gt=since, created_at__lte=until))
    counted = rows.values_list("piece").annotate(n=Count("pk"), w=Sum("words"), r=in_round)
    return {piece: NewWords(number, words, bool(here)) for piece, number, words, here in counted}


def hear(items: Iterable[Item], reader: Reader) -> None:
    """Who spoke last in each of these pieces, from its last few replies."""
    moved = [item for item in items if item.new.count]
    recent = Q(pk__in=[])
    for item in moved:
        recent |= Q(piece=item.piece.pk, number__gt=item.piece.last_number - 4)
    rows: Any = Reply.objects.filter(recent, taken_back_at=None) if moved else Reply.objects.none()
    said = rows.readable_by(reader).order_by("-number").values_list("piece", "author", "byline__name")
    by_piece = {item.piece.pk: item.new.speakers for item in moved}
    for piece, author, name in said:
        if (author, name) not in by_piece[piece] and len(by_piece[piece]) < 3:
            by_piece[piece].append((author, name))


def _marks(reader: Reader, pieces: list[Piece], until: datetime) -> dict[int, datetime]:
    """Piece id -> when it was last opened: the round's pieces, and whatever was opened since it was fixed."""
    rows = ReadMark.objects.filter(
        Q(piece__in=[piece.pk for piece in pieces]) | Q(at__gt=until), person_id=reader.person_id
    )
    return dict(rows.values_list("piece", "at"))


def _item(
    piece: Piece,
    reader: Reader,
    moved: dict[int, NewWords],
    marks: dict[int, datetime],
    since: datetime,
    until: datetime,
) -> Item | None:
    """The piece's place in the round; None when it was seen before the round was fixed, or is the reader's own."""
    assert piece.published_at is not None
    new, opened = moved.get(piece.pk, NewWords()), marks.get(piece.pk)
    is_own = piece.author_id == reader.person_id
    is_fresh = since < piece.published_at <= until and opened is None and not is_own
    if is_fresh or new.in_round:
        return Item(piece, is_fresh, new)
    was_fresh = since < piece.published_at <= until and not is_own
    return Item(piece, False, new, is_seen=True) if was_fresh and opened and opened > until else None


def _seen_moves(
    reader: Reader,
    followed: Followed,
    groups: list[int],
    marks: dict[int, datetime],
    pieces: list[Piece],
    since: datetime,
    until: datetime,
) -> dict[int, int | None]:
    """Followed pieces and topics of own groups with others' replies of the round, opened and read since it was fixed:
    piece id -> its group's, if any."""
    opened = {pk for pk, at in marks.items() if at > until} - {piece.pk for piece in pieces}
    if not opened:
        return {}
    theirs = Q(piece__in=opened & followed["piece"]) | Q(piece__topic__group__in=groups)
    rows: Any = Reply.objects.filter(theirs, piece__in=opened, created_at__gt=since, created_at__lte=until)
    read = rows.readable_by(reader).exclude(author=reader.person_id).order_by()
    return dict(read.values_list("piece", "piece__topic__group").distinct())


def _group_of(piece: Piece) -> int | None:
    return piece.topic.group_id if piece.kind == Piece.Kind.TOPIC else None  # type: ignore[attr-defined,no-any-return]


def _sorted(found: Round, items: list[Item]) -> Round:
    """Into posts (highest office first, then newest), topics and articles (latest moved first), groups."""
    by_group = {group.group.pk: group for group in found.groups}
    for item in sorted(items, key=lambda item: item.piece.moved_at or item.piece.published_at, reverse=True):  # type: ignore[arg-type,return-value]
        group_id = _group_of(item.piece)
        if item.piece.kind == Piece.Kind.POST and item.is_fresh:
            found.posts.append(item)
        elif group_id in by_group:
            by_group[group_id].items.append(item)
        else:
            found.topics.append(item)
    ranks = {person: rank for rank, person in enumerate(found.offices)}
    found.posts.sort(key=lambda item: ranks.get(item.piece.post.blog.owner_id, len(ranks)))  # type: ignore[attr-defined]
    return found


def pieces_of(found: Round) -> list[Piece]:
    """All pieces that wait in a round."""
    items = [*found.posts, *found.topics, *(item for group in found.groups for item in group.items)]
    return [item.piece for item in items]
