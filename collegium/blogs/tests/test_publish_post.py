"""Somebody else writes for a leader: asking, the page on which the leader decides, publishing that version."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.utils import timezone

from collegium.audience.actions import end
from collegium.blogs import approving
from collegium.blogs.actions import edit_post, publish_post
from collegium.blogs.models import Approval, Post
from collegium.blogs.tests.factory import make_blog, make_draft, writing
from collegium.discussion import actions as discussion
from collegium.discussion.actions import Refused
from collegium.notifications.models import Notification
from collegium.outbox.models import AuditLine, Mail
from collegium.outbox.tasks import send_mail


@pytest.fixture
def draft(cast):
    """A draft of Petra's blog, in which Mia helps."""
    blog = make_blog(cast.petra)
    blog.helpers.add(cast.mia)
    return make_draft(blog, body="<p>The kettle boiled twice.</p>")


def ask(cast, draft, **data):
    return cast.client("mia").post(f"{draft.get_absolute_url()}ask/", {"version": draft.version, "note": "", **data})


def page_of(cast, draft, name="petra"):
    return cast.client(name).get(f"{draft.get_absolute_url()}publish/")


def test_helper_asks_and_the_leader_gets_one_mail_with_one_link(cast, draft):
    answer = ask(cast, draft, note="The number is checked.")
    assert (answer.status_code, answer["Location"]) == (303, draft.get_absolute_url())
    letter = sent.outbox[-1]
    assert letter.to == ["petra@example.org"]
    assert letter.subject == "Mia Lindholm asks you to publish “Eleven hours on hold”"
    assert letter.body.count("http") == 1
    assert f"{draft.get_absolute_url()}publish/" in letter.body
    assert "The number is checked." in letter.body
    note = Notification.objects.get(person=cast.petra, kind="approval")
    assert note.address == f"{draft.get_absolute_url()}publish/"
    assert "asks you to publish a draft" in cast.client("petra").get("/notifications/").text


def test_leader_sees_the_words_as_they_will_be_and_publishes_that_version(cast, draft):
    ask(cast, draft)
    page = page_of(cast, draft).text
    assert "The kettle boiled twice." in page
    assert "Mia Lindholm asks you to publish this." in page
    assert "Publish this version" in page
    assert "Send back with a note" in page
    answer = cast.client("petra").post(f"{draft.get_absolute_url()}publish/", {"version": 1})
    assert answer.status_code == 303
    assert Post.objects.published().filter(pk=draft.pk).exists()
    assert Approval.objects.get().outcome == "published"
    assert sent.outbox[-1].to == ["mia@example.org"]
    assert "Petra Halvorsen published “Eleven hours on hold”" in sent.outbox[-1].subject
    lines = {line.what: line for line in AuditLine.objects.about("piece", draft.pk)}
    assert lines["asked for a post to be published"].by == cast.mia
    assert lines["published a post"].detail["version"] == 1
    assert lines["published a post"].detail["asked_by"] == cast.mia.pk


def test_leader_sees_what_changed_since_their_last_look(cast, draft):
    assert "You see this draft for the first time." in page_of(cast, draft).text
    edit_post(draft, writing(body="<p>The kettle boiled three times.</p>"), cast.reader("mia"), seen_version=1)
    for _look in range(2):  # a page that is loaded again says the same
        page = page_of(cast, draft).text
        assert "boiled <del>twice.</del><ins>three times.</ins>" in page
    changed = writing(deck="Another line.", body="<p>The kettle boiled three times.</p>")
    edit_post(draft, changed, cast.reader("mia"), seen_version=2)
    page = page_of(cast, draft).text
    assert "<ins>Another line.</ins>" in page
    assert "twice" not in page


def test_leader_without_helpers_is_not_told_that_their_own_draft_is_new(cast):
    draft = make_draft(make_blog(cast.grace))
    assert "for the first time" not in page_of(cast, draft, "grace").text


def test_later_edit_cannot_ride_on_the_question(cast, draft):
    ask(cast, draft)
    edit_post(draft, writing(body="<p>Slipped in.</p>"), cast.reader("mia"), seen_version=1)
    assert Approval.objects.get().outcome == "overtaken"
    answer = cast.client("petra").post(f"{draft.get_absolute_url()}publish/", {"version": 1})
    assert answer.status_code == 422
    assert "changed since you looked" in answer.text
    assert not Post.objects.published().exists()
    assert "Ask again when it is ready." in cast.client("mia").get(draft.get_absolute_url()).text
    draft.refresh_from_db()
    assert ask(cast, draft).status_code == 303
    assert Approval.objects.waiting().get().version == 2


def test_question_about_a_version_that_is_not_the_present_one_cannot_be_asked(cast, draft):
    edit_post(draft, writing(body="<p>By the leader.</p>"), cast.reader("petra"), seen_version=1)
    answer = ask(cast, draft, version=1)
    assert answer.status_code == 422
    assert "Read the present version, then ask." in answer.text
    assert not Approval.objects.exists()


def test_leader_sends_it_back_with_a_note(cast, draft):
    ask(cast, draft)
    address = f"{draft.get_absolute_url()}send-back/"
    assert "stays a draft" in cast.client("petra").get(address).text
    data = {"version": 1, "note": "Less about kettles."}
    assert cast.client("petra").post(address, data).status_code == 303
    assert "Less about kettles." in sent.outbox[-1].body
    assert "Less about kettles." in cast.client("mia").get(draft.get_absolute_url()).text
    assert "sent your draft back with a note" in cast.client("mia").get("/notifications/").text
    assert AuditLine.objects.about("piece", draft.pk).filter(what="sent a draft back", by=cast.petra).exists()
    again = cast.client("petra").post(address, data)
    assert again.status_code == 422
    assert "The question is not open any more" in again.text


@pytest.mark.parametrize("name", ["mia", "ed", "ada", "mo", "grace", "gus", "vera"])
def test_others_cannot_decide(cast, draft, name):
    ask(cast, draft)
    for page, data in (("publish", {"version": 1}), ("send-back", {"version": 1, "note": "No."})):
        address = f"{draft.get_absolute_url()}{page}/"
        assert cast.client(name).get(address).status_code == 403
        assert cast.client(name).post(address, data).status_code == 403
    assert Approval.objects.waiting().count() == 1
    assert not Post.objects.published().exists()
    with pytest.raises(Refused):
        approving.send_back(draft, cast.reader(name), seen_version=1, note="No.")


@pytest.mark.parametrize("name", ["petra", "ed", "ada", "mo", "grace", "gus", "vera"])
def test_who_does_not_help_cannot_ask(cast, draft, name):
    assert cast.client(name).get(f"{draft.get_absolute_url()}ask/").status_code == 403
    assert cast.client(name).post(f"{draft.get_absolute_url()}ask/", {"version": 1}).status_code == 403
    assert not Approval.objects.exists()


def test_helper_proposes_a_time_and_the_leader_decides(cast, draft):
    at = (timezone.localtime() + timedelta(days=3)).replace(second=0, microsecond=0)
    typed = f"{at:%Y-%m-%dT%H:%M}"
    ask(cast, draft, at=typed)
    assert f'value="{typed}"' in page_of(cast, draft).text
    cast.client("petra").post(f"{draft.get_absolute_url()}publish/", {"version": 1, "at": typed})
    draft.refresh_from_db()
    assert draft.published_at == at
    assert "approved “Eleven hours on hold”; it comes out" in " ".join(sent.outbox[-1].subject.split())
    assert AuditLine.objects.about("piece", draft.pk).filter(what="scheduled a post").exists()


def test_proposed_time_that_has_passed_is_not_in_the_form(cast, draft):
    ask(cast, draft)
    Approval.objects.update(wanted_at=timezone.now() - timedelta(minutes=1))
    page = page_of(cast, draft).text
    assert "as proposed" not in page
    assert 'type="datetime-local" name="at" value' not in page


def test_helper_cannot_change_the_words_between_approval_and_the_hour(cast, draft):
    ask(cast, draft)
    publish_post(draft, cast.reader("petra"), at=timezone.now() + timedelta(days=1), seen_version=1)
    edit_post(draft, writing(body="<p>Slipped in.</p>"), cast.reader("mia"), seen_version=1)
    draft.refresh_from_db()
    assert draft.published_at is None


def test_mail_cannot_leave_once_the_words_changed(cast, draft):
    ask(cast, draft)
    edit_post(draft, writing(body="<p>Changed.</p>"), cast.reader("mia"), seen_version=1)
    letter = Mail.objects.get(kind="approval")
    Mail.objects.filter(pk=letter.pk).update(sent_at=None, claimed_at=None)
    before = len(sent.outbox)
    send_mail.func(letter.pk)
    assert len(sent.outbox) == before
    letter.refresh_from_db()
    assert letter.dropped_at


def test_notes_of_what_was_taken_back_cannot_be_found_anywhere(cast, draft):
    ask(cast, draft, note="Ask the ward about the man in the corner bed.")
    approving.send_back(draft, cast.reader("petra"), seen_version=1, note="The corner bed must go.")
    discussion.take_back(Post.objects.get(pk=draft.pk))
    assert [(row.note, row.answer) for row in Approval.objects.all()] == [("", "")]
    assert not Mail.objects.filter(text__contains="corner bed").exists()


def test_leader_whose_membership_ended_cannot_publish(cast, draft):
    ask(cast, draft)
    end(cast.petra, "member")
    assert cast.client("petra").post(f"{draft.get_absolute_url()}publish/", {"version": 1}).status_code == 403
    assert not Post.objects.published().exists()


def test_note_is_looked_at_for_patients_before_it_goes(cast, draft):
    answer = ask(cast, draft, note="About MRN 00482917, born 03/14/1961.")
    assert answer.status_code == 422
    assert "identify a patient" in answer.text
    assert not Approval.objects.exists()


def test_list_of_drafts_says_which_waits(cast, draft):
    assert "Waits for approval" not in cast.client("petra").get("/blogs/notes/").text
    ask(cast, draft)
    assert "Waits for approval" in cast.client("petra").get("/blogs/notes/").text
    assert "Waits for approval" not in cast.client("grace").get("/blogs/notes/").text


def test_address_that_is_refused_shows_the_draft_again(cast, draft):
    answer = cast.client("petra").post(f"{draft.get_absolute_url()}address/", {"slug": "not a slug"})
    assert answer.status_code == 422
    assert "The kettle boiled twice." in answer.text
