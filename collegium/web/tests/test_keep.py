from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from collegium.web.keep import Part, Parts, PutTogether, age, parts

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
    pieces = [piece for part in parts._parts.values() for piece in part.pieces if isinstance(piece, bytes)]
    assert not any(token.encode() in piece for token in tokens for piece in pieces)


def test_parts_make_room_for_those_used_last():
    some = Parts(most=10)
    five = Part("12345")
    some.put("a", five)
    some.put("b", five)
    assert some.get("a") is five
    some.put("c", five)
    assert (some.get("a"), some.get("b"), some.get("c")) == (five, None, five)


@pytest.mark.parametrize(("gone", "later"), [(30, 60), (3 * 3600, 3600), (5.9 * 86400, 86400)])
def test_age_changes_when_the_words_do(gone, later):
    now = timezone.now()
    moment, earlier = now - timedelta(seconds=gone), now - timedelta(seconds=gone + later)
    assert age(moment) == age(moment)
    assert age(moment) != age(earlier)
    assert age(None) is None


def test_page_has_its_parts_and_no_marks(render):
    nested = engines["jinja2"].from_string(
        "<p>{% call keep('outer', 1) %}a{% call keep('inner', 2) %}“b” {{ csrf_input }}{% endcall %}c{% endcall %}</p>"
        "{% call keep('inner', 2) %}{% endcall %}"
    )
    page = PutTogether(lambda request: HttpResponse(nested.render({}, request)))
    for _again in range(2):
        text = page(RequestFactory().get("/")).text
        first, second, *none = re.findall(r'value="(\w{64})"', text)
        assert not none
        assert first == second
        text = re.sub("<input[^>]*>", "", text)
        assert text == "<p>a“b” c</p>“b” "


def test_what_somebody_wrote_is_never_taken_for_a_part():
    guess = "\ue0f00\ue0f1\ue0f0:0\ue0f1"
    made = engines["jinja2"].from_string("{% call keep('part', 3) %}own{% endcall %}{{ words }}")
    page = PutTogether(lambda request: HttpResponse(made.render({"words": guess}, request)))
    assert page(RequestFactory().get("/")).text == f"own{guess}"


def test_page_that_fails_leaves_no_marks_for_the_next():
    request = RequestFactory().get("/")
    made = engines["jinja2"].from_string("{% call keep('part', 4) %}own{% endcall %}")

    def fail(asked):
        made.render({}, asked)
        raise ValueError("failed")

    with pytest.raises(ValueError, match="failed"):
        PutTogether(fail)(request)
    assert made.render({}, request) == "own"
