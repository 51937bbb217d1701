"""Addresses of the site that was left: they lead on for whoever may read what became of them, and only for those."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command

from collegium.audience.models import GUESTS, MEMBERS
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion.actions import hide, post_reply
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.importing.actions import Source, bring_in
from collegium.importing.mailman3 import address_of, hash_key, hash_of
from collegium.importing.models import OldAddress, key_of, remember

DATA = Path(__file__).parents[3] / "tests" / "data" / "listserv"


def _blank(page: str, path: str) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    for form in (quote(path, safe=""), quote(quote(path), safe=""), quote(path), quote(quote(path))):
        page = page.replace(form, "")
    return page


@pytest.fixture
def moved(cast):
    """A Public post and a topic for members, each with an old address."""
    post = make_post(make_blog(cast.petra))
    make_forum()
    topic = make_topic(cast.mia)
    remember(
        [
            ("https://old.example.org/2010/05/sweat%20equity/", post.pk, None),
            ("https://old.example.org/?p=12", post.pk, None),
            ("https://old.example.org/list/000123.html", topic.pk, None),
        ]
    )
    return post, topic


@pytest.mark.parametrize(
    "address", ["/2010/05/sweat%20equity/", "/2010/05/sweat%20equity", "/2010/05/sweat%20equity/?utm=x", "/?p=12"]
)
def test_old_address_leads_on(client, moved, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (301, moved[0].get_absolute_url())


def test_old_address_of_a_members_topic_cannot_name_it(client, moved, cast):
    for person, status in ((None, 403), (cast.gus, 403), (cast.mia, 301)):
        if person:
            client.force_login(person)
        answer = client.get("/list/000123.html")
        assert answer.status_code == status
        assert ("first call" in str(answer.content) + answer.headers.get("Location", "")) is False
        assert ("first-call" in answer.headers.get("Location", "")) is (status == 301)


def test_old_address_of_a_hidden_post_cannot_differ_from_none(client, moved, cast):
    hide(moved[0], cast.mo, "Names a patient.")
    hidden, absent = client.get("/2010/05/sweat%20equity/"), client.get("/2010/05/never/")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    pages = [_blank(page.content.decode(), page.request["PATH_INFO"]) for page in (hidden, absent)]
    assert pages[0] == pages[1]


def test_old_address_of_a_members_post_leads_to_its_teaser(client, moved):
    post = moved[0]
    type(post).objects.filter(pk=post.pk).update(readers=MEMBERS)
    assert client.get("/2010/05/sweat%20equity/").status_code == 301


def test_old_address_of_a_narrower_reply_cannot_differ_from_none(client, moved, cast):
    topic = moved[1]
    reply = post_reply(topic, Words.plain("Among members."), cast.reader("mia"))
    remember([("https://old.example.org/list/000124.html", topic.pk, reply.pk)])
    type(topic).objects.filter(pk=topic.pk).update(readers=GUESTS, has_narrower=True)
    client.force_login(cast.gus)
    assert client.get("/list/000123.html").status_code == 301
    narrower, absent = client.get("/list/000124.html"), client.get("/list/000125.html")
    assert (narrower.status_code, absent.status_code) == (404, 404)
    pages = [_blank(page.content.decode(), page.request["PATH_INFO"]) for page in (narrower, absent)]
    assert pages[0] == pages[1]
    client.force_login(cast.mia)
    assert client.get("/list/000124.html")["Location"] == f"/replies/{reply.pk}/"


def test_old_address_cannot_stand_before_a_page_that_is_there(client, moved, cast):
    remember([("https://old.example.org/forums/", moved[0].pk, None)])
    client.force_login(cast.mia)
    assert client.get("/forums/").status_code == 200
    assert client.post("/2010/05/sweat%20equity/").status_code == 404


def test_messages_of_mailman_3_are_found_by_their_hash(client, cast):
    """The vector stands in Mailman's own documentation of X-Message-ID-Hash."""
    assert hash_of("87myycy5eh.fsf@uwakimon.sk.tsukuba.ac.jp") == "JJIGKPKB6CVDX6B2CUG4IHAJRIQIOUTP"
    bring_in(Source("mailman", DATA / "mailman2_2005-January.txt", "OncList"), make_forum("List archive"))
    topic = Topic.objects.order_by("created_at")[0]
    reply = topic.replies.first()
    client.force_login(cast.mia)
    for origin, there in ((topic.origin, topic.get_absolute_url()), (reply.origin, f"/replies/{reply.pk}/")):
        name = hash_of(origin.removeprefix("list:"))
        for path in (
            f"/archives/list/onc@lists.example.org/message/{name}/",
            f"/hyperkitty/list/onc@x.org/message/{name}/",
        ):
            assert client.get(path)["Location"] == there
    assert client.get("/archives/list/onc@x.org/message/JJIGKPKB6CVDX6B2CUG4IHAJRIQIOUTP/").status_code == 404


def test_keys_compare_paths_only():
    assert key_of("https://a.example.org/x/") == key_of("/x") == "/x"
    assert key_of("/blog/?p=3&x=1") == "/blog/?p=3"
    assert key_of("/?p=three") == "/"
    assert len(key_of("/" + "ü" * 500)) == 64
    assert hash_key("/archives/list/a@b.org/message/short/") == ""
    assert address_of("x") == hash_key(f"/mm/archives/list/a@b.org/thread/{hash_of('x')}/")


def test_front_page_cannot_be_taken(cast):
    make_forum()
    assert remember([("https://old.example.org/", make_topic(cast.mia).pk, None)]) == 0
    assert not OldAddress.objects.exists()


def test_numbered_pages_of_mailman_2_lead_on(client, cast, tmp_path):
    month = tmp_path / "2005-January"
    month.mkdir()
    archive, forum = DATA / "mailman2_2005-January.txt", make_forum("List archive")
    bring_in(Source("mailman", archive, "OncList"), forum)
    topic = Topic.objects.order_by("created_at")[0]
    link = '<LINK REL="made" HREF="mailto:o%40x.org?Subject=Re&In-Reply-To={}">'
    (month / "000012.html").write_text(link.format(quote(f"<{topic.origin.removeprefix('list:')}>")))
    (month / "000013.html").write_text(link.format(quote("<nobody@example.org>")))
    (month / "thread.html").write_text("none")
    said = StringIO()
    words = ("--list", "OncList", "--pages", str(tmp_path), "--at", "/pipermail/onclist/", "--apply")
    call_command("import_archive", "mailman", str(archive), "--into", forum.slug, *words, stdout=said)
    assert "2 pages of the old archive, 1 lead on" in said.getvalue()
    client.force_login(cast.mia)
    assert client.get("/pipermail/onclist/2005-January/000012.html")["Location"] == topic.get_absolute_url()
    assert client.get("/pipermail/onclist/2005-January/000013.html").status_code == 404


@pytest.mark.parametrize("words", [("--pages", "/nowhere", "--at", "/x/"), ("--at", "/x/")])
def test_pages_without_their_place_cannot_be_read(cast, words):
    forum = make_forum("List archive")
    with pytest.raises(CommandError, match="go together"):
        call_command("import_archive", "mailman", str(DATA / "mailman2_2005-January.txt"), "--into", forum.slug, *words)


def test_rubbish_cannot_fall_over(client, db):
    for address in ("/a%00b/", "/%ff/", "/?p=" + "9" * 18, "/x" * 400):
        assert client.get(address).status_code in (200, 404)
