"""`/references/find/`: what the composer asks."""

from __future__ import annotations

import pytest

from collegium.citations.models import Citing, Work

pytestmark = pytest.mark.django_db
ADDRESS = "/references/find/"


@pytest.mark.parametrize("who", ["mia", "gus"])
def test_whoever_is_registered_gets_the_key_and_the_reference(cast, who):
    Work.objects.create(
        key="doi:10.5555/jio.1",
        data={"type": "article", "title": "Weekly imaginamab", "year": 2011},
        standing="retracted",
    )
    answer = cast.client(who).get(ADDRESS, {"q": "https://doi.org/10.5555/JIO.1"})
    assert answer.json() == {
        "key": "doi:10.5555/jio.1",
        "text": "Retracted. Weekly imaginamab. 2011. doi:10.5555/jio.1",
    }


def test_of_an_unknown_work_it_is_the_identifier_and_nothing_is_stored(cast):
    assert cast.client("mia").get(ADDRESS, {"q": "PMID: 99000001"}).json() == {
        "key": "pmid:99000001",
        "text": "PMID 99000001",
    }
    assert not Work.objects.exists()
    assert not Citing.objects.exists()


def test_an_orcid_id_with_its_check_digit_is_a_link(cast):
    answer = cast.client("mia").get(ADDRESS, {"q": "0000-0002-1825-0097"})
    assert answer.json() == {"href": "https://orcid.org/0000-0002-1825-0097", "text": "ORCID iD 0000-0002-1825-0097"}


@pytest.mark.parametrize(
    "text", ["", "hello", "0000-0002-1825-0098", "12345678", "<script>", "x" * 5000, "PMID 1 PMID 2"]
)
def test_what_is_no_identifier_cannot_become_a_reference(cast, text):
    assert cast.client("mia").get(ADDRESS, {"q": text}).json() == {}


def test_visitor_cannot_ask(cast):
    assert cast.client("vera").get(ADDRESS, {"q": "PMID 99000001"}).status_code == 403
    assert cast.client("mia").get(ADDRESS, {"q": "PMID 99000001"}).status_code == 200


def test_nobody_can_ask_without_end(cast, settings):
    settings.RATE_LIMITS = {"check": ("2/m", "1/m")}
    client = cast.client("mia")
    assert [client.get(ADDRESS, {"q": "PMID 1"}).status_code for _time in range(3)] == [200, 200, 429]
