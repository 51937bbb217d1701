"""References in pieces and replies: written, stored, printed anew, taken along as a file."""

from __future__ import annotations

import pytest

from collegium.blogs.tests.factory import make_blog, make_post
from collegium.citations.actions import print_citing
from collegium.citations.models import Citing, Work
from collegium.discussion import actions
from collegium.discussion.models import Piece, Reply, Revision
from collegium.discussion.words import Words

pytestmark = pytest.mark.django_db
DATA = {
    "type": "article", "title": "Weekly imaginamab", "authors": [{"family": "Okafor", "initials": "AB"}], "short": "J Imag Oncol",
    "year": 2011, "ids": {"doi": "10.5555/jio.1"},
}  # fmt: skip


@pytest.fixture
def post(cast):
    Work.objects.create(key="doi:10.5555/jio.1", data=DATA)
    body = '<p>So<sup><a href="#r1">1</a></sup>.</p><ol class="refs"><li id="r1" data-cite="doi:10.5555/jio.1"></li><li id="r2">Typed & kept. PMID 99000002</li></ol>'
    post = make_post(make_blog(cast.petra), "Cited", body=Words.rich(body, headings=True).body)
    actions.note_references("piece", post.pk, post.body)
    return post


@pytest.mark.parametrize("form", ["ris", "bib"])
def test_whoever_has_the_post_takes_its_references_along(cast, post, form):
    answer = cast.client("mia").get(f"/pieces/{post.pk}/references.{form}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert "Weekly imaginamab" in answer.text
    assert "10.5555/jio.1" in answer.text
    assert "Typed" in answer.text


def test_ris_has_a_line_for_each_fact(cast, post):
    text = cast.client("mia").get(f"/pieces/{post.pk}/references.ris").text
    assert text.startswith("TY  - JOUR\r\nTI  - Weekly imaginamab\r\nAU  - Okafor, AB\r\nPY  - 2011\r\n")
    assert "N1  - Typed & kept. PMID 99000002\r\n" in text
    assert text.count("ER  - ") == 2


def test_visitor_and_guest_cannot_have_the_references_of_members_words(cast, post):
    Piece.objects.filter(pk=post.pk).update(readers=3)
    address = f"/pieces/{post.pk}/references.ris"
    assert cast.client("mia").get(address).status_code == 200
    for who in ("vera", "gus", "lars"):
        answer = cast.client(who).get(address)
        assert answer.status_code == 403
        assert "imaginamab" not in answer.text


@pytest.mark.parametrize("form", ["ris", "bib"])
def test_a_draft_and_what_cites_nothing_cannot_be_taken_along(cast, post, form):
    bare = make_post(post.blog, "Bare", body="<p>Nothing.</p>")
    assert cast.client("mia").get(f"/pieces/{bare.pk}/references.{form}").status_code == 404
    assert cast.client("mia").get(f"/pieces/{post.pk}/references.doc").status_code == 404
    Piece.objects.filter(pk=post.pk).update(published_at=None)
    assert cast.client("mia").get(f"/pieces/{post.pk}/references.{form}").status_code == 404


def test_the_page_shows_the_list_as_a_card_with_links(cast, post):
    page = cast.client("vera").get(post.get_absolute_url()).text
    assert '<h2 id="references">References</h2>' in page
    assert 'data-address="Okafor AB. Weekly imaginamab. J Imag Oncol. 2011. doi:10.5555/jio.1"' in page
    assert '<a href="https://pubmed.ncbi.nlm.nih.gov/99000002/" rel="nofollow ugc noopener">PMID 99000002</a>' in page
    assert '<a href="#r1" rel="nofollow ugc noopener"' in page or '<a href="#r1" aria-label="Reference 1"' in page


def test_a_retraction_is_seen_by_the_next_reader_and_no_word_of_the_author_changes(cast, post):
    before = Piece.objects.get(pk=post.pk)
    assert "Retracted" not in cast.client("vera").get(post.get_absolute_url()).text
    Work.objects.filter(key="doi:10.5555/jio.1").update(standing="retracted", standing_at="2012-06-01")
    print_citing(Work.objects.filter(key="doi:10.5555/jio.1").values_list("pk", flat=True))
    after = Piece.objects.get(pk=post.pk)
    assert "Retracted June 1, 2012." in cast.client("vera").get(post.get_absolute_url()).text
    assert (after.version, after.edited_at) == (before.version, before.edited_at)
    assert after.body.startswith(before.body.partition("<ol")[0])
    assert not Revision.objects.filter(piece=post).exists()


def test_a_reply_with_an_identifier_in_brackets_gets_a_list_and_can_be_edited_as_typed(cast, post):
    client = cast.client("mia")
    client.post(f"/pieces/{post.pk}/replies/", {"body": "I read it [doi:10.5555/JIO.1] too."})
    reply = Reply.objects.get(piece=post)
    assert '<li id="r1" data-cite="doi:10.5555/jio.1">Okafor AB.' in reply.body
    assert f'<a href="#p{reply.pk}-r1" aria-label="Reference 1"' in client.get(post.get_absolute_url()).text
    assert "I read it [doi:10.5555/jio.1] too.</textarea>" in client.get(f"/replies/{reply.pk}/edit/").text
    assert Citing.objects.filter(kind="reply", target=reply.pk).count() == 1
    client.post(f"/replies/{reply.pk}/edit/", {"body": "I did not.", "version": reply.version})
    assert not Citing.objects.filter(kind="reply", target=reply.pk).exists()


def test_words_that_were_taken_back_cannot_come_again_with_their_references(cast, post):
    actions.take_back(Piece.objects.get(pk=post.pk))
    assert not Citing.objects.exists()
    print_citing(Work.objects.values_list("pk", flat=True))
    assert Piece.objects.get(pk=post.pk).body == ""


def test_names_and_days_of_a_printed_reference_cannot_be_taken_for_a_patients(cast, post):
    Work.objects.filter(key="doi:10.5555/jio.1").update(
        data=DATA | {"title": "Patient John Smith, MRN 12345678, born 3/4/1961"}
    )
    answer = cast.client("mia").post(f"/pieces/{post.pk}/replies/", {"body": "Read [doi:10.5555/jio.1]."})
    assert answer.status_code == 303
    answer = cast.client("mia").post(
        f"/pieces/{post.pk}/replies/", {"body": "Patient John Smith, MRN 12345678, born 3/4/1961"}
    )
    assert answer.status_code == 422
