"""`/desk/`: each role finds its own sections, everybody else nothing."""

from __future__ import annotations

import pytest


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

    client = cast.client(who)
    assert [client.get(entry[0]).status_code for entry in sections_for(cast.reader(who))].count(200) >= 2
    assert all(client.get(entry[0]).status_code == 200 for entry in sections_for(cast.reader(who)))


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 404), ("mia", 404), ("lars", 404), ("otto", 404)])
def test_others_cannot_see_the_desk(cast, who, status):
    assert cast.client(who).get("/desk/").status_code == status
