"""Works that no register knows are entered by staff, others are mended; what cites them shows it at once."""

from __future__ import annotations

import pytest

from collegium.citations import lookup
from collegium.citations.actions import note, noted
from collegium.citations.answers import Told
from collegium.citations.models import Work
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.outbox.models import AuditLine

pytestmark = pytest.mark.django_db
KEY = "doi:10.5555/nobody.knows"
FORM = {
    "type": "article", "title": "Cells that nobody counted", "authors": "Okafor AB\nMarsh C\nImaginary Oncology Group",
    "journal": "Journal of Imaginary Oncology", "short": "J Imag Oncol", "year": "2012", "volume": "30", "issue": "1",
    "pages": "11-19", "doi": "10.5555/nobody.knows", "pmid": "99000123",
}  # fmt: skip
AMA = (
    "Okafor AB, Marsh C; Imaginary Oncology Group. Cells that nobody counted. <em>J Imag Oncol</em>. 2012;30(1):11-19."
)


@pytest.fixture
def work(cast):
    return noted([KEY])[0]


def page_of(work):
    return f"/desk/references/{work.pk}/"


def sent(client, work, **more):
    """The form as its page sends it."""
    import re

    page = client.get(page_of(work)).text
    return client.post(page_of(work), FORM | {"seen": re.search(r'name="seen" value="([^"]+)"', page)[1]} | more)


def test_what_staff_enter_is_shown_at_once_wherever_it_is_cited(cast, work):
    topic = make_topic(cast.otto, make_forum())
    reply = post_reply(topic, Words.rich("<p>Seen before [doi:10.5555/nobody.knows].</p>"), cast.reader("mia"))
    assert AMA not in cast.client("mia").get(topic.get_absolute_url()).text
    assert sent(cast.client("ed"), work).status_code == 303
    assert AMA in cast.client("mia").get(topic.get_absolute_url()).text
    assert "PMID 99000123" in Reply.objects.get(pk=reply.pk).body
    assert Reply.objects.get(pk=reply.pk).version == reply.version, "nobody changed its words"
    line = AuditLine.objects.get(what="mended a reference")
    assert (line.by_id, line.about_id, line.detail["work"]) == (cast.ed.pk, work.pk, KEY)
    assert "title" in line.detail["changed"]


def test_a_preview_shows_both_styles_and_cannot_store_anything(cast, work):
    answer = sent(cast.client("ed"), work, preview="1")
    assert answer.status_code == 200
    assert AMA in answer.text
    assert "J Imag Oncol. 2012;30(1):11-9. doi: 10.5555/nobody.knows. PubMed PMID: 99000123." in answer.text
    assert 'value="Cells that nobody counted"' in answer.text
    work.refresh_from_db()
    assert work.data == {}
    assert not AuditLine.objects.filter(what="mended a reference").exists()


def test_a_register_cannot_write_over_what_staff_entered_but_adds_a_retraction(cast, work, monkeypatch):
    sent(cast.client("ed"), work)
    told = Told({"title": "Another title"}, "retracted", "2013-02-01", {"doi": "10.5555/notice.1"})
    monkeypatch.setitem(lookup._ASK, "doi", lambda doi: (told, "crossref"))
    lookup.look_up(work)
    work.refresh_from_db()
    assert (work.data["title"], work.source) == ("Cells that nobody counted", "hand")
    assert (work.standing, work.standing_at, work.notice) == ("retracted", "2013-02-01", {"doi": "10.5555/notice.1"})
    page = cast.client("ed").get(page_of(work)).text
    assert "Entered by staff" in page
    assert 'value="doi:10.5555/notice.1"' in page


def test_a_retraction_by_staff_stands_in_front(cast, work):
    reply = post_reply(make_topic(cast.otto, make_forum()), Words.rich(f"<p>So [{KEY}].</p>"), cast.reader("mia"))
    more = {
        "standing": "retracted",
        "standing_at": "2012-06",
        "notice": "PMID 99000999",
        "notice_source": "J Imag Oncol. 2012;31:e7",
    }
    assert sent(cast.client("ada"), work, **more).status_code == 303
    body = Reply.objects.get(pk=reply.pk).body
    assert '<span class="standing bad">Retracted June 2012.</span> Okafor AB' in body
    assert "Retracted in: <em>J Imag Oncol</em>. 2012;31:e7." in body
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/99000999/"' in body


def test_a_work_that_nobody_cites_can_be_entered(cast):
    editor = cast.client("ed")
    found = editor.get("/desk/references/?q=10.5555/new.one").text
    assert "Nobody has cited this work yet" in found
    answer = editor.post("/desk/references/enter/", {"identifier": "10.5555/new.one"})
    work = Work.objects.get(key="doi:10.5555/new.one")
    assert answer["Location"] == page_of(work)
    assert "Nobody has cited" not in editor.get("/desk/references/?q=10.5555/new.one").text


def test_nothing_but_an_identifier_can_be_entered(cast):
    assert (
        cast.client("ed").post("/desk/references/enter/", {"identifier": "a paper I read"})["Location"]
        == "/desk/references/"
    )
    assert not Work.objects.exists()


def test_what_is_not_known_comes_first(cast):
    whole, gaps, nothing = (noted([f"doi:10.5555/list.{n}"])[0] for n in range(3))
    for row, data in ((whole, {"title": "Whole", "type": "article", "authors": [{"name": "A"}], "year": 2020, "journal": "J"}),
                      (gaps, {"title": "Gaps", "type": "article", "year": 2020})):  # fmt: skip
        Work.objects.filter(pk=row.pk).update(data=data)
    note("reply", 1, f'<p>x</p><ol class="refs"><li id="r1" data-cite="{whole.key}">x</li></ol>')
    page = cast.client("ed").get("/desk/references/").text
    places = [page.index(said) for said in (f"{nothing.identifier.label}</a>", "Gaps</a>", "Whole</a>")]
    assert places == sorted(places)
    assert "cited 1 time" in page
    assert "Gaps" in cast.client("ed").get("/desk/references/?q=gap").text
    assert "Nothing matches" in cast.client("ed").get("/desk/references/?q=zebra").text


@pytest.mark.parametrize(("field", "text"), [
    ("title", ""), ("doi", "10.5555/another"), ("doi", ""), ("pmid", "none"), ("year", "12"), ("day", "3"), ("nct", "NCT1"),
    ("standing_at", "June 2012"), ("notice", "somewhere"), ("url", "javascript:alert(1)"), ("type", "tale"),
])  # fmt: skip
def test_what_is_wrong_cannot_be_stored(cast, work, field, text):
    assert sent(cast.client("ed"), work).status_code == 303
    answer = sent(cast.client("ed"), work, **{field: text})
    assert answer.status_code == 422
    work.refresh_from_db()
    assert (work.data["title"], work.data["year"]) == ("Cells that nobody counted", 2012)


def test_markup_in_a_field_cannot_become_markup(cast, work):
    reply = post_reply(make_topic(cast.otto, make_forum()), Words.rich(f"<p>So [{KEY}].</p>"), cast.reader("mia"))
    assert sent(cast.client("ed"), work, title="<img src=x onerror=alert(1)> cells").status_code == 303
    assert "&lt;img src=x onerror=alert(1)&gt; cells" in Reply.objects.get(pk=reply.pk).body
    assert "<img src=x" not in cast.client("ed").get(page_of(work)).text


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "petra", "mo", "lars"])
def test_others_cannot_enter_or_mend_works(cast, work, who):
    status = 403 if who == "vera" else 404
    client = cast.client(who)
    assert client.get("/desk/references/").status_code == status
    assert client.get(page_of(work)).status_code == status
    assert client.post(page_of(work), FORM).status_code == status
    assert client.post("/desk/references/enter/", {"identifier": "10.5555/x.1"}).status_code == status
    work.refresh_from_db()
    assert work.data == {}


def test_a_row_that_leads_to_another_cannot_be_mended_by_itself(cast, work):
    other = Work.objects.create(key="pmid:99000123", same_as=work)
    assert cast.client("ed").get(page_of(other)).status_code == 404
    assert f'href="{page_of(work)}"' in cast.client("ed").get("/desk/references/?q=PMID 99000123").text


def test_two_who_mend_one_work_meet_and_cannot_overwrite_each_other(cast, work):
    import re

    seen = re.search(r'name="seen" value="([^"]+)"', cast.client("ed").get(page_of(work)).text)[1]
    assert sent(cast.client("ada"), work).status_code == 303
    answer = cast.client("ed").post(page_of(work), FORM | {"title": "Mine", "seen": seen})
    assert answer.status_code == 422
    assert "Somebody else saved this page" in answer.text
    work.refresh_from_db()
    assert work.data["title"] == "Cells that nobody counted"
