"""Words of profiles, organizations and groups: moderators take parts back or ask for a change, and nobody else does."""

from __future__ import annotations

import pytest
from django.utils import timezone

from collegium.groups.actions import describe
from collegium.groups.tests.factory import make_group
from collegium.moderation import actions
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.things import found
from collegium.organizations.actions import change_page, merge, put_up_notice, undo_merger, write_story
from collegium.organizations.importing.comparing import compare
from collegium.organizations.importing.reading import Record
from collegium.organizations.models import Manager, Organization
from collegium.organizations.tests.factory import make_manager, make_organization
from collegium.outbox import audit, taken_back
from collegium.outbox.models import Mail
from collegium.people.actions import change_profile
from collegium.people.models import Profile

SAID = "I treated Mrs Abernathy of ward nine."
WHY = "The second sentence names a patient."


@pytest.fixture
def biography(cast):
    change_profile(cast.otto, {"headline": "Runs three clinics", "about": SAID})
    return cast.otto


@pytest.fixture
def page(cast):
    row = make_organization(description="A practice of two.")
    make_manager(row, cast.otto)
    Manager.objects.create(organization=row, person=cast.gus)
    write_story(row, f"<p>{SAID}</p>", cast.otto)
    return row


def decide(cast, kind, pk, act, parts, who="mo", reason=WHY):
    form = {"act": act, "reason": reason, "parts": parts}
    return cast.client(who).post(f"/desk/reports/{kind}/{pk}/decide/", form)


def test_moderator_takes_a_biography_back_and_nothing_else(cast, biography):
    actions.report(found("profile", biography.pk), cast.mia, "patient", "She is named in About.")
    sheet = cast.client("mo").get(f"/desk/reports/profile/{biography.pk}/").text
    assert SAID in sheet
    assert 'value="about"' in sheet
    assert decide(cast, "profile", biography.pk, "take-back", ["about"]).status_code == 303
    profile = Profile.objects.get(person=biography)
    assert (profile.headline, profile.about) == ("Runs three clinics", "")
    told = Mail.objects.get(kind="moderation")
    assert told.person == biography
    assert "A decision about your profile (About): Taken back to protect a patient." in told.text
    assert WHY in told.text
    assert "Mia" not in told.text
    line = audit.about("profile", biography.pk)[0]
    assert (line.by, line.what, line.why) == (cast.mo, "decided: take-back", WHY)
    report = Report.objects.get()
    assert (report.outcome, report.note) == ("acted", "")
    decision = cast.client("otto").get(Decision.objects.get().get_absolute_url()).text
    assert "erased and cannot be restored" in decision
    assert "/settings/profile/" in decision


def test_managers_are_asked_to_change_a_story_and_one_of_them_answers(cast, page):
    assert decide(cast, "organization", page.pk, "ask", ["story"], reason="Leave the price out.").status_code == 303
    page.refresh_from_db()
    assert "Abernathy" in page.story
    assert {mail.person for mail in Mail.objects.filter(kind="moderation")} == {cast.otto, cast.gus}
    decision = Decision.objects.get()
    address = decision.get_absolute_url()
    answered = cast.client("gus").get(address)
    assert "Its own story" in answered.text
    assert f"{page.get_absolute_url()}edit/" in answered.text
    assert cast.client("gus").post(address, {"text": "It is no price."}).status_code == 303
    assert cast.client("otto").post(address, {"text": "Nor do I see one."}).status_code == 422
    line = audit.about("organization", page.pk)[0]
    assert (line.by, line.what) == (cast.gus, "appealed")
    form = {"answer": "You are right.", "upheld": "1"}
    assert cast.client("ada").post(f"/desk/reports/appeals/{Appeal.objects.get().pk}/", form).status_code == 303
    decision.refresh_from_db()
    assert decision.undone_at
    assert Mail.objects.filter(kind="moderation", person=cast.otto).count() == 2


def test_news_and_description_go_and_the_story_stays(cast, page):
    notice = put_up_notice(page, "A visit", SAID, "", timezone.localdate(), cast.otto)
    decide(cast, "organization", page.pk, "take-back", ["description", f"news-{notice.pk}"])
    page.refresh_from_db()
    assert (page.description, page.notices.count(), "Abernathy" in page.story) == ("", 0, True)
    assert "A visit" not in cast.client("mia").get(page.get_absolute_url()).text
    assert "(In one or two sentences, A news item)" in Mail.objects.filter(kind="moderation")[0].text


def test_words_of_a_group_go_and_its_owner_is_told(cast):
    group = make_group(cast.petra, "open", cast.mia)
    describe(group, name=group.name, summary="For the far away", about=SAID, icon="users")
    assert "ward nine" in cast.client("mia").get("/search/?q=ward+nine&in=groups").text.replace("<mark>", "")
    decide(cast, "group", group.pk, "take-back", ["about"])
    group.refresh_from_db()
    assert (group.summary, group.about) == ("For the far away", "")
    assert [mail.person for mail in Mail.objects.filter(kind="moderation")] == [cast.petra]
    assert group.name not in cast.client("mia").get("/search/?q=Abernathy&in=groups").text


@pytest.mark.parametrize("who", ["mia", "gus", "ed", "otto", "petra"])
def test_others_cannot_take_back_or_ask(cast, biography, page, who):
    for kind, pk, part in (("profile", biography.pk, "about"), ("organization", page.pk, "story")):
        for act in ("take-back", "ask"):
            assert decide(cast, kind, pk, act, [part], who).status_code in (403, 404)
    assert Profile.objects.get(person=biography).about == SAID
    assert Organization.objects.get(pk=page.pk).story
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("parts", "reason"), [([], WHY), (["about"], ""), (["phone"], WHY), (["story"], WHY)])
def test_nothing_can_be_taken_back_without_a_reason_or_of_another_column(cast, biography, parts, reason):
    assert decide(cast, "profile", biography.pk, "take-back", parts, reason=reason).status_code == 422
    assert Profile.objects.get(person=biography).about == SAID


def test_moderator_cannot_reach_parts_shown_to_fewer_but_an_administrator_can(cast, biography):
    change_profile(biography, {"seen_about": "me"})
    assert SAID not in cast.client("mo").get(f"/desk/reports/profile/{biography.pk}/").text
    assert decide(cast, "profile", biography.pk, "take-back", ["about"]).status_code == 422
    assert Profile.objects.get(person=biography).about == SAID
    assert decide(cast, "profile", biography.pk, "take-back", ["about"], "ada").status_code == 303
    assert Profile.objects.get(person=biography).about == ""


def test_words_of_a_secret_group_cannot_be_reached_until_they_are_reported(cast):
    group = make_group(cast.grace, "secret")
    describe(group, name=group.name, summary="", about=SAID, icon="users")
    assert decide(cast, "group", group.pk, "take-back", ["about"]).status_code == 404
    assert cast.client("mia").get(f"/report/?kind=group&id={group.pk}").status_code == 404
    actions.report(found("group", group.pk), cast.grace, "patient")
    assert decide(cast, "group", group.pk, "take-back", ["about"]).status_code == 303
    group.refresh_from_db()
    assert group.about == ""


def test_former_manager_and_strangers_cannot_read_or_answer_a_decision(cast, page):
    Manager.objects.filter(organization=page, person=cast.gus).update(until=timezone.now())
    decide(cast, "organization", page.pk, "ask", ["story"])
    address = Decision.objects.get().get_absolute_url()
    for who in ("gus", "mia", "ed"):
        assert cast.client(who).get(address).status_code == 404
        assert cast.client(who).post(address, {"text": "I answer."}).status_code == 404
    assert [mail.person for mail in Mail.objects.filter(kind="moderation")] == [cast.otto]
    assert "Asked to change it" not in cast.client("gus").get("/reports/").text


def test_a_page_cannot_be_hidden_nor_the_author_of_a_reply_be_asked(cast, page):
    from collegium.moderation.tests.factory import make_reply

    assert decide(cast, "organization", page.pk, "hide", []).status_code == 422
    reply = make_reply(cast.otto)
    assert decide(cast, "reply", reply.pk, "ask", []).status_code == 422
    assert not Decision.objects.exists()


def test_a_page_that_nobody_keeps_cannot_be_asked_about(cast):
    row = make_organization()
    assert "Nobody keeps this page." in decide(cast, "organization", row.pk, "ask", ["description"]).text


def test_a_part_cannot_be_taken_back_twice(cast, biography):
    thing = found("profile", biography.pk)
    actions.take_back(thing, cast.mo, WHY, ["about"])
    with pytest.raises(actions.Refused):
        actions.take_back(thing, cast.ada, WHY, ["about"])
    assert Decision.objects.count() == 1


def test_a_file_cannot_bring_a_description_back(cast, page):
    page.imported = {"description": "A practice of two."}
    page.save()
    actions.take_back(found("organization", page.pk), cast.mo, WHY, ["description"])
    page.refresh_from_db()
    found_ = compare(Record(1, {"description": "A practice of two."}), page)
    assert (found_.becomes, found_.kept) == ({}, ["description"])
    change_page(page, {"description": "Two physicians."}, cast.otto)
    assert Organization.objects.get(pk=page.pk).description == "Two physicians."


def test_a_merger_cannot_bring_a_description_back(cast):
    stays, gone = make_organization(description=""), make_organization("Dry Creek Cancer Center", description=SAID)
    merger = merge(gone, stays, cast.ada, "One place.")
    actions.take_back(found("organization", stays.pk), cast.mo, WHY, ["description"])
    undo_merger(merger, cast.ada)
    assert not Organization.objects.filter(description__contains="Abernathy").exists()


def test_restored_words_go_again_and_new_ones_cannot(cast, biography):
    thing = found("profile", biography.pk)
    decision = actions.take_back(thing, cast.mo, WHY, ["about"])
    noted = taken_back.Noted("profile", biography.pk, decision.at.isoformat(), ["about"])
    change_profile(biography, {"about": "Written anew."})
    assert taken_back.repeat([noted]) == 0  # the backup knows of it, and holds what was written since
    assert Profile.objects.get(person=biography).about == "Written anew."
    Decision.objects.all().delete()
    change_profile(biography, {"about": SAID})
    assert taken_back.repeat([noted]) == 1
    assert Profile.objects.get(person=biography).about == ""
    assert taken_back.repeat([noted]) == 0
