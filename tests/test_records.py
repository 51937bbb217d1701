"""`/admin/` keeps a short list of records, for administrators only, and every change is logged."""

from __future__ import annotations

import pytest
from django.apps import apps

from collegium.audience.models import Readable
from collegium.blogs.tests.factory import make_blog
from collegium.desk.admin import site
from collegium.forums.tests.factory import make_forum
from collegium.organizations.tests.factory import make_organization
from collegium.outbox.models import AuditLine

ALLOWED = {
    "blogs.Blog", "discussion.Subject", "forums.Forum", "forums.Section", "magazine.Department", "magazine.Issue",
    "membership.Body", "membership.Category", "membership.Office", "organizations.Organization", "people.DiseaseSite",
    "people.Specialty",
}  # fmt: skip
REGISTERED = sorted(model._meta.label for model in site._registry)


def test_the_list_is_exactly_the_allowed_one():
    assert set(REGISTERED) == ALLOWED


def test_nothing_that_people_wrote_can_be_registered():
    words = {"file", "message", "conversation", "revision", "report", "group", "audience", "standing", "reply", "user"}
    for label in REGISTERED:
        model = apps.get_model(label)
        assert not issubclass(model, Readable)
        assert model._meta.model_name not in words


@pytest.mark.parametrize("label", REGISTERED)
def test_administrator_opens_each_list(cast, label):
    app, name = label.lower().split(".")
    assert cast.client("ada").get(f"/admin/{app}/{name}/").status_code == 200


@pytest.mark.parametrize("label", REGISTERED)
def test_administrator_opens_the_form_of_each(cast, label):
    app, name = label.lower().split(".")
    model = apps.get_model(label)
    row = model.objects.first()
    address = f"{row.pk}/change/" if row else "add/"
    assert cast.client("ada").get(f"/admin/{app}/{name}/{address}").status_code in ((200,) if row else (200, 403))


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 404), ("mia", 404), ("ed", 404), ("mo", 404)])
@pytest.mark.parametrize("address", ["/admin/", "/admin/forums/forum/", "/admin/login/", "/admin/password_change/"])
def test_others_cannot_open_records(cast, who, status, address):
    assert cast.client(who).get(address).status_code == status


@pytest.mark.parametrize("model", ["account/emailaddress", "auth/group", "accounts/user", "mfa/authenticator"])
def test_packages_cannot_add_themselves(cast, model):
    assert cast.client("ada").get(f"/admin/{model}/").status_code == 404


def test_there_is_no_second_way_to_sign_in_or_change_a_password(cast):
    client = cast.client("ada")
    assert client.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    assert client.get("/admin/login/").status_code == 302


def test_a_change_is_logged_and_the_address_stays(cast):
    forum = make_forum()
    data = {
        "section": forum.section_id, "name": "Colorectal", "slug": "elsewhere", "description": "", "readers": 2,
        "writers": 3, "order": 4,
    }  # fmt: skip
    answer = cast.client("ada").post(f"/admin/forums/forum/{forum.pk}/change/", data)
    assert answer.status_code == 302
    forum.refresh_from_db()
    assert (forum.name, forum.slug, forum.readers_id) == ("Colorectal", "gi-oncology", 2)
    line = AuditLine.objects.get(what="changed a record")
    assert (line.by, line.about_kind, line.about_id) == (cast.ada, "forum", forum.pk)
    assert "name" in line.detail["fields"]


def test_a_forum_cannot_be_given_to_a_closed_group(cast):
    forum = make_forum()
    data = {
        "section": forum.section_id, "name": forum.name, "description": "", "readers": cast.closed.pk, "writers": 3,
        "order": 0,
    }  # fmt: skip
    assert cast.client("ada").post(f"/admin/forums/forum/{forum.pk}/change/", data).status_code == 200
    forum.refresh_from_db()
    assert forum.readers_id == 3


def test_a_forum_cannot_be_removed(cast):
    forum = make_forum()
    assert cast.client("ada").post(f"/admin/forums/forum/{forum.pk}/delete/", {"post": "yes"}).status_code == 403


def test_front_page_has_words_for_every_list(cast):
    page = cast.client("ada").get("/admin/").content.decode()
    assert "Boards and committees" in page
    assert "Categorys" not in page
    assert "Societ" not in page


def test_staff_give_an_organization_its_place_in_the_network(cast):
    page, parent, other = (make_organization(name) for name in ("Dry Creek", "Mesa Health", "Alder Pass"))
    client, address = cast.client("ada"), f"/admin/organizations/organization/{page.pk}/change/"
    data = {"name": "Dry Creek", "kind": "practice", "domains": "[]", "social": "{}", "state_of_page": "active"}
    answer = client.post(address, data | {"parent": parent.pk, "related": [other.pk, page.pk]})
    assert answer.status_code == 302
    shown = cast.client("vera").get(page.get_absolute_url()).text
    for neighbor in (parent, other):
        assert f'href="{neighbor.get_absolute_url()}"' in shown
    assert list(page.related.all()) == [other]
    found = client.get("/admin/autocomplete/", {
        "term": "MESA", "app_label": "organizations", "model_name": "organization", "field_name": "parent",
    }).json()  # fmt: skip
    assert [row["text"] for row in found["results"]] == ["Mesa Health"]
    client.post(address, data | {"parent": page.pk})
    page.refresh_from_db()
    assert page.parent is None


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 404), ("mo", 404), ("otto", 404)])
def test_others_cannot_complete_in_records(cast, who, status):
    query = {"term": "a", "app_label": "organizations", "model_name": "organization", "field_name": "parent"}
    assert cast.client(who).get("/admin/autocomplete/", query).status_code == status


def test_choices_cannot_be_without_words_or_required_without_a_choice(cast):
    """What the Nu HTML checker asks of `select` and `option`."""
    page = make_organization("Dry Creek")
    empty = cast.client("ada").get(f"/admin/organizations/organization/{page.pk}/change/").text
    assert '<option value="">—</option>' in empty
    assert '<option value=""></option>' not in empty
    blog = make_blog(cast.petra)
    form = cast.client("ada").get(f"/admin/blogs/blog/{blog.pk}/change/").text
    select = next(line for line in form.splitlines() if '<select name="readers"' in line)
    assert "required" not in select
