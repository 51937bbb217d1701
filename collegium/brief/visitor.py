"""Home for visitors: the leaders, what is open to everybody, and how to join. Nothing else is named or counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from collegium.audience.models import GUESTS, PUBLIC
from collegium.audience.reader import VISITOR
from collegium.blogs.leaders import Leader, leaders_of
from collegium.blogs.models import Blog, Post
from collegium.blogs.questions import open_to_questions
from collegium.discussion.models import Piece
from collegium.forums.lists import Row, topic_rows
from collegium.forums.models import Forum, Topic
from collegium.magazine.models import Article, Issue

SHOWN, SHOWN_LEADERS = 5, 6


@dataclass(slots=True)
class VisitorHome:
    """The page. `forums`: names of forums that guests may write in (a forum's name is no secret)."""

    lead: Leader | None
    leaders: list[Leader]
    more_leaders: int
    topics: list[Row]
    reading: list[Piece]
    forums: list[Forum]
    issue: Issue | None
    asking: list[Post]


def visitor_home() -> VisitorHome:
    """What anybody sees; the number of queries does not grow with it."""
    row = leaders_of(Blog.objects.running().with_latest(VISITOR), VISITOR)
    lead = next((leader for leader in row if leader.latest), None)
    others = [leader for leader in row if leader is not lead]
    topics = Topic.objects.filter(group=None).readable_by(VISITOR).moved_first().select_related("forum")
    reading = Piece.objects.readable_by(VISITOR).exclude(kind=Piece.Kind.TOPIC).newest_first()
    newest = lead.latest.pk if lead and lead.latest else 0
    articles = Article.objects.filter(issue=OuterRef("pk")).readable_by(VISITOR)
    return VisitorHome(
        lead=lead,
        leaders=others[:SHOWN_LEADERS],
        more_leaders=len(others) - SHOWN_LEADERS,
        topics=topic_rows(topics[:SHOWN], VISITOR),
        reading=list(reading.exclude(pk=newest).select_related("post__blog", "article").defer("body", "text")[:SHOWN]),
        forums=list(Forum.objects.filter(readers__in=[PUBLIC, GUESTS], writers__in=[PUBLIC, GUESTS])),
        asking=open_to_questions(VISITOR),
        issue=Issue.objects.out().filter(Exists(articles)).newest_first().first(),
    )
