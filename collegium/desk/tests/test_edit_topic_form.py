"""`/desk/forums/`: administrators say what each forum asks."""

from __future__ import annotations

import pytest

from collegium.forums.models import Prompt
from collegium.forums.tests.factory import make_forum
from collegium.outbox.models import AuditLine


def sent(*rows: dict[str, str]) -> dict[str, str]:
    data = {"asked-TOTAL_FORMS": str(len(rows)), "asked-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        whole = {"pk": "", "label": "", "help": "", "kind": "line", "choices": ""} | row
        data |= {f"asked-{number}-{name}": value for name, value in whole.items()}
    return data


def test_administrator_writes_reorders_and_drops(cast):
    forum, client = make_forum("Journal club"), cast.client("ada")
    assert "Journal club" in client.get("/desk/forums/").text
    assert "/desk/forums/" in client.get("/desk/").text
    address = f"/desk/forums/{forum.slug}/"
    rows = [{"label": "Which paper?", "help": "As cited", "is_required": "on"}, {"label": "Changed practice?", "kind": "choice",
            "choices": " Yes \n\nNo"}, {}]  # fmt: skip
    assert client.post(address, sent(*rows)).status_code == 303
    first, second = forum.prompts.all()
    assert (first.label, first.help, first.is_required, first.kind) == ("Which paper?", "As cited", True, "line")
    assert second.choices == "Yes\nNo"
    assert "2 things are asked" in client.get("/desk/forums/").text
    page = client.get(address).text
    assert "Which paper?" in page
    assert (
        client.post(address, sent({"pk": str(second.pk), "label": "Changed it?"}, {"pk": str(first.pk)})).status_code
        == 303
    )
    only = forum.prompts.get()
    assert (only.pk, only.label, only.kind, only.choices) == (second.pk, "Changed it?", "line", "")
    assert AuditLine.objects.filter(what="changed what a forum asks").count() == 2


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ed", "mo"])
def test_others_cannot_see_or_change_it(cast, who):
    forum = make_forum("Journal club")
    client = cast.client(who)
    for answer in (client.get("/desk/forums/"), client.get(f"/desk/forums/{forum.slug}/"),
                   client.post(f"/desk/forums/{forum.slug}/", sent({"label": "Mine"}))):  # fmt: skip
        assert answer.status_code == (403 if who == "vera" else 404)
    assert not Prompt.objects.exists()


def test_what_is_wrong_cannot_be_saved_and_loses_nothing(cast):
    forum, client = make_forum("Journal club"), cast.client("ada")
    address = f"/desk/forums/{forum.slug}/"
    choice = client.post(address, sent({"label": "Changed practice?", "kind": "choice", "choices": "Yes"}))
    assert (choice.status_code, "at least two answers" in choice.text) == (422, True)
    assert "Changed practice?" in choice.text
    many = client.post(address, sent(*[{"label": f"Asked {n}"} for n in range(9)]))
    assert many.status_code == 422
    broken = client.post(address, {"asked-TOTAL_FORMS": "x"})
    assert broken.status_code == 422
    assert not Prompt.objects.exists()


def test_another_forums_prompt_cannot_be_taken(cast):
    forum, other = make_forum("Journal club"), make_forum("Another")
    client = cast.client("ada")
    client.post(f"/desk/forums/{other.slug}/", sent({"label": "Theirs"}))
    theirs = other.prompts.get()
    client.post(f"/desk/forums/{forum.slug}/", sent({"pk": str(theirs.pk), "label": "Ours"}))
    assert (other.prompts.get().label, forum.prompts.get().label) == ("Theirs", "Ours")
    assert client.get("/desk/forums/none/").status_code == 404
