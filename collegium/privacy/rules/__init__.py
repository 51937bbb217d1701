"""The rules, one file a group: names, dates, numbers, places, contacts, traits.

Every rule is a function `find(page: Page) -> Iterator[Finding]`. `cues` holds the words that tell whose words
these are, `allow` what must stay quiet. All patterns are bounded: no repeat within an unbounded repeat, so
that no text can make a rule slow (held by `tests/test_bounded.py`).
"""
