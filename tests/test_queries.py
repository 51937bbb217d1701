"""Lists take the same number of queries with 3 rows and with 30 (docs/adding-a-screen.md)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collegium.audience.models import PUBLIC
from collegium.audience.reader import reader_for
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.conversations.tests.factory import talk
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.magazine.tests.factory import make_article
from collegium.organizations.tests.factory import make_organization
from collegium.outbox import audit
from collegium.people.tests.factory import make_members
from tests.cast import Cast

Fill = Callable[[Cast, range], None]


def topics(cast: Cast, numbers: range) -> None:
    from collegium.forums.models import Forum

    forum = Forum.objects.first() or make_forum()
    for number in numbers:
        make_topic((cast.mia, cast.petra, cast.otto)[number % 3], forum, f"Zebra topic {number}")


def forums(cast: Cast, numbers: range) -> None:
    for number in numbers:
        make_topic(cast.mia, make_forum(f"Forum {number}"), f"Zebra topic {number}")


def posts(cast: Cast, numbers: range) -> None:
    from collegium.blogs.models import Blog

    blog = Blog.objects.first() or make_blog(cast.petra)
    for number in numbers:
        make_post(blog, f"Zebra post {number}", PUBLIC)


def articles(cast: Cast, numbers: range) -> None:
    for number in numbers:
        make_article(reader_for(cast.ed), title=f"Zebra article {number}")


def groups(cast: Cast, numbers: range) -> None:
    for number in numbers:
        group = make_group(cast.otto, "open", cast.grace, name=f"Zebra group {number}")
        make_group_topic(group, cast.grace, f"Zebra topic {number}")


def organizations(cast: Cast, numbers: range) -> None:
    for number in numbers:
        make_organization(f"Zebra practice {number}")


def members(cast: Cast, numbers: range) -> None:
    make_members(len(numbers)) if numbers.start == 0 else None


def acts(cast: Cast, numbers: range) -> None:
    for _number in numbers:
        audit.log(cast.mo, "paused a person", about=("person", cast.mia.pk))


def talks(cast: Cast, numbers: range) -> None:
    from collegium.accounts.models import User

    for number in numbers:
        person = User.objects.create_user(username=f"zebra{number}", handle=f"zebra{number}", name=f"Zebra {number}")
        from collegium.audience import actions

        actions.grant(person, "member")
        talk(person, cast.mia)


def works(cast: Cast, numbers: range) -> None:
    from collegium.citations.actions import noted

    noted([f"doi:10.5555/zebra.{number}" for number in numbers])


SCREENS: list[tuple[str, str, Fill]] = [
    ("mia", "/forums/", forums),
    ("vera", "/forums/", forums),
    ("mia", "/forums/gi-oncology/", topics),
    ("mia", "/blogs/", posts),
    ("vera", "/blogs/", posts),
    ("vera", "/blogs/notes/", posts),
    ("mia", "/magazine/", articles),
    ("mia", "/groups/", groups),
    ("vera", "/organizations/", organizations),
    ("mia", "/messages/", talks),
    ("mia", "/search/?q=zebra", topics),
    ("mia", "/", posts),
    ("vera", "/", posts),
    ("vera", "/sitemap.xml", posts),
    ("vera", "/blogs/feed/", posts),
    ("ada", "/desk/editorial/", articles),
    ("ada", "/desk/log/", acts),
    ("ed", "/desk/references/", works),
]


@pytest.mark.parametrize(
    ("who", "address", "fill"), SCREENS, ids=[f"{who} {address}" for who, address, _fill in SCREENS]
)
def test_thirty_rows_cannot_cost_more_queries_than_three(cast, who, address, fill):
    from django.core.cache import cache

    from collegium.web import versions

    counts = []
    client = cast.client(who)
    for numbers in (range(3), range(3, 30)):
        fill(cast, numbers)
        client.get(address)  # what is kept in the process is kept now
        cache.clear()
        versions.forget_all()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[1] <= counts[0] + 1, counts  # one more where a second page begins
