"""What waits about a thing that is gone is counted, listed with what is still known, and closed with a sentence."""

from __future__ import annotations

import pytest

from collegium.discussion.models import Reply
from collegium.moderation import actions
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.queue import waiting
from collegium.moderation.tests.factory import make_reply, make_report
from collegium.moderation.things import found
from collegium.outbox.models import Mail

TEXT = "It was not rude at all."


@pytest.fixture
def left(cast):
    """The number of a reply that was appealed about and reported, and is not there any more."""
    reply = make_reply(cast.petra)
    decision = actions.hide(found("reply", reply.pk), cast.mo, "It is rude.")
    actions.appeal(decision, TEXT, cast.petra)
    make_report(reply, cast.mia)
    pk = reply.pk
    Reply.objects.filter(pk=pk).delete()
    Mail.objects.all().delete()
    return pk


def close(cast, pk: int, who: str = "ada"):
    return cast.client(who).post(f"/desk/reports/reply/{pk}/close/")


def test_count_and_list_agree_and_the_page_says_what_is_known(cast, left):
    page = cast.client("ada").get("/desk/reports/").text
    assert "2 waiting" in page
    assert page.count(f'href="/desk/reports/reply/{left}/"') == 2
    assert len(waiting()) == 2
    shown = cast.client("ada").get(f"/desk/reports/reply/{left}/").text
    assert TEXT in shown
    assert "It is rude." in shown
    assert "removed in the meantime" in shown
    assert "Mia" not in shown.split("<main")[1]


def test_whoever_appealed_is_told_and_nothing_waits_any_more(cast, left):
    assert close(cast, left)["Location"] == "/desk/reports/"
    assert not waiting()
    appeal = Appeal.objects.get()
    assert (appeal.upheld, appeal.answered_by) == (False, cast.ada)
    assert "not there any more" in Mail.objects.get(kind="moderation", person=cast.petra).text
    assert Report.objects.get().outcome == "gone"
    assert "It is not there any more" in cast.client("mia").get("/reports/").text
    assert close(cast, left).status_code == 404


@pytest.mark.parametrize("who", ["vera", "mia", "petra", "gus", "ed", "otto"])
def test_others_cannot_see_or_close_it(cast, left, who):
    assert close(cast, left, who).status_code in (403, 404)
    assert cast.client(who).get(f"/desk/reports/reply/{left}/").status_code in (403, 404)
    assert len(waiting()) == 2


def test_what_is_there_or_never_was_cannot_be_closed_so(cast):
    reply = make_reply(cast.petra)
    make_report(reply, cast.mia)
    for pk in (reply.pk, 999_999):
        assert close(cast, pk).status_code == 404
    assert cast.client("ada").get("/desk/reports/reply/999999/").status_code == 404
    assert not Decision.objects.exists()
    assert len(waiting()) == 1
