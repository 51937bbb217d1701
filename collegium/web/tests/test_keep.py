from __future__ import annotations

from datetime import timedelta

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from collegium.web.keep import Parts, age, parts

SOURCE = "{% call keep('part', who) %}{{ who }} {{ said() }} {{ csrf_input }}{% endcall %}"


@pytest.fixture
def render():
    calls: list[str] = []
    made = engines["jinja2"].from_string(SOURCE)

    def rendered(who: str) -> str:
        request = RequestFactory().get("/")
        return made.render({"who": who, "said": lambda: calls.append(who) or "said"}, request)

    rendered.calls = calls
    return rendered


def test_part_is_rendered_once_for_its_key(render):
    assert render("Mia").startswith("Mia said")
    render("Mia")
    assert render.calls == ["Mia"]


def test_part_cannot_reach_another_key_or_language(render):
    render("Mia")
    assert render("Gus").startswith("Gus said")
    with translation.override("es"):
        render("Mia")
    assert render.calls == ["Mia", "Gus", "Mia"]


def test_kept_part_cannot_hold_a_form_token(render):
    first, second = render("Mia"), render("Mia")
    tokens = {page.split('value="')[1].split('"')[0] for page in (first, second)}
    assert len(tokens) == 2
    assert all(len(token) == 64 for token in tokens)
    assert not any(token in part for token in tokens for part in parts._parts.values())


def test_parts_make_room_for_those_used_last():
    some = Parts(most=10)
    some.put("a", "12345")
    some.put("b", "12345")
    assert some.get("a") == "12345"
    some.put("c", "12345")
    assert (some.get("a"), some.get("b"), some.get("c")) == ("12345", None, "12345")


@pytest.mark.parametrize(("gone", "later"), [(30, 60), (3 * 3600, 3600), (5.9 * 86400, 86400)])
def test_age_changes_when_the_words_do(gone, later):
    now = timezone.now()
    moment, earlier = now - timedelta(seconds=gone), now - timedelta(seconds=gone + later)
    assert age(moment) == age(moment)
    assert age(moment) != age(earlier)
    assert age(None) is None
