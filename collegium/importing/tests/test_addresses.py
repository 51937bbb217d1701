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
        "adams(a)lakeside.example.org",
        "adams AT lakeside DOT example DOT org",
        "https://lists.test/options/onc/adams%40lakeside.example.org",
        "https://lists.test/options/onc/adams--at--lakeside.example.org",
        "adams&#64;lakeside.example.org",
        "MAINT@UGA",
        "o'brien@example.org",
        "adams @ lakeside.example.org",
        "adams＠lakeside.example.org",
        "adams<at>lakeside.example.org",
        "adams=40lakeside.example.org",
        "adams_at_lakeside.example.org",
        "ann.adams_at_lakeside_dot_example_dot_org",
        "adams-at-lakeside.example.org",
        "adams at lakeside . example . org",
        '"ann adams"@lakeside.example.org',
        "adams@[192.168.1.1]",
        "lakeside!example!adams",
        "mailto:adams at lakeside",
    ],
)
def test_addresses_cannot_stay_in_a_text(address):
    for text in (f"Write to {address}, please.", f"<{address}>", f"{address}\n", f"({address})"):
        hidden = hide_addresses(text)
        assert "[address removed]" in hidden
        assert "adams" not in hidden.lower()
        assert "example" not in hidden.lower()


@pytest.mark.parametrize("mark", ["", "> ", "> > ", "| "])
@pytest.mark.parametrize(
    "address",
    [
        "adams@\nlakeside.example.org",
        "adams\n@lakeside.example.org",
        "adams@lakeside.\nexample.org",
        "adams@lakeside\n.example.org",
        "adams at\nlakeside.example.org",
        "adams\nat lakeside.example.org",
        "adams (at)\nlakeside.example.org",
    ],
)
def test_address_broken_over_two_lines_cannot_stay(address, mark):
    text = f"Write to {address}, please.\nThanks".replace("\n", f"\n{mark}")
    assert hide_addresses(mark + text) == f"{mark}Write to [address removed], please.\n{mark}Thanks"


def test_sentence_after_an_address_cannot_be_hidden():
    assert hide_addresses("Ask adams@lakeside.org.\nThen example.org.") == "Ask [address removed].\nThen example.org."


@pytest.mark.parametrize(
    "text",
    [
        "From: Ann Adams <adams at lakeside>",
        "From: adams at lakeside (Ann)",
        "Cc: Ben <ben@b.org>, Ann <adams at lakeside.health>",
        "adams at lakeside (Ann Adams) wrote:",
        "From: Ann [mailto:adams@lakeside.org]",
    ],
)
def test_addresses_in_quoted_headers_cannot_stay(text):
    for mark in ("", "> "):
        assert "adams" not in hide_addresses(mark + text).replace("Ann Adams", "")


@pytest.mark.parametrize(
    "text",
    [
        "The slides are available at www.example.org.",
        "Look at example.org for more.",
        "We meet at 5 p.m. at noon. Then we go.",
        "75 mg/m2 @ day 1, 5 @ 10 mg",
        "Presented at asco.org and at the center.",
        "Two tablets @ night. No more; 5 @ home. It works.",
        "We met at noon . Then we went. The slides are at\nwww.example.org for all.",
        "Smith at Mayo wrote a paper. From: the office at home.",
        "look_at_this_page, Wow!Great!",
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
