"""Editors lock the letters to an article, with a reason that its readers and its author read; nothing more."""

from __future__ import annotations

import pytest

from collegium.audience.models import PUBLIC
from collegium.audience.reader import reader_for
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.magazine.tests.factory import make_article, make_draft
from collegium.moderation.models import Decision
from collegium.outbox.models import AuditLine, Mail

WHY = "The author has answered twice; the rest belongs in the next issue."


def scene(cast, **facts):
    """An article of Mia's with a letter of Otto's, and the place where editors lock its letters."""
    article = make_article(reader_for(cast.ed), **facts)
    article.author = cast.mia
    article.save(update_fields=["author"])
    letter = post_reply(article, Words.plain("A letter to the editor."), reader_for(cast.otto))
    return article, letter, f"{article.get_absolute_url()}letters/"


def lock(cast, article, desk, who="ed", reason=WHY):
    return cast.client(who).post(f"{desk}piece/{article.pk}/decide/", {"act": "lock", "reason": reason})


def test_editor_locks_the_letters_and_opens_them_again(cast):
    article, _letter, desk = scene(cast)
    page = cast.client("ed").get(article.get_absolute_url()).text
    assert f'href="{desk}"' in page
    assert WHY not in page
    answer = lock(cast, article, desk)
    assert (answer.status_code, answer["Location"]) == (303, desk)
    for who in ("otto", "mia", "ed"):
        page = cast.client(who).get(article.get_absolute_url()).text
        assert "Locked on" in page
        assert WHY in page
        assert "A letter to the editor." in page
        assert "data-draft-key" not in page
    assert WHY in Mail.objects.get(person=cast.mia, kind="moderation").text
    decision = Decision.objects.get(author=cast.mia)
    assert AuditLine.objects.filter(by=cast.ed, what="decided: lock", why=WHY).exists()
    appeal = cast.client("mia").post(decision.get_absolute_url(), {"text": "There is a new study."})
    assert appeal.status_code == 303
    assert WHY in cast.client("ed").get(desk).text
    undo = f"{desk}decisions/{decision.pk}/undo/"
    assert cast.client("ed").post(undo, {"reason": ""}).status_code == 422
    answer = cast.client("ed").post(undo, {"reason": "There is a new study."})
    assert (answer.status_code, answer["Location"]) == (303, desk)
    page = cast.client("otto").get(article.get_absolute_url()).text
    assert WHY not in page
    assert "data-draft-key" in page


def test_visitor_reads_the_reason_where_everybody_reads(cast):
    article, _letter, desk = scene(cast, readers=PUBLIC)
    assert WHY not in cast.client("vera").get(article.get_absolute_url()).text
    lock(cast, article, desk)
    assert WHY in cast.client("vera").get(article.get_absolute_url()).text
    assert WHY in cast.client("ed").get(f"{article.get_absolute_url()}?as=visitor").text


@pytest.mark.parametrize("who", ["vera", "gus", "lars"])
def test_reason_cannot_be_read_by_who_gets_the_teaser(cast, who):
    article, _letter, desk = scene(cast)
    lock(cast, article, desk)
    page = cast.client(who).get(article.get_absolute_url())
    assert page.status_code == 200
    assert article.title in page.text
    assert WHY not in page.text
    assert "Locked on" not in page.text


def test_nobody_can_add_to_locked_letters(cast):
    article, _letter, desk = scene(cast)
    data = {"body": "One more letter.", "body_format": "plain", "token": "a" * 32}
    lock(cast, article, desk)
    for who in ("otto", "mia", "ed"):
        answer = cast.client(who).post(f"/pieces/{article.pk}/replies/", data)
        assert answer.status_code == 422
    article.refresh_from_db()
    assert article.reply_count == 1


def test_editor_cannot_lock_without_a_reason_or_twice(cast):
    article, _letter, desk = scene(cast)
    assert lock(cast, article, desk, reason="  ").status_code == 422
    assert lock(cast, article, desk).status_code == 303
    assert lock(cast, article, desk, reason="Once more.").status_code == 422
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("act", ["hide", "take-back", "narrow", "pause", "dismiss"])
def test_editor_cannot_do_more_than_lock(cast, act):
    article, letter, desk = scene(cast)
    more = {"act": act, "reason": "Enough.", "days": "7", "readers": "3"}
    assert cast.client("ed").post(f"{desk}piece/{article.pk}/decide/", more).status_code == 422
    assert cast.client("ed").post(f"{desk}reply/{letter.pk}/decide/", more).status_code == 404
    assert not Decision.objects.exists()


def test_editor_cannot_open_what_a_moderator_locked_or_reach_a_draft(cast):
    article, _letter, desk = scene(cast)
    cast.client("mo").post(f"/desk/reports/piece/{article.pk}/decide/", {"act": "lock", "reason": WHY})
    undo = f"{desk}decisions/{Decision.objects.get().pk}/undo/"
    assert cast.client("ed").post(undo, {"reason": "I like it."}).status_code == 404
    article.refresh_from_db()
    assert article.is_locked
    draft = make_draft(reader_for(cast.ed), title="Not yet")
    assert cast.client("ed").get(f"{draft.get_absolute_url()}letters/").status_code == 404


@pytest.mark.parametrize(("who", "status"), {"vera": 403, "gus": 403, "lars": 403, "mia": 404, "mo": 404}.items())
def test_others_cannot_lock_letters(cast, who, status):
    article, _letter, desk = scene(cast)
    client = cast.client(who)
    assert f'href="{desk}"' not in client.get(article.get_absolute_url()).text
    assert client.get(desk).status_code == status
    assert lock(cast, article, desk, who).status_code == status
    assert not Decision.objects.exists()
