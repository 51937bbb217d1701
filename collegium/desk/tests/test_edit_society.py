"""The settings of the society on the desk."""

from __future__ import annotations

import pytest

from collegium.audience.reader import reader_for
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.citations.models import Work
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.outbox.models import AuditLine
from collegium.web.models import Society

SETTINGS = {
    "name": "Tamarack Society", "short_name": "Larch", "tagline": "", "magazine_name": "Margins", "hue": "255",
    "chroma": "0.05", "language": "es", "time_zone": "America/Chicago", "grace_days": "30", "member_id_width": "6",
    "ask_after_hours": "24", "citation_style": "ama", "contact_email": "",
    "join_url": "", "x_url": "", "facebook_url": "", "linkedin_url": "", "house_rules": "",
}  # fmt: skip


def test_administrator_changes_name_and_color_and_it_is_logged(cast):
    client = cast.client("ada")
    assert client.post("/desk/society/", SETTINGS).status_code == 303
    own = Society.objects.get()
    assert (own.short_name, own.hue, str(own.chroma), own.language) == ("Larch", 255, "0.050", "es")
    assert "--hue: 255" in client.get("/theme.css").content.decode()
    line = AuditLine.objects.get(what="changed the settings of the society")
    assert line.by == cast.ada
    assert {"hue", "short_name"} <= set(line.detail["fields"])


def test_numbers_of_the_magazine_are_kept_with_their_hyphen_and_shown(cast):
    numbers = {"issn_print": "03785955", "issn_electronic": "0732-183x", "issn_linking": "9999-0008"}
    assert cast.client("ada").post("/desk/society/", SETTINGS | numbers).status_code == 303
    page, feed = (cast.client("vera").get(address).text for address in ("/magazine/", "/magazine/feed/"))
    for number in ("0378-5955", "0732-183X", "9999-0008"):
        assert number in page
    assert "<prism:issn>0378-5955</prism:issn>" in feed
    assert "<prism:eIssn>0732-183X</prism:eIssn>" in feed


def test_a_color_of_its_own_stays_among_the_choices(cast):
    Society.objects.update(hue=201, chroma="0.077")
    page = cast.client("ada").get("/desk/society/").text
    assert '<input type="radio" name="hue" value="201" checked' in page
    assert '<option value="0.077" selected' in page


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"hue": "900"}, {"time_zone": "Mars/Base"}, {"chroma": "0.9"}, {"issn_print": "0378-5954"}]
)
def test_wrong_settings_cannot_be_saved_nor_shown(cast, wrong):
    before = Society.current().short_name
    answer = cast.client("ada").post("/desk/society/", SETTINGS | wrong)
    assert answer.status_code == 422
    assert Society.objects.get().short_name == Society.current().short_name == before


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 404), ("mia", 404), ("ed", 404), ("mo", 404)])
def test_others_cannot_change_the_society(cast, who, status):
    assert cast.client(who).get("/desk/society/").status_code == status
    assert cast.client(who).post("/desk/society/", SETTINGS).status_code == status
    assert Society.objects.get().short_name != "Larch"


def test_another_style_prints_every_reference_anew(cast):
    data = {"type": "article", "title": "Weekly imaginamab", "year": 2011, "volume": "29", "pages": "260-271"}
    Work.objects.create(key="doi:10.5555/jio.1", data=data)
    post = make_post(make_blog(cast.petra))
    reply = post_reply(post, Words.rich("<p>I [doi:10.5555/jio.1]</p>"), reader_for(cast.mia))
    assert "29:260-271" in Reply.objects.get(pk=reply.pk).body
    cast.client("ada").post("/desk/society/", SETTINGS | {"language": "en", "citation_style": "vancouver"})
    assert "29:260-71" in Reply.objects.get(pk=reply.pk).body
