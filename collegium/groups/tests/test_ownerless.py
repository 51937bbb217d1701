"""A group whose last owner's membership ended: administrators name one of its people."""

from __future__ import annotations

import pytest

from collegium.audience.actions import end
from collegium.audience.models import Standing
from collegium.groups.models import Place
from collegium.groups.tests.factory import make_group
from collegium.outbox.models import AuditLine, Mail


@pytest.fixture(autouse=True)
def _no_second_factor_asked(settings):
    """The door of the second factor has tests of its own."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]


def owners(group) -> set[str]:
    return {place.person.handle for place in Place.objects.filter(group=group).owners().select_related("person")}


def test_administrator_names_an_owner_who_is_told(cast):
    group = make_group(cast.petra, "closed", cast.mia, cast.grace, name="Committee of notes")
    ada = cast.client("ada")
    assert "Committee of notes" not in ada.get("/desk/groups/").text.partition("Without an owner")[2]
    end(cast.petra, Standing.Kind.MEMBER)
    page = ada.get("/desk/groups/").text.partition("Without an owner")[2]
    assert "Committee of notes" in page
    assert cast.grace.full_name in page
    assert cast.petra.full_name not in page.partition("</form>")[0]
    assert ada.post(f"/desk/groups/{group.pk}/owner/", {"person": cast.grace.pk}).status_code == 303
    assert owners(group) == {"petra", "grace"}
    assert cast.client("grace").get(f"{group.get_absolute_url()}people/").status_code == 200
    assert Mail.objects.filter(person=cast.grace, kind="group", text__contains="made you its owner").count() == 1
    line = AuditLine.objects.get(what="named an owner of a group")
    assert (line.by, line.detail) == (cast.ada, {"person": cast.grace.pk})
    assert "Without an owner" not in ada.get("/desk/groups/").text


def test_people_of_a_secret_group_cannot_be_seen_when_it_gets_an_owner(cast):
    group = make_group(cast.petra, "secret", cast.mia, cast.grace, name="Circle nobody knows")
    end(cast.petra, Standing.Kind.MEMBER)
    ada = cast.client("ada")
    page = ada.get("/desk/groups/").text
    assert "Circle nobody knows" in page
    assert cast.mia.full_name not in page
    assert cast.grace.full_name not in page
    assert ada.post(f"/desk/groups/{group.pk}/owner/", {"person": cast.grace.pk}).status_code == 303
    assert owners(group) == {"petra", "mia"}
    assert AuditLine.objects.get(what="named an owner of a group").detail == {}


def test_owner_cannot_be_named_from_outside_the_group_beside_another_or_by_others(cast):
    group = make_group(cast.petra, "closed", cast.mia)
    address = f"/desk/groups/{group.pk}/owner/"
    assert cast.client("ada").post(address, {"person": cast.mia.pk}).status_code == 422
    end(cast.petra, Standing.Kind.MEMBER)
    for person in (cast.grace.pk, cast.petra.pk, "", "x"):
        assert cast.client("ada").post(address, {"person": person}).status_code == 422
    for name, status in {"mia": 404, "ed": 404, "mo": 404, "vera": 403}.items():
        assert cast.client(name).post(address, {"person": cast.mia.pk}).status_code == status, name
    assert owners(group) == {"petra"}
