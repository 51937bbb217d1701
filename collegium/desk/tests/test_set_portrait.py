"""Staff set a portrait on the desk: cropped by the same frame, logged, and told; nobody else does."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from collegium.files.models import File
from collegium.files.tests.factory import make_picture
from collegium.organizations.tests.factory import make_organization
from collegium.outbox.models import AuditLine, Mail
from collegium.people.actions import put_up_portrait
from collegium.people.models import Profile

ADDRESS = "/desk/membership/people/otto/portrait/"


def picture(left="", top="", side=""):
    file = io.BytesIO()
    whole = Image.new("RGB", (800, 600), "navy")
    whole.paste("white", (0, 0, 300, 300))
    whole.save(file, "PNG")
    file.seek(0)
    file.name = "otto.png"
    return {"picture": file, "left": left, "top": top, "side": side}


def test_the_chosen_part_is_cut_logged_and_told(cast):
    client = cast.client("ada")
    page = client.get(ADDRESS).text
    assert 'data-behaviour="crop"' in page
    assert "crop.js" in page
    assert client.post(ADDRESS, picture(0, 0, 300)).status_code == 303
    profile = Profile.objects.get(person=cast.otto)
    square = client.get(f"/files/{profile.square_id}/96/")
    shown = Image.open(io.BytesIO(b"".join(square) if square.streaming else square.content)).convert("L")
    assert min(shown.getextrema()) > 240  # the white corner, and nothing of the blue
    assert File.objects.get(pk=profile.square_id).owner is None
    line = AuditLine.objects.get(what="set a portrait")
    assert (line.by, line.about_id) == (cast.ada, cast.otto.pk)
    assert Mail.objects.get().person == cast.otto
    client.post(ADDRESS, {"remove": "1"})
    assert Profile.objects.get(person=cast.otto).square_id is None
    assert AuditLine.objects.filter(what="took a portrait down").exists()


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "otto", "ed", "mo"])
def test_others_cannot_set_or_remove_a_portrait(cast, who):
    put_up_portrait(cast.otto, make_picture())
    before = Profile.objects.get(person=cast.otto).square_id
    client = cast.client(who)
    assert client.get(ADDRESS).status_code in (403, 404)
    for sent in (picture(0, 0, 300), {"remove": "1"}):
        assert client.post(ADDRESS, sent).status_code in (403, 404)
    assert Profile.objects.get(person=cast.otto).square_id == before


@pytest.mark.parametrize("sent", [{}, picture(700, 0, 300), picture(0, 0, ""), picture(0, 0, 10)])
def test_no_picture_and_a_part_outside_cannot_be_used(cast, sent):
    answer = cast.client("ada").post(ADDRESS, sent)
    assert answer.status_code == 422
    assert not Profile.objects.exclude(square_id=None).exists()


def test_the_desk_leads_to_the_frame_of_a_logo(cast):
    page = make_organization()
    client = cast.client("ada")
    assert f"{page.get_absolute_url()}edit/" in client.get(f"/desk/organizations/{page.slug}/").text
    assert 'data-behaviour="crop"' in client.get(f"{page.get_absolute_url()}edit/").text
    assert cast.client("mo").get(f"/desk/organizations/{page.slug}/").status_code in (403, 404)
