"""No form is forgotten: each is filled with hostile texts (tests/browser/test_xss.py), or named with the reason."""

from __future__ import annotations

from django.urls import get_resolver

from tests.browser.filling import NO_TEXT, own_forms
from tests.browser.steps import STEPS


def test_every_form_is_filled_or_named():
    assert get_resolver().url_patterns  # converters and views are known
    filled = {kind.__name__ for step in STEPS if step.form for kind in step.form.__mro__}
    kinds = {f"{kind.__module__}.{kind.__name__}" for kind in own_forms()}
    forgotten = [name for name in sorted(kinds) if name.rpartition(".")[2] not in filled | NO_TEXT.keys()]
    assert forgotten == [], "Give it a step in tests/browser/steps.py, or a reason in NO_TEXT."
    assert len(kinds) > 40
    assert NO_TEXT.keys() - {name.rpartition(".")[2] for name in kinds} == set(), "These forms are gone."
