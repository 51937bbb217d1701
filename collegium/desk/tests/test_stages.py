"""The editors' board and the cards beside an article: stages, who has it, the author's proof."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from collegium.magazine import proofs
from collegium.magazine.actions import move_article, publish_article
from collegium.magazine.models import Article, Proof
from collegium.magazine.tests.factory import make_draft


@pytest.fixture(autouse=True)
def _no_second_factor_asked(settings):
    """The door of the second factor has tests of its own."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "accounts.middleware" not in name]


def test_the_board_shows_each_stage_who_has_it_and_what_is_late(cast):
    by = cast.reader("ed")
    late, ready = make_draft(by, title="Half a thought"), make_draft(by, title="A whole one")
    move_article(late, "edited", cast.petra, date(2020, 1, 2), by)
    move_article(ready, "ready", "Leora Standish", None, by)
    page = cast.client("ed").get("/desk/editorial/").text
    for words in (
        "Half a thought",
        "A whole one",
        "Petra Halvorsen",
        "Leora Standish",
        "Late: was due January 2, 2020",
    ):
        assert words in page, words
    assert page.index("Edited") < page.index("Half a thought") < page.index("A whole one")


def test_a_scheduled_article_stands_there_as_under_embargo(cast):
    by = cast.reader("ed")
    publish_article(make_draft(by), by, at=timezone.now() + timedelta(days=3))
    assert "Embargo until" in cast.client("ed").get("/desk/editorial/").text


def test_an_editor_moves_an_article(cast):
    draft = make_draft(cast.reader("ed"))
    sent = {"stage": "edited", "holder": "@mia", "due_on": "2030-05-01"}
    assert cast.client("ed").post(f"/desk/editorial/articles/{draft.pk}/stage/", sent).status_code == 303
    draft.refresh_from_db()
    assert (draft.stage, draft.holder, draft.due_on) == ("edited", cast.mia, date(2030, 5, 1))


@pytest.mark.parametrize("wrong", [{"stage": "printed"}, {"holder": "@nobody"}, {"due_on": "never"}])
def test_a_stage_cannot_be_saved_with_nonsense(cast, wrong):
    draft = make_draft(cast.reader("ed"))
    sent = {"stage": "edited", "holder": "", "due_on": ""} | wrong
    assert cast.client("ed").post(f"/desk/editorial/articles/{draft.pk}/stage/", sent).status_code == 422
    draft.refresh_from_db()
    assert draft.stage == "assigned"


def test_an_editor_sends_a_proof_and_withdraws_it(cast, mailoutbox):
    draft, client = make_draft(cast.reader("ed")), cast.client("ed")
    address = f"/desk/editorial/articles/{draft.pk}/proof/"
    assert client.post(address, {"to": "0", "mail": ""}).status_code == 422
    assert client.post(address, {"to": "0", "mail": "leora@press.example"}).status_code == 303
    assert [mail.to for mail in mailoutbox] == [["leora@press.example"]]
    page = client.get(f"/desk/editorial/articles/{draft.pk}/").text
    assert "leora@press.example" in page
    assert "no answer yet" in page
    proof = Proof.objects.get()
    assert client.post(f"{address}{proof.pk}/withdraw/").status_code == 303
    assert "Withdrawn" in client.get(f"/desk/editorial/articles/{draft.pk}/").text


def test_a_proof_of_another_article_cannot_be_withdrawn_here(cast):
    by = cast.reader("ed")
    draft, other = make_draft(by), make_draft(by, title="Another one")
    proof = proofs.send_proof(other, ("Leo", "leo@press.example"), by)
    answer = cast.client("ed").post(f"/desk/editorial/articles/{draft.pk}/proof/{proof.pk}/withdraw/")
    assert answer.status_code == 404
    assert Proof.objects.get().withdrawn_at is None


@pytest.mark.parametrize("name", ["mia", "petra", "mo", "gus"])
def test_others_cannot_move_articles_or_send_proofs(cast, name):
    draft, client = make_draft(cast.reader("ed")), cast.client(name)
    address = f"/desk/editorial/articles/{draft.pk}"
    assert client.post(f"{address}/stage/", {"stage": "ready"}).status_code == 404
    assert client.post(f"{address}/proof/", {"to": "0", "mail": "leo@press.example"}).status_code == 404
    assert client.post(f"{address}/proof/1/withdraw/").status_code == 404
    assert Article.objects.get().stage == "assigned"
    assert not Proof.objects.exists()
