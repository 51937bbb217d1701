"""Every deed done twice at the same moment has one effect, and whoever comes second reads a sentence at most."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Standing
from collegium.blogs import actions as blogs
from collegium.blogs.models import Post
from collegium.blogs.tests.factory import make_blog
from collegium.blogs.tests.factory import writing as post_writing
from collegium.conversations import actions as conversations
from collegium.conversations.models import Conversation, Message
from collegium.conversations.tests.factory import talk
from collegium.discussion import actions as discussion
from collegium.discussion.models import Piece, Reaction, Reply
from collegium.discussion.words import Words
from collegium.forums.models import Forum, Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups import actions as groups
from collegium.groups.models import Place
from collegium.groups.tests.factory import make_group
from collegium.idp.tests.foreign import led_to, make_site
from collegium.importing.actions import Source, bring_in
from collegium.magazine import actions as magazine
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import department
from collegium.magazine.tests.factory import writing as article_writing
from collegium.membership import actions as membership
from collegium.membership.models import Category, Invitation, Membership
from collegium.membership.roster.applying import apply_run, compare, keep_run
from collegium.membership.tests.rosters import DAY1, FIRST
from collegium.moderation import actions as moderation
from collegium.moderation.models import Decision, Report
from collegium.moderation.tests.factory import make_reply, make_report
from collegium.moderation.things import found
from collegium.organizations import actions as organizations
from collegium.organizations.models import Claim, Manager
from collegium.organizations.tests.factory import make_organization
from collegium.people import actions as people
from collegium.people.models import Follow
from tests.at_once import at_once, kinds
from tests.cast import Cast

LISTS = Path(__file__).parents[1] / "collegium" / "importing" / "tests"
TOKEN = "b" * 32


def twice(deed: Callable[[], Any]) -> list[Any]:
    return at_once(deed, deed)


def test_one_message_cannot_be_sent_twice(apart: Cast) -> None:
    conversation, mia = talk(apart.mia, apart.grace).conversation, apart.reader("mia")
    results = twice(lambda: conversations.send(conversation, Words.plain("Once."), mia, origin=TOKEN))
    assert kinds(results) == ["Message", "Message"], results
    assert results[0].pk == results[1].pk
    assert list(Message.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("to", [["grace"], ["grace", "petra"]])
def test_one_conversation_cannot_be_begun_twice(apart: Cast, to: list[str]) -> None:
    mia, others = apart.reader("mia"), [getattr(apart, name) for name in to]
    results = twice(lambda: conversations.begin(others, Words.plain("Good morning."), mia, origin=TOKEN))
    assert kinds(results) == ["Message", "Message"], results
    assert (Conversation.objects.count(), Message.objects.count()) == (1, 1)


def test_two_who_write_to_each_other_at_once_have_one_conversation(apart: Cast) -> None:
    mia, grace = apart.reader("mia"), apart.reader("grace")
    results = at_once(
        lambda: conversations.begin([grace.person], Words.plain("From Mia."), mia, origin=TOKEN),
        lambda: conversations.begin([mia.person], Words.plain("From Grace."), grace, origin="c" * 32),
    )
    assert kinds(results) == ["Message", "Message"], results
    assert (Conversation.objects.count(), Message.objects.count()) == (1, 2)


def test_one_draft_cannot_be_started_twice(apart: Cast) -> None:
    blog, petra = make_blog(apart.petra), apart.reader("petra")
    results = twice(lambda: blogs.start_post(blog, post_writing(), petra, origin=TOKEN))
    assert kinds(results) == ["Post", "Post"], results
    assert Post.objects.count() == 1


def test_two_drafts_of_one_title_have_two_addresses(apart: Cast) -> None:
    blog, petra = make_blog(apart.petra), apart.reader("petra")
    results = at_once(
        *[lambda o=origin: blogs.start_post(blog, post_writing(), petra, origin=o) for origin in ("d" * 32, "e" * 32)]
    )
    assert kinds(results) == ["Post", "Post"], results
    assert len(set(Post.objects.values_list("slug", flat=True))) == 2


def test_one_article_cannot_be_started_twice(apart: Cast) -> None:
    place, ed = department(), apart.reader("ed")
    results = twice(lambda: magazine.start_article(article_writing(), ed, ["Leo"], origin=TOKEN, department=place))
    assert kinds(results) == ["Article", "Article"], results
    assert Article.objects.count() == 1


def test_two_editors_articles_of_one_title_have_two_addresses(apart: Cast) -> None:
    place, ed = department(), [apart.reader("ed"), apart.reader("ed")]
    Standing.objects.create(person=apart.ada, kind=Standing.Kind.EDITOR, since=timezone.now(), source="test")
    ed[1] = apart.reader("ada")
    results = at_once(
        *[lambda who=who: magazine.start_article(article_writing(), who, ["Leo"], department=place) for who in ed]
    )
    assert kinds(results) == ["Article", "Article"], results
    assert len(set(Article.objects.values_list("slug", flat=True))) == 2


def test_asking_and_being_invited_cannot_take_two_places(apart: Cast) -> None:
    group, mia, otto = make_group(apart.otto, kind="closed"), apart.mia, apart.otto
    results = at_once(
        lambda: groups.ask(group, mia), lambda: groups.ask(group, mia), lambda: groups.invite(group, mia, otto)
    )
    assert set(kinds(results)) == {"Place"}, results
    assert Place.objects.filter(group=group, person=mia).count() == 1


def test_invitation_cannot_be_accepted_twice(apart: Cast) -> None:
    group, mia = make_group(apart.otto, kind="closed"), apart.mia
    groups.invite(group, mia, apart.otto)
    results = twice(lambda: groups.join(group, mia))
    assert kinds(results) == ["Place", "Place"], results
    assert Place.objects.get(group=group, person=mia).role == Place.Role.MEMBER
    assert mia.belongings.filter(audience=group.writers).at().count() == 1


def test_statement_cannot_be_made_twice(apart: Cast) -> None:
    place, otto = make_organization(), apart.reader("otto")
    results = twice(lambda: organizations.make_statement(place, "I founded it.", otto))
    assert kinds(results) == ["Claim", "Claim"], results
    assert Claim.objects.count() == 1


def test_claim_cannot_be_withdrawn_and_granted(apart: Cast) -> None:
    place, ada = make_organization(), apart.ada
    claim = organizations.make_statement(place, "I founded it.", apart.reader("otto"))
    stale = Claim.objects.get(pk=claim.pk)
    results = at_once(
        lambda: organizations.decide(claim, ada, grant=True, reason="Papers."), lambda: organizations.withdraw(stale)
    )
    assert kinds(results) == ["NoneType", "Refused"], results
    granted = Claim.objects.get().outcome == Claim.Outcome.GRANTED
    assert Manager.objects.filter(organization=place).exists() == granted


def test_reaction_counts_once_on_and_once_off(apart: Cast) -> None:
    topic = make_topic(apart.mia, make_forum())
    reply, grace = make_reply(apart.otto, topic=topic), apart.grace
    piece = Piece.objects.get(pk=topic.pk)
    for on, number in ((True, 1), (False, 0)):
        results = twice(lambda on=on: discussion.react(grace, piece, reply, "useful", on=on))  # type: ignore[misc]
        assert kinds(results) == ["NoneType", "NoneType"], results
        assert Reaction.objects.count() == number
        assert Reply.objects.get(pk=reply.pk).useful == number


@pytest.mark.parametrize("deed", [people.follow, people.mute])
def test_follow_and_mute_are_once(apart: Cast, deed: Callable[..., None]) -> None:
    topic, grace = make_topic(apart.mia, make_forum()), apart.grace
    results = twice(lambda: deed(grace, "topic", topic.pk))
    assert kinds(results) == ["NoneType", "NoneType"], results
    assert Follow.objects.filter(person=grace, kind="topic", target_id=topic.pk).count() == 1


def test_report_is_once(apart: Cast) -> None:
    reply, grace = make_reply(apart.otto, topic=make_topic(apart.mia, make_forum())), apart.grace
    results = twice(lambda: moderation.report(found("reply", reply.pk), grace, "harassment"))
    assert kinds(results) == ["Report", "Report"], results
    assert Report.objects.count() == 1


def _hide(thing: Any, who: User) -> Any:
    return moderation.hide(thing, who, "Unkind.")


def _dismiss(thing: Any, who: User) -> Any:
    return moderation.dismiss(thing, who, "It is fair.")


def _take_back(thing: Any, who: User) -> Any:
    return moderation.take_back(thing, who, "It names a patient.")


def _lock(thing: Any, who: User) -> Any:
    return moderation.lock(thing, who, "Enough.")


def _narrow(thing: Any, who: User) -> Any:
    return moderation.narrow(thing, who, "For members.", MEMBERS)


def _narrow_less(thing: Any, who: User) -> Any:
    return moderation.narrow(thing, who, "For guests.", GUESTS)


def _pause(thing: Any, who: User) -> Any:
    return moderation.pause(thing, who, "A week.", 7)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("reply", _hide, _dismiss), ("reply", _dismiss, _dismiss), ("reply", _take_back, _take_back),
        ("reply", _hide, _take_back), ("piece", _lock, _lock), ("piece", _narrow, _narrow), ("reply", _pause, _pause),
    ],
)  # fmt: skip
def test_two_moderators_cannot_both_do_it(apart: Cast, kind: str, one: Any, other: Any) -> None:
    topic = make_topic(apart.otto, make_forum(readers=PUBLIC, writers=GUESTS))
    row = topic if kind == "piece" else make_reply(apart.otto, topic=topic)
    make_report(row, apart.grace, kind=kind)
    things, by = [found(kind, row.pk) for _time in range(2)], [apart.mo, apart.ada]
    results = at_once(lambda: one(things[0], by[0]), lambda: other(things[1], by[1]))
    if one is other:  # what is left as it is can be hidden afterwards, what is hidden can be erased
        assert "Refused" in kinds(results), results
    assert set(kinds(results)) <= {"Decision", "NoneType", "Refused"}, results
    assert Report.objects.exclude(closed_at=None).count() == 1
    if one is other and one is not _dismiss:
        assert Decision.objects.count() == 1
    if one is _pause:
        assert Standing.objects.filter(person=apart.otto, kind=Standing.Kind.PAUSED).count() == 1


def test_second_move_to_fewer_cannot_open_wider_again(apart: Cast) -> None:
    topic = make_topic(apart.otto, make_forum(readers=PUBLIC, writers=GUESTS))
    things, mo = [found("piece", topic.pk) for _time in range(2)], apart.mo
    _narrow(things[0], mo)
    results = twice(lambda: _narrow_less(things[1], mo))
    assert kinds(results) == ["Refused", "Refused"], results
    assert Piece.objects.get(pk=topic.pk).readers_id == MEMBERS


def test_decision_cannot_be_undone_twice(apart: Cast) -> None:
    reply = make_reply(apart.otto, topic=make_topic(apart.mia, make_forum()))
    decision = _hide(found("reply", reply.pk), apart.mo)
    copies = [(Decision.objects.get(pk=decision.pk), found("reply", reply.pk)) for _time in range(2)]
    ada = apart.ada
    results = at_once(*[lambda d=d, t=t: moderation.undo(d, t, ada, "A mistake.") for d, t in copies])
    assert kinds(results) == ["NoneType", "Refused"], results
    assert Topic.objects.get().reply_count == 1


def test_decision_cannot_be_appealed_twice(apart: Cast) -> None:
    decision = _hide(found("reply", make_reply(apart.otto, topic=make_topic(apart.mia, make_forum())).pk), apart.mo)
    results = twice(lambda: moderation.appeal(Decision.objects.get(pk=decision.pk), "It was meant kindly."))
    assert kinds(results) == ["Appeal", "Refused"], results


def test_members_cannot_be_invited_twice(apart: Cast) -> None:
    category, ada = Category.objects.get(code="FULL"), apart.ada
    person = membership.add_person("Hanna Brandvold", "hanna@example.org", ada, category=category)
    assert Membership.objects.to_invite().get().person == person
    results = twice(lambda: membership.invite_next(ada))
    assert sorted(results) == [0, 1], results
    assert Invitation.objects.count() == 1


def test_roster_cannot_be_applied_twice(apart: Cast) -> None:
    run = keep_run(DAY1, "day1.csv", FIRST, compare(DAY1, FIRST), apart.ada)
    ada = apart.ada
    results = twice(lambda: apply_run(type(run).objects.get(pk=run.pk), ada, confirmed=True))
    assert kinds(results) == ["Braked", "Plan"], results
    assert Membership.objects.values("member_id").distinct().count() == Membership.objects.count()
    assert {row.kind for row in run.changes.all()} >= {"created"}
    doubled = Standing.objects.filter(kind="member", source="roster").values_list("person", flat=True)
    assert len(set(doubled)) == len(list(doubled))


def test_archive_cannot_be_imported_twice(apart: Cast, tmp_path: Path) -> None:
    forum, file = make_forum("From the list"), tmp_path / "list.mbox"
    mails = [
        f"From ann@example.org Mon Mar  2 10:{n:02}:00 2009\nFrom: Ann <ann@example.org>\nSubject: Line {n % 7}\n"
        f"Date: Mon, 02 Mar 2009 10:{n:02}:00 +0000\nMessage-ID: <m{n}@list.example>\n\nWords number {n}.\n\n"
        for n in range(40)
    ]
    file.write_text("".join(mails))
    results = twice(lambda: bring_in(Source("mailman", file), Forum.objects.get(pk=forum.pk)))
    assert kinds(results) == ["Report", "Report"], results
    assert Topic.objects.count() + Reply.objects.count() == 40


def test_code_for_another_site_cannot_be_swapped_twice(apart: Cast) -> None:
    site = make_site(trusted=True)
    code = site.code_of(led_to(apart.client("mia").get(site.asks())))
    answers = twice(lambda: site.swaps(code).status_code)
    assert sorted(answers) == [200, 400]


def test_nothing_of_this_is_left_in_the_other_tests_database(cast: Cast) -> None:
    assert not Topic.objects.exists()
    assert not Membership.objects.exists()
