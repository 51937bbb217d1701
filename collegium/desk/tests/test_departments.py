"""Departments on the editors' desk: added, renamed, brought into the order that issues and files follow."""

from __future__ import annotations

import io
import zipfile

import pytest

from collegium.magazine import departments
from collegium.magazine.actions import publish_issue
from collegium.magazine.edition import edition_of
from collegium.magazine.models import Department
from collegium.magazine.tests.factory import department, make_draft, make_issue
from collegium.outbox import audit


@pytest.fixture(autouse=True)
def _no_second_factor_asked(settings):
    """The door of the second factor has tests of its own."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "accounts.middleware" not in name]


@pytest.fixture
def row(cast) -> list[Department]:
    Department.objects.all().delete()
    return [departments.add_department(name, cast.reader("ed")) for name in ("News", "Practice", "Letters")]


def names() -> list[str]:
    return [one.name for one in Department.objects.all()]


def test_buttons_move_a_department_and_leave_a_line(cast, row):
    ed = cast.client("ed")
    page = ed.get("/desk/editorial/departments/").text
    assert f'value="{row[0].pk}:down"' in page
    assert f'value="{row[0].pk}:up"' not in page
    answer = ed.post("/desk/editorial/departments/", {"move": f"{row[2].pk}:up"})
    assert answer["Location"] == f"/desk/editorial/departments/#d-{row[2].pk}"
    assert names() == ["News", "Letters", "Practice"]
    line = audit.about("department", row[2].pk)[0]
    assert (line.by, line.what, line.why) == (cast.ed, "moved a department", "up")


@pytest.mark.parametrize(
    "move", ["{first}:up", "{last}:down", "{first}:out", "0:up", "x:up", "", "²:up", "9" * 400 + ":up"]
)
def test_nonsense_and_the_ends_of_the_row_cannot_move_anything(cast, row, move):
    sent = {"move": move.format(first=row[0].pk, last=row[2].pk)}
    assert cast.client("ed").post("/desk/editorial/departments/", sent).status_code == 303
    assert names() == ["News", "Practice", "Letters"]
    assert not audit.about("department", row[0].pk).exists()


def test_issue_and_its_files_follow_the_order_and_the_names(cast, row):
    ed = cast.reader("ed")
    issue = make_issue(ed, number=6, out=False)
    for one in row:
        make_draft(ed, title=f"An article of {one.name}", issue=issue, department=one)
    publish_issue(issue, ed)
    departments.move_department(row[2], ed, up=True)
    departments.rename_department(row[0], "At home", ed)
    in_order = ["At home", "Letters", "Practice"]
    assert [name for name, _entries in edition_of(issue, cast.reader("mia")).departments] == in_order
    mia = cast.client("mia")
    page = mia.get(f"/magazine/{issue.slug}/").text
    assert sorted(in_order, key=lambda name: page.index(f">{name}<")) == in_order
    with zipfile.ZipFile(io.BytesIO(mia.get(f"/magazine/{issue.slug}/epub/").content)) as book:
        contents = next(book.read(name).decode() for name in book.namelist() if name.endswith("nav.xhtml"))
    assert sorted(in_order, key=contents.index) == in_order
    assert "<span>News" not in contents


def test_new_name_is_found_and_the_old_one_in_the_log(cast, row):
    ed = cast.client("ed")
    answer = ed.post(f"/desk/editorial/departments/{row[0].pk}/", {"name": "At home"})
    assert answer.status_code == 303
    assert names()[0] == "At home"
    line = audit.about("department", row[0].pk)[0]
    assert line.detail == {"before": "News", "after": "At home"}
    assert ed.post(f"/desk/editorial/departments/{row[0].pk}/", {"name": "At home"}).status_code == 303
    assert audit.about("department", row[0].pk).count() == 1


@pytest.mark.parametrize("name", ["", "Practice", "PRACTICE", "x" * 81])
def test_department_cannot_have_no_name_or_that_of_another(cast, row, name):
    answer = cast.client("ed").post(f"/desk/editorial/departments/{row[0].pk}/", {"name": name})
    assert answer.status_code == 422
    assert names()[0] == "News"


@pytest.mark.parametrize("who", ["mia", "mo", "petra"])
def test_others_cannot_find_or_arrange_departments(cast, row, who):
    client = cast.client(who)
    for address in ("", "add/", f"{row[0].pk}/"):
        sent = {"move": f"{row[2].pk}:up", "name": "Mine"}
        assert client.post(f"/desk/editorial/departments/{address}", sent).status_code == 404
    assert client.get("/desk/editorial/departments/").status_code == 404
    assert names() == ["News", "Practice", "Letters"]


def test_deeds_cannot_be_done_by_others(cast, row):
    for deed in (
        lambda by: departments.add_department("Mine", by),
        lambda by: departments.rename_department(row[0], "Mine", by),
        lambda by: departments.move_department(row[2], by, up=True),
    ):
        with pytest.raises(departments.Refused, match="Editors make the magazine"):
            deed(cast.reader("mia"))
    assert names() == ["News", "Practice", "Letters"]


def test_added_department_stands_last_and_the_same_twice_is_once(cast, row):
    ed = cast.client("ed")
    for _time in range(2):
        assert ed.post("/desk/editorial/departments/add/", {"name": "Culture"}).status_code in (303, 422)
    assert names() == ["News", "Practice", "Letters", "Culture"]
    assert department("News").pk == row[0].pk
