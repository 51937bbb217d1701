"""`/desk/`: each role finds its own sections, everybody else nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.accounts.tests.factory import make_fresh
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.groups.actions import Proposal, propose_group
from collegium.groups.models import Group
from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.magazine.models import Article
from collegium.magazine.proofs import ask_for_change, send_proof
from collegium.magazine.tests.factory import make_article, make_draft
from collegium.moderation.tests.factory import make_reply, make_report
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


def shelves(cast, who: str) -> dict[str, str]:
    """Title of each list of the page -> what stands in it."""
    main = cast.client(who).get("/desk/").text.split("<main")[1].split("</main>")[0]
    return dict(re.findall(r'<div class="head sm"><h2>([^<]*)</h2>(.*?)(?=<div class="head|$)', main, re.DOTALL))


def test_editor_finds_articles_by_due_day_proofs_and_letters(cast):
    ed = cast.reader("ed")
    make_draft(ed, title="Waits")
    late = make_draft(ed, title="Hurries")
    Article.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    late.refresh_from_db()
    proof = send_proof(late, cast.petra, ed)
    out = make_article(ed, title="Is out")
    post_reply(out, Words.plain("A letter."), cast.reader("mia"))
    seen = shelves(cast, "ed")
    articles = seen["Articles, by when they are due"]
    assert articles.index("Hurries") < articles.index("Waits")
    assert "Late: was due" in articles
    assert "Is out" not in articles
    assert "no answer yet" in seen["Authors’ proofs"]
    assert "Is out" in seen["Letters of late"]
    ask_for_change(proof, proof.version, "The second table is of last year.")
    assert "Asks for a change" in shelves(cast, "ed")["Authors’ proofs"]


def test_each_role_cannot_see_the_lists_of_another(cast):
    make_draft(cast.reader("ed"), title="A secret draft")
    make_report(make_reply(cast.petra), cast.mia)
    assert "Petra" in shelves(cast, "mo")["Waits for a moderator"]
    assert "Waits for a moderator" not in shelves(cast, "ed")
    assert set(shelves(cast, "mo")) == {"Waits for a moderator", "Questions without a reply"}
    assert "A secret draft" not in cast.client("mo").get("/desk/").text


def test_lists_cannot_hold_what_the_reader_may_not_read(cast):
    group = make_group(cast.grace, "closed")
    hidden = make_group_topic(group, cast.grace, "Behind the door?")
    make_report(make_reply(cast.grace, topic=hidden), cast.grace)
    for who in ("ed", "mo", "ada"):
        assert "Behind the door?" not in cast.client(who).get("/desk/").text
