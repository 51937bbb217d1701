"""The head of a case is changed by whoever presented it, with its history, and erased with the words."""

from __future__ import annotations

import pytest

from collegium.answers.models import Case, CaseVersion
from collegium.answers.tests.test_present_case import SENT, case, forum, present  # noqa: F401 (fixtures)
from collegium.discussion import actions
from collegium.forums.models import Topic

pytestmark = pytest.mark.django_db
FIELDS = ("age", "setting", "question", "option_1", "option_2", "consent")
HEAD = {name: SENT[name] for name in FIELDS} | {"version": "1"}
NEW = {"age": "60-69", "question": "Radiation now, or a second look?", "option_2": "A second look"}


def change(cast, case, who="petra", **more):  # noqa: F811
    return cast.client(who).post(f"/topics/{case.pk}/case/", HEAD | more)


def read(cast, who, case):  # noqa: F811
    return cast.client(who).get(case.topic.get_absolute_url()).text


def test_author_changes_the_head_and_readers_see_that_it_was_edited(cast, case):  # noqa: F811
    assert f"/topics/{case.pk}/case/" in read(cast, "petra", case)
    assert 'value="Radiation"' in cast.client("petra").get(f"/topics/{case.pk}/case/").text
    assert change(cast, case, **NEW).status_code == 303
    page = read(cast, "mia", case)
    for words in ("Sixties", NEW["question"], "A second look", "edited"):
        assert words in page
    assert "Seventies" not in page
    assert "case/versions" not in page
    found = cast.client("mia").get("/search/?q=second").text
    assert "solitary lesion" in found


def test_author_and_moderators_read_what_it_said_before(cast, case):  # noqa: F811
    change(cast, case, **NEW)
    for who in ("petra", "mo", "ada"):
        assert f"/topics/{case.pk}/case/versions/" in read(cast, who, case)
        versions = cast.client(who).get(f"/topics/{case.pk}/case/versions/").text
        assert "<del>" in versions
        assert "Seventies" in versions


@pytest.mark.parametrize("who", ["mia", "otto", "grace", "ed"])
def test_others_cannot_read_earlier_heads(cast, case, who):  # noqa: F811
    change(cast, case, **NEW)
    answer = cast.client(who).get(f"/topics/{case.pk}/case/versions/")
    assert answer.status_code == 404
    assert "Seventies" not in answer.text


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "mo", "ada"])
def test_others_cannot_change_the_head(cast, case, who):  # noqa: F811
    assert change(cast, case, who, **NEW).status_code in (403, 404)
    case.refresh_from_db()
    assert (case.age, case.version) == ("70-79", 1)


@pytest.mark.parametrize("wrong", [
    {"consent": ""}, {"age": ""}, {"age": "71"}, {"question": ""}, {"remind_on": "2001-01-01"},
    {"setting": "The patient, Mr. John Miller, MRN 4471882, born 03/04/1951"},
])  # fmt: skip
def test_a_head_that_identifies_or_lacks_something_cannot_be_stored(cast, case, wrong):  # noqa: F811
    assert change(cast, case, **wrong).status_code == 422
    case.refresh_from_db()
    assert (case.setting, case.version) == ("Community hospital", 1)


def test_an_older_version_cannot_overwrite_a_newer(cast, case):  # noqa: F811
    change(cast, case, **NEW)
    answer = change(cast, case, question="From the other device?")
    assert answer.status_code == 422
    assert "changed in the meantime" in answer.text
    assert "<ins>" in answer.text
    case.refresh_from_db()
    assert case.question == NEW["question"]


def test_saving_the_same_head_is_no_edit(cast, case):  # noqa: F811
    assert change(cast, case).status_code == 303
    case.refresh_from_db()
    assert (case.version, case.edited_at) == (1, None)
    assert not CaseVersion.objects.exists()


def test_words_taken_back_cannot_stay_in_the_head_or_its_versions(cast, case):  # noqa: F811
    change(cast, case, **NEW)
    assert CaseVersion.objects.exists()
    actions.take_back(Topic.objects.get(pk=case.pk))
    assert not CaseVersion.objects.exists()
    assert not Case.objects.exists()
    assert cast.client("petra").get(f"/topics/{case.pk}/case/versions/").status_code == 404
    assert cast.client("petra").get(f"/topics/{case.pk}/case/").status_code == 404
