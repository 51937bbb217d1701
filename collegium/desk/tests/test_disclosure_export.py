"""The table of disclosures for the education office: chosen people, day and window; staff only, logged, no formulas."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from collegium.accounts.tests.factory import make_fresh
from collegium.outbox.models import AuditLine
from collegium.people import filing
from collegium.people.models import Filing
from collegium.web.sheets import as_csv, as_xlsx, harmless

ASK = {"group": "named", "people": "mia\ngrace@example.org\npetra", "months": "24", "kind": "csv"}


@pytest.fixture
def on_file(cast):
    full = {"category": "consulting", "company": "=HYPERLINK(1)", "start": date(2009, 5, 1), "end": date(2010, 4, 30)}
    filing.save_relationship(cast.mia, full | {"recipient": "institution"})
    filing.save_relationship(cast.mia, {"category": "stock", "company": "Gamma Dx", "end": date(2008, 12, 31)})
    filing.confirm(cast.petra)
    return cast


def export(cast, who="ada", **values):
    client = cast.client(who)
    client = make_fresh(client, getattr(cast, who)) if who == "ada" else client
    return client.post("/desk/disclosures/", ASK | {"on": "2011-03-01"} | values)


def table(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_chosen_people_with_day_and_window(on_file):
    rows = table(export(on_file))
    assert rows[0][:5] == ["Name", "Credentials", "Profile", "State", "Confirmed"]
    said = {row[2]: row for row in rows[1:]}
    assert len(rows) == 4
    assert said["mia"][5:11] == [
        "Consulting or advisory role",
        "'=HYPERLINK(1)",
        "",
        "My institution’s",
        "2009-05",
        "2010-04",
    ]
    assert said["grace"][3] == "has not filed"
    assert said["petra"][3] == "nothing to disclose"
    assert "participation on a data safety monitoring board" in said["mia"][11]


def test_a_longer_window_holds_more(on_file):
    rows = table(export(on_file, months="36"))
    assert [row[6] for row in rows if row[2] == "mia"] == ["Gamma Dx", "'=HYPERLINK(1)"]


def test_due_is_said(on_file):
    Filing.objects.update(confirmed_on=date(2009, 1, 1))
    assert {row[3] for row in table(export(on_file)) if row[2] == "mia"} == {"due"}


def test_each_time_is_logged_with_whose(on_file):
    export(on_file)
    line = AuditLine.objects.get(what="exported disclosures")
    assert line.by == on_file.ada
    assert sorted(line.detail["people"]) == sorted([on_file.mia.pk, on_file.grace.pk, on_file.petra.pk])


def test_excel_opens_it_as_text(on_file):
    from openpyxl import load_workbook

    answer = export(on_file, kind="xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert all(cell.data_type == "s" for cell in cells)


@pytest.mark.parametrize("group", ["officers", "editors", "bloggers", "filed"])
def test_groups(on_file, group):
    names = {row[2] for row in table(export(on_file, group=group, people=""))[1:]}
    assert {"filed": {"mia", "petra"}, "editors": {"ed"}}.get(group, names) == names


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_no_cell_can_be_a_formula(text):
    assert harmless(text).startswith("'")
    assert as_csv([[text]]).decode("utf-8-sig").startswith("\"'")
    assert as_xlsx([["plain", "\x00\x07"]], "A:B/C")


def test_sign_in_of_an_hour_ago_cannot_hand_it_out(on_file):
    answer = on_file.client("ada").post("/desk/disclosures/", ASK | {"on": "2011-03-01"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ed", "mo", "otto"])
def test_others_cannot_have_the_table(on_file, who):
    assert export(on_file, who=who).status_code in (403, 404)
    assert not AuditLine.objects.filter(what="exported disclosures").exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"people": "mia\nnobody"}, "Nobody here is “nobody”."), ({"people": ""}, "Name at least one person"), ({"on": "soon"}, "Enter a valid date")],
)  # fmt: skip
def test_wrong_wishes_are_refused(on_file, values, sentence):
    answer = export(on_file, **values)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_reminder_is_a_notification_and_a_mail_as_wished(cast, django_capture_on_commit_callbacks, mailoutbox):
    from collegium.notifications.actions import change_wishes
    from collegium.notifications.models import Notification

    for person in (cast.mia, cast.grace):
        filing.confirm(person, on=date(2020, 1, 1))
    change_wishes(cast.grace, yearly=False)
    with django_capture_on_commit_callbacks(execute=True):
        filing.remind_of_disclosures()
    assert Notification.objects.filter(kind="due").count() == 2
    assert [mail.to for mail in mailoutbox] == [["mia@example.org"]]
    assert "Your disclosures are due" in cast.client("grace").get("/notifications/").text


def test_mail_cannot_leave_once_confirmed(cast):
    from collegium.notifications.letters import yearly_may_be_sent
    from collegium.outbox.models import Mail

    filing.confirm(cast.mia, on=date(2020, 1, 1))
    filing.remind_of_disclosures()
    queued = Mail.objects.get(kind="yearly")
    assert yearly_may_be_sent(queued)
    filing.confirm(cast.mia, on=timezone.localdate())
    assert not yearly_may_be_sent(queued)
