"""Co-authors of posts: named, asked, agreeing to one version, printed, and what others cannot learn or do."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core import mail as sent
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.audience.models import MEMBERS, PUBLIC, Standing
from collegium.blogs import approving, co_authors
from collegium.blogs.actions import announce_due_posts, edit_post, publish_post
from collegium.blogs.models import CoAuthor, Post
from collegium.blogs.tests.factory import form_data, make_blog, make_draft, make_post, writing
from collegium.discussion.actions import Refused, post_reply
from collegium.discussion.words import Words
from collegium.notifications.models import Notification
from collegium.outbox.models import Mail
from collegium.outbox.tasks import send_mail
from collegium.people.filing import file_nothing

LINK = re.compile(r"https?://[^/]+(/blogs/\S+)")


@pytest.fixture
def draft(cast):
    """A draft of Petra's, in which she named Mia, who has not answered."""
    blog = make_blog(cast.petra)
    post = make_draft(blog, body="<p>The kettle boiled twice.</p>", readers=PUBLIC)
    co_authors.name_co_author(post, cast.mia, cast.reader("petra"))
    return post


def link(version=1):
    row = CoAuthor.objects.get()
    return f"/blogs/notes/agree/{row.pk}/{version}/"


def published(cast, draft, agreed=True):
    if agreed:
        assert cast.client("mia").post(link(), {"act": "agree"}).status_code == 303
    post = Post.objects.get(pk=draft.pk)
    publish_post(post, cast.reader("petra"))
    return Post.objects.get(pk=draft.pk)


def test_leader_names_somebody_who_gets_one_mail_with_one_link(cast):
    post = make_draft(make_blog(cast.petra))
    answer = cast.client("petra").post(f"{post.get_absolute_url()}authors/", {"name": "Mia Lindholm, MD"})
    assert answer.status_code == 303
    letter = sent.outbox[-1]
    assert (letter.to, letter.subject) == (
        ["mia@example.org"], "Petra Halvorsen names you as an author of “Eleven hours on hold”"
    )  # fmt: skip
    assert LINK.findall(letter.body) == [link()]
    assert Notification.objects.get(person=cast.mia, kind="agreement").address == link()
    assert "names you as an author" in cast.client("mia").get("/notifications/").text
    page = cast.client("petra").get(f"{post.get_absolute_url()}authors/").text
    assert "no answer yet" in page
    assert "Mia Lindholm has not agreed" in cast.client("petra").get(f"{post.get_absolute_url()}publish/").text


def test_co_author_reads_agrees_with_one_tap_and_is_printed(cast, draft):
    page = cast.client("mia").get(link()).text
    assert "The kettle boiled twice." in page
    assert "Agree to this version" in page
    assert not CoAuthor.objects.agreed().exists()  # opening the link changes nothing
    file_nothing(cast.mia)
    post = published(cast, draft)
    assert [line["name"] for line in post.bylines] == ["Petra Halvorsen", "Mia Lindholm"]
    assert post.bylines[1]["disclosure"].startswith("No relationships to disclose.")
    page = cast.client("vera").get(post.get_absolute_url()).text
    assert 'rel="author" href="/members/mia/"' in page
    assert "Mia Lindholm: No relationships to disclose." in page
    assert '<meta property="article:author" content="Mia Lindholm, MD">' in page
    facts = json.loads(page.split('application/ld+json">')[1].split("</script>")[0])
    assert [one["name"] for one in facts["author"]] == ["Petra Halvorsen", "Mia Lindholm"]
    assert "Halvorsen P, Lindholm M." in page  # cited with both
    assert Notification.objects.get(person=cast.petra, kind="agreed").actor == cast.mia


def test_both_stand_in_lists_feeds_search_and_on_both_profiles(cast, draft):
    published(cast, draft)
    for address in ("/blogs/", "/blogs/notes/", "/", "/search/?q=lindholm&in=posts"):
        page = cast.client("vera").get(address).text
        assert "Mia Lindholm" in page, address
        assert "Petra Halvorsen" in page, address
    feed = cast.client("vera").get("/blogs/feed/").text
    assert re.findall(r"<author><name>([^<]*)</name></author>", feed) == [
        "Petra Halvorsen, MD, MMSc",
        "Mia Lindholm, MD",
    ]
    for handle in ("petra", "mia"):
        assert "Eleven hours on hold" in cast.client("vera").get(f"/members/{handle}/").text


def test_byline_stays_as_printed(cast, draft):
    post = published(cast, draft)
    cast.mia.name = "Mia Lindholm-Berg"
    cast.mia.save()
    edit_post(post, writing(body="<p>The kettle boiled thrice.</p>"), cast.reader("petra"), seen_version=post.version)
    assert [line["name"] for line in Post.objects.get(pk=draft.pk).bylines] == ["Petra Halvorsen", "Mia Lindholm"]


def test_post_comes_out_without_who_has_not_agreed(cast, draft):
    post = published(cast, draft, agreed=False)
    assert [line["name"] for line in post.bylines] == ["Petra Halvorsen"]
    assert "Mia Lindholm" not in cast.client("vera").get(post.get_absolute_url()).text
    assert cast.client("vera").get("/members/mia/").status_code == 404


def test_scheduled_post_comes_out_with_who_agreed_until_then(cast, draft):
    publish_post(draft, cast.reader("petra"), at=timezone.now() + timedelta(hours=1))
    co_authors.agree(CoAuthor.objects.get(), cast.reader("mia"), 1)
    Post.objects.filter(pk=draft.pk).update(published_at=timezone.now() - timedelta(seconds=1))
    assert announce_due_posts() == 1
    assert [line["name"] for line in Post.objects.get(pk=draft.pk).bylines] == ["Petra Halvorsen", "Mia Lindholm"]


def test_co_author_edits_the_draft_and_keeps_their_agreement_to_their_own_words(cast, draft):
    client = cast.client("mia")
    client.post(link(), {"act": "agree"})
    answer = client.post(
        f"{draft.get_absolute_url()}edit/", form_data(draft, body="<p>Thrice.</p>", body_format="html")
    )
    assert answer.status_code == 303
    row = CoAuthor.objects.get()
    assert (row.agreed_version, row.asked_version) == (2, 2)
    assert Post.objects.get(pk=draft.pk).text == "Thrice."


def test_order_is_the_order_of_the_byline(cast, draft):
    co_authors.name_co_author(draft, cast.grace, cast.reader("ed"))  # an editor, too
    rows = {row.person: row for row in CoAuthor.objects.all()}
    page = f"{draft.get_absolute_url()}authors/"
    assert cast.client("petra").post(page, {"deed": "up", "row": rows[cast.grace].pk}).status_code == 303
    for row in rows.values():
        co_authors.agree(row, cast.reader(row.person.handle), 1)
    names = [line["name"] for line in published(cast, draft, agreed=False).bylines]
    assert names == ["Petra Halvorsen", "Grace Penhaligon", "Mia Lindholm"]


def test_comments_are_told_to_co_authors_who_can_mute_them(cast, draft):
    post = published(cast, draft)
    post_reply(post, Words.plain("Ours boils once."), cast.reader("grace"))
    assert Notification.objects.filter(person=cast.mia, kind="answer").count() == 1
    cast.client("mia").post("/follow/", {"kind": "piece", "id": post.pk, "on": "mute"})
    post_reply(post, Words.plain("Ours boils never."), cast.reader("otto"))
    assert Notification.objects.filter(person=cast.mia, kind="answer").count() == 1
    assert Notification.objects.filter(person=cast.petra, kind="answer").count() == 2


def test_co_author_takes_their_name_off_and_leaves_no_way_back(cast, draft):
    client, old = cast.client("mia"), link()
    client.post(old, {"act": "agree"})
    assert client.post(old, {"act": "leave"}).status_code == 303
    assert client.get(old).status_code == 404
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert len(Post.objects.get(pk=draft.pk).bylines) == 1
    assert not Notification.objects.filter(person=cast.mia, kind="agreement").exists()
    assert Notification.objects.get(person=cast.petra, kind="taken-off").actor == cast.mia


def test_old_link_cannot_be_used_for_another_version(cast, draft):
    edit_post(draft, writing(body="<p>I endorse it.</p>"), cast.reader("petra"), seen_version=1)
    old = cast.client("mia").post(link(), {"act": "agree"})
    assert old.status_code == 410
    assert "I endorse it." not in old.text
    assert cast.client("mia").post(link(2), {"act": "agree"}).status_code == 410  # nobody asked about that one
    assert not CoAuthor.objects.agreed().exists()
    co_authors.ask_again(CoAuthor.objects.get(), cast.reader("petra"))
    assert cast.client("mia").post(link(2), {"act": "agree"}).status_code == 303


def test_link_cannot_be_used_twice(cast, draft):
    assert cast.client("mia").post(link(), {"act": "agree"}).status_code == 303
    again = cast.client("mia").post(link(), {"act": "agree"})
    assert again.status_code == 422
    assert "You agreed to this version already." in again.text


def test_agreement_cannot_ride_on_a_later_edit_or_a_wider_audience(cast, draft):
    row = CoAuthor.objects.get()
    co_authors.agree(row, cast.reader("mia"), 1)
    edit_post(draft, writing(body="<p>I endorse it.</p>"), cast.reader("petra"), seen_version=1)
    assert len(Post.objects.get(pk=draft.pk).bylines) == 1
    assert len(published(cast, draft, agreed=False).bylines) == 1


def test_co_author_cannot_publish_or_name_others(cast, draft):
    client, address = cast.client("mia"), draft.get_absolute_url()
    assert client.get(f"{address}publish/").status_code == 403
    assert client.post(f"{address}publish/", {"version": 1}).status_code == 403
    assert client.post(f"{address}authors/", {"name": "grace"}).status_code == 403
    with pytest.raises(Refused):
        publish_post(draft, cast.reader("mia"))
    with pytest.raises(Refused):
        co_authors.name_co_author(draft, cast.grace, cast.reader("mia"))
    assert Post.objects.get(pk=draft.pk).published_at is None
    assert client.get(f"{address}edit/").status_code == 200  # and yet they write in it


@pytest.mark.parametrize("who", ["vera", "gus", "grace", "lars", "mo", "sam", "otto"])
def test_others_cannot_learn_of_the_draft(cast, draft, who):
    client, blog = cast.client(who), f"/blogs/{draft.blog.slug}"
    for path, nothing in (
        (f"{blog}/{draft.slug}/", f"{blog}/none/"),
        (link(), f"{blog}/agree/999/1/"),
        (f"{blog}/{draft.slug}/authors/", f"{blog}/none/authors/"),
        (f"{blog}/{draft.slug}/edit/", f"{blog}/none/edit/"),
    ):
        for ask in (client.get, client.post):
            assert ask(path).status_code == ask(nothing).status_code in (403, 404)
    for address in (
        "/blogs/",
        "/blogs/notes/",
        "/blogs/feed/",
        "/members/mia/",
        "/members/mia/words/",
        "/search/?q=hold",
    ):
        assert draft.title not in client.get(address).text
    assert CoAuthor.objects.get().agreed_version is None
    assert draft.title in cast.client("mia").get("/blogs/notes/").text  # who is named sees it


def test_agreement_of_somebody_else_cannot_be_given(cast, draft):
    with pytest.raises(Refused):
        co_authors.agree(CoAuthor.objects.get(), cast.reader("petra"), 1)
    assert cast.client("petra").post(link(), {"act": "agree"}).status_code == 404
    assert cast.client("mia").post(link(), {"act": "agree"}).status_code == 303


@pytest.mark.parametrize("who", ["gus", "lars", "sam", "petra", "nobody"])
def test_who_may_not_write_here_cannot_be_named(cast, draft, who):
    answer = cast.client("petra").post(f"{draft.get_absolute_url()}authors/", {"name": who})
    assert answer.status_code == 422
    assert CoAuthor.objects.count() == 1
    assert cast.client("petra").post(f"{draft.get_absolute_url()}authors/", {"name": "ed"}).status_code == 303


def test_co_author_whose_membership_ended_cannot_open_the_draft_or_agree(cast, draft):
    Standing.objects.filter(person=cast.mia).update(until=timezone.now())
    client = cast.client("mia")
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.post(link(), {"act": "agree"}).status_code == 404
    with pytest.raises(Refused):
        co_authors.agree(CoAuthor.objects.get(), cast.reader("mia"), 1)


def test_authors_cannot_be_changed_after_it_came_out(cast, draft):
    post = published(cast, draft)
    for name in ("petra", "ed"):
        with pytest.raises(Refused):
            co_authors.name_co_author(post, cast.grace, cast.reader(name))
        with pytest.raises(Refused):
            co_authors.remove_co_author(CoAuthor.objects.get(), cast.reader(name))
    assert cast.client("mia").post(link(), {"act": "leave"}).status_code == 410
    assert len(Post.objects.get(pk=draft.pk).bylines) == 2


def test_mail_that_waits_cannot_go_out_after_an_edit_or_taking_off(cast, draft):
    letter = Mail.objects.get(kind="agreement")

    def sent_again():
        Mail.objects.filter(pk=letter.pk).update(sent_at=None, claimed_at=None)
        before = len(sent.outbox)
        send_mail.func(letter.pk)
        return len(sent.outbox) - before

    assert sent_again() == 1
    edit_post(draft, writing(), cast.reader("petra"), seen_version=1)
    assert sent_again() == 0


def test_members_post_of_two_is_a_teaser_with_both_names_and_no_profile(cast):
    post = make_draft(make_blog(cast.petra), readers=MEMBERS)
    co_authors.name_co_author(post, cast.mia, cast.reader("petra"))
    published(cast, post)
    page = cast.client("vera").get(post.get_absolute_url()).text
    assert "Mia Lindholm" in page
    assert "The kettle" not in page
    assert cast.client("vera").get("/members/mia/").status_code == 404


def test_post_without_co_authors_costs_no_query_for_them(cast, draft):
    alone = make_post(cast.petra.blogs.get(), "Alone")
    both = published(cast, draft)
    client = cast.client("grace")
    for post in (alone, both):
        client.get(post.get_absolute_url())
    numbers = []
    for post in (alone, both):
        with CaptureQueriesContext(connection) as seen:
            client.get(post.get_absolute_url())
        numbers.append(len(seen))
        assert not any("blogs_coauthor" in query["sql"] for query in seen)
    assert numbers[0] == numbers[1]


def test_question_to_the_leader_puts_the_new_version_to_co_authors(cast, draft):
    post = Post.objects.get(pk=draft.pk)
    post.blog.helpers.add(cast.grace)
    assert cast.client("mia").post(link(), {"act": "agree"}).status_code == 303
    edit_post(
        Post.objects.get(pk=draft.pk),
        writing(body="<p>The kettle boiled once.</p>", readers=PUBLIC),
        cast.reader("grace"),
    )
    post = Post.objects.get(pk=draft.pk)
    before = Mail.objects.filter(person=cast.mia).count()
    approving.ask_leader(post, cast.reader("grace"), seen_version=post.version)
    row = CoAuthor.objects.get()
    assert (row.asked_version, row.asked_by) == (post.version, cast.grace)
    assert Mail.objects.filter(person=cast.mia).count() == before + 1
    assert cast.client("mia").post(link(post.version), {"act": "agree"}).status_code == 303
    approving.ask_leader(post, cast.reader("grace"), seen_version=post.version)
    assert Mail.objects.filter(person=cast.mia).count() == before + 1  # who agreed is left in peace


def test_leader_asks_everybody_about_the_present_version_with_one_tap(cast, draft):
    page = f"{draft.get_absolute_url()}authors/"
    petra = cast.client("petra")
    assert 'value="everybody"' not in petra.get(page).text
    edit_post(
        Post.objects.get(pk=draft.pk),
        writing(body="<p>The kettle boiled once.</p>", readers=PUBLIC),
        cast.reader("petra"),
    )
    assert "was changed since 1 author was asked" in petra.get(page).text
    assert petra.post(page, {"deed": "everybody"}).status_code == 303
    assert CoAuthor.objects.get().asked_version == Post.objects.get(pk=draft.pk).version
    assert 'value="everybody"' not in petra.get(page).text


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "grace", "otto"])
def test_everybody_cannot_be_asked_by_who_neither_leads_nor_edits(cast, draft, who):
    edit_post(
        Post.objects.get(pk=draft.pk),
        writing(body="<p>The kettle boiled once.</p>", readers=PUBLIC),
        cast.reader("petra"),
    )
    before = CoAuthor.objects.get().asked_version
    answer = cast.client(who).post(f"{draft.get_absolute_url()}authors/", {"deed": "everybody"})
    assert answer.status_code in (302, 403, 404)
    assert CoAuthor.objects.get().asked_version == before


def test_everybody_cannot_be_asked_about_a_post_that_is_out(cast, draft):
    post = published(cast, draft, agreed=False)
    with pytest.raises(Refused):
        co_authors.ask_everybody(post, cast.reader("petra"))
