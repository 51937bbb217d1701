"""All articles of an issue on one page: what is filled in and guessed, saved at once, and the proofs sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.magazine.actions import publish_article
from collegium.magazine.models import Article, Issue, Proof, WordNote
from collegium.magazine.tests.factory import department, make_article, make_issue
from collegium.magazine.tests.word_files import docx, p, picture, png
from collegium.outbox import audit
from collegium.outbox.models import Mail

ROAD = docx(
    p("Practice") + p("The road", "Title") + p("By Leora Standish, MD", "Author") + p("Snow fell.") + p(picture("i1")),
    media={"i1": png()},
)
CALL = docx(p("The call", "Title") + p("By Petra Halvorsen", "Author") + p("MRN 00482913 was seen again."))


@pytest.fixture(autouse=True)
def _no_second_factor_asked(settings):
    """The door of the second factor has tests of its own."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "accounts.middleware" not in name]


@pytest.fixture
def issue(cast) -> Issue:
    issue = make_issue(cast.reader("ed"), out=False)
    make_article(cast.reader("ed"), title="An earlier one", department=department("Practice"), type="column")
    files = [SimpleUploadedFile(f"{n}.docx", data) for n, data in enumerate((ROAD, CALL), 1)]
    data = {
        "word_files": files,
        "department": department().pk,
        "issue": issue.pk,
        "token": "5b0cf6c8-0d3b-4a8c-9d4c-0a3f5c2d1e10",
    }
    assert cast.client("ed").post("/desk/editorial/word/", data).status_code == 303
    return issue


def page_of(issue: Issue) -> str:
    return f"/desk/editorial/issues/{issue.pk}/articles/"


def filled(issue: Issue, **changes: Any) -> dict[str, Any]:
    """The fields as the page has them, with other values by the beginning of their name ("mail_road")."""
    data: dict[str, Any] = {}
    for name, article in zip(("road", "call"), _articles(issue), strict=True):
        facts = {"title": article.title, "deck": "", "type": "feature", "department": article.department_id,
                 "authors": "Leora Standish, MD", "mail": ""}  # fmt: skip
        data |= {f"{key}-{article.pk}": changes.get(f"{key}_{name}", value) for key, value in facts.items()}
    return data | {key: value for key, value in changes.items() if "-" in key or key == "proofs"}


def _articles(issue: Issue) -> list[Article]:
    return list(issue.articles.order_by("order"))


def test_what_a_file_did_not_say_is_guessed_and_shown(cast, issue):
    road, call = _articles(issue)
    assert road.department.name == "Practice"  # its first line
    page = cast.client("ed").get(page_of(issue)).text
    assert '<option value="column" selected>' in page
    assert "@petra" in page
    assert "Guessed: the type" in page
    assert (road.type, call.bylines[0]["handle"]) == ("feature", "")  # nothing is stored before it was seen


def test_one_button_saves_all_articles_and_their_pictures(cast, issue):
    road, call = _articles(issue)
    file = road.body.split('data-file="')[1].split('"')[0]
    changes = {
        "title_road": "The long road",
        "type_road": "column",
        "authors_call": "@petra",
        f"shows-{file}": "A road",
    }
    answer = cast.client("ed").post(page_of(issue), filled(issue, **changes))
    assert answer["Location"] == f"/desk/editorial/issues/{issue.pk}/"
    road, call = _articles(issue)
    assert (road.title, road.type, 'alt="A road"' in road.body) == ("The long road", "column", True)
    assert list(call.authors.all()) == [cast.petra]
    assert audit.about("piece", road.pk)[0].what == "prepared an article"


def test_article_about_which_nothing_changed_stays_the_version_it_was(cast, issue):
    client, data = cast.client("ed"), filled(issue, authors_call="@petra")
    client.post(page_of(issue), data)
    before = [(article.pk, article.version) for article in _articles(issue)]
    client.post(page_of(issue), data)
    assert [(article.pk, article.version) for article in _articles(issue)] == before


def test_proofs_go_to_first_authors_and_who_cannot_be_reached_is_named(cast, issue):
    answer = cast.client("ed").post(page_of(issue), filled(issue, authors_call="@petra", proofs="1"))
    assert "No proof was sent for “The road”" in answer.text
    assert [proof.person for proof in Proof.objects.all()] == [cast.petra]
    answer = cast.client("ed").post(
        page_of(issue), filled(issue, authors_call="@petra", mail_road="leora@press.example", proofs="1")
    )
    assert answer.status_code == 303
    assert sorted(proof.mail for proof in Proof.objects.all()) == ["", "leora@press.example"]
    assert Mail.objects.filter(kind="proof").count() == 2


def test_saving_all_cannot_answer_what_the_check_saw_in_the_words(cast, issue):
    data = filled(issue, authors_call="@petra", title_call="The call that came")
    assert cast.client("ed").post(page_of(issue), data).status_code == 303
    call = _articles(issue)[1]
    assert (call.title, WordNote.objects.get(article=call).findings) == ("The call that came", 1)


def test_patients_details_in_a_title_cannot_be_saved_unseen(cast, issue):
    answer = cast.client("ed").post(page_of(issue), filled(issue, title_road="Born 03/14/1961, MRN 00482917"))
    assert answer.status_code == 422
    assert "could identify a patient" in answer.text
    assert _articles(issue)[0].title == "The road"


@pytest.mark.parametrize(
    "changes",
    [{"title_road": "abc"}, {"type_road": "retraction"}, {"department_road": 0}, {"authors_road": "@nobody-here"},
     {"mail_road": "no address"}],
)  # fmt: skip
def test_wrong_field_cannot_save_half_of_the_page(cast, issue, changes):
    answer = cast.client("ed").post(page_of(issue), filled(issue, title_call="Another title", **changes))
    assert answer.status_code == 422
    assert [article.title for article in _articles(issue)] == ["The road", "The call"]


def test_articles_that_are_out_cannot_be_changed_here(cast, issue):
    road = _articles(issue)[0]
    road.body = "<p>Snow fell.</p>"
    road.save(update_fields=["body"])
    data = filled(issue, title_road="Changed")
    publish_article(road, cast.reader("ed"))
    page = cast.client("ed").get(page_of(issue)).text
    assert (f'id="a-{road.pk}"' in page, "The call" in page) == (False, True)
    cast.client("ed").post(page_of(issue), data)
    assert Article.objects.get(pk=road.pk).title == "The road"


@pytest.mark.parametrize("who", ["mia", "petra", "mo"])
def test_others_cannot_find_the_page(cast, issue, who):
    client = cast.client(who)
    assert client.get(page_of(issue)).status_code == 404
    assert client.post(page_of(issue), filled(issue, title_road="Mine to change")).status_code == 404
    assert _articles(issue)[0].title == "The road"
