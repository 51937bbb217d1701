"""The audit log: every line stays as it was written."""

from __future__ import annotations

import pytest

from collegium.outbox import audit
from collegium.outbox.models import AuditLine


def test_lines_are_found_by_thing_and_by_person_newest_first(cast):
    audit.log(cast.mo, "hid a reply", about=("reply", 7), why="Names a patient.", detail={"version": 2})
    audit.log(cast.ada, "showed a reply", about=("reply", 7))
    audit.log(cast.mo, "paused a person", about=("person", 7))
    assert [line.what for line in audit.about("reply", 7)] == ["showed a reply", "hid a reply"]
    assert [line.what for line in audit.by(cast.mo)] == ["paused a person", "hid a reply"]
    line = audit.about("reply", 7)[1]
    assert (line.by, line.why, line.detail) == (cast.mo, "Names a patient.", {"version": 2})


def test_line_cannot_be_changed_or_deleted(cast):
    line = audit.log(cast.mo, "hid a reply", about=("reply", 7), why="Names a patient.")
    line.why = "Something else."
    for forbidden in (
        line.save,
        line.delete,
        AuditLine.objects.all().delete,
        lambda: AuditLine.objects.update(why=""),
        lambda: AuditLine.objects.bulk_update([line], ["why"]),
        lambda: audit.about("reply", 7).update(why=""),
    ):
        with pytest.raises(TypeError, match="append-only"):
            forbidden()
    assert AuditLine.objects.get().why == "Names a patient."


def test_lines_stay_when_their_person_is_erased(cast):
    audit.log(cast.mo, "hid a reply", about=("reply", 7))
    cast.mo.delete()
    line = AuditLine.objects.get()
    assert (line.by, line.what) == (None, "hid a reply")
