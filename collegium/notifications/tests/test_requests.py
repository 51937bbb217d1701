"""Requests to connect by mail: as their receiver wants it, checked as the mail leaves, and never with their line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.utils import timezone

from collegium.audience.actions import end, grant
from collegium.brief.letter import letter_of
from collegium.connections import actions
from collegium.connections.models import Request, Wish
from collegium.conversations.actions import block
from collegium.notifications.actions import change_wishes
from collegium.notifications.lists import unseen_for
from collegium.notifications.models import Notification, Wishes
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.outbox.tasks import send_mail
from collegium.people.actions import mute

NOTE = "We met in Northmere."


@pytest.fixture(autouse=True)
def held(monkeypatch):
    """Mail is written and not sent until `leave`."""
    monkeypatch.setattr(type(send_mail), "enqueue", lambda self, *args, **kwargs: None)


def ask(cast, who="mia", other="petra"):
    actions.ask(getattr(cast, other), cast.reader(who), NOTE)


def leave():
    """What leaves now, as one text."""
    for pk in Mail.objects.filter(kind="connect").values_list("pk", flat=True):
        mail.send(pk)
    return "\n".join(f"{one.subject}\n{one.body}\n{one.alternatives[0][0]}" for one in sent.outbox)


def brief(cast, name="petra"):
    now = timezone.now()
    letter = letter_of(getattr(cast, name), now - timedelta(hours=1), now + timedelta(hours=1))
    return f"{letter.subject}\n{letter.text}\n{letter.html}" if letter else ""


def test_by_default_a_request_comes_in_the_brief_and_in_the_bell(cast):
    assert Wishes().connect == "brief"
    ask(cast)
    assert not Mail.objects.exists()
    assert unseen_for(cast.reader("petra")) == 1
    page = brief(cast)
    assert "Mia Lindholm, MD asks to connect with you" in page
    assert "/connections/#waiting" in page
    assert NOTE not in page
    assert "asks to connect" not in page.split('class="pre"')[1].split("</div>")[0]


def test_at_once_it_is_a_mail_without_the_line_that_came_with_it(cast):
    change_wishes(cast.petra, connect="now")
    ask(cast)
    waiting = Mail.objects.get(person=cast.petra)
    assert waiting.subject == waiting.text == waiting.html == ""
    said = leave()
    assert "Mia Lindholm, MD asks to connect with you" in said
    assert "/connections/#waiting" in said
    assert NOTE not in said
    assert "/answer/" not in said
    assert "asks to connect" not in brief(cast)


def test_never_means_no_mail_and_the_bell_stays(cast):
    change_wishes(cast.petra, connect="never")
    ask(cast)
    assert not Mail.objects.exists()
    assert "asks to connect" not in brief(cast)
    assert unseen_for(cast.reader("petra")) == 1


@pytest.mark.parametrize(
    "against",
    [
        lambda cast: actions.end(cast.petra.pk, cast.reader("mia")),
        lambda cast: actions.put_off(cast.mia.pk, cast.reader("petra")),
        lambda cast: actions.accept(cast.mia.pk, cast.reader("petra")),
        lambda cast: block(cast.petra, cast.mia),
        lambda cast: block(cast.mia, cast.petra),
        lambda cast: mute(cast.petra, "person", cast.mia.pk),
        lambda cast: grant(cast.mia, "suspended"),
        lambda cast: grant(cast.petra, "suspended"),
        lambda cast: grant(cast.mia, "deceased"),
        lambda cast: end(cast.mia, "member"),
        lambda cast: end(cast.petra, "member"),
        lambda cast: Wish.objects.create(person=cast.petra, takes_requests=False),
        lambda cast: Request.objects.update(created_at=timezone.now() - timedelta(days=61)),
        lambda cast: change_wishes(cast.petra, connect="never"),
        lambda cast: cast.mia.delete(),
    ],
)  # fmt: skip
def test_nothing_can_leave_once_something_speaks_against_it(cast, against):
    change_wishes(cast.petra, connect="now")
    ask(cast)
    assert Mail.objects.waiting().filter(person=cast.petra, kind="connect").exists()
    against(cast)
    assert leave() == ""
    wishes = Wishes.of(cast.petra.pk)
    if wishes.connect == "now":
        change_wishes(cast.petra, connect="brief")
    assert "asks to connect" not in brief(cast)


def test_no_mail_can_leave_while_all_mail_is_paused(cast):
    change_wishes(cast.petra, connect="now")
    ask(cast)
    change_wishes(cast.petra, paused_until=timezone.localdate() + timedelta(days=9))
    assert leave() == ""


def test_what_was_seen_on_the_site_cannot_come_in_the_brief(cast):
    ask(cast)
    Notification.objects.filter(person=cast.petra).update(seen_at=timezone.now())
    assert "asks to connect" not in brief(cast)


@pytest.mark.parametrize("who", ["mia", "grace", "ada"])
def test_others_cannot_hear_of_it(cast, who):
    change_wishes(cast.petra, connect="now")
    ask(cast)
    assert "asks to connect" not in brief(cast, who)
    assert not Mail.objects.filter(person=getattr(cast, who)).exists()


def test_the_row_of_the_settings_and_the_link_that_stops_it(cast):
    client = cast.client("petra")
    page = client.get("/settings/mail/").text
    assert "Somebody asks to connect" in page
    change_wishes(cast.petra, connect="now")
    ask(cast)
    address = leave().split("/mail/stop/")[1].split("/")[0]
    assert cast.client("vera").post(f"/mail/stop/{address}/").status_code == 200
    assert Wishes.of(cast.petra.pk).connect == "brief"
