"""`collegium import wordpress`: posts, dates, authors, threaded comments, pictures; once, quietly, with their old addresses."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from PIL import Image

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.blogs.actions import open_blog
from collegium.blogs.models import Post
from collegium.discussion.models import Piece, Reply, Subject
from collegium.discussion.quotes import Quotes
from collegium.files.models import File
from collegium.importing.models import OldAddress
from collegium.importing.tests.wordpress.export import HEAD, comment, item, write
from collegium.magazine.models import Article
from collegium.notifications.models import Notification
from collegium.outbox.models import Mail
from collegium.search.models import Entry

PICTURE = "https://old.example.org/blog/wp-content/uploads/2010/05/ward-300x200.jpg"


@pytest.fixture
def blog(cast):
    return open_blog(cast.petra, "From the President", "president")


def run(file, *words: str, into: str = "president") -> str:
    out = StringIO()
    call_command("import_archive", "wordpress", str(file), "--into", into, *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def media(folder):
    place = folder / "uploads" / "2010" / "05"
    place.mkdir(parents=True)
    made = io.BytesIO()
    Image.new("RGB", (900, 600), (40, 90, 120)).save(made, "JPEG")
    (place / "ward.jpg").write_bytes(made.getvalue())
    return folder / "uploads"


def test_post_keeps_words_date_author_and_address(blog, tmp_path, cast):
    EmailAddress.objects.update_or_create(user=cast.petra, email="petra@example.org", defaults={"verified": True})
    Subject.objects.create(name="Policy", slug="policy")
    run(
        write(tmp_path, item(12, "Sweat equity", "One.\n\nTwo.", names=["Policy", "Rest"], excerpt="In short.")),
        "--apply",
    )
    post = Post.objects.get(origin="wordpress:old.example.org/blog:12")
    assert (post.title, post.slug, post.deck) == ("Sweat equity", "sweat-equity", "In short.")
    assert post.body == "<p>One.</p><p>Two.</p>"
    assert post.published_at == post.announced_at == datetime(2010, 5, 24, 14, tzinfo=UTC)
    assert (post.author, post.byline["name"], post.readers_id) == (cast.petra, "Petra Vance", PUBLIC)
    assert [subject.name for subject in post.subjects.all()] == ["Policy"]


def test_author_without_account_stays_a_name(blog, tmp_path):
    run(write(tmp_path, item(12, "Guest pen", "Words.", author="guestpen")), "--apply")
    post = Post.objects.get()
    assert (post.author, post.byline["name"], post.byline["handle"]) == (None, "Ottilie Brand", "")


def test_unconfirmed_address_cannot_match_an_author(blog, tmp_path, cast):
    EmailAddress.objects.update_or_create(user=cast.mia, email="pen@example.net", defaults={"verified": False})
    run(write(tmp_path, item(12, "Guest pen", "Words.", author="guestpen")), "--apply")
    assert Post.objects.get().author is None
    run(
        write(tmp_path, item(13, "Named", "Words.", author="guestpen")),
        "--apply",
        "--author",
        f"guestpen={cast.mia.handle}",
    )
    assert Post.objects.get(title="Named").author == cast.mia


def test_comments_come_in_order_with_what_they_answer(blog, tmp_path, cast):
    EmailAddress.objects.update_or_create(user=cast.mia, email="mia@example.org", defaults={"verified": True})
    said = [
        comment(3, "I agree with the <b>first</b>.", parent=1, email="mia@example.org", name="Mia"),
        comment(1, "First here.\n\nSecond paragraph."),
        comment(4, "buy pills", approved="spam"),
        comment(5, "waits", approved="0"),
        comment(6, "ping", kind="pingback"),
    ]
    run(write(tmp_path, item(12, "Sweat equity", "Words.", comments=said)), "--apply")
    post = Post.objects.get()
    first, second = post.replies.order_by("number")
    assert (post.reply_count, post.last_number, post.moved_at) == (2, 2, second.created_at)
    assert first.body == "<p>First here.</p><p>Second paragraph.</p>"
    assert (first.author, first.byline["name"]) == (None, "Old Reader")
    assert (second.author, second.text) == (cast.mia, "I agree with the first.")
    shown = Quotes(post, None, [second.body]).fill(second.body)
    assert "First here." in shown
    assert f"/replies/{first.pk}/" in shown


def test_second_run_cannot_change_anything_and_brings_what_is_new(blog, tmp_path):
    old = [comment(1, "First here.")]
    file = write(tmp_path, item(12, "Sweat equity", "Words.", comments=old))
    run(file, "--apply")
    before = list(Post.objects.values()), list(Reply.objects.values())
    said = run(file, "--apply")
    assert "0 new, 1 already here" in said
    assert "comments: 1, of them already here: 1" in said
    assert before == (list(Post.objects.values()), list(Reply.objects.values()))
    later = write(
        tmp_path,
        item(12, "Sweat equity", "Words.", comments=[*old, comment(2, "Later.", parent=1)]),
        item(14, "New", "One."),
    )
    run(later, "--apply")
    assert Post.objects.count() == 2
    assert Post.objects.get(title="Sweat equity").reply_count == 2


def test_run_that_was_cut_off_goes_on(blog, tmp_path, monkeypatch):
    from collegium.importing.wordpress import comments

    file = write(
        tmp_path,
        item(1, "One", "Words.", comments=[comment(1, "Said.")]),
        item(2, "Two", "Words.", comments=[comment(2, "Said.")]),
    )
    bring, calls = comments.bring, []

    def cut(*args):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return bring(*args)

    monkeypatch.setattr(comments, "bring", cut)
    with pytest.raises(KeyboardInterrupt):
        run(file, "--apply")
    assert [post.title for post in Post.objects.all()] == ["One"]
    monkeypatch.undo()
    run(file, "--apply")
    assert sorted(Post.objects.values_list("title", "reply_count")) == [("One", 1), ("Two", 1)]


def test_dry_run_cannot_write(blog, tmp_path):
    items = [
        item(12, "Sweat equity", f'<img src="{PICTURE}" alt="">', names=["Rest"], comments=[comment(1, "Said.")]),
        item(20, "About", "Words", kind="page"),
        item(21, "Born 7/2/1968", "My patient, born 7/2/1968, MRN 00482913.", status="draft"),
        item(22, "", ""),
    ]
    said = run(write(tmp_path, *items))
    for part in (
        "2 posts for From the President, 2010", "come in as drafts: 1", "comments: 1", "Petra Vance writes here as @",
        "with the old address: 1", "entries of type page, which stay out", "Rest (1)", "could identify a patient",
        "entries without words, which stay out: 1", "Nothing was written",
    ):  # fmt: skip
        assert part in said
    assert not Post.objects.exists()
    assert not OldAddress.objects.exists()


def test_pictures_come_from_the_folder(blog, tmp_path):
    items = [
        item(
            5,
            "ward",
            "",
            kind="attachment",
            file=PICTURE.replace("-300x200", ""),
            alt="A ward at night",
            status="inherit",
            excerpt="The ward",
        ),
        item(12, "Sweat equity", f'<a href="{PICTURE}"><img src="{PICTURE}" alt="The ward" /></a>', thumbnail="5"),
    ]
    said = run(write(tmp_path, *items), "--apply", "--media", str(media(tmp_path)))
    assert "files that come along: 2" in said
    post = Post.objects.get()
    shown = File.objects.get(parent_kind="piece", parent_id=post.pk)
    assert f'<img src="/files/{shown.pk}/960/" alt="The ward" data-file="{shown.pk}">' in post.body
    assert (post.hero_alt, post.hero_caption) == ("A ward at night", "The ward")
    assert File.objects.get(parent_kind="hero", parent_id=post.pk).pk == post.hero_file
    assert not File.objects.unattached().exists()


def test_folder_cannot_be_left(blog, tmp_path):
    (tmp_path / "secret.jpg").write_bytes(b"no")
    folder = media(tmp_path)
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    text = '<img src="https://old.example.org/wp-content/uploads/../secret.jpg" alt="x"> <img src="/wp-content/uploads/link.jpg" alt="y">'
    run(write(tmp_path, item(12, "Sweat equity", text)), "--apply", "--media", str(folder))
    assert not File.objects.exists()
    assert "<img" not in Post.objects.get().body


@pytest.mark.parametrize(
    ("facts"), [{"status": "draft"}, {"status": "private"}, {"password": "hush"}, {"at": "2030-01-01 00:00:00"}]
)
def test_what_was_not_public_cannot_come_out(blog, tmp_path, facts, cast):
    run(write(tmp_path, item(12, "Sweat equity", "Words.", **facts)), "--apply")
    post = Post.objects.get()
    assert (post.published_at, post.announced_at, post.author) == (None, None, cast.petra)
    assert not OldAddress.objects.exists()


def test_import_is_searchable_and_nobody_hears_of_it(blog, tmp_path):
    before = Mail.objects.count(), Notification.objects.count()
    run(write(tmp_path, item(12, "Sweat equity", "Xylophones.", comments=[comment(1, "Zithers.")])), "--apply")
    assert before == (Mail.objects.count(), Notification.objects.count())
    assert Entry.objects.filter(piece=Post.objects.get(), reply=None).exists()
    assert Entry.objects.filter(reply=Reply.objects.get()).exists()


def test_mail_and_network_addresses_of_commenters_cannot_be_kept(blog, tmp_path):
    run(
        write(
            tmp_path,
            item(
                12,
                "Sweat equity",
                "Words.",
                comments=[comment(1, "Said.", email="pat@example.net", name="pat@example.net")],
            ),
        ),
        "--apply",
    )
    kept = str(list(Reply.objects.values())) + str(list(Piece.objects.values()))
    assert "pat@example.net" not in kept
    assert "203.0.113.57" not in kept


def test_magazine_takes_articles_into_departments(blog, tmp_path):
    from collegium.magazine.models import Department

    Department.objects.create(name="Practice")
    items = [item(1, "One", "Words.", names=["Practice"]), item(2, "Two", "Words.", author="guestpen")]
    run(write(tmp_path, *items), "--apply", "--readers", "guests", into="magazine")
    first, second = Article.objects.order_by("origin")
    assert (first.department.name, second.department.name) == ("Practice", "From the archive")
    assert (first.readers_id, first.writers_id, second.bylines[0]["name"]) == (GUESTS, MEMBERS, "Ottilie Brand")


def test_links_between_old_posts_lead_to_the_new_ones(blog, tmp_path):
    address = "https://old.example.org/blog/2010/05/two/"
    run(write(tmp_path, item(1, "One", f'<a href="{address}#more">Two</a>'), item(2, "Two", "Words.")), "--apply")
    assert 'href="/blogs/president/two/"' in Post.objects.get(title="One").body


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no well-formed XML"),
        ("<html><body>No</body></html>", "no WordPress export"),
        (HEAD, "no well-formed XML"),
        (HEAD + item(1, "One", "Words.") + "<item><title>cut", "no well-formed XML"),
        (
            HEAD.replace("<rss ", '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss ')
            + item(1, "&b;", "x")
            + "</channel></rss>",
            "document type",
        ),
    ],
)
def test_bad_file_cannot_be_half_imported(blog, tmp_path, text, said):
    file = tmp_path / "bad.xml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run(file, "--apply")
    assert said in str(refused.value)
    assert "Nothing was imported." in str(refused.value)
    assert not Post.objects.exists()


def test_control_characters_blank_lines_and_gzip_are_read(blog, tmp_path):
    text = "\n\n" + HEAD + item(1, "One", "Wo\x0brds\x08.") + "</channel></rss>"
    file = tmp_path / "export.xml.gz"
    file.write_bytes(gzip.compress(text.encode()))
    run(file, "--apply")
    assert Post.objects.get().text == "Words."


@pytest.mark.parametrize(
    ("words", "into", "said"),
    [
        ((), "nowhere", "There is no blog 'nowhere'. There are: president."),
        (("--media", "/nowhere"), "president", "is no folder"),
        (("--author", "petra"), "president", "expected LOGIN=HANDLE"),
    ],
)
def test_wrong_words_cannot_begin_an_import(blog, tmp_path, words, into, said):
    with pytest.raises(CommandError, match=said.replace(".", r"\.")):
        run(write(tmp_path, item(1, "One", "Words.")), *words, into=into)
