"""The forums of the demo: 12 files of topics, and one topic of 500 replies made by program and marked so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from collegium.accounts.models import User
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import reader_for
from collegium.demo.chance import ANYBODY, Clock, Crowd, Voices
from collegium.demo.load_polls import load_poll
from collegium.demo.texts import ForumText, Said, TopicText, markup, read_forum
from collegium.discussion import quotes
from collegium.discussion.bulk import NewReply, append_replies
from collegium.discussion.bylines import byline_of
from collegium.discussion.models import Reaction, Reply, Subject
from collegium.discussion.words import Words
from collegium.forums.models import Forum, Section, Topic
from collegium.groups.models import Group

AUDIENCES = {"members": MEMBERS, "guests": GUESTS, "public": PUBLIC}
SECTIONS = ["Clinical questions", "Running the practice", "The society"]
LONG_TOPIC = 500
ROLES = {
    "physician", "pharmacist", "nurse", "trainee", "administrator", "social-worker", "advocate", "navigator",
    "registrar", "guest",
}  # fmt: skip


class Talk:
    """Turns texts into topics and replies with people and times."""

    def __init__(self, folder: Path, people: dict[str, User], clock: Clock) -> None:
        self.crowd, self.clock, self.people = Crowd(folder, people, clock.rng), clock, people
        self.bylines: dict[str, dict[str, Any]] = {}
        self.subjects = {subject.slug: subject for subject in Subject.objects.all()}

    def byline(self, slug: str) -> dict[str, Any]:
        """The byline of a person, worked out once."""
        if slug not in self.bylines:
            self.bylines[slug] = byline_of(self.people[slug], reader_for(self.people[slug]))
        return self.bylines[slug]

    def topic(
        self, text: TopicText, days: float, forum: Forum | None, group: Group | None = None, voices: Voices = ANYBODY
    ) -> Topic:
        """Create one topic and its replies.

        Args:
            days: how long ago it was last moved, about.
        """
        place = forum or group
        assert place is not None
        role = text.headers.get("role", "")
        asker = text.headers.get("asker") or self.crowd.choose(role, voices)
        at = self.clock.days_ago(days + sum(_waits(text.replies)) + min(2.0, len(text.replies) / 10))
        words = Words.rich(markup(text.body))
        usual = forum.readers_id if forum else group.audience_id if group else MEMBERS
        readers = AUDIENCES[text.headers["readers"]] if "readers" in text.headers else usual
        topic = Topic(  # type: ignore[misc]
            forum=forum, group=group, title=text.title, slug=slugify(text.title)[:80].strip("-"), readers_id=readers,
            writers_id=group.writers_id if group else usual, author=self.people[asker],
            byline=self.byline(asker), published_at=at, created_at=at,
            moved_at=at, last_by=self.byline(asker)["name"],
        )  # fmt: skip
        if text.headers.get("guests") == "open":
            topic.open_to_id, topic.open_from, topic.open_writing = GUESTS, at, True
        if text.headers.get("state") == "pinned":
            topic.pinned_at = at
        if text.headers.get("state") == "locked":
            topic.locked_at = self.clock.after(at, 200)
        words.put_into(topic)
        topic.save()
        topic.subjects.set(self.subjects[key] for key in _words(text.headers.get("subjects", "")))
        replies = self.replies(topic, text.replies, asker, voices)
        answer = text.headers.get("state", "").removeprefix("answered ")
        if answer.isdigit() and int(answer) <= len(replies):
            Topic.objects.filter(pk=topic.pk).update(answer=replies[int(answer) - 1])
        self.react(topic, replies)
        if "poll" in text.headers:
            load_poll(topic, text.headers, [self.people[slug] for slug in self.crowd.members])
        return topic

    def replies(self, topic: Topic, texts: list[Said], asker: str, voices: Voices) -> list[Reply]:
        """Append the replies, each by somebody who fits."""
        speakers, new = [asker], []  # type: ignore[var-annotated]
        guests_allowed = GUESTS in {topic.writers_id, topic.open_to_id}
        assert topic.published_at is not None
        for text, at in zip(texts, self.clock.moments(topic.published_at, _waits(texts)), strict=True):
            slug = self._speaker(text, voices, guests_allowed, speakers)
            speakers.append(slug)
            new.append(NewReply(Words.rich(markup(text.text)), at, self.people[slug].pk, self.byline(slug)))
        replies = append_replies(topic, new)
        self._quote(topic, texts, replies)
        return replies

    def _speaker(self, text: Said, voices: Voices, guests: bool, before: list[str]) -> str:
        """Who says it: the asker (first in `before`), somebody named, whoever said an earlier reply, or who fits."""
        tags = text.tags
        if "asker" in tags or "author" in tags:
            return before[0]
        if "again" in tags:
            return before[int(tags["again"])]
        named = tags.get("leader") or tags.get("person")
        if named in self.people:
            return named
        role = next((tag for tag in tags if tag in ROLES), "")
        if role in ("guest", "advocate") and not guests:
            role = ""
        return self.crowd.choose(role, voices, but=before)

    def _quote(self, topic: Topic, texts: list[Said], replies: list[Reply]) -> None:
        """Bind the quotes that tags ask for: the first sentence of the last paragraph of an earlier reply."""
        quoting = []
        for place, (text, reply) in enumerate(zip(texts, replies, strict=True)):
            number = text.tags.get("quotes", "")
            if number.isdigit() and 0 < int(number) <= place:
                source = replies[int(number) - 1]
                line = source.text.split("\n\n")[-1].split(". ")[0]
                reply.body = quotes.bound(quotes.quoting(source.pk, line) + reply.body, topic, None)
                quoting.append(reply)
        Reply.objects.bulk_update(quoting, ["body"])

    def react(self, topic: Topic, replies: list[Reply]) -> None:
        """Give some replies and the topic itself reactions."""
        rows = [
            Reaction(person=person, piece=topic, kind=kind)
            for kind in ("useful", "same")
            for person in self.crowd.some(int(self.clock.rng.expovariate(0.3)))
        ]
        for reply in replies:
            for kind, rate in (("useful", 0.35), ("same", 0.9), ("thanks", 0.8), ("helped", 0.6), ("changed", 1.6)):
                people = self.crowd.some(int(self.clock.rng.expovariate(rate)))
                setattr(reply, kind, len(people))
                rows += [Reaction(person=person, piece=topic, reply=reply, kind=kind) for person in people]
        Reaction.objects.bulk_create(rows, batch_size=1000)
        Reply.objects.bulk_update(replies, ["useful", "same", "thanks", "helped", "changed"], batch_size=200)


def _waits(texts: list[Said]) -> list[float]:
    return [float(text.tags.get("later") or 0) for text in texts]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def load_forums(folder: Path, people: dict[str, User], clock: Clock) -> None:
    """Create the sections, forums, topics and replies of `folder/forums`."""
    talk = Talk(folder, people, clock)
    sections = {name: Section.objects.create(name=name, order=order) for order, name in enumerate(SECTIONS)}
    files = [read_forum(file) for file in sorted((folder / "forums").glob("*.txt"))]
    waiting: list[tuple[float, Forum, Voices, TopicText]] = []
    for order, text in enumerate(files):
        forum = _forum(text, sections, order)
        for rank, topic in enumerate(_in_turn(text.topics, clock)):
            waiting.append((rank + clock.rng.random(), forum, voices_of(text), topic))
    waiting.sort(key=lambda one: (one[3].headers.get("state") == "pinned", one[0]))
    for place, (_turn, forum, voices, topic) in enumerate(waiting):
        talk.topic(topic, _age(place, len(waiting), topic), forum, voices=voices)
    _long_topic(talk, Forum.objects.get(slug="open-forum"))


def _in_turn(topics: list[TopicText], clock: Clock) -> list[TopicText]:
    """The topics of a forum, the one that moved last first; those that took months tend to come later."""
    return sorted(topics, key=lambda topic: clock.rng.random() * (3 if sum(_waits(topic.replies)) else 1))


def voices_of(text: ForumText) -> Voices:
    """Who talks in a place, by its headers `voices`, `stages`, `fields` and `abroad`."""
    roles, stages, fields = (
        tuple(part.strip() for part in text.headers.get(key, "").split(",") if part.strip())
        for key in ("voices", "stages", "fields")
    )
    return Voices(roles, stages, fields, text.headers.get("abroad") == "yes")


def _forum(text: ForumText, sections: dict[str, Section], order: int) -> Forum:
    head = text.headers
    audience = AUDIENCES[head.get("readers", "members")]
    return Forum.objects.create(
        name=head["forum"], slug=slugify(head["forum"]), section=sections[head["section"]], order=order,
        description=head["description"], readers_id=audience, writers_id=audience,
    )  # fmt: skip


def _age(place: int, total: int, topic: TopicText) -> float:
    """Days since a topic moved: three in ten in the last two weeks, the rest over eleven months."""
    if topic.headers.get("state") == "pinned":
        return 12.0
    share = place / total
    return 0.15 + share * 40 if share < 0.3 else 12 + (share - 0.3) * 440


def _long_topic(talk: Talk, forum: Forum) -> None:
    head = "This topic was made by program to try long threads: five hundred replies, none of them written by a person."
    text = TopicText("Test topic: five hundred replies made by program", {"subjects": "technology"}, head)
    text.replies = [
        Said({}, f"Reply {number} of {LONG_TOPIC}, made by program. It is here so that paging can be tried.")
        for number in range(1, LONG_TOPIC + 1)
    ]
    start = talk.clock.now - timedelta(days=40)
    topic = talk.topic(TopicText(text.title, text.headers, text.body), 40, forum)
    new = [
        NewReply(
            Words.rich(markup(reply.text)), start + timedelta(hours=number * 1.7),
            talk.people[slug].pk, talk.byline(slug),
        )
        for number, reply in enumerate(text.replies, 1)
        for slug in [talk.crowd.choose()]
    ]  # fmt: skip
    append_replies(topic, new)
