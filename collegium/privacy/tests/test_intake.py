"""The one look that every way in takes: what stops, what asks, what is logged."""

from __future__ import annotations

from collegium.outbox.models import AuditLine
from collegium.privacy.intake import look_at

BIRTH = "My patient, born 7/2/1968, was referred late on a Thursday."
NUMBER = "Her MRN 00482913 is on the scan."


def test_clean_words_pass_without_a_line_in_the_log(cast):
    look = look_at({"body": "We call on day three. What about you?"}, by=cast.mia)
    assert look.may_pass
    assert not AuditLine.objects.exists()


def test_warning_passes_once_confirmed_and_the_log_holds_no_words(cast):
    first = look_at({"body": BIRTH}, by=cast.mia)
    assert not first.may_pass
    assert not first.blocks
    assert look_at({"body": BIRTH}, by=cast.mia, confirmed=first.sign).may_pass
    line = AuditLine.objects.get()
    assert (line.by, line.what, line.detail) == (cast.mia, "posted anyway", {"findings": ["body C warn"]})
    assert "1968" not in repr(vars(line))


def test_blocking_number_passes_when_it_is_not_a_patients(cast):
    look = look_at({"body": NUMBER}, by=cast.mia, not_patient=["00482913"])
    assert look.may_pass
    assert AuditLine.objects.get().detail == {"findings": ["body H block"]}


def test_blocking_number_cannot_be_posted_anyway(cast):
    first = look_at({"body": NUMBER}, by=cast.mia)
    assert first.blocks
    assert not look_at({"body": NUMBER}, by=cast.mia, confirmed=first.sign).may_pass
    assert not AuditLine.objects.exists()


def test_confirmation_cannot_cover_what_is_written_afterwards(cast):
    first = look_at({"body": BIRTH}, by=cast.mia)
    later = look_at({"body": BIRTH + " She was seen again on 3/4/2021."}, by=cast.mia, confirmed=first.sign)
    assert not later.may_pass


def test_titles_are_looked_at_too(cast):
    look = look_at({"title": NUMBER, "body": "What would you do?"}, by=cast.mia)
    assert [seen.field for seen in look.open] == ["title"]


def test_end_of_a_very_long_text_cannot_slip_through(cast):
    look = look_at({"body": "We call on day three. " * 12_000 + NUMBER}, by=None)
    assert look.blocks
