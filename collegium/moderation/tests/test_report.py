"""Reporting: who may, what they see afterwards, what the reported never learns."""

from __future__ import annotations

import pytest

from collegium.discussion.actions import hide
from collegium.forums.tests.factory import make_topic
from collegium.moderation.models import Report
from collegium.moderation.tests.factory import make_private, make_reply, make_report
from collegium.outbox import audit


@pytest.fixture
def reply(cast):
    return make_reply(cast.otto)


def address(reply, kind="reply"):
    return f"/report/?kind={kind}&id={reply.pk}"


def test_member_reports_and_sees_the_state(cast, reply):
    client = cast.client("mia")
    assert "What they said." in client.get(address(reply)).text
    answer = client.post(address(reply), {"reason": "harassment", "note": "Look at the tone."})
    assert (answer.status_code, answer["Location"]) == (303, "/reports/")
    assert "Waits for a moderator" in client.get("/reports/").text
    assert Report.objects.get().person == cast.mia


def test_reporting_twice_stays_one_report(cast, reply):
    make_report(reply, cast.mia)
    make_report(reply, cast.mia, "other")
    assert Report.objects.get().reason == "other"


def test_guest_reports_what_is_open_to_guests(cast):
    from collegium.audience.models import GUESTS
    from collegium.forums.tests.factory import make_forum

    topic = make_topic(cast.petra, make_forum(readers=GUESTS))
    assert cast.client("gus").post(address(topic, "piece"), {"reason": "other"}).status_code == 303


@pytest.mark.parametrize(("kind", "who"), [("profile", "grace"), ("organization", None)])
def test_profiles_and_organizations_can_be_reported(cast, kind, who):
    from collegium.organizations.models import Organization

    row = getattr(cast, who) if who else Organization.objects.create(name="Fernway Clinic", slug="fernway")
    assert cast.client("mia").post(address(row, kind), {"reason": "impersonation"}).status_code == 303


def test_report_without_a_reason_is_refused_with_a_sentence(cast, reply):
    answer = cast.client("mia").post(address(reply), {"note": "Bad."})
    assert answer.status_code == 422
    assert "Choose the reason" in answer.text


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 403), ("lars", 403), ("sam", 403)])
def test_whoever_does_not_have_it_cannot_report_it(cast, reply, who, status):
    answer = cast.client(who).post(address(reply), {"reason": "other"})
    assert answer.status_code == status
    assert "What they said." not in answer.text
    assert not Report.objects.exists()


def test_private_talk_cannot_be_reported_from_outside(cast):
    reply = make_private(cast.grace, cast.closed)
    assert cast.client("mia").get(address(reply)).status_code == 403
    assert cast.client("grace").post(address(reply), {"reason": "other"}).status_code == 303


@pytest.mark.parametrize(
    "query", ["", "?kind=reply", "?kind=nothing&id=1", "?kind=reply&id=x", "?kind=reply&id=999999"]
)
def test_nothing_cannot_be_reported(cast, query):
    assert cast.client("mia").get(f"/report/{query}").status_code == 404


def test_others_cannot_see_my_reports(cast, reply):
    make_report(reply, cast.mia)
    assert "Harassment" not in cast.client("otto").get("/reports/").text


def test_report_form_cannot_show_parts_of_a_profile_that_the_reader_does_not_have(cast):
    from collegium.people.actions import change_profile

    change_profile(cast.grace, {"about": "For nobody but me.", "seen_about": "me"})
    assert "For nobody but me." not in cast.client("mia").get(address(cast.grace, "profile")).text
    make_report(cast.grace, cast.mia, kind="profile")
    assert "For nobody but me." not in cast.client("mo").get(f"/desk/reports/profile/{cast.grace.pk}/").text
    assert "For nobody but me." in cast.client("ada").get(f"/desk/reports/profile/{cast.grace.pk}/").text


def test_profile_organization_and_group_lead_to_the_report(cast):
    from collegium.groups.tests.factory import make_group
    from collegium.organizations.models import Organization

    group = make_group(cast.petra, "closed")
    page = Organization.objects.create(name="Fernway Clinic", slug="fernway")
    places = {"/members/grace/": ("profile", cast.grace), page.get_absolute_url(): ("organization", page),
              group.get_absolute_url(): ("group", group)}  # fmt: skip
    for there, (kind, row) in places.items():
        link = f"/report/?kind={kind}&amp;id={row.pk}"
        assert link in cast.client("mia").get(there).text, there
        assert link not in cast.client("vera").get(there).text, there
    assert "/report/?kind=profile" not in cast.client("mia").get("/members/mia/").text


@pytest.mark.parametrize("kind", ["closed", "secret"])
def test_group_is_reported_by_who_knows_of_it_and_cannot_be_read_through_it(cast, kind):
    from collegium.groups.actions import announce
    from collegium.groups.tests.factory import make_group

    group = make_group(cast.petra, kind, cast.grace)
    announce(group, "We meet in the red room.", cast.petra)
    there, queue = address(group, "group"), f"/desk/reports/group/{group.pk}/"
    assert "red room" not in cast.client("mia").get(there).text
    assert cast.client("mia").get(there).status_code == (200 if kind == "closed" else 404)
    assert cast.client("gus").get(there).status_code == (403 if kind == "closed" else 404)
    assert cast.client("mo").get(queue).status_code == 404
    assert cast.client("grace").post(there, {"reason": "other"}).status_code == 303
    assert "red room" in cast.client("mo").get(queue).text
    assert audit.about("group", group.pk).filter(what="looked at a reported private thing").exists()
    assert group.name not in cast.client("mo").get("/desk/reports/").text
    assert cast.client("mo").post(f"{queue}decide/", {"act": "hide", "reason": "No."}).status_code == 422
    assert cast.client("mo").post(f"{queue}decide/", {"act": "dismiss", "reason": "It may."}).status_code == 303
    assert cast.client("mo").get(queue).status_code == 404


def test_hidden_words_cannot_be_offered_for_a_report_that_is_refused(cast):
    reply = make_reply(cast.mia, "Said and hidden.")
    offered = f"/report/?kind=reply&amp;id={reply.pk}"
    assert offered in cast.client("mo").get(reply.piece.get_absolute_url()).text
    hide(reply, cast.mo, "Names a colleague.")
    page = cast.client("mo").get(reply.piece.get_absolute_url()).text
    assert "Said and hidden." in page
    assert offered not in page
