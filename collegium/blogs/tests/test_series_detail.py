"""A series: its parts in order, its page, what comes before and after; and never a part that is not out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import MEMBERS, PUBLIC
from collegium.audience.reader import VISITOR
from collegium.blogs.models import Post, Series
from collegium.blogs.serial import Place, in_series, place_post
from collegium.blogs.tests.factory import form_data, make_blog, make_draft, make_post

ADDRESS = "/blogs/notes/series/letters-from-the-wards/"


@pytest.fixture
def blog(cast):
    return make_blog(cast.petra)


def part(blog, number, title, readers=PUBLIC, **kw):
    post = make_post(blog, title, readers, **kw)
    place_post(post, Place("Letters from the wards", number, 5))
    return post


def test_leader_puts_a_post_into_a_series_while_writing(cast, blog):
    data = form_data(series="Letters from the wards", part="", planned="5")
    for title in ("First letter", "Second letter"):
        assert cast.client("petra").post("/blogs/notes/new/", data | {"title": title}).status_code == 303
    assert [(post.part, post.series.title) for post in Post.objects.order_by("pk")] == [
        (1, "Letters from the wards"), (2, "Letters from the wards"),
    ]  # fmt: skip
    second = Post.objects.get(title="Second letter")
    edit = cast.client("petra").get(f"{second.get_absolute_url()}edit/").text
    assert 'value="Letters from the wards"' in edit
    cast.client("petra").post(f"{second.get_absolute_url()}edit/", form_data(second, series=""))
    assert Post.objects.get(pk=second.pk).series is None


def test_post_says_which_part_it_is_and_leads_on(cast, blog):
    first, second, third = part(blog, 1, "First letter"), part(blog, 2, "Second letter"), part(blog, 3, "Third letter")
    page = cast.client("vera").get(second.get_absolute_url()).text
    assert "Letters from the wards, part 2 of 5" in page
    assert f'rel="prev" href="{first.get_absolute_url()}"' in page
    assert f'rel="next" href="{third.get_absolute_url()}"' in page
    series = cast.client("vera").get(ADDRESS).text
    assert "3 of 5 parts are out" in series
    assert series.index("First letter") < series.index("Second letter") < series.index("Third letter")
    assert '<category term="Letters from the wards"' in cast.client("vera").get("/blogs/notes/feed/").text


def test_parts_that_are_not_out_cannot_be_seen_or_counted(cast, blog):
    first = part(blog, 1, "First letter")
    place_post(make_draft(blog, "A draft letter"), Place("Letters from the wards", 2, 5))
    part(blog, 3, "A letter to come", at=timezone.now() + timedelta(days=1))
    for name in ("vera", "mia", "ed"):
        page = cast.client(name).get(ADDRESS).text
        assert "1 of 5 parts are out" in page
        assert "A draft letter" not in page
        assert "A letter to come" not in page
        assert 'rel="next"' not in cast.client(name).get(first.get_absolute_url()).text


def test_series_without_a_part_that_is_out_cannot_be_told_from_none(cast, blog):
    place_post(make_draft(blog, "A draft letter"), Place("Letters from the wards", 1, 5))
    hidden = cast.client("vera").get(ADDRESS)
    absent = cast.client("vera").get("/blogs/notes/series/nothing/")
    assert hidden.status_code == absent.status_code == 404
    assert "Letters from the wards" not in hidden.text


def test_part_for_members_is_a_teaser_outside_and_cannot_be_read(cast, blog):
    part(blog, 1, "Among ourselves", MEMBERS)
    page = cast.client("vera").get(ADDRESS).text
    assert "Among ourselves" in page
    assert "kettle" not in page


def test_post_in_no_series_asks_nothing(blog, cast, django_assert_num_queries):
    post = make_post(blog)
    with django_assert_num_queries(0):
        assert in_series(post, VISITOR) is None
    assert not Series.objects.exists()


def test_series_cannot_be_the_title_of_a_posts_address(blog):
    assert make_draft(blog, "Series").slug == "series-1"
