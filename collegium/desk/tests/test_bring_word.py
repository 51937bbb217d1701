"""Word files on the desk: drafts, what was lost, what holds them back, and who may."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.discussion.actions import Refused
from collegium.files.models import File
from collegium.magazine.actions import edit_article, publish_article, publish_issue
from collegium.magazine.models import Article, WordNote
from collegium.magazine.tests.factory import department, make_issue, writing
from collegium.magazine.tests.word_files import box, docx, p, picture, png, t
from collegium.magazine.word_actions import undescribed

WORD = "/desk/editorial/word/"
PLAIN = docx(p("The road", "Title") + p("Snow fell.") + p(t("a") + box("In a box.")))
PICTURED = docx(p("The boat", "Title") + p("By Ann Poe", "Author") + p(picture("i1")), media={"i1": png()})
NAMED = docx(p("The call", "Title") + p("MRN 00482913 was seen again."))


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def send(cast, files, who="ed", **more):
    place = {"department": department().pk, "token": "5b0cf6c8-0d3b-4a8c-9d4c-0a3f5c2d1e10"}
    return cast.client(who).post(WORD, {"word_files": files, **place, **more})


def test_editor_brings_several_files_into_an_issue_in_the_order_of_their_names(cast):
    issue = make_issue(cast.reader("ed"), out=False)
    answer = send(cast, [sent("10.docx", PICTURED), sent("2.docx", PLAIN)], issue=issue.pk)
    assert answer.status_code == 303
    assert [a.title for a in issue.articles.in_order()] == ["The road", "The boat"]
    page = cast.client("ed").get(answer["Location"]).text
    assert "1 text box stands as a paragraph after the place it was fixed to." in page
    assert "No authors were found." in page
    assert "Say what 1 picture shows" in page


def test_same_upload_twice_is_once(cast):
    for _time in range(2):
        send(cast, [sent("a.docx", PLAIN)])
    assert Article.objects.filter(title="The road").count() == 1


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "petra", "mo"])
def test_who_is_no_editor_cannot_bring_files(cast, who):
    department()
    assert cast.client(who).get(WORD).status_code in (302, 403, 404)
    assert send(cast, [sent("a.docx", PLAIN)], who=who).status_code in (302, 403, 404)
    assert not Article.objects.exists()
    assert not File.objects.exists()


def test_bad_file_gets_its_sentence_and_others_come(cast):
    answer = send(cast, [sent("bad.docx", b"none"), sent("good.docx", PLAIN)])
    assert answer.status_code == 422
    assert "This is not a Word file." in answer.text
    assert "bad.docx" in answer.text
    assert [a.title for a in Article.objects.all()] == ["The road"]


def test_form_without_files_says_so(cast):
    answer = cast.client("ed").post(WORD, {"department": department().pk})
    assert answer.status_code == 422
    assert not Article.objects.exists()


def test_picture_is_stored_anew_and_belongs_to_the_draft(cast):
    send(cast, [sent("a.docx", PICTURED)])
    article = Article.objects.get()
    file = File.objects.get()
    assert (file.parent_kind, file.parent_id, file.name) == ("piece", article.pk, "picture.png")
    assert f'src="/files/{file.pk}/960/"' in article.body
    assert cast.client("ed").get(file.url)["Content-Type"] == "image/webp"
    assert cast.client("mia").get(file.url).status_code == 404


def test_picture_in_a_format_of_no_browser_leaves_its_caption(cast):
    body = p("The boat", "Title") + p("a") + p(picture("i1")) + p("Figure 1. Waves.", "Caption")
    send(cast, [sent("a.docx", docx(body, media={"i1": b"\x01\0\0\0 no picture \xff\xfe"}))])
    article = Article.objects.get()
    assert article.body == "<p>a</p><p><em>Figure 1. Waves.</em></p>"
    assert article.word_note.lost == {"formats": 1}


def test_article_with_an_undescribed_picture_cannot_come_out(cast):
    issue = make_issue(cast.reader("ed"), out=False)
    send(cast, [sent("a.docx", PICTURED)], issue=issue.pk)
    article, by = Article.objects.get(), cast.reader("ed")
    with pytest.raises(Refused, match="has no description"):
        publish_article(article, by)
    answer = cast.client("ed").post(f"/desk/editorial/issues/{issue.pk}/publish/", {"at": ""})
    assert answer.status_code == 422
    assert "1 picture has no description." in answer.text
    issue.refresh_from_db()
    assert not issue.is_out
    [key] = undescribed(article.body)
    page = f"/desk/editorial/articles/{article.pk}/pictures/"
    assert cast.client("ed").post(page, {f"shows-{key}": "A gray square."}).status_code == 303
    article.refresh_from_db()
    assert 'alt="A gray square."' in article.body
    assert File.objects.get(pk=key).alt == "A gray square."
    assert publish_issue(issue, by) == 1


def test_picture_that_decorates_needs_no_words(cast):
    send(cast, [sent("a.docx", PICTURED)])
    article = Article.objects.get()
    [key] = undescribed(article.body)
    cast.client("ed").post(f"/desk/editorial/articles/{article.pk}/pictures/", {f"plain-{key}": "on"})
    article.refresh_from_db()
    assert 'class="decorative"' in article.body
    publish_article(article, cast.reader("ed"))
    assert Article.objects.get().is_out


def test_pictures_page_is_for_editors_only_and_asks_about_patients(cast):
    send(cast, [sent("a.docx", PICTURED)])
    article = Article.objects.get()
    [key] = undescribed(article.body)
    page = f"/desk/editorial/articles/{article.pk}/pictures/"
    assert cast.client("mia").get(page).status_code in (403, 404)
    answer = cast.client("ed").post(page, {f"shows-{key}": "MRN 00482913"})
    assert answer.status_code == 422
    assert "could identify a patient" in answer.text
    article.refresh_from_db()
    assert undescribed(article.body) == [key]


def test_article_that_may_name_a_patient_cannot_come_out_before_somebody_answers(cast):
    send(cast, [sent("a.docx", NAMED)])
    article, by = Article.objects.get(), cast.reader("ed")
    assert WordNote.objects.get().findings == 1
    assert "The patient-data check saw 1 thing." in cast.client("ed").get(WORD).text
    with pytest.raises(Refused, match="could identify a patient"):
        publish_article(article, by)
    for who in ("vera", "mia"):
        assert cast.client(who).get(article.get_absolute_url()).status_code == 404
    edit_article(article, writing("The call", body="<p>She was seen again.</p>"), by)
    publish_article(article, by)
    assert Article.objects.get().is_out


def test_note_holds_no_words_of_the_file(cast):
    send(cast, [sent("secret name.docx", NAMED)])
    note = WordNote.objects.get()
    assert set(note.lost) <= {"styles"}
    assert not any(isinstance(value, str) for value in note.lost.values())
