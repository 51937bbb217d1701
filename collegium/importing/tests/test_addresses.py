"""Mail addresses never leave a body, however they are written."""

import pytest

from collegium.importing import hide_addresses
from collegium.importing.addresses import split_sender


@pytest.mark.parametrize(
    "address",
    [
        "adams@lakeside.example.org",
        "Ann.Adams+list@LAKESIDE.Example.ORG",
        "adams at lakeside.example.org",
        "adams (at) lakeside (dot) example (dot) org",
        "adams [at] lakeside.example.org",
        "mailto:adams@lakeside.example.org",
        "adams AT lakeside DOT example DOT org",
        "https://lists.test/options/onc/adams%40lakeside.example.org",
        "https://lists.test/options/onc/adams--at--lakeside.example.org",
        "adams&#64;lakeside.example.org",
        "MAINT@UGA",
        "o'brien@example.org",
    ],
)
def test_addresses_cannot_stay_in_a_text(address):
    for text in (f"Write to {address}, please.", f"<{address}>", f"{address}\n", f"({address})"):
        hidden = hide_addresses(text)
        assert "[address removed]" in hidden
        assert "adams" not in hidden.lower()
        assert "example" not in hidden.lower()


@pytest.mark.parametrize(
    "text",
    [
        "The slides are available at www.example.org.",
        "Look at example.org for more.",
        "We meet at 5 p.m. at noon. Then we go.",
        "75 mg/m2 @ day 1, 5 @ 10 mg",
        "Presented at asco.org and at the center.",
    ],
)
def test_other_words_cannot_be_hidden(text):
    assert hide_addresses(text) == text


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Ann Adams <ann@Example.ORG>", ("Ann Adams", "ann@example.org")),
        ("ann at example.org (Ann Adams)", ("Ann Adams", "ann@example.org")),
        ('"Pappas, Eleni" <e@example.org>', ("Pappas, Eleni", "e@example.org")),
        ('"O\'Brien, Zoe \\"Z\\"" <z@example.org>', ('O\'Brien, Zoe "Z"', "z@example.org")),
        ("ann@example.org", ("", "ann@example.org")),
        ('"ann@example.org" <ann@example.org>', ("", "ann@example.org")),
        ("Ann Adams", ("", "")),
        ("", ("", "")),
    ],
)
def test_senders(value, wanted):
    assert split_sender(value) == wanted
