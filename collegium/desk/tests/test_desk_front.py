"""`/desk/`: each role finds its own sections, everybody else nothing."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from collegium.accounts.tests.factory import make_fresh
from collegium.groups.actions import Proposal, propose_group
from collegium.groups.models import Group
from collegium.outbox.models import Mail


@pytest.mark.parametrize(
    ("who", "there", "away"),
    [
        ("ada", ["/desk/membership/", "/desk/editorial/", "/desk/open/", "/admin/"], []),
        ("ed", ["/desk/editorial/", "/desk/open/"], ["/desk/membership/", "/desk/reports/", "/admin/"]),
        ("mo", ["/desk/reports/", "/desk/open/"], ["/desk/membership/", "/desk/editorial/", "/admin/"]),
    ],
)
def test_role_finds_its_own_sections(cast, who, there, away):
    page = cast.client(who).get("/desk/").content.decode().split("<main")[1].split("</main>")[0]
    assert all(f'href="{address}"' in page for address in there)
    assert not any(f'href="{address}"' in page for address in away)


@pytest.mark.parametrize("who", ["ada", "ed", "mo"])
def test_every_section_opens(cast, who):
    from collegium.desk.views.front import sections_for

    client = make_fresh(cast.client(who), getattr(cast, who))
    assert [client.get(entry[0]).status_code for entry in sections_for(cast.reader(who))].count(200) >= 2
    assert [entry[0] for entry in sections_for(cast.reader(who)) if client.get(entry[0]).status_code != 200] == []


def test_what_waits_is_counted_beside_its_section(cast):
    def numbers(who: str) -> dict[str, str]:
        page = cast.client(who).get("/desk/").text
        rows = re.findall(r'<a class="plain" href="([^"]+)"><b>[^<]*</b></a> <span class="count">(\d+)</span>', page)
        return dict(rows)

    assert numbers("ada") == {}
    propose_group(Proposal("Second opinions", Group.Kind.OPEN, "By video."), cast.mia)
    Mail.objects.create(
        kind="reply", person=cast.mia, subject="S", text="T", message_id="<1@x>", parked_at=timezone.now()
    )
    assert numbers("ada") == {"/desk/groups/": "1", "/desk/parked/": "1"}
    assert numbers("mo") == {}


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 404), ("mia", 404), ("lars", 404), ("otto", 404)])
def test_others_cannot_see_the_desk(cast, who, status):
    assert cast.client(who).get("/desk/").status_code == status
