"""The leaders' blogs of the demo: `demo/blogs/<person>/`, posts and comments around today."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.text import slugify

from collegium.accounts.models import User
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import Reader
from collegium.blogs.actions import open_blog, publish_post, start_post
from collegium.blogs.models import Blog, Post
from collegium.demo.cast import LEADERS
from collegium.demo.chance import Clock, Voices
from collegium.demo.drawings import drawn
from collegium.demo.load_forums import Talk
from collegium.demo.texts import Said, said, split_headers
from collegium.discussion.models.publication import Publication
from collegium.discussion.publishing import Writing
from collegium.discussion.words import Words
from collegium.people.models import Follow

ORDER = ["ihr", "eth", "pde", "mlh", "rbr", "jol", "sof", "lac", "dcw", "hst", "obk"]  # the President first
NEW = {
    "ihr": 0.6,
    "eth": 0.4,
}  # out since everybody's last visit; the newest of others is between three and thirty days old
CLINICIANS = Voices(("physician", "nurse", "pharmacist"), abroad=True)  # who comments where a text does not say it
GAP = 24.0  # days between two posts of a blog, about
AUDIENCES = {"public": PUBLIC, "guests": GUESTS, "members": MEMBERS}


@dataclass(slots=True)
class PieceText:
    """A file of a post or article: header lines, HTML, and what people answered."""

    headers: dict[str, str]
    body: str
    answers: list[Said] = field(default_factory=list)
    earlier: str = ""  # what stood there before


def read_piece(file: Path) -> PieceText:
    """Parse a post or article (format: demo/README.md)."""
    head, _mark, rest = file.read_text().partition("\n===\n")
    body, _mark, answers = rest.replace("\n=== letters\n", "\n=== comments\n").partition("\n=== comments\n")
    body, _mark, earlier = body.partition("\n=== earlier\n")
    parts = [part for part in answers.split("\n---\n") if part.strip()]
    return PieceText(split_headers(head)[0], body.strip(), [said(part) for part in parts], earlier.strip())


def load_blogs(folder: Path, people: dict[str, User], clock: Clock) -> None:
    """Create the blogs of `folder/blogs` with their posts, comments and followers.

    Args:
        people: accounts by the slugs of people.csv.
    """
    talk = Talk(folder, people, clock)
    for slug in ORDER:
        home = folder / "blogs" / slug
        if slug in people and home.is_dir():
            blog = _blog(home, people[slug])
            if slug in LEADERS and "petra" in people:
                blog.helpers.add(people["petra"])
            _posts(talk, blog, slug, [read_piece(file) for file in sorted(home.glob("*.html"))])
            _followers(talk, blog)


def _blog(home: Path, owner: User) -> Blog:
    head = split_headers((home / "blog.txt").read_text())[0]
    return open_blog(
        owner, head["title"], slugify(head["title"]), description=head["description"], bio=head["bio"],
        disclosures=head["disclosures"],
    )  # fmt: skip


def _posts(talk: Talk, blog: Blog, writer: str, texts: list[PieceText]) -> None:
    """Oldest first; the newest of two leaders came out after everybody's last visit."""
    by = Reader(person_id=blog.owner.pk, standing="member", person=blog.owner)
    out = [text for text in texts if "state" not in text.headers]
    days = talk.clock.rng.uniform(3.3 if writer == "pde" else 8, 30)
    ages = [days]
    for _text in out[1:]:
        ages.append(ages[-1] + talk.clock.rng.uniform(0.7, 1.3) * GAP)
    for text, age in zip(out, reversed(ages), strict=True):
        text.body = drawn(text.body, blog.owner)
        post = start_post(blog, writing_of(text, talk), by)
        at = talk.clock.since_friday(NEW[writer]) if writer in NEW and text is out[-1] else talk.clock.days_ago(age)
        publish_post(post, by, at=at)
        Post.objects.filter(pk=post.pk).update(created_at=at)
        answer(talk, post, text, writer)
    for text in texts:
        if (state := text.headers.get("state")) in ("draft", "scheduled"):
            post = start_post(blog, writing_of(text, talk), by)
            if state == "scheduled":
                publish_post(post, by, at=talk.clock.morning(2))


def writing_of(text: PieceText, talk: Talk) -> Writing:
    """What the writing form would hold."""
    head = text.headers
    keys = [key.strip() for key in head.get("subjects", "").split(",")]
    words = Words.rich(text.body, headings=True)
    subjects = [talk.subjects[key] for key in keys if key in talk.subjects]
    return Writing(head["title"], head.get("deck", ""), words, subjects, AUDIENCES[head.get("readers", "members")])


def answer(talk: Talk, piece: Publication, text: PieceText, writer: str) -> None:
    """Comments or letters, and reactions."""
    replies = talk.replies(piece, text.answers, writer, CLINICIANS)  # type: ignore[arg-type]
    talk.react(piece, replies)  # type: ignore[arg-type]


def _followers(talk: Talk, blog: Blog) -> None:
    """A leader's blog is followed by some; the first in the row by most."""
    share = 0.55 if blog.order <= 3 else 0.2
    count = int(len(talk.crowd.members) * share * talk.clock.rng.uniform(0.7, 1.1))
    rows = [Follow(person=person, kind="blog", target_id=blog.pk) for person in talk.crowd.some(count)]
    Follow.objects.bulk_create([row for row in rows if row.person_id != blog.owner_id], ignore_conflicts=True)
