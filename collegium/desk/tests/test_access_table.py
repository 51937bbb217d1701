"""The table of access on the desk: a draft, line by line; categories with their grace. Administrators only."""

from __future__ import annotations

import pytest

from collegium.accounts.tests.factory import make_fresh
from collegium.membership.access_table import DEFAULT, AccessTable, Line, lines_of
from collegium.membership.models import Category, Gives, RosterRun, RosterSettings
from collegium.outbox.models import AuditLine

PAGE, MOVE, DROP = "/desk/membership/access/", "/desk/membership/access/move/", "/desk/membership/access/drop/"
CATEGORIES = "/desk/membership/categories/"
LINE = {"types": "intl", "statuses": "a*", "paid": "current", "gives": "guest", "before": "1"}


@pytest.fixture
def ada(cast):
    return make_fresh(cast.client("ada"), cast.ada)


def draft():
    return lines_of(RosterSettings.current().draft)


def test_page_says_who_gets_what(ada):
    page = ada.get(PAGE).text
    assert "FULL ASSOC ALLIED INTL EMER CORP TRAIN STUDENT · status A* · paid through: today or later" in page
    assert "Work out everybody’s access again" in page


def test_line_is_added_to_a_draft_and_the_table_stays(ada):
    assert ada.post(PAGE, LINE).status_code == 303
    assert draft()[1] == Line("INTL", "A*", "current", Gives.GUEST)
    assert len(draft()) == len(DEFAULT) + 1
    assert AccessTable.current().lines == DEFAULT
    assert AuditLine.objects.filter(what="changed the draft of the table of access").exists()
    assert "You are working on a draft" in ada.get(PAGE).text


def test_lines_go_up_down_and_out(ada):
    ada.post(MOVE, {"line": "0", "to": "down"})
    assert draft()[:2] == (DEFAULT[1], DEFAULT[0])
    ada.post(MOVE, {"line": "1", "to": "up"})
    assert draft() == DEFAULT
    ada.post(MOVE, {"line": "0", "to": "out"})
    assert draft() == DEFAULT[1:]
    ada.post(DROP)
    assert RosterSettings.current().draft is None


@pytest.mark.parametrize(
    "fields", [{"line": "99", "to": "up"}, {"line": "0", "to": "away"}, {"line": "-1", "to": "up"}, {}]
)
def test_line_that_is_not_there_cannot_be_moved(ada, fields):
    assert ada.post(MOVE, fields).status_code == 303
    assert RosterSettings.current().draft is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"types": "QQQ"}, "There is no kind of membership QQQ"), ({"statuses": "A B*C"}, "is no code"),
        ({"gives": "none"}, "does not depend on dues"), ({"gives": "king"}, "valid choice"),
    ],
)  # fmt: skip
def test_wrong_line_cannot_be_added(ada, fields, says):
    answer = ada.post(PAGE, LINE | fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert RosterSettings.current().draft is None


def test_preview_writes_nothing(ada):
    ada.post(PAGE, LINE)
    assert ada.post("/desk/membership/access/preview/").status_code == 303
    assert RosterRun.objects.get().kind == "table"
    assert AccessTable.current().lines == DEFAULT


@pytest.mark.parametrize("address", [PAGE, CATEGORIES])
def test_others_cannot_open_it(cast, ada, address):
    assert ada.get(address).status_code == 200
    for name, status in {"vera": 403, "gus": 404, "mia": 404, "ed": 404, "mo": 404}.items():
        assert cast.client(name).get(address).status_code == status, name


@pytest.mark.parametrize("address", [PAGE, MOVE, DROP, "/desk/membership/access/preview/"])
def test_others_cannot_change_it(cast, address):
    assert cast.client("mo").post(address, LINE | {"line": "0", "to": "out"}).status_code == 404
    assert RosterSettings.current().draft is None
    assert not RosterRun.objects.exists()


def fields_of_categories(**changes):
    fields = {}
    for one in Category.objects.all():
        fields |= {f"{one.code}-name": one.name, f"{one.code}-dues": one.dues, f"{one.code}-becomes": one.becomes}
        fields |= {f"{one.code}-{name}": "on" for name in ("for_life", "votes") if getattr(one, name)}
    return fields | changes


def test_category_gets_grace_days_of_its_own(ada):
    answer = ada.post(CATEGORIES, fields_of_categories(**{"FULL-grace_days": "10", "FULL-dues": "calendar"}))
    assert answer.status_code == 303
    assert Category.objects.get(code="FULL").grace_days == 10
    assert Category.objects.get(code="ASSOC").grace_days is None
    assert AuditLine.objects.filter(what="changed a category").count() == 1


def test_category_cannot_have_grace_for_ever(ada):
    answer = ada.post(CATEGORIES, fields_of_categories(**{"FULL-grace_days": "9999"}))
    assert answer.status_code == 422
    assert Category.objects.get(code="FULL").grace_days is None
