"""A portrait is cropped in a frame: by mouse, by keys, by sliders; what the server cut is what the frame showed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browsing import overflow

# 800 by 400, four stripes of one color each: red, green, blue, yellow.
STRIPES = [(200, 30, 30), (30, 160, 40), (20, 40, 200), (230, 220, 40)]
FRAME, SAID, BUTTON = "[data-crop=frame]", "[data-crop=said]", "Use this portrait"


def _stripes() -> dict[str, object]:
    picture, out = Image.new("RGB", (800, 400)), io.BytesIO()
    for at, color in enumerate(STRIPES):
        picture.paste(color, (at * 200, 0, at * 200 + 200, 400))
    picture.save(out, "PNG")
    return {"name": "me.png", "mimeType": "image/png", "buffer": out.getvalue()}


def _choose(page: Page) -> None:
    page.goto("/settings/profile/")
    page.get_by_label("Picture", exact=True).set_input_files([_stripes()])  # type: ignore[list-item]
    expect(page.locator(FRAME)).to_be_visible()


def _numbers(page: Page) -> tuple[int, ...]:
    return tuple(int(page.locator(f"input[name={name}]").input_value()) for name in ("left", "top", "side"))


def _shown(page: Page) -> Image.Image:
    """The square portrait as the site gives it now."""
    address = page.locator("main form img.face").first.get_attribute("src")
    return Image.open(io.BytesIO(page.request.get(f"{address}").body())).convert("RGB")


def _stripe(picture: Image.Image, x: float) -> int:
    """Which stripe stands there."""
    seen = picture.getpixel((int(picture.width * x), picture.height // 2))
    return min(range(4), key=lambda at: sum(abs(a - b) for a, b in zip(STRIPES[at], seen, strict=True)))  # type: ignore[arg-type]


def test_mouse_drags_the_picture(enter: Enter) -> None:
    page = enter("grace")
    _choose(page)
    assert _numbers(page) == (200, 0, 400)
    expect(page.get_by_label("Where the face is")).to_be_hidden()
    frame = page.locator(FRAME).bounding_box()
    assert frame
    middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - frame["width"], middle[1] + 40, steps=8)
    page.mouse.up()
    assert _numbers(page) == (400, 0, 400)  # never beyond the picture's edge
    expect(page.locator(SAID)).to_have_text("Shown: 50% of the width. Cut off: 50% on the left, 0% at the top.")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("Your portrait is saved.")).to_be_visible()
    picture = _shown(page)
    assert (_stripe(picture, 0.2), _stripe(picture, 0.8)) == (2, 3)


def test_keys_and_sliders_move_and_enlarge_it(enter: Enter) -> None:
    page = enter("otto")
    _choose(page)
    expect(page.locator(FRAME)).to_be_focused()
    for _time in range(10):
        page.keyboard.press("+")
    side = _numbers(page)[2]
    assert 240 <= side < 400
    page.keyboard.press("Shift+ArrowRight")  # the picture goes to the right, so that more of its left is seen
    left, top, _side = _numbers(page)
    assert left < 200 + (400 - side) // 2
    page.keyboard.press("ArrowUp")
    assert _numbers(page)[1] > top
    page.get_by_label("Size", exact=True).press("End")
    page.get_by_label("Left or right").press("Home")
    assert _numbers(page)[0] == 0
    assert _numbers(page)[2] == 240
    expect(page.get_by_label("Size", exact=True)).to_have_attribute("aria-valuetext", "167%")
    page.get_by_role("button", name=BUTTON).click()
    assert _stripe(_shown(page), 0.5) == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.txt", b"Not a picture.", "This browser cannot show this file"),
        ("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic", "This browser cannot show this file"),
        ("big.png", b"0" * (25 * 1024 * 1024 + 1), "more than 25 MB"),
    ],
)
def test_what_is_no_picture_cannot_be_cropped(
    enter: Enter, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    page, file = enter("mia"), tmp_path / name
    file.write_bytes(content)
    _choose(page)
    page.get_by_label("Picture", exact=True).set_input_files(file)
    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(page.locator(FRAME)).to_be_hidden()
    expect(page.get_by_label("Where the face is")).to_be_visible()
    assert page.locator("input[name=side]").input_value() == ""
    page.get_by_role("button", name=BUTTON).click()
    if name == "big.png":  # is not even sent
        assert page.url.endswith("/settings/profile/")
    else:
        expect(page.locator("small.err")).to_be_visible()


def test_frame_fits_on_the_phone_and_fingers_drag(enter: Enter) -> None:
    page = enter("gus", viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark")
    _choose(page)
    assert overflow(page) <= 0
    page.locator(FRAME).scroll_into_view_if_needed()
    frame = page.locator(FRAME).bounding_box()
    assert frame
    hand = page.context.new_cdp_session(page)
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": at, "y": y, "id": finger} for finger, (at, y) in enumerate(places)]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (x, y))
    touch("touchMove", (x + 60, y))
    touch("touchEnd")
    assert _numbers(page)[0] < 200
    touch("touchStart", (x - 20, y), (x + 20, y))
    touch("touchMove", (x - 30, y), (x + 30, y))
    touch("touchEnd")
    assert _numbers(page)[2] < 400


def test_without_script_the_server_cuts_it(enter: Enter) -> None:
    page = enter("grace", java_script_enabled=False)
    page.goto("/settings/profile/")
    expect(page.locator("[data-crop=tools]")).to_be_hidden()
    page.get_by_label("Picture", exact=True).set_input_files([_stripes()])  # type: ignore[list-item]
    page.get_by_label("Where the face is").select_option("left")
    page.get_by_role("button", name=BUTTON).click()
    picture = _shown(page)
    assert (_stripe(picture, 0.2), _stripe(picture, 0.8)) == (0, 1)
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("main form img.face")).to_have_count(0)
