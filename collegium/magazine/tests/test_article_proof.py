"""The author's proof: one version, one tap, no account; and every way in which the link opens nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from collegium.accounts.actions import end_sessions, suspend
from collegium.audience.models import MEMBERS
from collegium.discussion.actions import Refused, take_back
from collegium.discussion.publishing import Writing
from collegium.discussion.words import Words
from collegium.files.actions import store
from collegium.files.tests.factory import make_picture
from collegium.magazine import proofs
from collegium.magazine.actions import edit_article, move_article, publish_article
from collegium.magazine.models import Article, Proof
from collegium.magazine.tests.factory import make_draft, writing
from collegium.outbox.models import Mail

LEO = ("Leora Standish", "leora@press.example")
SECRET = "before the plow"


@pytest.fixture
def draft(cast) -> Article:
    return make_draft(cast.reader("ed"))


@pytest.fixture
def sent(cast, draft) -> Proof:
    return proofs.send_proof(draft, LEO, cast.reader("ed"))


def page_of(proof: Proof) -> str:
    return f"/magazine/proof/{proofs.token_of(proof)}/"


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_a_mail_brings_the_link_and_opening_it_changes_nothing(cast, draft, mailoutbox):
    proofs.send_proof(draft, LEO, cast.reader("ed"))
    assert mailoutbox[0].to == ["leora@press.example"]
    assert Mail.objects.get(kind="proof").text == ""  # the link is not kept where staff could read it
    address = re.search(r"/magazine/proof/\S+/", mailoutbox[0].body)
    assert address
    before = Proof.objects.values().get()
    for _time in range(2):
        answer = cast.client("vera").get(address[0])
        assert answer.status_code == 200
        assert SECRET in answer.text
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
    assert Proof.objects.values().get() == before
    assert fresh(draft).stage == "proof"


def test_one_tap_approves_exactly_this_version(cast, draft, sent):
    answer = cast.client("vera").post(page_of(sent), {"act": "approve", "version": "1"})
    assert answer.status_code == 303
    assert (fresh(draft).approved_version, fresh(draft).stage) == (1, "ready")
    assert "You approved this version" in cast.client("vera").get(page_of(sent)).text
    told = Mail.objects.get(kind="proof-answer")
    assert (told.person, "approves" in told.subject) == (cast.ed, True)


def test_a_wish_goes_to_the_editor_in_its_authors_words(cast, draft, sent):
    cast.client("vera").post(page_of(sent), {"act": "change", "version": "1", "words": "It was a Tuesday."})
    assert fresh(draft).stage == "edited"
    assert "It was a Tuesday." in Mail.objects.get(kind="proof-answer").text
    assert Proof.objects.get().words == "It was a Tuesday."


def test_words_of_a_wish_cannot_become_markup_at_the_desk(cast, draft, sent, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "accounts.middleware" not in name]
    proofs.ask_for_change(sent, 1, "<script>alert(1)</script> & more")
    page = cast.client("ed").get(f"/desk/editorial/articles/{draft.pk}/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


def test_a_wish_without_words_or_about_a_patient_cannot_be_sent(cast, sent):
    for words in ("", "Write to John Smith, MRN 00482917, born 3 March 1951."):
        answer = cast.client("vera").post(page_of(sent), {"act": "change", "version": "1", "words": words})
        assert answer.status_code == 422, words
    assert not Proof.objects.get().is_answered


def test_a_later_edit_ends_the_link_and_is_asked_anew(cast, draft, sent):
    proofs.approve_proof(sent, 1)
    edit_article(fresh(draft), writing(body="<p>Another road.</p>"), cast.reader("ed"))
    changed = fresh(draft)
    assert (changed.is_approved, changed.stage) == (False, "edited")
    answer = cast.client("vera").get(page_of(sent))
    assert (answer.status_code, "Another road" in answer.text) == (410, False)
    again = proofs.send_proof(changed, LEO, cast.reader("ed"))
    assert "Another road" in cast.client("vera").get(page_of(again)).text


def test_an_old_version_cannot_be_approved(cast, draft, sent):
    edit_article(draft, writing(body="<p>Another road.</p>"), cast.reader("ed"))
    assert cast.client("vera").post(page_of(sent), {"act": "approve", "version": "1"}).status_code == 410
    again = proofs.send_proof(fresh(draft), LEO, cast.reader("ed"))
    assert cast.client("vera").post(page_of(again), {"act": "approve", "version": "1"}).status_code == 422
    assert fresh(draft).approved_version is None


def test_a_wrong_link_cannot_be_told_from_none(cast, draft, sent):
    other = make_draft(cast.reader("ed"), title="Another one")
    second = proofs.send_proof(other, LEO, cast.reader("ed"))
    token = proofs.token_of(sent)
    mixed = token.split(":")[0] + ":" + ":".join(proofs.token_of(second).split(":")[1:])
    foreign = signing.dumps([sent.pk, 1], salt="another")
    later = signing.dumps([sent.pk, 2], salt=proofs.SALT)
    nobody = signing.dumps([99999, 1], salt=proofs.SALT)
    for wrong in (mixed, foreign, later, nobody, token[:-1], "x"):
        assert cast.client("vera").get(f"/magazine/proof/{wrong}/").status_code == 404
        assert cast.client("vera").post(f"/magazine/proof/{wrong}/", {"act": "approve"}).status_code == 404


def test_a_link_cannot_open_another_article(cast, draft, sent):
    other = make_draft(cast.reader("ed"), title="Another one")
    assert not proofs.opens(proofs.token_of(sent), other.pk)
    assert "Another one" not in cast.client("vera").get(page_of(sent)).text


@pytest.mark.parametrize("ending", ["expired", "withdrawn", "taken back", "out", "hidden"])
def test_an_ended_link_cannot_show_or_approve_anything(cast, draft, sent, ending, monkeypatch):
    by = cast.reader("ed")
    if ending == "expired":
        monkeypatch.setattr(proofs, "OPEN_FOR", timedelta(seconds=-1))
    elif ending == "withdrawn":
        proofs.withdraw_proof(sent, by)
    elif ending == "taken back":
        take_back(fresh(draft))
    elif ending == "out":
        publish_article(fresh(draft), by)
    else:
        Article.objects.filter(pk=draft.pk).update(hidden_at=timezone.now())
    for answer in (
        cast.client("vera").get(page_of(sent)),
        cast.client("vera").post(page_of(sent), {"act": "approve", "version": "1"}),
    ):
        assert answer.status_code == 410
        assert SECRET not in answer.text
        assert "Weather and gas" not in answer.text
    assert fresh(draft).approved_version is None


@pytest.mark.parametrize("ending", ["suspended", "new password", "erased"])
def test_a_link_cannot_outlive_the_account_it_was_sent_to(cast, ending):
    draft = make_draft(cast.reader("ed"), [cast.mia])
    proof = proofs.send_proof(draft, cast.mia, cast.reader("ed"))
    assert cast.client("vera").get(page_of(proof)).status_code == 200
    if ending == "suspended":
        suspend(cast.mia, cast.ada, "It was not hers.")
    elif ending == "new password":
        end_sessions(cast.mia)
    else:
        Proof.objects.update(person=None)
    for answer in (
        cast.client("vera").get(page_of(proof)),
        cast.client("vera").post(page_of(proof), {"act": "approve", "version": "1"}),
    ):
        assert answer.status_code == 410
        assert SECRET not in answer.text
    assert not proofs.opens(proofs.token_of(proof), draft.pk)
    assert fresh(draft).approved_version is None


def test_it_cannot_be_answered_twice(cast, draft, sent):
    proofs.approve_proof(sent, 1)
    with pytest.raises(Refused):
        proofs.ask_for_change(sent, 1, "No, wait.")
    assert Proof.objects.get().asked_at is None


def test_pictures_of_a_proof_come_with_its_link_only(cast):
    by = cast.reader("ed")
    file = store(make_picture(), "road.jpg", by.person)
    body = f'<p>See.</p><figure><img src="/files/{file.pk}/960/" data-file="{file.pk}" alt="A road"></figure>'
    draft = make_draft(by)
    edit_article(draft, Writing("Weather and gas", "", Words.rich(body, headings=True), readers_id=MEMBERS), by)
    proof = proofs.send_proof(draft, LEO, by)
    page = cast.client("vera").get(page_of(proof)).text
    address = re.search(rf'src="(/files/{file.pk}/960/\?pass=[^"]+)"', page)
    assert address
    client = cast.client("vera")
    answer = client.get(address[1])
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    for wrong in (f"/files/{file.pk}/960/", f"/files/{file.pk}/960/?pass=x"):
        assert client.get(wrong).status_code == 404
    proofs.withdraw_proof(proof, by)
    assert client.get(address[1]).status_code == 404


def test_the_mail_address_is_for_editors_only(cast, draft, sent):
    publish_article(fresh(draft), cast.reader("ed"))
    for name in ("vera", "mia", "ed"):
        page = cast.client(name).get(draft.get_absolute_url()).text
        assert "leora@press.example" not in page


def test_an_author_with_an_account_is_written_to_there(cast):
    draft = make_draft(cast.reader("ed"), [cast.mia])
    proofs.send_proof(draft, cast.mia, cast.reader("ed"))
    mail = Mail.objects.get(kind="proof")
    assert (mail.person, mail.address) == (cast.mia, "")


def test_who_is_no_editor_cannot_send_or_withdraw_a_proof_or_move_an_article(cast, draft, sent):
    for name in ("vera", "gus", "mia", "petra", "mo"):
        by = cast.reader(name)
        for deed in (
            lambda by=by: proofs.send_proof(draft, LEO, by),
            lambda by=by: proofs.withdraw_proof(sent, by),
            lambda by=by: move_article(draft, "ready", "", None, by),
        ):
            with pytest.raises(Refused):
                deed()
    assert Proof.objects.get().withdrawn_at is None


def test_one_reminder_and_no_second(cast, draft, sent, mailoutbox):
    Proof.objects.update(sent_at=timezone.now() - timedelta(days=5))
    assert [proofs.remind_authors(), proofs.remind_authors()] == [1, 0]
    assert ["the one reminder" in mail.body for mail in mailoutbox] == [False, True]


@pytest.mark.parametrize("ending", ["answered", "withdrawn", "changed", "young"])
def test_who_need_not_answer_cannot_be_reminded(cast, draft, sent, ending):
    if ending != "young":
        Proof.objects.update(sent_at=timezone.now() - timedelta(days=5))
    if ending == "answered":
        proofs.approve_proof(sent, 1)
    elif ending == "withdrawn":
        proofs.withdraw_proof(sent, cast.reader("ed"))
    elif ending == "changed":
        edit_article(draft, writing(body="<p>Another road.</p>"), cast.reader("ed"))
    assert proofs.remind_authors() == 0


def test_a_mail_that_waits_cannot_leave_for_an_old_version(cast, draft, sent):
    mail = Mail.objects.get(kind="proof")  # as one that the server did not take yet
    assert proofs.may_be_sent(mail)
    edit_article(draft, writing(body="<p>Another road.</p>"), cast.reader("ed"))
    assert not proofs.may_be_sent(mail)


def test_words_of_a_wish_are_erased_with_what_is_taken_back(cast, draft, sent):
    proofs.ask_for_change(sent, 1, "About that farmer.")
    take_back(fresh(draft))
    assert (Proof.objects.get().words, Proof.objects.get().withdrawn_at is None) == ("", False)


def test_addresses_are_forgotten_a_month_after_it_came_out(cast, draft, sent):
    publish_article(fresh(draft), cast.reader("ed"))
    assert proofs.forget_addresses() == 0
    Article.objects.update(announced_at=timezone.now() - timedelta(days=31))
    assert proofs.forget_addresses() == 1
    assert Proof.objects.get().mail == ""


@pytest.fixture
def of_two(cast) -> Article:
    draft = make_draft(cast.reader("ed"), [cast.mia, cast.otto])
    proofs.send_to_everybody(draft, cast.reader("ed"))
    return fresh(draft)


def proof_for(person) -> Proof:
    return Proof.objects.filter(person=person).latest("pk")


def edited(article: Article, by) -> Article:
    edit_article(article, writing("Weather and gas again"), by)
    return fresh(article)


def test_every_author_is_asked_and_the_last_word_approves(cast, of_two):
    assert {mail.person for mail in Mail.objects.filter(kind="proof")} == {cast.mia, cast.otto}
    proofs.approve_proof(proof_for(cast.mia), 1)
    assert (fresh(of_two).approved_version, fresh(of_two).stage) == (None, "proof")
    proofs.approve_proof(proof_for(cast.otto), 1)
    assert (fresh(of_two).approved_version, fresh(of_two).stage) == (1, "ready")


def test_approval_cannot_pass_over_the_wish_of_another_author(cast, of_two):
    proofs.ask_for_change(proof_for(cast.otto), 1, "It was a Tuesday.")
    proofs.approve_proof(proof_for(cast.mia), 1)
    assert (fresh(of_two).approved_version, fresh(of_two).stage) == (None, "edited")
    proofs.withdraw_proof(proof_for(cast.otto), cast.reader("ed"))  # the editors go on without it
    assert (fresh(of_two).approved_version, fresh(of_two).stage) == (1, "ready")


def test_a_change_puts_the_new_version_to_everybody_with_one_tap(cast, of_two):
    proofs.approve_proof(proof_for(cast.mia), 1)
    article = edited(of_two, cast.reader("ed"))
    page = cast.client("ed").get(f"/desk/editorial/articles/{article.pk}/").text
    assert "Send this version to 2 authors" in page
    answer = cast.client("ed").post(f"/desk/editorial/articles/{article.pk}/proof/", {"everybody": "1"})
    assert answer.status_code == 303
    assert {proof_for(one).version for one in (cast.mia, cast.otto)} == {article.version}
    assert proofs.wanting(article) == []
    again = cast.client("ed").get(f"/desk/editorial/articles/{article.pk}/").text
    assert 'name="everybody"' not in again
    with pytest.raises(Refused):
        proofs.send_to_everybody(article, cast.reader("ed"))


def test_whose_proof_was_withdrawn_cannot_be_asked_again_by_the_round(cast, of_two):
    proofs.withdraw_proof(proof_for(cast.otto), cast.reader("ed"))
    article = edited(of_two, cast.reader("ed"))
    assert proofs.wanting(article) == [cast.mia]


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "petra", "mo"])
def test_round_cannot_be_sent_by_who_is_no_editor(cast, of_two, who):
    article = edited(of_two, cast.reader("ed"))
    answer = cast.client(who).post(f"/desk/editorial/articles/{article.pk}/proof/", {"everybody": "1"})
    assert answer.status_code in (403, 404)
    assert Proof.objects.filter(version=article.version).count() == 0


def test_one_authors_word_is_enough_where_nobody_else_was_asked(cast):
    draft = make_draft(cast.reader("ed"), [cast.mia, cast.otto])
    proofs.approve_proof(proofs.send_proof(draft, cast.mia, cast.reader("ed")), 1)
    assert fresh(draft).approved_version == 1
