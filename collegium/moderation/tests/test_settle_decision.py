"""What moderators asked to be changed waits in the queue, with what came of it, until one of them says it is done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.groups.actions import announce, describe
from collegium.groups.tests.factory import make_group
from collegium.moderation.following import note_change
from collegium.moderation.models import Decision
from collegium.moderation.queue import waiting
from collegium.moderation.tests.test_page_words import SAID, biography, decide, page  # noqa: F401 (fixtures)
from collegium.organizations.actions import change_page, write_story
from collegium.outbox import audit
from collegium.people.actions import change_profile


def asked_about(cast, kind: str, pk: int, part: str) -> Decision:
    decide(cast, kind, pk, "ask", [part], reason="Say it without the price.")
    return Decision.objects.get()


def done(cast, decision: Decision, who: str = "mo"):
    return cast.client(who).post(f"/desk/reports/decisions/{decision.pk}/done/")


def test_queue_says_of_whom_and_that_nothing_changed(cast, biography):  # noqa: F811
    decision = asked_about(cast, "profile", biography.pk, "about")
    assert SAID not in str(decision.detail)
    listed = cast.client("mo").get("/desk/reports/?show=asked").text
    assert "Nothing changed yet" in listed
    assert "1 waiting" in listed
    Decision.objects.update(at=timezone.now() - timedelta(days=6, hours=1))
    sheet = cast.client("mo").get(f"/desk/reports/profile/{biography.pk}/").text
    assert "Nothing changed for 6 days" in sheet
    assert f"Asked of {biography.name}." in sheet
    change_profile(biography, {"headline": "Runs four clinics"})
    assert "Nothing changed for 6 days" in cast.client("mo").get("/desk/reports/").text


def test_queue_says_when_the_words_became_others(cast, biography):  # noqa: F811
    decision = asked_about(cast, "profile", biography.pk, "about")
    change_profile(biography, {"about": "I treat everybody."})
    decision.refresh_from_db()
    first = decision.changed_at
    assert first
    change_profile(biography, {"about": "I treat nobody."})
    decision.refresh_from_db()
    assert decision.changed_at == first
    assert "Changed on " in cast.client("mo").get("/desk/reports/").text
    change_profile(biography, {"about": SAID})
    assert "Nothing changed" in cast.client("mo").get("/desk/reports/").text


def test_pages_of_organizations_and_groups_are_watched_too(cast, page):  # noqa: F811
    asked = asked_about(cast, "organization", page.pk, "story")
    change_page(page, {"description": "A practice of three."}, cast.otto)
    asked.refresh_from_db()
    assert asked.changed_at is None
    write_story(page, "<p>We are three.</p>", cast.otto)
    asked.refresh_from_db()
    assert asked.changed_at
    group = make_group(cast.petra, "open", cast.mia)
    describe(group, name=group.name, summary="For the far away", about=SAID, icon="users")
    announce(group, "We meet on Monday.", cast.petra)
    decide(cast, "group", group.pk, "ask", ["about", "announcement"])
    announce(group, "We meet on Tuesday.", cast.petra)
    assert Decision.objects.about("group", group.pk).get().changed_at


def test_done_leaves_the_queue_and_is_told_on_its_page(cast, biography):  # noqa: F811
    decision = asked_about(cast, "profile", biography.pk, "about")
    assert len(waiting()) == 1
    assert done(cast, decision)["Location"] == "/desk/reports/"
    decision.refresh_from_db()
    assert (decision.settled_by, decision.detail) == (cast.mo, {"parts": ["about"]})
    assert not waiting()
    assert audit.about("profile", biography.pk)[0].what == "closed what was asked"
    told = cast.client("otto").get(decision.get_absolute_url()).text
    assert "<dt>Done</dt>" in told
    assert "/settings/profile/" not in told.split("</header>")[-1].split("<main")[-1].split("</main>")[0]
    assert done(cast, decision).status_code == 404


def test_words_taken_back_end_what_was_asked_about_them_alone(cast, page):  # noqa: F811
    decide(cast, "organization", page.pk, "ask", ["story", "description"])
    decide(cast, "organization", page.pk, "take-back", ["story"])
    asked = Decision.objects.get(act="ask-change")
    assert list(asked.detail["seen"]) == ["description"]
    assert [item.sort for item in waiting()] == ["asked"]
    decide(cast, "organization", page.pk, "take-back", ["description"])
    assert not waiting()


def test_a_decision_undone_cannot_stay_in_the_queue(cast, biography):  # noqa: F811
    decision = asked_about(cast, "profile", biography.pk, "about")
    cast.client("mo").post(f"/desk/reports/decisions/{decision.pk}/undo/", {"reason": "A mistake."})
    assert not waiting()
    note_change("profile", biography.pk)
    decision.refresh_from_db()
    assert decision.changed_at is None


@pytest.mark.parametrize("who", ["vera", "mia", "gus", "ed", "otto", "petra", "lars"])
def test_others_cannot_say_that_it_is_done(cast, biography, who):  # noqa: F811
    decision = asked_about(cast, "profile", biography.pk, "about")
    assert done(cast, decision, who).status_code in (403, 404)
    assert len(waiting()) == 1


def test_moderator_cannot_close_what_was_asked_of_themselves(cast):
    change_profile(cast.mo, {"about": SAID})
    decide(cast, "profile", cast.mo.pk, "ask", ["about"], "ada")
    done(cast, Decision.objects.get())
    assert len(waiting()) == 1
    done(cast, Decision.objects.get(), "ada")
    assert not waiting()
