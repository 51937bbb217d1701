"""Home for who is registered: the round in its sections, a time budget, what waits for an answer, and an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from collegium.audience.reader import Reader
from collegium.audience.shared import shared
from collegium.blogs.models import Post
from collegium.blogs.questions import open_to_questions
from collegium.brief import phrases
from collegium.brief.models import Visit
from collegium.brief.round import Followed, GroupItem, Item, Round, hear, round_of
from collegium.brief.visits import visit_of
from collegium.conversations.inbox import unread_for
from collegium.forums.lists import Row, topic_rows
from collegium.forums.models import Topic
from collegium.magazine.models import Article, Issue
from collegium.people.models import Profile
from collegium.web.html import minutes
from collegium.web.models import Society

BUDGETS = (3, 10)  # minutes somebody may have
SHOWN_LEADERS, SHOWN_WAITING, SHOWN_ARTICLES, SHOWN_MOVING = 4, 3, 5, 5
WAITING_FOR = timedelta(days=60)  # older questions are not offered any more
COMMON = {"and", "for", "the", "oncology", "medicine", "medical", "care", "general", "practice", "clinical"}


@dataclass(slots=True)
class LeaderPost:
    """A post in the leaders' row; `item` when it belongs to the round."""

    post: Post
    portrait: int | None
    item: Item | None = None
    is_full: bool = True


@dataclass(slots=True)
class Waiting:
    """Topics without an answer, and why just these."""

    why: str
    topics: list[Topic]


@dataclass(slots=True)
class CurrentIssue:
    """The newest issue of the magazine."""

    issue: Issue
    articles: list[Article]
    minutes: int
    is_new: bool


@dataclass(slots=True)
class Home:
    """Everything on the page, chosen for a budget. `later` items, of `later_minutes`, wait for more time."""

    visit: Visit
    round: Round
    lead: LeaderPost | None
    leaders: list[LeaderPost]
    topics: list[Item]
    groups: list[GroupItem]
    moving: list[Row]
    waiting: Waiting | None
    issue: CurrentIssue | None
    messages: int
    asking: list[Post]
    budget: int | None
    total: int = 0
    total_minutes: int = 0
    later: int = 0
    later_minutes: int = 0
    sentence: Markup = field(default_factory=Markup)

    @property
    def ticks(self) -> list[bool]:
        """One mark a thing of the round, true when seen; none when there are too many to draw."""
        return [number < self.round.seen for number in range(self.total)] if self.total <= 60 else []

    @property
    def since(self) -> str:
        """As a sentence has it."""
        return phrases.since(self.visit.since)


def home_of(reader: Reader, budget: int | None = None) -> Home:
    """The page of a registered reader.

    Args:
        budget: minutes the reader has; None is all.
    """
    assert reader.person_id is not None
    visit = visit_of(reader.person_id)
    found = round_of(reader, visit.since, visit.started_at)
    messages = unread_for(reader)
    issue = newest_issue(reader, visit.since, visit.started_at)
    sentence, total, cost = _sentence(found, messages, issue), found.total, found.minutes
    later, later_minutes = _fit(found, budget)
    hear(found.topics, reader)
    row = _leaders(found, reader, at_least=0 if later else SHOWN_LEADERS)
    return Home(
        visit=visit,
        round=found,
        lead=row[0] if row else None,
        leaders=row[1:],
        topics=found.topics,
        groups=found.moved_groups if later else found.groups,
        moving=[] if found.topics or later else _moving(reader),
        waiting=None if later else _waiting(reader, found.followed),
        issue=None if later else issue,
        messages=messages,
        asking=open_to_questions(reader),
        budget=budget,
        total=total,
        total_minutes=cost,
        later=later,
        later_minutes=later_minutes,
        sentence=sentence,
    )


def _fit(found: Round, budget: int | None) -> tuple[int, int]:
    """Keep in the round's lists what fits the budget, in their order; where nothing fits, the first thing. Returns what
    is left out."""
    if budget is None:
        return 0, 0
    spent, shown, later, later_minutes = 0, 0, 0, 0
    things: list[Item | GroupItem] = [*found.posts, *found.topics, *found.moved_groups]
    can_fit = any(thing.minutes <= budget for thing in things)

    def fits(thing: Item | GroupItem) -> bool:
        nonlocal spent, shown, later, later_minutes
        if spent + thing.minutes > budget and (shown or can_fit):
            later, later_minutes = later + 1, later_minutes + thing.minutes
            return False
        spent, shown = spent + thing.minutes, shown + 1
        return True

    found.posts = [item for item in found.posts if fits(item)]
    found.topics = [item for item in found.topics if fits(item)]
    found.groups = [group for group in found.groups if not group.items or fits(group)]
    return later, later_minutes


def _leaders(found: Round, reader: Reader, *, at_least: int) -> list[LeaderPost]:
    """The round's posts; fewer than four are filled up with each leader's newest, which the round does not count."""
    portraits = {post.blog.owner_id: post.blog.owner for post in found.leaders}
    posts = {post.pk: post for post in found.leaders}
    row = [
        LeaderPost(posts.get(item.piece.pk) or item.piece.post, None, item)  # type: ignore[attr-defined]
        for item in found.posts
    ]
    shown = {line.post.blog.owner_id for line in row} | {reader.person_id}
    ranks = {person: rank for rank, person in enumerate(found.offices)}
    for post in sorted(found.leaders, key=lambda post: ranks.get(post.blog.owner_id, len(ranks))):
        if len(row) < at_least and post.blog.owner_id not in shown:
            row.append(LeaderPost(post, None))
            shown.add(post.blog.owner_id)
    for line in row:
        owner = portraits.get(line.post.blog.owner_id)
        line.portrait = getattr(getattr(owner, "profile", None), "portrait_id", None)
        line.is_full = line.item is not None or reader.may_read(line.post)
    return row


def _moving(reader: Reader) -> list[Row]:
    """For who follows nothing that moved: what moves elsewhere, outside of the round."""
    topics = Topic.objects.filter(group=None).readable_by(reader).moved_first()
    return topic_rows(topics.select_related("forum").defer("body", "text")[:SHOWN_MOVING], reader)


def _waiting(reader: Reader, followed: Followed) -> Waiting:
    """Questions without an answer: of the reader's specialty, else of what they say colleagues may ask about, else of
    forums they follow, else all they may answer."""
    asked = Topic.objects.filter(group=None, locked_at=None, published_at__gt=timezone.now() - WAITING_FOR)
    topics = asked.waiting().readable_by(reader)
    own = Q(writers__in=reader.audiences) | Q(open_writing=True)
    rows = list(
        topics.filter(own).exclude(author=reader.person_id).newest_first()
        .select_related("forum").prefetch_related("subjects").defer("body", "text")[:60]
    )  # fmt: skip
    own_words = Profile.objects.filter(person=reader.person_id).values_list("specialty__name", "ask_me_about").first()
    specialty, asked_about = own_words or ("", "")
    wanted, known = _words(specialty or ""), _words(asked_about.replace("\n", " "))
    choices: list[tuple[str, Callable[[Topic], bool]]] = [
        (_("Unanswered in your specialty"), lambda topic: bool(wanted & _about(topic))),
        (_("Unanswered in what you may be asked about"), lambda topic: bool(known & _about(topic))),
        (_("Unanswered in forums you follow"), lambda topic: topic.forum_id in followed["forum"]),
        (_("Waiting for an answer"), lambda topic: True),
    ]
    for why, test in choices:
        if fitting := [topic for topic in rows if reader.may_write_in(topic) and test(topic)]:
            return Waiting(why, fitting[:SHOWN_WAITING])
    return Waiting("", [])


def _words(text: str) -> set[str]:
    return {word for word in text.lower().replace("/", " ").split() if len(word) > 2} - COMMON


def _about(topic: Topic) -> set[str]:
    names = [topic.place_name, *(subject.name for subject in topic.subjects.all())]
    return set().union(*(_words(name) for name in names))


def newest_issue(reader: Reader, since: datetime, until: datetime) -> CurrentIssue | None:
    """The newest issue with its first articles; new when it came out between the two moments."""
    issue = shared(reader, "newest issue", _newest_issue)
    if issue is None or issue.issue.published_at is None:
        return None
    return replace(issue, is_new=since < issue.issue.published_at <= until)


def _newest_issue(reader: Reader) -> CurrentIssue | None:
    issue = Issue.objects.out().newest_first().first()
    if issue is None:
        return None
    articles: Any = issue.articles.listed_for(reader)  # type: ignore[attr-defined]
    rows = list(articles.select_related("department").defer("body", "text").in_order())
    cost = sum(minutes(article.words) for article in rows if reader.may_read(article))
    return CurrentIssue(issue, rows[:SHOWN_ARTICLES], cost, is_new=False)


def _linked(address: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, text)


def _sentence(found: Round, messages: int, issue: CurrentIssue | None) -> Markup:
    """The handover: who posted, what moved, who wrote, and what it costs."""
    parts: list[Markup] = []
    if people := len({item.piece.author_id for item in found.posts}):
        parts.append(
            _linked(
                "/#leaders",
                ngettext("%(n)s leader posted", "%(n)s leaders posted", people) % {"n": phrases.spelled(people)},
            )
        )
    if topics := len(found.topics):
        text = ngettext("%(n)s topic you follow moved", "%(n)s topics you follow moved", topics)
        parts.append(_linked("/#topics", text % {"n": phrases.spelled(topics)}))
    if groups := len(found.moved_groups):
        text = ngettext("%(n)s of your groups has something new", "%(n)s of your groups have something new", groups)
        parts.append(_linked("/#groups", text % {"n": phrases.spelled(groups)}))
    if messages:
        text = ngettext("%(n)s conversation waits for you", "%(n)s conversations wait for you", messages)
        parts.append(_linked("/messages/", text % {"n": phrases.spelled(messages)}))
    if issue and issue.is_new:
        name = Markup("{} <cite>{}</cite>").format(issue.issue.date_text, Society.current().magazine_name)
        link = Markup('<a href="{}">{}</a>').format(reverse("magazine:issue_detail", args=[issue.issue.slug]), name)
        parts.append(Markup(_("the %(issue)s is out")) % {"issue": link})  # noqa: S704 - our own words
    if not parts:
        return Markup("")
    return phrases.capitalized(Markup("{}.").format(phrases.listed(parts)))
