"""Topics like one that somebody is about to start, among those they may read."""

from __future__ import annotations

import re
from collections import Counter

from collegium.audience.reader import Reader
from collegium.discussion.models import Piece
from collegium.search.backends import backend
from collegium.search.models import Entry
from collegium.search.query import parse
from collegium.search.results import in_titles
from collegium.web.statements import select
from collegium.web.texts import folded

MOST = 5  # shown
LOOKED_AT = 40  # best by the index, of which the titles are compared
FAR = 0.3  # of the nearest one's weight; a rare word weighs more than one of many titles
STEM = 5  # letters that decide whether two words are the same one


def similar_topics(title: str, reader: Reader) -> list[Piece]:
    """At most five topics this reader has in full whose titles share at least two telling words with this one.

    The same statement as for search decides who may find what; nothing is found by words of the talk below a title.
    """
    query = parse(" ".join(re.sub(r"[^\w\s]|_", " ", title).split()))
    words = {_stem(term.text) for term in query.wanted}
    if len(words) < 2:
        return []
    found = in_titles(reader, backend().expressions(query.any_of()).titled, Entry.Section.TOPICS)
    if found is None:
        return []
    best = f"SELECT target FROM ({found.sql}) found GROUP BY target ORDER BY MIN(rank), target DESC LIMIT %s"  # noqa: S608
    ranked = [target for (target,) in select(best, [*found.params, LOOKED_AT])]
    topics = Piece.objects.readable_by(reader).select_related("topic__forum", "topic__group").in_bulk(ranked)
    shared = {pk: words & set(map(_stem, re.findall(r"\w+", topic.title))) for pk, topic in topics.items()}
    told = Counter(word for found_words in shared.values() for word in found_words)
    weights = {
        pk: sum(1 / told[word] for word in found_words) for pk, found_words in shared.items() if len(found_words) > 1
    }
    least = FAR * max(weights.values(), default=0)
    near = [pk for pk in ranked if weights.get(pk, 0) > least]
    return [topics[pk] for pk in sorted(near, key=lambda pk: (-weights[pk], ranked.index(pk)))[:MOST]]


def _stem(word: str) -> str:
    return folded(word)[:STEM]
