"""What was said about words that were taken back cannot keep them: reports, appeals, reasons, the log, letters."""

from __future__ import annotations

import pytest

from collegium.discussion import actions as words
from collegium.discussion.words import Words
from collegium.moderation import actions
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.scrub import without
from collegium.moderation.tests.factory import make_reply
from collegium.moderation.things import found
from collegium.outbox import audit
from collegium.outbox.models import AuditLine, Mail
from collegium.people.actions import change_profile

SAID = "Last spring Mrs Abernathy of ward nine took 40 mg. She is well."


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("It names Mrs Abernathy.", "It names […]."),
        ("it names abernathy", "it names […]"),
        ("The words “of ward nine” say where.", "The words “[…]” say where."),
        ("She took 40 of it.", "She took […] of it."),
        ("It identifies a patient.", "It identifies a patient."),
        ("The ward can be guessed.", "The ward can be guessed."),
        ("", ""),
    ],
)
def test_a_reason_cannot_quote_and_keeps_the_rest(reason, kept):
    assert without(reason, SAID) == kept


@pytest.fixture
def hidden(cast):
    """A reply that was hidden for naming somebody, an appeal that quotes it, and an answer that does too."""
    reply = make_reply(cast.otto, SAID)
    actions.report(found("reply", reply.pk), cast.mia, "patient", "Mrs Abernathy is named.")
    decision = actions.hide(found("reply", reply.pk), cast.mo, "It names Mrs Abernathy, an inpatient.")
    appeal = actions.appeal(decision, "I wrote only “Mrs Abernathy of ward nine”.")
    actions.answer_appeal(appeal, found("reply", reply.pk), cast.ada, "Abernathy is a name.", upheld=False)
    return found("reply", reply.pk)


def holds(word):
    rows = [Report.objects.values_list("note"), Decision.objects.values_list("reason")]
    rows += [Appeal.objects.values_list("text", "answer"), AuditLine.objects.values_list("why")]
    rows += [Mail.objects.values_list("text", "html", "subject")]
    return [line for table in rows for line in table if word in str(line)]


def test_taking_back_scrubs_appeal_reason_log_and_letters(cast, hidden):
    assert len(holds("Abernathy")) > 5
    actions.take_back(hidden, cast.ada, "It names Abernathy.")
    assert holds("Abernathy") == []
    first = Decision.objects.get(act="hide")
    assert first.reason == "It names […], an inpatient."
    assert (first.by, first.appeal.upheld, first.appeal.answered_by) == (cast.mo, False, cast.ada)
    assert audit.about("reply", hidden.pk).filter(what="decided: hide")[0].why == "It names […], an inpatient."
    assert Decision.objects.get(act="take-back").reason == "It names […]."
    page = cast.client("otto").get(first.get_absolute_url()).text
    assert "was erased with the words" in page
    assert "It names […], an inpatient." in page


def test_an_author_taking_words_back_scrubs_them_too(cast, hidden):
    words.take_back(hidden.row)
    assert holds("Abernathy") == []
    assert Decision.objects.get().reason == "It names […], an inpatient."


def test_an_appeal_cannot_wait_for_words_that_are_gone(cast):
    reply = make_reply(cast.otto, SAID)
    actions.appeal(actions.hide(found("reply", reply.pk), cast.mo, "Off topic."), "Mrs Abernathy is the topic.")
    actions.take_back(found("reply", reply.pk), cast.mo, "It identifies a patient.")
    appeal = Appeal.objects.get()
    assert (appeal.text, appeal.upheld, appeal.answered_at is None) == ("", False, False)
    assert "An appeal" not in cast.client("mo").get(f"/desk/reports/reply/{reply.pk}/").text


def test_earlier_versions_are_scrubbed_and_other_decisions_cannot_change(cast, hidden):
    words.edit(hidden.row, Words.plain("Nobody is named."), cast.reader("otto"))
    other = make_reply(cast.otto, "Another word.")
    actions.hide(found("reply", other.pk), cast.mo, "It repeats Abernathy.")
    words.take_back(hidden.row)
    assert Decision.objects.get(target_id=hidden.pk).reason == "It names […], an inpatient."
    assert Decision.objects.get(target_id=other.pk).reason == "It repeats Abernathy."


def test_a_biography_taken_back_cannot_stay_in_an_appeal(cast):
    change_profile(cast.otto, {"about": SAID})
    thing = found("profile", cast.otto.pk)
    actions.appeal(actions.outside.ask(thing, cast.mo, "It names Abernathy.", ["about"]), SAID)
    actions.take_back(thing, cast.mo, "It names a patient.", ["about"])
    assert holds("Abernathy") == []


def test_the_log_cannot_be_changed_otherwise(cast, hidden):
    with pytest.raises(TypeError):
        audit.about("reply", hidden.pk).update(why="")
    line = audit.about("reply", hidden.pk)[0]
    with pytest.raises(TypeError):
        line.save()
    assert AuditLine.objects.get(pk=line.pk).why == line.why
