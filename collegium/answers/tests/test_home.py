"""Home offers what waits and fits the reader: also by what colleagues may ask them about."""

from __future__ import annotations

import pytest

from collegium.brief.home import home_of
from collegium.discussion.models import Subject
from collegium.forums.tests.factory import make_topic
from collegium.people.models import Profile

TITLE = "Scalp cooling: who staffs the changeovers?"


def waiting(cast, who):
    found = home_of(cast.reader(who)).waiting
    assert found is not None
    return found.why, [topic.title for topic in found.topics]


def titled(cast, author, title):
    topic = make_topic(author, title=title)
    topic.subjects.add(Subject.objects.get_or_create(name=title.split(":")[0], slug=title[:5].strip().lower())[0])
    return topic


def test_what_the_reader_may_be_asked_about_comes_before_the_rest(cast):
    titled(cast, cast.petra, TITLE)
    titled(cast, cast.petra, "Parking: where do patients leave the car?")
    Profile.objects.update_or_create(person=cast.mia, defaults={"ask_me_about": "Scalp cooling\nDay infusion"})
    assert waiting(cast, "mia") == ("Unanswered in what you may be asked about", [TITLE])


@pytest.mark.parametrize("asks", ["", "Bowling"])
def test_who_knows_nothing_of_it_cannot_be_told_so(cast, asks):
    titled(cast, cast.petra, TITLE)
    Profile.objects.update_or_create(person=cast.mia, defaults={"ask_me_about": asks})
    assert waiting(cast, "mia")[0] == "Waiting for an answer"
