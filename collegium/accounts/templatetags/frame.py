"""`{% frame title body %}`: a page of django-allauth inside our Jinja2 base, so that its screens look like ours."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: Any, title: str, body: str) -> SafeString:
    """The whole page.

    Args:
        title: of the page, text.
        body: HTML that Django's templates made, escaped by them.
    """
    page = get_template("accounts/frame.html", using="jinja2")
    words = {"heading": title.strip(), "body": mark_safe(body)}
    return mark_safe(page.render(words, context["request"]))
