"""How a post is cited by others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from collegium.blogs.tests.factory import make_blog, make_draft, make_post
from collegium.blogs.tests.test_post_detail import SECRET
from collegium.web.models import Society

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(cast):
    Society(name="Collegium Connection", short_name="CC").save()
    return make_post(make_blog(cast.petra), "Sweat equity", at=datetime(2011, 3, 10, 12, tzinfo=UTC))


def test_a_post_says_how_it_is_cited(cast, post):
    with time_machine.travel(datetime(2031, 4, 2, 12, tzinfo=UTC), tick=False):
        page = cast.client("vera").get(post.get_absolute_url()).text
    said = f"Halvorsen P. Sweat equity. Collegium Connection blog. March 10, 2011. Accessed April 2, 2031. http://localhost:8000{post.get_absolute_url()}"
    assert f'data-address="{said}"' in page
    assert f"{said}</p>" in page


def test_the_style_is_the_societys(cast, post):
    Society(name="Collegium Connection", short_name="CC", citation_style="vancouver").save()
    page = cast.client("vera").get(post.get_absolute_url()).text
    assert "Halvorsen P. Sweat equity. Collegium Connection [Internet]. 2011 Mar 10 [cited " in page


def test_a_draft_cannot_be_cited(cast, post):
    draft = make_draft(post.blog, "Not yet")
    page = cast.client("petra").get(draft.get_absolute_url()).text
    assert "Not yet" in page
    assert "Cite this" not in page


def test_who_has_a_teaser_only_cannot_get_more_by_a_citation(cast, post):
    teased = make_post(post.blog, "For members", readers=3)
    seen, whole = (cast.client(who).get(teased.get_absolute_url()).text for who in ("vera", "mia"))
    assert "Cite this" in seen
    assert SECRET not in seen
    assert "Cite this" in whole
    assert SECRET in whole
