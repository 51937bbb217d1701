"""Looking up: off by default, asked for later, never in the way of who writes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.reader import reader_for
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.citations import lookup, tasks
from collegium.citations.actions import noted
from collegium.citations.answers import NotUnderstood
from collegium.citations.models import Work
from collegium.citations.tests.registers import register
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.web.models import Society
from collegium.web.outbound import NotReached

pytestmark = pytest.mark.django_db
DOI = "doi:10.5555/jio.2010.28.1234"


@pytest.fixture
def asked(settings):
    Society(name="S", short_name="S", contact_email="office@example.org", looks_up_references=True).save()
    with register(settings) as asked:
        yield asked


def work(key):
    return noted([key])[0]


def reply(cast, text):
    return post_reply(make_post(make_blog(cast.petra)), Words.rich(f"<p>{text}</p>"), reader_for(cast.mia))


def test_what_was_written_is_printed_anew_when_the_register_has_answered(
    cast, asked, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        written = reply(cast, "So [doi:10.5555/jio.2010.28.1234].")
        assert "imaginamab" not in written.body
    body = Reply.objects.get(pk=written.pk).body
    assert "Okafor AB, Marsh C; Imaginary Oncology Group. Weekly Versus" in body
    assert 'href="https://clinicaltrials.gov/study/NCT00000000"' in body
    assert [path for path, _headers in asked] == [
        "/works/10.5555%2Fjio.2010.28.1234",
        "/works?filter=updates%3A10.5555%2Fjio.2010.28.1234&rows=20",
    ]


def test_the_register_is_told_who_asks_and_nothing_of_who_wrote(asked):
    lookup.look_up(work("pmid:99000001"))
    path, headers = asked[0]
    assert path == "/esummary?db=pubmed&retmode=json&id=99000001&tool=collegium&email=office%40example.org"
    assert headers["User-Agent"].endswith("mailto:office@example.org)")
    assert {"Cookie", "Referer", "Authorization"} & set(headers) == set()


def test_nothing_is_asked_unless_both_turned_it_on(cast, settings, asked, django_capture_on_commit_callbacks):
    Society.objects.update(looks_up_references=False)
    Society.current().save()
    society = Society.objects.get()
    society.looks_up_references = False
    society.save()
    with django_capture_on_commit_callbacks(execute=True):
        reply(cast, "So [doi:10.5555/jio.2010.28.1234].")
    assert not lookup.is_on()
    tasks.look_again.enqueue()
    assert asked == []
    society.looks_up_references = True
    society.save()
    assert lookup.is_on()
    settings.OUTBOUND_TRUSTED = frozenset()
    assert not lookup.is_on()


def test_a_retraction_comes_from_the_notice(asked):
    retracted = work("doi:10.5555/icr.e101")
    assert lookup.look_up(retracted)
    retracted.refresh_from_db()
    assert (retracted.standing, retracted.standing_at, retracted.notice) == (
        "retracted",
        "2010-06-01",
        {"doi": "10.5555/icr.e7"},
    )


def test_a_pmid_and_its_doi_are_one_work_from_then_on(asked):
    by_pmid, by_doi = work("pmid:99000001"), work(DOI)
    lookup.look_up(by_pmid)
    by_pmid.refresh_from_db()
    by_doi.refresh_from_db()
    assert by_pmid.identity == by_doi.identity
    assert by_doi.data["short"] == "J Imag Oncol"


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("nct:NCT00000000", "Imaginamab Weekly or Every 3 Weeks in Breast Cancer"),
        (
            "pmcid:PMC9900001",
            "Weekly versus every-three-week imaginamab in metastatic breast cancer: a randomized phase III trial",
        ),
    ],
)
def test_other_registers_are_asked_too(asked, key, title):
    found = work(key)
    assert lookup.look_up(found)
    found.refresh_from_db()
    assert found.data["title"] == title


@pytest.mark.parametrize(
    "key", ["doi:10.5555/nobody.knows", "pmid:99000003", "nct:NCT99999999", "arxiv:2101.00001", "doi:10.5555/elsewhere"]
)
def test_what_a_register_does_not_know_cannot_be_asked_for_again_at_once(asked, key):
    unknown = work(key)
    assert not lookup.look_up(unknown)
    unknown.refresh_from_db()
    assert unknown.data == {}
    assert unknown not in Work.objects.due()


@pytest.mark.parametrize(
    ("key", "trouble"),
    [
        ("doi:10.5555/down", NotReached),
        ("doi:10.5555/busy", NotReached),
        ("doi:10.5555/large", NotReached),
        ("doi:10.5555/odd", NotUnderstood),
        ("doi:10.5555/other", NotUnderstood),
    ],
)
def test_a_bad_answer_cannot_change_a_work_and_the_job_fails_for_another_try(asked, key, trouble):
    bad, good = work(key), work("doi:10.5555/icr.e101")
    with pytest.raises(trouble):
        tasks.look_up.call([bad.pk, good.pk])
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.data, bad.asked_at) == ({}, None)
    assert good.standing == "retracted"


def test_what_was_entered_by_hand_stays_and_its_retraction_is_seen_a_month_later(
    cast, asked, django_capture_on_commit_callbacks
):
    now = timezone.now()
    Work.objects.create(
        key="doi:10.5555/icr.e101",
        data={"type": "article", "title": "Ours", "year": 2009},
        source="hand",
        asked_at=now,
    )
    with django_capture_on_commit_callbacks(execute=True):
        written = reply(cast, "So [doi:10.5555/icr.e101].")
    tasks.look_again.call()
    assert asked == []
    Work.objects.update(asked_at=now - timedelta(days=31))
    tasks.look_again.call()
    assert "Retracted June 1, 2010.</span> Ours. 2009." in Reply.objects.get(pk=written.pk).body


def test_works_that_nobody_cites_any_more_cannot_be_asked_about(asked):
    work("doi:10.5555/icr.e101")
    tasks.look_again.call()
    assert asked == []
