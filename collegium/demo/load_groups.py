"""The groups of the demo with their people and topics, and the conversations of a few (`demo/README.md`)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.conversations.models import Conversation, Message, Participant
from collegium.demo.chance import Clock
from collegium.demo.load_forums import ROLES, Talk, voices_of
from collegium.demo.texts import ForumText, read_forum, split_headers
from collegium.discussion.words import Words
from collegium.groups import actions
from collegium.groups.models import Group, Place

ICONS = {
    "advanced-practice-council": "clipboard-list", "after-a-bad-day": "heart-handshake",
    "fellows-and-first-jobs": "graduation-cap", "gi-oncology-network": "stethoscope",
    "navigators-and-social-workers": "hand", "policy-committee": "landmark",
    "quality-improvement-collaborative": "trending-up", "rural-practice-section": "mountain",
    "tumor-board-by-video": "video", "women-in-oncology-practice": "users",
}  # fmt: skip
SIZES = {"open": (24, 60), "closed": (12, 26), "secret": (8, 8)}  # people drawn for a group
MIAS = ("GI Oncology Network", "Rural Practice Section", "Tumor Board by Video")
NOTES = (
    "I run a clinic with two rooms and would like to learn from the others.",
    "A colleague of the group told me that the charts of last spring are here.",
    "We start in our practice next month. I bring our numbers along.",
)
ANNOUNCEMENTS = {
    "GI Oncology Network": "Order set, version 3, is open for comment. Please write in its topic, not by mail.",
    "Quality Improvement Collaborative": "The next cohort opens in the new year. Ask here before you ask your board.",
}
STATE = Participant.State


def load_groups(folder: Path, people: dict[str, User], clock: Clock) -> None:
    """Create the groups of `folder/groups` and the conversations of `folder/messages.txt`.

    Args:
        people: slug of people.csv and handle of the cast -> account.
    """
    talk = Talk(folder, people, clock)
    everybody = list(talk.crowd.members)
    for place, file in enumerate(sorted((folder / "groups").glob("*.txt"))):
        talk.crowd.members = everybody
        _load_group(read_forum(file), file.stem, talk, place)
    talk.crowd.members = everybody
    _wait(talk)
    _load_messages((folder / "messages.txt").read_text(), people, clock)


def _load_group(text: ForumText, stem: str, talk: Talk, place: int) -> Group:
    head, people, rng = text.headers, talk.people, talk.clock.rng
    owner = people[head["owner"]]
    proposal = actions.Proposal(head["name"], head["kind"], head["summary"], head["about"], ICONS.get(stem, "users"))
    group = actions.propose_group(proposal, owner)
    actions.confirm_group(group, people["ada"])
    proposed = talk.clock.days_ago(500 + 300 * place)
    Group.objects.filter(pk=group.pk).update(created_at=proposed, confirmed_at=proposed + timedelta(days=2))
    drawn = _drawn(text, talk, rng.randint(*SIZES[group.kind]))
    named = [slug for slug in _named(text) if reader_for(people[slug]).is_member]
    cast = ["grace"] if group.kind != Group.Kind.OPEN else ["mia"] if group.name in MIAS else []
    slugs = [slug for slug in dict.fromkeys([*drawn, *named]) if slug != head["owner"]]
    for slug in [*slugs, *cast]:
        Place.objects.create(group=group, person=people[slug], role=Place.Role.INVITED, invited_by=owner)
        actions.join(group, people[slug])
    _date_places(group, talk.clock)
    talk.crowd.members = [head["owner"], *slugs]
    for number, topic in enumerate(text.topics):
        talk.topic(topic, 1.5 + number * 13 + place * 0.6, None, group, voices_of(text))
    if announcement := ANNOUNCEMENTS.get(group.name):
        actions.announce(group, announcement, owner)
    return group


def _drawn(text: ForumText, talk: Talk, count: int) -> list[str]:
    """Who is in a group: those whom its header `drawn` names, else members who fit; and two of each role that talks."""
    crowd, rng, voices = talk.crowd, talk.clock.rng, voices_of(text)
    fitting = [slug for slug in crowd.members if crowd.fits(slug, voices)]
    drawn = text.headers["drawn"].split() if "drawn" in text.headers else rng.sample(fitting, min(count, len(fitting)))
    for role in sorted({tag for topic in text.topics for said in topic.replies for tag in said.tags} & ROLES):
        drawn += rng.sample([slug for slug in crowd.members if crowd.rows[slug]["role"] == role], 2)
    return drawn


def _named(text: ForumText) -> list[str]:
    said = [reply.tags for topic in text.topics for reply in topic.replies]
    return [tags[key] for tags in said for key in ("leader", "person") if key in tags]


def _date_places(group: Group, clock: Clock) -> None:
    places = list(group.places.all())
    for place in places:
        place.since = clock.days_ago(clock.rng.randrange(20, 400))
    Place.objects.bulk_update(places, ["since"])


def _wait(talk: Talk) -> None:
    """What waits: requests for closed groups, an invitation for Mia, a proposal for staff."""
    for group in Group.objects.filter(kind=Group.Kind.CLOSED):
        inside = set(group.places.values_list("person", flat=True))
        outside = [slug for slug in talk.crowd.members if talk.people[slug].pk not in inside]
        for note, slug in zip(NOTES[:2], talk.clock.rng.sample(outside, 2), strict=True):
            actions.ask(group, talk.people[slug], note)
    invited = Group.objects.get(name="Quality Improvement Collaborative")
    actions.invite(invited, talk.people["mia"], talk.people["nep"])
    proposal = actions.Proposal(
        "Second Opinions by Video", Group.Kind.OPEN, "How we see people once, far away, and say something useful",
        "For everybody who gives second opinions through a camera: rooms, consent, letters, what to leave to the first "
        "doctor.", "video",
    )  # fmt: skip
    actions.propose_group(proposal, talk.people["otto"])


def _load_messages(text: str, people: dict[str, User], clock: Clock) -> None:
    for block in re.split(r"(?m)^=== ", text)[1:]:
        names, _newline, rest = block.partition("\n")
        headers, body = split_headers(rest)
        slugs = [slug.strip() for slug in names.split(",")]
        lines = [line.split(": ", 1) for line in re.split(r"\n\s*\n", body) if line.strip()]
        _load_conversation(slugs, headers, [(who.strip(), words.strip()) for who, words in lines], people, clock)


def _load_conversation(
    slugs: list[str], headers: dict[str, str], lines: list[tuple[str, str]], people: dict[str, User], clock: Clock
) -> None:
    """One conversation; the reader named first (in a request: second) has `unread` messages left."""
    start = clock.days_ago(float(headers["days"]))
    moments = [start, *clock.moments(start, [0.0] * (len(lines) - 1))]
    pair = Conversation.pair_of(people[slugs[0]].pk, people[slugs[1]].pk) if len(slugs) == 2 else ""
    talk = Conversation.objects.create(
        pair=pair, created_by=people[lines[0][0]], created_at=start, moved_at=moments[-1], last_number=len(lines)
    )
    Message.objects.bulk_create(
        _message(talk, number, people[who], words, at)
        for number, ((who, words), at) in enumerate(zip(lines, moments, strict=True), 1)
    )
    is_request = headers.get("state") == "request"
    behind = slugs[1] if is_request else slugs[0]
    for slug in slugs:
        left = len(lines) - (int(headers.get("unread", "0")) if slug == behind else 0)
        state = STATE.REQUEST if is_request and slug == behind else STATE.ACCEPTED
        seen = min(moments[-1] + timedelta(minutes=4), clock.now)
        Participant.objects.create(conversation=talk, person=people[slug], state=state, left_off=left, left_off_at=seen)


def _message(talk: Conversation, number: int, author: User, words: str, at: datetime) -> Message:
    safe = Words.plain(words)
    byline = {"name": author.full_name, "handle": author.handle}
    return Message(
        conversation=talk, number=number, author=author, byline=byline, body=safe.body, text=safe.text, created_at=at
    )
