"""Two people save one form in the same instant: one is stored, the other is shown it; nothing is overwritten unseen."""

from __future__ import annotations

import pytest

from collegium.discussion.meeting import Meeting
from collegium.discussion.tests.test_meeting import CASES, make_things, opened, seat_second_owner
from tests.at_once import at_once
from tests.cast import Cast

FORMS = {
    "AskedPageForm",
    "StoryForm",
    "AskedDescribeForm",
    "AskedAnnouncementForm",
    "BlogForm",
    "NewBlogForm",
    "IssueForm",
    "SocietyForm",
    "AffiliationForm",
    "AskedRelationshipForm",
    "CitedWorkForm",
    *(f"Asked{part}Form" for part in ("Name", "About", "Practice", "Place", "Links", "Publications", "Privacy")),
}  # fmt: skip  (a new one: its view carries `@one_after_another`, and CASES has it)


def kinds_of(form: type) -> set[str]:
    return {form.__name__} | {name for kind in form.__subclasses__() for name in kinds_of(kind)}


def test_every_form_that_compares_is_raced_here() -> None:
    import collegium.urls  # noqa: F401 (loads all forms)

    assert {name for kind in Meeting.__subclasses__() for name in kinds_of(kind)} == FORMS


@pytest.mark.parametrize("case", CASES)
def test_two_in_the_same_instant_cannot_both_be_stored(apart: Cast, case: str) -> None:
    who, other, page, action, field, _second = CASES[case]
    stored = make_things(apart)
    page = page.format(**stored.addresses)
    action = f"{page}{action}" if action and not action.startswith("/") else action
    if case in ("group", "announcement"):
        seat_second_owner(apart, stored.group)
    clients = [apart.client(name) for name in (who, other)]
    forms = [opened(client, page, action) for client in clients]
    texts = ["Saved first by somebody.", "Typed by me."]
    answers = at_once(*[
        lambda client=client, form=form, text=text: client.post(action or page, form | {field: text})
        for client, form, text in zip(clients, forms, texts, strict=True)
    ])  # fmt: skip
    statuses = [getattr(answer, "status_code", answer) for answer in answers]
    assert sorted(map(str, statuses)) == ["303", "422"], statuses
    kept, shown = texts[statuses.index(303)], texts[statuses.index(422)]
    assert kept in stored(case)
    assert shown not in stored(case)
    refused = answers[statuses.index(422)].text
    assert kept in refused
    assert shown in refused
