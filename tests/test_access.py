"""docs/access.md, "Reading", as a table: who gets what of each thing on its own page.

full: every word. teaser and card: the name, not one word of it. door: 403 without the name. hidden: 404 without it.
"""

from __future__ import annotations

import pytest

from tests.cast import NAMES
from tests.mixed import make_mixed

FULL, NAME, DOOR, HIDDEN = "full", "name", "door", "hidden"
VISITORS, GUESTS = {"vera", "sam"}, {"gus", "nina", "lars"}  # lapsed members read as guests, suspended ones as visitors
OUTSIDE = VISITORS | GUESTS
INSIDE = {"grace", "otto"}  # otto owns the groups
EVERYBODY = set(NAMES)


def table(default: str, **verdicts: set[str]) -> dict[str, str]:
    """Everybody's verdict: the default but for those named."""
    return dict.fromkeys(NAMES, default) | {who: verdict for verdict, people in verdicts.items() for who in people}


TABLE = {
    "topic public": table(FULL),
    "topic guests": table(FULL, door=VISITORS),
    "topic members": table(FULL, door=OUTSIDE),
    "removed reply": table(NAME, full={"mo", "ada"}),
    "post public": table(FULL),
    "post guests": table(FULL, name=VISITORS),
    "post members": table(FULL, name=OUTSIDE),
    "post draft": table(HIDDEN, full={"petra", "ed", "ada"}),
    "post scheduled": table(HIDDEN, full={"petra", "ed", "ada"}),
    "article public": table(FULL),
    "article members": table(FULL, name=OUTSIDE),
    "open group": table(FULL, door=OUTSIDE),
    "topic of open group": table(FULL, door=OUTSIDE),
    "people of open group": table(FULL, door=OUTSIDE),
    "closed group": table(NAME, door=OUTSIDE, full=INSIDE),
    "topic of closed group": table(DOOR, full=INSIDE),
    "people of closed group": table(HIDDEN, door=OUTSIDE, full=INSIDE | {"ada"}),
    "secret group": table(HIDDEN, full=INSIDE, name={"ada"}),
    "topic of secret group": table(HIDDEN, full=INSIDE),
    "people of secret group": table(HIDDEN, full=INSIDE),
    "conversation": table(HIDDEN, full={"mia", "otto"}),
    "organization": table(FULL),
    "directory": table(FULL, door=OUTSIDE),
}
STATUS = {FULL: 200, NAME: 200, DOOR: 403, HIDDEN: 404}


@pytest.mark.parametrize("who", NAMES)
def test_each_person_cannot_get_more_than_the_table_says(cast, who):
    """And gets no less."""
    client, mixed = cast.client(who), make_mixed(cast)
    assert set(mixed.things) == set(TABLE)
    for name, thing in mixed.things.items():
        verdict = TABLE[name][who]
        answer = client.get(thing.address)
        page = answer.content.decode()
        assert answer.status_code == STATUS[verdict], (name, verdict)
        assert (thing.body in page) == (verdict == FULL), (name, verdict)
        if thing.title != thing.body:
            assert (thing.title in page) == (verdict in (FULL, NAME)), (name, verdict)


NOWHERE = [
    (name, who)
    for name in ("topic of secret group", "secret group", "post draft")
    for who in ("vera", "gus", "mia", "mo", "ada")
    if TABLE[name][who] == HIDDEN
]


@pytest.mark.parametrize(("name", "who"), NOWHERE)
def test_hidden_cannot_be_told_from_absent(cast, who, name):
    """The same answer as for an address that never existed, once tokens and the address itself are blanked."""
    thing = make_mixed(cast).things[name]
    client = cast.client(who)
    absent = thing.address.replace("topic-of", "nothing-of").replace("draft", "nothing")
    absent = absent.replace("/topics/", "/topics/9") if "/topics/" in absent else absent.replace("group-secret", "none")
    pages = [client.get(address) for address in (thing.address, absent)]
    assert [page.status_code for page in pages] == [404, 404]
    texts = [_blank(page.content.decode(), page.request["PATH_INFO"]) for page in pages]
    assert texts[0] == texts[1]


def _blank(page: str, address: str) -> str:
    import re

    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return page.replace(address, "").replace(address.replace("/", "%2F"), "")
