"""Hot pages keep parts of themselves: whoever comes gets exactly what they would get from a site that keeps nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from collegium.audience.actions import end, grant
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion import actions, opening
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.tests.factory import make_group, seat
from collegium.magazine.tests.factory import make_article, make_issue
from collegium.organizations.actions import change_page, work_at
from collegium.organizations.models import Organization
from collegium.organizations.tests.factory import make_organization
from collegium.people.actions import change_profile, follow, leave_directory, unfollow
from collegium.people.tests.factory import make_profile
from collegium.polls.tests.factory import make_poll, vote
from collegium.web import versions
from collegium.web.models import KeptVersion

PEOPLE = ("vera", "gus", "lars", "mia", "petra", "grace", "mo", "ed", "ada")
_ONCE = re.compile(r'(name="(?:csrfmiddlewaretoken|token)" value=")[^"]*"')


@pytest.fixture
def places(cast):
    """Address by name."""
    KeptVersion.touch()
    topic = make_topic(cast.petra)
    for who in ("grace", "mia", "petra"):
        actions.post_reply(topic, Words.plain(f"What {who} does on day three."), cast.reader(who))
    post = make_post(make_blog(cast.petra))
    actions.post_reply(post, Words.plain("Read with care."), cast.reader("mia"))
    make_profile(cast.petra, seen_headline="me", seen_specialty="groups")
    make_group(cast.petra, "open", cast.grace)
    follow(cast.mia, "person", cast.petra.pk)
    change_page(make_organization(), {"city": "Dry Creek"}, cast.ada)
    issue = make_issue(cast.reader("ed"))
    make_article(cast.reader("ed"), issue=issue)
    poll = make_poll(cast.petra, make_forum("Polls"))
    vote(poll, cast.mia, "Day three")
    return {
        "topic": topic.get_absolute_url(), "list": "/forums/", "forum": f"/forums/{topic.forum.slug}/",
        "blogs": "/blogs/", "post": post.get_absolute_url(), "issue": f"/magazine/{issue.slug}/", "home": "/",
        "members": "/members/", "organizations": "/organizations/", "poll": poll.piece.get_absolute_url(),
    }  # fmt: skip


def page(cast, who: str, address: str) -> str:
    answer = cast.client(who).get(address)
    return f"{answer.status_code} " + _ONCE.sub(r'\1"', answer.text)


def from_nothing(cast, who: str, address: str) -> str:
    versions.forget_all()
    return page(cast, who, address)


def compare(cast, address: str) -> None:
    """Everybody twice, one after another; then each against a site that keeps nothing."""
    for who in PEOPLE:
        page(cast, who, address)  # marks are set, parts are kept
    warm = {who: page(cast, who, address) for who in PEOPLE}
    for who in PEOPLE:
        assert warm[who] == from_nothing(cast, who, address), who


@pytest.mark.parametrize(
    "name", ["topic", "poll", "list", "forum", "blogs", "post", "issue", "home", "members", "organizations"]
)
def test_nobody_can_get_a_part_of_somebody_elses_page(cast, places, name):
    compare(cast, places[name])


def test_moderators_and_authors_words_stay_theirs(cast, places):
    warm = {who: page(cast, who, places["topic"]) for who in PEOPLE for _twice in range(2)}
    assert [who for who in PEOPLE if "/desk/reports/reply/" in warm[who]] == ["mo", "ada"]
    assert [who for who in PEOPLE if re.search(r"/replies/\d+/edit/", warm[who])] == ["mia", "petra", "grace"]
    assert [who for who in PEOPLE if warm[who].startswith("403")] == ["vera", "gus", "lars"]


def _topic(places):
    return Reply.objects.filter(piece__kind="topic").order_by("number")


DEEDS: dict[str, Callable] = {
    "reply": lambda cast, first: actions.post_reply(first.piece, Words.plain("One more."), cast.reader("ed")),
    "edit": lambda cast, first: actions.edit(first, Words.plain("Changed words."), cast.reader("grace")),
    "remove": lambda cast, first: actions.remove_reply(first),
    "hide": lambda cast, first: actions.hide(first, cast.mo, "Names a patient."),
    "take back": lambda cast, first: actions.take_back(first),
    "react": lambda cast, first: actions.react(cast.mia, first.piece, first, "useful", on=True),
    "follow": lambda cast, first: follow(cast.mia, "piece", first.piece_id),
    "open": lambda cast, first: opening.open_to_guests(first.piece, by=cast.ada),
    "accept": lambda cast, first: _accept(first),
    "suspend": lambda cast, first: grant(cast.mia, "suspended"),
    "read": lambda cast, first: actions.mark_read(cast.ed, first.piece, 2),
}


def _accept(first):
    from collegium.forums.actions import accept_answer

    accept_answer(first.piece.topic, first)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("name", ["topic", "list"])
def test_a_deed_is_on_the_next_page_of_everybody(cast, places, name, deed):
    for who in PEOPLE * 2:
        page(cast, who, places[name])
    DEEDS[deed](cast, _topic(places).first())
    warm = {who: page(cast, who, places[name]) for who in PEOPLE}
    again = {who: page(cast, who, places[name]) for who in PEOPLE}
    for who in PEOPLE:
        cold = from_nothing(cast, who, places[name])
        assert again[who] == cold, who
        assert (warm[who][:3], "Names a patient." in warm[who]) == (cold[:3], "Names a patient." in cold)


@pytest.mark.parametrize("name", ["blogs", "post"])
def test_following_a_blog_is_on_the_next_page(cast, places, name):
    before = page(cast, "mia", places[name])
    blog = cast.petra.blogs.first()
    follow(cast.mia, "blog", blog.pk)
    followed = page(cast, "mia", places[name])
    assert followed != before
    assert followed == from_nothing(cast, "mia", places[name])
    unfollow(cast.mia, "blog", blog.pk)
    assert page(cast, "mia", places[name]) == before


def test_a_lapsed_member_cannot_get_what_is_kept_for_members(cast, places):
    assert page(cast, "mia", places["topic"]).startswith("200")
    end(cast.mia, "member")
    assert page(cast, "mia", places["topic"]).startswith("403")


def test_a_form_counts_once_for_each_page(cast, places):
    client = cast.client("mia")
    tokens = [re.search(r'name="token" value="(\w{32})"', client.get(places["topic"]).text)[1] for _n in range(3)]
    assert len(set(tokens)) == 3


DIRECTORY_DEEDS: dict[str, Callable] = {
    "hide a field": lambda cast: change_profile(cast.petra, {"seen_location": "me"}),
    "leave": lambda cast: leave_directory(cast.petra),
    "suspend": lambda cast: grant(cast.petra, "suspended"),
    "share a group": lambda cast: seat(cast.petra.places.get().group, cast.mo),
    "work": lambda cast: work_at(cast.petra, Organization.objects.get(), title="", consented=True),
    "change an organization": lambda cast: change_page(Organization.objects.get(), {"name": "Wet Creek"}, cast.ada),
    "unfollow": lambda cast: unfollow(cast.mia, "person", cast.petra.pk),
    "end a role": lambda cast: end(cast.ada, "administrator"),
}


@pytest.mark.parametrize("deed", DIRECTORY_DEEDS)
def test_a_deed_is_on_the_next_page_of_both_directories(cast, places, deed):
    before = {(who, name): page(cast, who, places[name]) for who in PEOPLE for name in ("members", "organizations")}
    DIRECTORY_DEEDS[deed](cast)
    after = {key: page(cast, key[0], places[key[1]]) for key in before}
    assert after != before
    for who, name in before:
        assert after[who, name] == from_nothing(cast, who, places[name]), who


def test_what_people_write_moves_no_directory(cast, places):
    counter = KeptVersion.objects.get(counter=KeptVersion.DIRECTORIES)
    before = counter.value
    actions.post_reply(_topic(places).first().piece, Words.plain("One more."), cast.reader("ed"))
    counter.refresh_from_db()
    assert counter.value == before
    leave_directory(cast.petra)
    counter.refresh_from_db()
    assert counter.value > before
