"""Taking files in: kind by content, nothing hidden in pictures, sizes and quotas."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from collegium.files import actions, pictures
from collegium.files.kinds import kind_of, named
from collegium.files.models import File
from collegium.files.tests.factory import PDF, make_office, make_picture, make_picture_with_place


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_pictures_become_webp_at_the_fixed_widths(cast, form):
    file = actions.store(make_picture(1200, 900, form), f"scan.{form.lower()}", cast.mia)
    assert (file.width, file.height, file.widths) == (1200, 900, [320, 640, 960, 1200])
    for width in file.widths:
        with default_storage.open(file.stored_name(width)) as stream, Image.open(stream) as picture:
            assert (picture.format, picture.size) == ("WEBP", (width, round(900 * width / 1200)))


def test_small_picture_is_never_made_larger(cast):
    assert actions.store(make_picture(200, 100), "small.jpg", cast.mia).widths == [200]


def test_picture_cannot_carry_place_or_camera_and_stands_upright(cast):
    file = actions.store(make_picture_with_place(), "IMG_1.jpg", cast.mia)
    assert (file.width, file.height) == (600, 800)
    for width in file.widths:
        with default_storage.open(file.stored_name(width)) as stream:
            data = stream.read()
        assert b"TelltaleCamera" not in data
        with Image.open(io.BytesIO(data)) as picture:
            assert not picture.getexif()
            assert not {"exif", "xmp", "icc_profile"} & set(picture.info)


def test_portrait_is_cropped_to_squares_and_replaces_the_former(cast):
    first = actions.portrait(make_picture(), "me.jpg", cast.mia, "profile", 7)
    second = actions.portrait(make_picture(900, 300), "me.jpg", cast.mia, "profile", 7)
    assert (second.widths, second.width, second.height) == ([96, 240], 300, 300)
    assert list(File.objects.of("profile", 7)) == [second]
    assert not File.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "a.txt", "pdf"),
        (make_office("word/"), "a.docx", "docx"),
        (make_office("xl/"), "a.zip", "xlsx"),
        (make_office("ppt/"), "a", "pptx"),
        (b"center,cases\nNorth,12\n", "a.csv", "csv"),
        ("Größe\n".encode(), "a.md", "txt"),
    ],
)
def test_kind_is_by_content(data, name, kind):
    assert kind_of(data, name) == kind


REFUSED = [
    (b"\0" * 128 + b"DICM" + b"\0" * 50, "DICOM"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
    (b"\xef\xbb\xbf<!doctype html><p>", "Web pages"),
    (b"MZ\x90\x00\x03\x00", "not taken"),
    (b"PK\x03\x04broken", "damaged"),
    (b"\xff\xd8\xff broken", "damaged"),
    (make_office("word/", "word/vbaProject.bin"), "macros"),
    (make_office("other/"), "not taken"),
    (b"", "empty"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED, ids=range(len(REFUSED)))
def test_dangerous_and_damaged_files_cannot_be_stored(cast, data, reason):
    with pytest.raises(actions.Refused, match=reason):
        actions.store(data, "holiday.jpg", cast.mia)
    assert not File.objects.exists()


def test_office_file_that_unpacks_to_too_much_cannot_be_stored(cast, monkeypatch):
    monkeypatch.setattr("collegium.files.kinds.UNPACKED_MOST", 5)
    with pytest.raises(actions.Refused, match="Unpacked"):
        actions.store(make_office(), "a.docx", cast.mia)


@pytest.mark.parametrize("most", [479_999, 200_000])
def test_picture_with_too_many_pixels_cannot_be_stored(cast, monkeypatch, most):
    monkeypatch.setattr(pictures, "PIXELS_MOST", most)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", most)
    with pytest.raises(actions.Refused, match="50 million pixels"):
        actions.store(make_picture(800, 600), "big.jpg", cast.mia)


def test_file_over_the_limit_cannot_be_stored(cast, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 10)
    with pytest.raises(actions.Refused, match="more than"):
        actions.store(PDF, "a.pdf", cast.mia)


def test_guest_cannot_exceed_a_guests_quota_where_a_member_can(cast, monkeypatch, storage):
    monkeypatch.setattr(actions, "GUESTS_QUOTA", len(PDF))
    actions.store(PDF, "one.pdf", cast.gus)
    with pytest.raises(actions.Refused, match="Your files fill"):
        actions.store(PDF, "two.pdf", cast.gus)
    for name in ("one.pdf", "two.pdf"):
        actions.store(PDF, name, cast.mia)
    assert File.objects.count() == 3
    assert len([path for path in storage.rglob("*") if path.is_file()]) == 3


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("C:\\Users\\me\\Poster.PDF", "pdf", "Poster.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("evil.exe", "txt", "evil.exe.txt"),
        ("a\r\nSet-Cookie: x.csv", "csv", "aSet-Cookie: x.csv"),
        ("photo.jpeg", "jpeg", "photo.jpeg"),
        ("", "pdf", "file.pdf"),
    ],
)
def test_name_is_kept_without_folders_and_ends_as_its_kind(given, kind, kept):
    assert named(given, kind) == kept


def test_stored_name_says_nothing_of_the_given_one(cast, storage):
    file = actions.store(PDF, "Jane Doe chart.pdf", cast.mia)
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{30}", file.stored)
    assert not [path for path in storage.rglob("*") if "Jane" in path.name]


@pytest.mark.parametrize("size", [(1, 20_000), (20_000, 1)])
def test_picture_too_long_to_be_encoded_cannot_be_stored(cast, size):
    sent = io.BytesIO()
    Image.new("RGB", size).save(sent, "PNG")
    with pytest.raises(actions.Refused, match="16383 pixels long"):
        actions.store(sent.getvalue(), "strip.png", cast.mia)


def test_archive_with_names_that_are_no_text_cannot_fall_over():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("word/ü.xml", "x")
    damaged = made.getvalue().replace("ü".encode(), b"\xff\xff")
    with pytest.raises(actions.Refused, match="damaged"):
        actions.store(damaged, "minutes.docx", None)
