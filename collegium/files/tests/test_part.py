"""The part of a picture that somebody chose: cut on the server, after the turn, never outside of the picture."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from collegium.files import pictures
from collegium.files.forms import PictureForm
from collegium.files.pictures import Part, Refused
from collegium.files.tests.factory import make_picture

RED, BLUE = (220, 30, 30), (20, 40, 200)


def with_a_face(width, height, box):
    """Blue with a red face in it."""
    picture, out = Image.new("RGB", (width, height), BLUE), io.BytesIO()
    picture.paste(RED, box)
    picture.save(out, "PNG")
    return out.getvalue()


def shown(picture):
    return Image.open(io.BytesIO(picture.sizes[max(picture.sizes)])).convert("RGB")


def is_red(picture, x=0.5, y=0.5):
    red, _green, blue = picture.getpixel((int(picture.width * x), int(picture.height * y)))
    return red > blue


def test_square_shows_the_part_and_nothing_beside_it():
    data = with_a_face(900, 600, (500, 100, 800, 400))
    square = shown(pictures.encode(data, square=True, part=Part(500, 100, 300)))
    assert square.size == (240, 240)
    assert all(is_red(square, x, y) for x in (0.02, 0.5, 0.97) for y in (0.02, 0.5, 0.97))


def test_upright_is_cut_around_the_part():
    data = with_a_face(900, 900, (500, 300, 800, 600))
    part = Part(500, 300, 300)
    assert part.upright(900, 900) == (500, 274, 800, 649)
    upright = shown(pictures.encode(data, part=part))
    assert upright.size == (300, 375)
    assert is_red(upright, 0.5, 0.4)
    assert not is_red(upright, 0.5, 0.98)


@pytest.mark.parametrize(
    ("part", "size", "box"),
    [
        (Part(0, 0, 400), (400, 400), (40, 0, 360, 400)),  # a square picture: as high as it is, narrower
        (Part(100, 0, 400), (800, 400), (140, 0, 460, 400)),
        (Part(0, 0, 300), (300, 900), (0, 0, 300, 375)),  # at the upper edge
        (Part(0, 600, 300), (300, 900), (0, 525, 300, 900)),  # at the lower edge
    ],
)
def test_upright_stays_within_the_picture(part, size, box):
    assert part.upright(*size) == box


@pytest.mark.parametrize("orientation", range(1, 9))
def test_part_is_counted_after_the_turn_of_the_camera(orientation):
    """A picture seen as 400 by 300 with a face at its upper right, stored in each of the eight ways of EXIF."""
    way = Image.Transpose
    turned = {
        2: way.FLIP_LEFT_RIGHT, 3: way.ROTATE_180, 4: way.FLIP_TOP_BOTTOM, 5: way.TRANSPOSE, 6: way.ROTATE_90,
        7: way.TRANSVERSE, 8: way.ROTATE_270,
    }  # fmt: skip
    seen = Image.new("RGB", (400, 300), BLUE)
    seen.paste(RED, (250, 0, 400, 150))
    stored = seen.transpose(turned[orientation]) if orientation > 1 else seen
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    stored.save(out, "JPEG", exif=exif, quality=95)
    square = shown(pictures.encode(out.getvalue(), square=True, part=Part(250, 0, 150)))
    assert all(is_red(square, x, y) for x in (0.05, 0.95) for y in (0.05, 0.95))
    assert not square.getexif()


@pytest.mark.parametrize(
    "part",
    [
        Part(-1, 0, 200),
        Part(0, -1, 200),
        Part(101, 0, 300),
        Part(0, 1, 300),
        Part(0, 0, 301),
        Part(16_383, 16_383, 300),
    ],
)
def test_part_cannot_lie_outside(part):
    for square in (True, False):
        with pytest.raises(Refused, match="outside of the picture"):
            pictures.encode(make_picture(400, 300), square=square, part=part)


@pytest.mark.parametrize("side", [0, 1, 95])
def test_part_cannot_be_nothing(side):
    with pytest.raises(Refused, match="less than 96 pixels"):
        pictures.encode(make_picture(400, 300), square=True, part=Part(0, 0, side))


def test_small_picture_may_be_shown_whole():
    assert sorted(pictures.encode(make_picture(60, 40), square=True, part=Part(0, 0, 40)).sizes) == [40]


def sent(**numbers):
    return PictureForm(numbers, {"picture": SimpleUploadedFile("me.jpg", make_picture(400, 300))})


def test_form_gives_the_part_or_none():
    form = sent(left="10", top="20", side="200")
    assert form.is_valid()
    assert form.cleaned_data["part"] == Part(10, 20, 200)
    for nothing in (sent(), sent(left="", top="", side="")):
        assert nothing.is_valid()
        assert nothing.cleaned_data["part"] is None


@pytest.mark.parametrize(
    "numbers",
    [{"left": "10"}, {"left": "1", "top": "2"}, {"left": "-1", "top": "0", "side": "200"},
     {"left": "x", "top": "0", "side": "200"}, {"left": "0", "top": "0", "side": "9" * 30},
     {"left": "1e3", "top": "0", "side": "200"}],
)  # fmt: skip
def test_form_cannot_take_half_a_part(numbers):
    form = sent(**numbers)
    assert not form.is_valid()
    assert "outside of the picture" in form.errors["picture"][0]
