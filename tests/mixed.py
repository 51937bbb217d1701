"""One mixed set of things by the cast, for tests that ask who gets what of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from collegium.answers.tests.factory import make_card
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import reader_for
from collegium.blogs.actions import open_blog, publish_post, start_post
from collegium.conversations.models import Participant
from collegium.conversations.tests.factory import write
from collegium.discussion import actions as discussion
from collegium.discussion.events import PieceChanged
from collegium.discussion.models import Reply
from collegium.discussion.publishing import Writing
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.models import Group
from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.magazine.actions import publish_article, start_article
from collegium.magazine.tests.factory import department
from collegium.organizations.models import Organization
from collegium.organizations.tests.factory import employ, make_organization
from collegium.web import news
from tests.cast import Cast

WORD = "zebrafinch"  # stands in the body of everything, so that one search finds all of it
AUDIENCES = {"public": PUBLIC, "guests": GUESTS, "members": MEMBERS}


@dataclass(slots=True)
class Thing:
    """One thing: its address, and what a page shows of it when it shows all (`body`) or only its name (`title`)."""

    address: str
    title: str
    body: str = WORD


@dataclass(slots=True)
class Mixed:
    """The things by name ("topic public"), with the rows that tests need."""

    things: dict[str, Thing] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    organization: Organization | None = None
    removed: Reply | None = None


def make_mixed(cast: Cast) -> Mixed:
    """Topics, posts and articles for each audience, drafts, groups of each kind, a conversation, an organization."""
    mixed = Mixed()
    _topics(cast, mixed)
    _posts(cast, mixed)
    _articles(cast, mixed)
    _groups(cast, mixed)
    message = write(cast.mia, cast.otto, text=f"Words of a {WORD} between two of us")
    Participant.objects.filter(conversation=message.conversation).update(state="accepted")
    mixed.things["conversation"] = Thing(f"/messages/{message.conversation_id}/", "between two of us")
    mixed.organization = make_organization(name="Saltmarsh Oncology")
    employ(mixed.organization, cast.mia)
    mixed.things["organization"] = Thing("/organizations/saltmarsh-oncology/", "Saltmarsh Oncology", "Two physicians")
    mixed.things["directory"] = Thing("/members/", "Grace Penhaligon", "Grace Penhaligon")
    return mixed


def _topics(cast: Cast, mixed: Mixed) -> None:
    for name, audience in AUDIENCES.items():
        forum = make_forum(f"Forum {name}", readers=audience, writers=min(max(audience, GUESTS), MEMBERS))
        topic = make_topic(cast.mia, forum, f"Topic {name} title", text=f"{WORD} in a topic")
        mixed.topics[name] = topic
        mixed.things[f"topic {name}"] = Thing(topic.get_absolute_url(), topic.title)
    make_card(mixed.topics["members"], answer=f"{WORD} in an answer card")
    topic = mixed.topics["public"]
    mixed.removed = discussion.post_reply(topic, Words.plain("Hidden quokka words"), reader_for(cast.otto))
    discussion.hide(mixed.removed, cast.mo, "Names a colleague.")
    mixed.things["removed reply"] = Thing(topic.get_absolute_url(), topic.title, "Hidden quokka words")


def _posts(cast: Cast, mixed: Mixed) -> None:
    petra = reader_for(cast.petra)
    blog = open_blog(cast.petra, "Notes from the bay", "notes", description="By the sea.", disclosures="None")
    for name, audience in AUDIENCES.items():
        post = start_post(blog, _writing("Post", name, audience), petra)
        publish_post(post, petra)
        mixed.things[f"post {name}"] = Thing(post.get_absolute_url(), post.title)
    draft = start_post(blog, _writing("Post", "draft", PUBLIC), petra)
    mixed.things["post draft"] = Thing("/blogs/notes/post-draft-title/", draft.title)
    later = start_post(blog, _writing("Post", "scheduled", PUBLIC), petra)
    publish_post(later, petra, at=timezone.now() + timedelta(days=2))
    mixed.things["post scheduled"] = Thing("/blogs/notes/post-scheduled-title/", later.title)


def _articles(cast: Cast, mixed: Mixed) -> None:
    ed = reader_for(cast.ed)
    for name in ("public", "members"):
        article = start_article(
            _writing("Article", name, AUDIENCES[name]), ed, ["Leora Standish"], department=department()
        )
        publish_article(article, ed)
        mixed.things[f"article {name}"] = Thing(article.get_absolute_url(), article.title)


def _groups(cast: Cast, mixed: Mixed) -> None:
    for kind in ("open", "closed", "secret"):
        group = make_group(cast.otto, kind, cast.grace, name=f"Group {kind} name")
        topic = make_group_topic(group, cast.grace, f"Topic of the {kind} group")
        Topic.objects.filter(pk=topic.pk).update(body=f"<p>{WORD} within</p>", text=f"{WORD} within")
        topic.refresh_from_db()
        news.tell(PieceChanged(topic.pk))
        mixed.groups[kind] = group
        mixed.things[f"topic of {kind} group"] = Thing(topic.get_absolute_url(), topic.title)
        mixed.things[f"{kind} group"] = Thing(f"/groups/{group.slug}/", group.name, topic.title)
        mixed.things[f"people of {kind} group"] = Thing(f"/groups/{group.slug}/people/", group.name, "Grace Penhaligon")


def _writing(kind: str, name: str, audience: int) -> Writing:
    words = Words.rich(f"<p>{WORD} in a {kind.lower()}</p>", headings=True)
    return Writing(f"{kind} {name} title", "A standfirst.", words, readers_id=audience)
