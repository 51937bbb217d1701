"""Which mail addresses prove something."""

from __future__ import annotations

import pytest

from collegium.organizations.domains import domains_of, is_usable, refusal_of
from collegium.organizations.models import Organization
from collegium.organizations.vocabulary import band_of


def page(**values):
    return Organization(website="https://www.drycreek.org/x", domains=["lab.drycreek.org"], **values)


@pytest.mark.parametrize("address", ["a@drycreek.org", "a@sub.drycreek.org", "A@LAB.Drycreek.org"])
def test_own_domains_and_what_is_below_prove(address):
    assert refusal_of(page(), address) == ""


@pytest.mark.parametrize(
    "address", ["a@notdrycreek.org", "a@drycreek.org.evil.com", "a@drycreek.com", "a@org", "a@gmail.com", "a@co.uk"]
)
def test_other_domains_cannot_prove(address):
    assert refusal_of(page(), address)


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "mail.gmail.com",
        "co.uk",
        "github.io",
        "org",
        "",
        "localhost",
        "www.facebook.com",
        "sites.google.com",
    ],
)
def test_public_mail_and_public_suffixes_cannot_stand_for_an_organization(domain):
    assert not is_usable(domain)


def test_listed_public_domains_cannot_count():
    listed = Organization(website="https://practice.github.io", domains=["gmail.com", "co.uk"])
    assert domains_of(listed) == ["practice.github.io"]
    assert refusal_of(listed, "a@gmail.com")


@pytest.mark.parametrize(
    ("number", "key"), [(None, None), (0, None), (1, "1-9"), (499, "250-499"), (24999, "10000-24999"), (30000, "25000")]
)
def test_bands(number, key):
    band = band_of(number)
    assert (band.key if band else None) == key


def test_bands_carry_their_noun():
    society = Organization(kind="society", size_members=30000, size_employees=280, size=30000)
    hospital = Organization(kind="hospital", size_employees=280, size=280)
    assert (society.size_shown, hospital.size_shown) == ("25,000+ members", "250–499 employees")
