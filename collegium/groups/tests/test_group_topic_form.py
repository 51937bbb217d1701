"""`/groups/<group>/owner/form/`: owners say what is asked of whoever starts a topic in their group."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.desk.tests.test_edit_topic_form import sent
from collegium.forums.models import Prompt, Topic
from collegium.forums.prompts import Wanted, set_prompts
from collegium.forums.tests.factory import make_forum
from collegium.groups.tests.factory import make_group
from collegium.outbox.models import AuditLine

ROWS = [{"label": "How many rooms join?", "help": "Yours too", "is_required": "on"},
        {"label": "Who keeps the time?", "kind": "choice", "choices": "The chair\nNobody"}]  # fmt: skip
TITLE = {"title": "A board of nineteen hospitals", "body": "", "body_format": "plain"}


def form_of(group) -> str:
    return f"{group.get_absolute_url()}owner/form/"


def new_in(group) -> str:
    return f"{group.get_absolute_url()}topics/new/"


def asks(group, by: User, label: str = "How many rooms join?") -> Prompt:
    set_prompts(group, [Wanted(None, label, "", "line", "", True)], by)
    return group.prompts.get()


@pytest.mark.parametrize("kind", ["open", "closed", "secret"])
def test_owner_says_what_is_asked_and_whoever_starts_a_topic_gets_it(cast, kind):
    group = make_group(cast.petra, kind, cast.mia)
    owner, member = cast.client("petra"), cast.client("mia")
    assert form_of(group) in owner.get(f"{group.get_absolute_url()}owner/").text
    assert owner.post(form_of(group), sent(*ROWS, {})).status_code == 303
    rooms, clock = group.prompts.all()
    assert (rooms.label, rooms.help, rooms.is_required, clock.choices) == (
        "How many rooms join?", "Yours too", True, "The chair\nNobody",
    )  # fmt: skip
    assert "Who keeps the time?" in owner.get(form_of(group)).text
    page = member.get(new_in(group)).text
    assert page.index("How many rooms join?") < page.index("Who keeps the time?") < page.index("Anything else")
    said = {f"said_{rooms.pk}": "Nineteen", f"said_{clock.pk}": "Nobody"}
    assert member.post(new_in(group), TITLE | said).status_code == 303
    assert Topic.objects.get().text == "How many rooms join?\n\nNineteen\n\nWho keeps the time?\n\nNobody"
    assert AuditLine.objects.about("group", group.pk).filter(what="changed what a group asks").count() == 1


def test_administrator_who_reads_the_group_sets_it_from_the_desk(cast):
    group, client = make_group(cast.petra), cast.client("ada")
    assert form_of(group) in client.get("/desk/forums/").text
    assert client.post(form_of(group), sent(*ROWS)).status_code == 303
    assert group.prompts.count() == 2
    assert "2 things are asked" in client.get("/desk/forums/").text


def test_it_goes_with_the_group(cast):
    group = make_group(cast.petra)
    asks(group, cast.petra)
    group.delete()
    assert not Prompt.objects.exists()


def test_an_emptied_label_drops_it_and_the_group_asks_nothing_again(cast):
    group = make_group(cast.petra, "closed", cast.mia)
    prompt = asks(group, cast.petra)
    assert cast.client("petra").post(form_of(group), sent({"pk": str(prompt.pk)})).status_code == 303
    page = cast.client("mia").get(new_in(group)).text
    assert "How many rooms join?" not in page
    assert "Anything else" not in page


def test_a_patients_number_cannot_be_saved_in_it_and_is_mended_where_it_stands(cast):
    group, client = make_group(cast.petra), cast.client("petra")
    rows = sent({"label": "How many rooms join?"}, {"label": "As for patient MRN 4471902?"})
    answer = client.post(form_of(group), rows)
    assert (answer.status_code, answer.text.count('class="risk"')) == (422, 1)
    assert 'data-field="asked-1-label"' in answer.text
    assert "How many rooms join?" in answer.text
    assert not Prompt.objects.exists()
    mended = client.post(form_of(group), rows | {"mend": "0.0"})
    assert mended.status_code == 422
    assert "4471902" not in mended.text
    seen = answer.text.split('class="risk">')[1].split("<")[0]
    assert client.post(form_of(group), rows | {"not_patient": seen}).status_code == 303


@pytest.mark.parametrize("name", ["help", "choices"])
def test_a_patients_number_cannot_stand_in_a_hint_or_an_answer_either(cast, name):
    group = make_group(cast.petra)
    row = {"label": "Which one?", "kind": "choice", "choices": "Yes\nNo"} | {name: "MRN 4471902\nNo"}
    answer = cast.client("petra").post(form_of(group), sent(row))
    assert (answer.status_code, f'data-field="asked-0-{name}"' in answer.text) == (422, True)
    assert not Prompt.objects.exists()


def test_a_patients_number_cannot_pass_in_an_answer(cast):
    group = make_group(cast.petra, "closed", cast.mia)
    prompt = asks(group, cast.petra)
    answer = cast.client("mia").post(new_in(group), TITLE | {f"said_{prompt.pk}": "As for patient MRN 4471902"})
    assert answer.status_code == 422
    assert "could identify a patient" in answer.text
    assert not Topic.objects.exists()


@pytest.mark.parametrize("kind", ["open", "closed", "secret"])
@pytest.mark.parametrize("who", ["vera", "gus", "mia", "grace", "mo", "ada"])
def test_others_cannot_see_or_change_it_and_cannot_learn_that_there_is_one(cast, who, kind):
    group, other = make_group(cast.petra, kind, cast.grace), make_group(cast.petra, kind, cast.grace, name="Harbors")
    asks(group, cast.petra)
    client = cast.client(who)
    if who == "ada" and kind == "open":
        assert client.get(form_of(group)).status_code == 200
        return
    answers = [client.get(form_of(group)), client.post(form_of(group), sent({"label": "Mine"}))]
    for address in ("", "about/", *([] if who == "grace" else ["topics/new/"])):
        answers.append(client.get(f"{group.get_absolute_url()}{address}"))
    assert {answer.status_code for answer in answers[:2]} <= ({404} if who == "grace" else {403, 404})
    assert client.get(form_of(other)).status_code == answers[0].status_code
    assert not any("How many rooms join?" in answer.text for answer in answers)
    assert "How many rooms join?" not in client.get("/search/?q=rooms").text
    assert group.prompts.get().label == "How many rooms join?"


def test_administrator_outside_cannot_find_a_secret_or_closed_group_on_the_desk(cast):
    for kind in ("closed", "secret"):
        asks(make_group(cast.petra, kind, name=f"A {kind} board"), cast.petra)
    page = cast.client("ada").get("/desk/forums/").text
    assert "A closed board" not in page
    assert "A secret board" not in page


def test_paused_owner_cannot_change_it_and_loses_nothing(cast):
    group = make_group(cast.petra)
    Standing.objects.create(person=cast.petra, kind=Standing.Kind.PAUSED)
    answer = cast.client("petra").post(form_of(group), sent(*ROWS))
    assert (answer.status_code, "has paused your writing" in answer.text) == (422, True)
    assert "Who keeps the time?" in answer.text
    assert not Prompt.objects.exists()


def test_what_is_wrong_cannot_be_saved(cast):
    group, client = make_group(cast.petra), cast.client("petra")
    few = client.post(form_of(group), sent({"label": "Which?", "kind": "choice", "choices": "Yes"}))
    assert (few.status_code, "at least two answers" in few.text) == (422, True)
    assert client.post(form_of(group), sent(*[{"label": f"Asked {n}"} for n in range(9)])).status_code == 422
    assert client.post(form_of(group), {"asked-TOTAL_FORMS": "x"}).status_code == 422
    assert not Prompt.objects.exists()


def test_what_another_place_asks_cannot_be_taken(cast):
    group, other, forum = make_group(cast.petra), make_group(cast.otto, name="Harbors"), make_forum("Journal club")
    theirs = [asks(other, cast.otto, "Theirs"), asks(forum, cast.ada, "The forum's")]
    for prompt in theirs:
        cast.client("petra").post(form_of(group), sent({"pk": str(prompt.pk), "label": "Ours"}))
    assert (other.prompts.get().label, forum.prompts.get().label) == ("Theirs", "The forum's")
    assert group.prompts.get().label == "Ours"


def test_a_prompt_cannot_be_of_both_or_of_neither(cast):
    group, forum = make_group(cast.petra), make_forum("Journal club")
    with pytest.raises(IntegrityError):
        Prompt.objects.create(order=0, label="Of both?", group=group, forum=forum)
