"""The letter of a year: exact numbers from marks that stand, for the person concerned alone, by mail once a year."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.discussion.actions import hide, post_reply, remove_reply
from collegium.discussion.models import Reaction
from collegium.discussion.words import Words
from collegium.dossier.letter import helpers_of, letter_of
from collegium.dossier.tasks import write_letters
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.notifications.models import Notification

YEAR = timezone.now().year


@pytest.fixture
def helped(cast):
    topic = make_topic(cast.petra, make_forum(), title="A question")
    reply = post_reply(topic, Words.plain("An answer that helped."), cast.reader("mia"))
    for name, kind in (("grace", "helped"), ("grace", "changed"), ("otto", "helped"), ("mo", "useful")):
        Reaction.objects.create(person=getattr(cast, name), piece=topic, reply=reply, kind=kind)
    topic.answer = reply
    topic.save(update_fields=["answer"])
    return topic, reply


def test_each_colleague_counts_once(cast, helped):
    own = letter_of(cast.mia, YEAR)
    assert (own.colleagues, own.helped, own.changed, own.accepted) == (3, 2, 1, 1)
    page = cast.client("mia").get("/settings/letter/").text
    assert f"In {YEAR} you helped 3 colleagues." in page


def test_own_marks_and_those_of_other_years_cannot_count(cast, helped):
    topic, reply = helped
    Reaction.objects.create(person=cast.mia, piece=topic, reply=reply, kind="helped")
    Reaction.objects.filter(person=cast.otto).update(created_at=timezone.now() - timedelta(days=400))
    own = letter_of(cast.mia, YEAR)
    assert (own.colleagues, own.helped) == (2, 1)


@pytest.mark.parametrize("deed", ["removed", "hidden", "undone"])
def test_what_does_not_stand_any_more_cannot_count(cast, helped, deed):
    _topic, reply = helped
    if deed == "removed":
        remove_reply(reply)
    elif deed == "hidden":
        hide(reply, cast.mo, "It names nobody.")
    else:
        Reaction.objects.all().delete()
    own = letter_of(cast.mia, YEAR)
    assert (own.helped, own.changed) == (0, 0)


@pytest.mark.parametrize("who", ["ada", "mo", "grace", "petra"])
def test_somebody_elses_letter_cannot_be_opened(cast, helped, who):
    page = cast.client(who).get("/settings/letter/?person=mia").text
    assert "Nothing was marked in this year" in page
    assert "3 colleagues" not in page


def test_visitor_cannot_open_it(cast):
    assert cast.client("vera").get("/settings/letter/").status_code == 403


def test_letter_is_announced_to_who_has_one(cast, helped, time_machine):
    assert helpers_of(YEAR) == [cast.mia.pk]
    time_machine.move_to(f"{YEAR + 1}-01-05T08:00:00Z")
    write_letters.call()
    note = Notification.objects.get(kind="help")
    assert (note.person, note.address) == (cast.mia, f"/settings/letter/?year={YEAR}")
