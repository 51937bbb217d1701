"""What an import of WordPress leaves out: the preview says it by kind, and with the numbers that the import comes to."""

from __future__ import annotations

import base64
import io
import re

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from collegium.blogs.models import Post
from collegium.discussion.models import Piece, Reply
from collegium.files.actions import LARGEST
from collegium.files.models import File
from collegium.importing.tests.wordpress.export import comment, item, write
from collegium.importing.tests.wordpress.test_import_wordpress import blog, run  # noqa: F401
from collegium.importing.wordpress.pictures import written_in


def odd(folder):
    """Six comments come in, of seventeen."""
    said = [comment(number, f"Reader {number} said this.") for number in range(1, 5)]
    said += [comment(number, "cheap", approved="spam") for number in (11, 12)]
    said += [comment(13, "gone", approved="trash"), comment(14, "gone with its entry", approved="post-trashed")]
    said += [comment(15, "waits", approved="0")]
    said += [comment(16, "a link", kind="pingback"), comment(17, "a link", kind="trackback")]
    said += [comment(18, "paid", kind="order_note"), comment(19, "<br>"), comment(4, "Reader 4 said this.")]
    return write(
        folder,
        item(1, "With odd things", "Words.", comments=said),
        item(2, "Quiet", "More words.", comments=[comment(5, "One."), comment(6, "Two.", parent=5)]),
        item(3, "In the trash", "Words.", comments=[comment(7, "Lost.")], status="trash"),
        item(4, "Empty", "", comments=[comment(8, "On nothing."), comment(9, "Pills", approved="spam")]),
    )


def test_preview_says_what_comes_and_what_does_not_with_the_reason(blog, tmp_path):  # noqa: F811
    said = run(odd(tmp_path))
    for line in (
        "comments: 6, of them already here: 0", "comments that stay out: 13", "pingbacks and trackbacks, which nobody wrote: 2",
        "marked as spam: 2", "in the trash: 2", "not approved: 1", "notes of plugins (orders, reviews): 1",
        "without words: 1", "there a second time: 1", "under entries that stay out themselves: 3",
    ):  # fmt: skip
        assert line in said, line


def test_preview_and_import_come_to_the_same_numbers(blog, tmp_path):  # noqa: F811
    file = odd(tmp_path)
    before, after = run(file), run(file, "--apply")
    assert "comments: 6, of them already here: 0" in before
    assert "comments: 6, of them already here: 0" in after
    assert Reply.objects.count() == sum(Post.objects.values_list("reply_count", flat=True)) == 6
    assert "comments: 6, of them already here: 6" in run(file)


def test_what_stays_out_cannot_be_stored(blog, tmp_path):  # noqa: F811
    run(odd(tmp_path), "--apply")
    words = " ".join(Reply.objects.values_list("text", flat=True))
    assert "Reader 3" in words
    for gone in ("cheap", "gone", "waits", "link", "paid", "Lost", "nothing"):
        assert gone not in words


def test_a_comment_that_two_entries_hold_cannot_come_twice(blog, tmp_path):  # noqa: F811
    twice = [comment(1, "Said."), comment(2, "Answered.", parent=1)]
    file = write(tmp_path, item(1, "One", "Words.", comments=twice), item(2, "Two", "Words.", comments=twice))
    said = run(file, "--apply")
    assert "comments: 2, of them already here: 0" in said
    assert "there a second time: 2" in said
    assert Reply.objects.count() == 2


def inline(size: tuple[int, int] = (40, 20), **facts) -> str:
    made = io.BytesIO()
    Image.new("RGB", size, (40, 90, 120)).save(made, "JPEG", **facts)
    return "data:image/jpeg;base64," + base64.b64encode(made.getvalue()).decode()


def test_pictures_written_into_the_words_become_files_without_their_metadata(blog, tmp_path):  # noqa: F811
    exif = Image.Exif()
    exif[0x010E] = "Bed 4, Mrs. Quill"
    text = f'<p>Before.</p><img src="{inline(exif=exif)}" alt="A pier in fog"><p>After.</p>'
    said = run(write(tmp_path, item(1, "Pier", text)), "--apply")
    assert "pictures and files that come along: 1" in said
    post, file = Post.objects.get(), File.objects.get()
    assert f'src="/files/{file.pk}/960/"' in post.body
    assert "data:" not in post.body
    assert (file.parent_kind, file.parent_id, file.alt, file.width) == ("piece", post.pk, "A pier in fog", 40)
    for name in file.stored_names():
        with default_storage.open(name) as stored:
            assert b"Quill" not in stored.read()


@pytest.mark.parametrize(
    "address",
    [
        "data:image/svg+xml;base64," + base64.b64encode(b'<svg onload="alert(1)"/>').decode(),
        "data:image/png;base64," + base64.b64encode(b"%PDF-1.4 no picture").decode(),
        "data:image/png;base64,####",
        "data:text/html;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n").decode(),
        inline()[:120],
        "data:image/png,%89PNG",
    ],
)
def test_what_is_no_picture_cannot_come_in_as_one(blog, tmp_path, address):  # noqa: F811
    file = write(tmp_path, item(1, "Pier", f'<p>Before.</p><img src="{address}"><p><img src="{inline()}"></p>'))
    before, after = run(file), run(file, "--apply")
    for said in (before, after):
        assert "pictures and files that come along: 1" in said
        assert "their captions stay, with the old address: 1" in said
    assert File.objects.count() == 1
    assert "data:" not in Piece.objects.get().body


def test_a_picture_above_the_size_limit_cannot_be_unpacked():
    assert written_in(inline())
    assert written_in("data:image/jpeg;base64," + "A" * (LARGEST * 3 // 2)) is None


def test_export_whose_namespaces_nobody_declared_is_read_all_the_same(blog, tmp_path):  # noqa: F811
    """Exports cut by hand, or by a plugin, hold `atom:link` and others without their declaration."""
    whole = write(tmp_path, item(1, "First", "Words."), item(2, "Second", "More words."))
    bare = tmp_path / "bare.xml"
    bare.write_text(
        re.sub(r"\s+xmlns:\w+=\"[^\"]*\"", "", whole.read_text()).replace(
            "<channel>", '<channel><atom:link rel="self" />'
        )
    )
    assert "xmlns" not in bare.read_text()
    assert run(bare) == run(whole)
