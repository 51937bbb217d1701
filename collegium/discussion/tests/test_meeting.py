"""Two people in one form: each form of the site whose things keep no versions."""

from __future__ import annotations

import html
import re

import pytest

from collegium.blogs.models import Blog
from collegium.blogs.tests.factory import make_blog
from collegium.citations.models import Work
from collegium.groups.models import Group
from collegium.groups.tests.factory import make_group
from collegium.magazine.models import Issue
from collegium.magazine.tests.factory import make_issue
from collegium.organizations.models import Affiliation, Organization
from collegium.organizations.tests.factory import make_manager, make_organization
from collegium.people.models import Profile, Relationship
from collegium.web.models import Society


def opened(client, address: str, action: str = "") -> dict[str, str]:
    """The fields of a form as a browser would send them back, unchanged."""
    page = client.get(address).text
    forms = re.findall(r"<form[^>]*>.*?</form>", page, re.S)
    form = next(one for one in forms if 'name="seen"' in one and (not action or f'action="{action}"' in one))
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        if name and (kind is None or kind[1] not in ("file", "checkbox", "radio") or " checked" in tag):
            sent[name[1]] = html.unescape(value[1]) if value else "on" if kind and kind[1] == "checkbox" else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        sent[name] = html.unescape(text.removeprefix("\r\n").removeprefix("\n"))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = html.unescape(chosen[1]) if chosen else ""
    return sent


ORGANIZATION = "/organizations/dry-creek-oncology/edit/"
CASES = {  # who, who else, the page, where it is sent, the field, another field
    "organization": ("otto", "ada", ORGANIZATION, ORGANIZATION, "description", "website"),
    "story": ("otto", "ada", "/organizations/dry-creek-oncology/edit/", "story/", "body", ""),
    "group": ("otto", "grace", "/groups/tumor-board/owner/", "/groups/tumor-board/owner/describe/", "about", "summary"),
    "announcement": ("otto", "grace", "/groups/tumor-board/owner/", "/groups/tumor-board/owner/announce/", "text", ""),
    "blog": ("petra", "petra", "/blogs/notes/edit/", "", "bio", "disclosures"),
    "issue": ("ed", "ada", "/desk/editorial/issues/{issue}/", "", "note", "cover_line"),
    "society": ("ada", "ada", "/desk/society/", "", "tagline", "short_name"),
    "profile": ("mia", "mia", "/settings/profile/about/", "", "about", "headline"),
    "work": ("ed", "ada", "/desk/references/{work}/", "", "journal", "title"),
    "affiliation": ("mia", "mia", "/settings/work/{affiliation}/", "", "title", "since"),
    "relationship": ("mia", "mia", "/settings/disclosures/{relationship}/", "", "company", "nature"),
}


@pytest.fixture
def stored(cast):
    return make_things(cast)


def make_things(cast):
    """One thing of each kind; called with a case it gives what is stored in its field."""
    place = make_organization()
    make_manager(place, cast.otto)
    affiliation = Affiliation.objects.create(person=cast.mia, organization=place, title="Surgeon", since="2020-01-01")
    relationship = Relationship.objects.create(person=cast.mia, category="consulting", company="Imaginary Pharma")
    group = make_group(cast.otto, name="Tumor board")
    make_blog(cast.petra)
    issue = make_issue(cast.reader("ed"), out=False)
    Profile.objects.get_or_create(person=cast.mia)
    work = Work.objects.create(key="doi:10.5555/jio.1", data={"type": "article", "title": "Weekly imaginamab"})

    def value(case: str) -> str:
        row = {
            "organization": Organization.objects, "story": Organization.objects, "group": Group.objects,
            "announcement": Group.objects, "blog": Blog.objects, "issue": Issue.objects, "society": Society.objects,
            "profile": Profile.objects.filter(person=cast.mia), "work": Work.objects,
            "affiliation": Affiliation.objects.filter(person=cast.mia), "relationship": Relationship.objects,
        }[case].get()  # fmt: skip
        if case == "work":
            return str(row.data.get("journal", ""))
        field = {"story": "story", "announcement": "announcement"}.get(case, CASES[case][4])
        return str(getattr(row, field))

    value.group = group  # type: ignore[attr-defined]
    value.addresses = {  # type: ignore[attr-defined]
        "issue": issue.pk, "work": work.pk, "affiliation": affiliation.pk, "relationship": relationship.pk,
    }  # fmt: skip
    return value


@pytest.mark.parametrize("case", CASES)
def test_second_save_cannot_overwrite_what_it_has_not_seen(cast, stored, case):
    who, other, page, action, field, _second = CASES[case]
    page = page.format(**stored.addresses)
    action = f"{page}{action}" if action and not action.startswith("/") else action
    if case in ("group", "announcement"):
        seat_second_owner(cast, stored.group)
    mine, theirs = (opened(cast.client(name), page, action) for name in (who, other))
    assert cast.client(other).post(action or page, theirs | {field: "Saved first by somebody."}).status_code == 303
    answer = cast.client(who).post(action or page, mine | {field: "Typed by me."})
    assert answer.status_code == 422
    assert "Saved first by somebody." in stored(case)
    assert "<del>Saved first by somebody.</del>" in answer.text
    assert "<ins>Typed by me.</ins>" in answer.text
    assert re.search(r"<textarea[^>]*>\s*Typed by me\.|value=\"Typed by me\.\"", answer.text)
    seen = re.findall(r'name="seen" value="([^"]+)"', answer.text)
    again = next(one for one in seen if one.count(".") == mine["seen"].count("."))
    assert cast.client(who).post(action or page, mine | {field: "Typed by me.", "seen": again}).status_code == 303
    assert "Typed by me." in stored(case)


def seat_second_owner(cast, group) -> None:
    from collegium.groups.models import Place
    from collegium.groups.tests.factory import seat

    seat(group, cast.grace)
    Place.objects.filter(group=group, person=cast.grace).update(role=Place.Role.OWNER)


def test_field_that_only_the_other_changed_stands_as_it_is_stored_now(cast, stored):
    page = ORGANIZATION
    mine, theirs = (opened(cast.client(name), page, page) for name in ("otto", "ada"))
    cast.client("ada").post(page, theirs | {"website": "https://dry.example.org/"})
    answer = cast.client("otto").post(page, mine | {"description": "Typed by me."})
    assert answer.status_code == 422
    assert 'value="https://dry.example.org/"' in answer.text
    assert "Typed by me." in answer.text


def test_saving_what_nobody_else_changed_is_not_held_up(cast, stored):
    page = ORGANIZATION
    sent = opened(cast.client("otto"), page, page)
    assert cast.client("otto").post(page, sent).status_code == 303
    assert cast.client("otto").post(page, sent | {"description": "Once more."}).status_code == 303
