"""The overview of the own profile, and the portrait: put up, taken down, refused with sentences."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from collegium.files.models import File
from collegium.people.models import Profile
from collegium.people.tests.factory import make_profile
from collegium.web.portraits import portrait_url


def test_overview_says_what_is_stored_and_leads_to_each_section(cast):
    make_profile(cast.mia, seen_about="me")
    page = cast.client("mia").get("/settings/profile/").text
    assert "Mia Lindholm, MD" in page
    assert "Cedar Fork, IA" in page
    assert "Not for all members: About" in page
    for section in ("name", "about", "practice", "place", "links", "publications", "privacy"):
        assert f'href="/settings/profile/{section}/"' in page


def test_visitor_and_suspended_cannot_open_it(cast):
    for name in ("vera", "sam"):
        assert cast.client(name).get("/settings/profile/").status_code == 403


def picture():
    stream = BytesIO()
    Image.new("RGB", (400, 500), "teal").save(stream, "JPEG")
    stream.seek(0)
    stream.name = "me.jpg"
    return stream


def test_portrait_goes_up_and_comes_down(cast):
    client = cast.client("mia")
    assert client.post("/settings/profile/portrait/", {"picture": picture()}).status_code == 303
    profile = cast.mia.profile
    assert portrait_url(cast.mia) == f"/files/{profile.square_id}/96/"
    assert f"/files/{profile.portrait_id}/640/" in cast.client("grace").get("/members/mia/").text
    assert cast.client("grace").get(f"/files/{profile.square_id}/96/").status_code == 200
    client.post("/settings/profile/portrait/", {"remove": "1"})
    assert portrait_url(cast.mia) == ""
    assert not File.objects.filter(parent_kind="profile").exists()


@pytest.mark.parametrize(("face", "is_kept"), [("right", True), ("left", False), ("", False)])
def test_portrait_keeps_the_part_where_the_face_is(cast, face, is_kept):
    """A wide photograph, blue, with somebody in red at its right edge: square and upright picture show the same part."""
    wide = Image.new("RGB", (900, 300), (20, 40, 200))
    wide.paste((220, 30, 30), (640, 0, 900, 300))
    upload = BytesIO()
    wide.save(upload, "PNG")
    upload.seek(0)
    upload.name = "me.png"
    client = cast.client("mia")
    assert client.post("/settings/profile/portrait/", {"picture": upload, "face": face}).status_code == 303
    profile = Profile.objects.get(person=cast.mia)
    whole, square = File.objects.get(pk=profile.portrait_id), File.objects.get(pk=profile.square_id)
    assert (whole.width * 5, square.width) == (whole.height * 4, square.height)
    for address in (whole.url_at(whole.widths[0]), square.url_at(96)):
        shown = Image.open(BytesIO(client.get(address).content)).convert("RGB")
        red, _green, blue = shown.getpixel((shown.width * 2 // 3, shown.height // 2))
        assert (red > blue) == is_kept


def test_the_chosen_part_is_shown_in_both_pictures(cast):
    """A photograph of 400 by 500, a telephone's: the part is cut by the server, once for each picture."""
    answer = cast.client("mia").post(
        "/settings/profile/portrait/", {"picture": picture(), "left": "100", "top": "60", "side": "250", "face": "left"}
    )
    assert answer.status_code == 303
    profile = Profile.objects.get(person=cast.mia)
    whole, square = File.objects.get(pk=profile.portrait_id), File.objects.get(pk=profile.square_id)
    assert (whole.width, whole.height, square.width, square.height) == (250, 312, 250, 250)
    assert square.widths == [96, 240]


@pytest.mark.parametrize(
    "part", [{"left": "200", "top": "0", "side": "250"}, {"left": "0", "top": "0", "side": "0"}, {"left": "0"}]
)
def test_wrong_part_cannot_cost_the_former_portrait(cast, part):
    client = cast.client("mia")
    client.post("/settings/profile/portrait/", {"picture": picture()})
    before = Profile.objects.get(person=cast.mia)
    answer = client.post("/settings/profile/portrait/", {"picture": picture(), **part})
    assert answer.status_code == 422
    assert "The part you chose" in answer.text
    after = Profile.objects.get(person=cast.mia)
    assert (after.portrait_id, after.square_id) == (before.portrait_id, before.square_id)
    assert File.objects.filter(owner=cast.mia).count() == 2


def test_huge_picture_cannot_be_unpacked(cast):
    stream = BytesIO()
    Image.new("1", (9000, 9000)).save(stream, "PNG")
    stream.seek(0)
    stream.name = "huge.png"
    answer = cast.client("mia").post("/settings/profile/portrait/", {"picture": stream})
    assert answer.status_code == 422
    assert "more than 50 million pixels" in answer.text


def test_damaged_heic_is_refused_with_a_sentence(cast):
    stream = BytesIO(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40)
    stream.name = "IMG_1.HEIC"
    answer = cast.client("mia").post("/settings/profile/portrait/", {"picture": stream})
    assert answer.status_code == 422
    assert "This picture is damaged." in answer.text


def test_visitor_cannot_have_the_portrait_of_somebody_unknown(cast):
    cast.client("mia").post("/settings/profile/portrait/", {"picture": picture()})
    square = cast.mia.profile.square_id
    for name in ("vera", "gus"):
        assert cast.client(name).get(f"/files/{square}/96/").status_code == 404


def test_what_is_no_picture_is_refused_with_a_sentence(cast):
    stream = BytesIO(b"not a picture at all")
    stream.name = "me.txt"
    answer = cast.client("mia").post("/settings/profile/portrait/", {"picture": stream})
    assert answer.status_code == 422
    assert "not a picture" in answer.text
    assert cast.client("mia").post("/settings/profile/portrait/", {}).status_code == 422


def test_what_is_not_chosen_has_a_word(cast):
    page = cast.client("mia").get("/settings/profile/practice/").text
    assert "---------" not in page
    assert page.count(">Not said</option>") == 5
