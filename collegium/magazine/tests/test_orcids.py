"""ORCID iDs and ISSNs in JATS: proven ones, to whom the author shows them."""

from __future__ import annotations

import pytest
from lxml import etree

from collegium.audience.models import PUBLIC
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import make_article
from collegium.people.models import Profile, Verification
from collegium.people.verification import end, record
from collegium.web.models import Society

ORCID = "0000-0002-1825-0097"
Fact, Source = Verification.Fact, Verification.Source


@pytest.fixture
def article(cast) -> Article:
    Profile.objects.update_or_create(person=cast.petra, defaults={"orcid": ORCID, "seen_identifiers": "members"})
    record(cast.petra, Fact.ORCID, Source.ORCID)
    return make_article(cast.reader("ed"), [cast.petra], readers=PUBLIC)


def jats(cast, who: str, article: Article) -> etree._Element:
    return etree.fromstring(cast.client(who).get(f"{article.get_absolute_url()}jats/").content)


def test_orcid_id_that_was_signed_in_for_stands_first_of_its_author(cast, article):
    contrib = jats(cast, "mia", article).find(".//contrib")
    assert contrib[0].tag == "contrib-id"
    assert contrib[0].text == f"https://orcid.org/{ORCID}"
    assert dict(contrib[0].attrib) == {"contrib-id-type": "orcid", "authenticated": "true"}


def _typed(cast):
    end(cast.petra, Fact.ORCID)


def _roster(cast):
    end(cast.petra, Fact.ORCID)
    record(cast.petra, Fact.ORCID, Source.ROSTER)


def _changed(cast):
    Profile.objects.filter(person=cast.petra).update(orcid="0000-0001-5109-3700")


def _kept(cast):
    Profile.objects.filter(person=cast.petra).update(seen_identifiers="me")


@pytest.mark.parametrize("fault", [_typed, _roster, _changed, _kept])
def test_orcid_id_that_nobody_proved_or_that_is_kept_cannot_stand_in_it(cast, article, fault):
    assert jats(cast, "mia", article).find(".//contrib-id") is not None
    fault(cast)
    assert jats(cast, "mia", article).find(".//contrib-id") is None


@pytest.mark.parametrize("who", ["vera", "gus", "lars"])
def test_who_has_no_identifiers_of_members_cannot_take_them_from_a_file(cast, article, who):
    assert jats(cast, "mia", article).find(".//contrib-id") is not None
    assert jats(cast, who, article).find(".//contrib-id") is None


def test_issns_of_the_magazine_stand_in_the_order_of_the_standard(cast, article):
    society = Society.current()
    society.issn_print, society.issn_electronic, society.issn_linking = "0378-5955", "2049-3630", "0378-5955"
    society.save()
    meta = jats(cast, "mia", article).find(".//journal-meta")
    said = [(one.tag, one.get("publication-format"), one.text) for one in meta if one.tag.startswith("issn")]
    assert said == [
        ("issn", "print", "0378-5955"), ("issn", "electronic", "2049-3630"), ("issn-l", None, "0378-5955"),
    ]  # fmt: skip
    assert [one.tag for one in meta][-1] == "publisher"
