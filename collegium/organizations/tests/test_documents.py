"""Documents of claims: sent by the claimant, opened by administrators, each look noted; erased after the decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collegium.files.models import File
from collegium.files.tests.factory import PDF, make_office, make_picture
from collegium.organizations.actions import Refused, add_document, decide, erase_decided, take_in
from collegium.organizations.models import Claim
from collegium.organizations.tasks import look_after_claims
from collegium.organizations.tests.factory import make_organization
from collegium.outbox import audit

EVIDENCE = "I am the practice manager; call the number on our website."


@pytest.fixture
def page():
    return make_organization()


def letter(content=PDF, name="letter.pdf"):
    return SimpleUploadedFile(name, content)


def state(cast, page, who="mia", document=None, **fields):
    """Make a statement, with a document where one is given."""
    data = {"step": "statement", "kind": "claim", "evidence": EVIDENCE, **fields}
    return cast.client(who).post(
        f"{page.get_absolute_url()}claim/", data | ({"document": document} if document else {})
    )


def send(cast, page, who="mia", document=None):
    data = {"step": "document", "document": document or letter()}
    return cast.client(who).post(f"{page.get_absolute_url()}claim/", data)


def test_document_comes_with_the_statement_and_is_shown_to_both_sides(cast, page):
    assert state(cast, page, document=letter()).status_code == 303
    claim = Claim.objects.open().get()
    [file] = File.objects.of("claim", claim.pk)
    assert (file.name, file.owner) == ("letter.pdf", cast.mia)
    own = cast.client("mia").get(f"{page.get_absolute_url()}claim/").text
    desk = cast.client("ada").get("/desk/organizations/").text
    for shown in (own, desk):
        assert f'href="/files/{file.pk}/"' in shown
        assert "letter.pdf" in shown
    answer = cast.client("ada").get(file.url)
    assert (answer.status_code, answer["Cache-Control"], answer.content) == (200, "no-store", PDF)


@pytest.mark.parametrize("name", ["vera", "gus", "grace", "lars", "otto", "petra", "ed", "mo", "sam"])
def test_nobody_else_can_open_a_document_or_learn_of_it(cast, page, name):
    state(cast, page, document=letter())
    [file] = File.objects.filter(parent_kind="claim")
    for address in (file.url, f"/files/{file.pk + 999}/"):
        assert cast.client(name).get(address).status_code == 404
    assert "letter.pdf" not in cast.client(name).get(page.get_absolute_url()).text
    assert not audit.about("organization", page.pk).filter(what="opened a document of a claim").exists()


def test_each_look_of_staff_leaves_a_line_and_the_claimants_own_none(cast, page):
    state(cast, page, document=letter())
    [file] = File.objects.filter(parent_kind="claim")
    assert cast.client("mia").get(file.url).status_code == 200
    cast.client("ada").head(file.url)
    for _time in range(2):
        cast.client("ada").get(file.url)
    lines = audit.about("organization", page.pk).filter(what="opened a document of a claim")
    assert [(line.by, line.detail["file"]) for line in lines] == [(cast.ada, file.pk)] * 2


def test_letter_may_name_its_holder(cast, page):
    """The check for patients in names of files would refuse what is asked for here."""
    assert state(cast, page, document=letter(name="Maria Lopez appointment.pdf")).status_code == 303


def test_picture_is_encoded_anew(cast, page):
    assert state(cast, page, document=letter(make_picture(), "badge.jpg")).status_code == 303
    [file] = File.objects.filter(parent_kind="claim")
    assert cast.client("ada").get(file.url_at(640))["Content-Type"] == "image/webp"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("letter.docx", make_office(), "Send the document as a PDF or as a picture."),
        ("list.csv", b"a,b\n1,2\n", "Send the document as a PDF or as a picture."),
        ("letter.pdf", b"<svg/>", "SVG drawings are not taken"),
        ("letter.pdf", b"", "This file is empty."),
        ("badge.png", b"\x89PNG\r\n\x1a\nrubbish", "This picture is damaged."),
    ],
)
def test_other_kinds_cannot_be_sent_and_the_words_are_kept(cast, page, name, content, words):
    answer = state(cast, page, document=letter(content, name))
    assert answer.status_code == 422
    assert words in answer.text
    assert EVIDENCE in answer.text
    assert not Claim.objects.exists()
    assert not File.objects.exists()


def test_refused_claim_keeps_no_document(cast, page):
    assert state(cast, page, who="lars", document=letter()).status_code == 422
    assert not File.objects.exists()


def test_statement_that_is_not_taken_erases_its_document(cast):
    for number in range(6):
        answer = state(cast, make_organization(f"Hospital {number}"), document=letter())
    assert answer.status_code == 422
    assert File.objects.count() == Claim.objects.count() == 5


def test_more_documents_follow_and_the_fourth_is_refused(cast, page):
    state(cast, page, document=letter())
    for _time in range(2):
        assert send(cast, page).status_code == 303
    answer = send(cast, page)
    assert answer.status_code == 422
    assert File.objects.filter(parent_kind="claim").count() == 3


def test_document_cannot_be_sent_without_a_claim_or_to_that_of_another(cast, page):
    assert "Begin with a statement" in send(cast, page).text
    state(cast, page, who="grace")
    assert send(cast, page).status_code == 422
    assert not File.objects.exists()


def test_claimant_takes_a_document_back_and_nobody_else_can(cast, page):
    state(cast, page, document=letter())
    state(cast, page, who="grace", document=letter())
    first, second = File.objects.order_by("pk")
    address = f"{page.get_absolute_url()}claim/"
    for pk in (str(second.pk), "0", "x", "9" * 30):
        assert cast.client("mia").post(address, {"step": "remove", "file": pk}).status_code == 303
    assert File.objects.count() == 2
    cast.client("mia").post(address, {"step": "remove", "file": str(first.pk)})
    assert list(File.objects.all()) == [second]


def test_decided_claim_takes_no_document(cast, page):
    state(cast, page)
    claim = Claim.objects.get()
    decide(claim, cast.ada, grant=False, reason="Nobody knows you there.")
    file = take_in(PDF, "late.pdf", cast.mia)
    with pytest.raises(Refused):
        add_document(claim, file, cast.mia)


def test_grant_without_a_note_notes_the_names(cast, page):
    state(cast, page, document=letter())
    claim = Claim.objects.get()
    decide(claim, cast.ada, grant=True, reason="Appointed, says the board.")
    claim.refresh_from_db()
    assert (claim.method, claim.document) == (Claim.Method.DOCUMENT, "letter.pdf")
    [file] = File.objects.of("claim", claim.pk)
    assert audit.about("organization", page.pk).filter(what="granted a claim").get().detail["sent"] == [file.sha256]


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_documents_are_erased_thirty_days_after_the_decision(cast, page, days, stays):
    state(cast, page, document=letter())
    claim = Claim.objects.get()
    decide(claim, cast.ada, grant=False, reason="Nobody knows you there.")
    [file] = File.objects.of("claim", claim.pk)
    Claim.objects.update(decided_at=timezone.now() - timedelta(days=days))
    look_after_claims.call()
    assert File.objects.filter(pk=file.pk).exists() is stays
    claim.refresh_from_db()
    assert (bool(claim.evidence), claim.reason) == (stays, "Nobody knows you there.")
    assert cast.client("ada").get(file.url).status_code == (200 if stays else 404)


def test_documents_of_a_claim_that_waits_are_never_erased_by_the_calendar(cast, page):
    state(cast, page, document=letter())
    Claim.objects.update(
        submitted_at=timezone.now() - timedelta(days=400), created_at=timezone.now() - timedelta(days=400)
    )
    assert erase_decided(timezone.now()) == 0
    assert File.objects.count() == 1


def test_withdrawn_claim_erases_its_documents_at_once(cast, page, django_capture_on_commit_callbacks):
    state(cast, page, document=letter())
    [file] = File.objects.filter(parent_kind="claim")
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("mia").post(f"{page.get_absolute_url()}claim/", {"step": "withdraw"})
    assert not File.objects.exists()
    assert not default_storage.exists(file.stored_name())


def test_rivals_stand_side_by_side_with_their_evidence(cast, page):
    state(cast, page, document=letter(name="first.pdf"))
    state(cast, page, who="grace", document=letter(name="second.pdf"))
    state(cast, make_organization("Elsewhere Clinic"), who="otto")
    shown = cast.client("ada").get("/desk/organizations/").text
    assert "2 people ask for this page." in shown
    case = shown.split(f'aria-label="{page.name}"')[1].split('aria-label="Elsewhere Clinic"')[0]
    assert case.count("<article") == 2
    assert "first.pdf" in case
    assert "second.pdf" in case
