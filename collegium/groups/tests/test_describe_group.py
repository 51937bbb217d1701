"""An owner changes what the group says of itself; who asked may take the request back."""

from __future__ import annotations

from collegium.groups import actions
from collegium.groups.models import Place
from collegium.groups.tests.factory import make_group

DATA = {"name": "Harbor practices", "summary": "For practices by the sea.", "about": "Ferries.", "icon": "users"}


def test_owner_describes_the_group(cast):
    group = make_group(cast.petra, "open", cast.grace)
    answer = cast.client("petra").post(f"{group.get_absolute_url()}owner/describe/", DATA)
    assert answer.status_code == 303
    group.refresh_from_db()
    assert (group.name, group.about) == ("Harbor practices", "Ferries.")


def test_describe_group_cannot_take_a_short_line(cast):
    group = make_group(cast.petra)
    address = f"{group.get_absolute_url()}owner/describe/"
    assert cast.client("petra").post(address, DATA | {"summary": "Short"}).status_code == 422
    group.refresh_from_db()
    assert group.name != "Harbor practices"


def test_others_cannot_describe_a_group(cast):
    group = make_group(cast.petra, "open", cast.grace)
    for who, status in {"grace": 404, "mia": 404, "gus": 403, "vera": 403}.items():
        assert cast.client(who).post(f"{group.get_absolute_url()}owner/describe/", DATA).status_code == status
    group.refresh_from_db()
    assert group.name != "Harbor practices"


def test_withdraw_place_takes_a_request_back(cast):
    group = make_group(cast.petra, "closed")
    actions.ask(group, cast.mia)
    assert cast.client("mia").post(f"{group.get_absolute_url()}withdraw/").status_code == 303
    assert not Place.objects.filter(group=group, person=cast.mia).exists()


def test_withdraw_place_cannot_end_a_seat(cast):
    group = make_group(cast.petra, "closed", cast.grace)
    cast.client("grace").post(f"{group.get_absolute_url()}withdraw/")
    assert cast.reader("grace").audiences >= {group.audience_id}
