"""The Jinja2 environment of the site: where templates are, and what every template may call."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static as static_url
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from collegium.web import formats, portraits, styles
from collegium.web.chrome import chrome
from collegium.web.keep import keep
from collegium.web.models import Society
from collegium.web.unsent import unsent

APPS = Path(__file__).resolve().parent.parent


class _Environment(Environment):
    """Jinja's, with what all templates may call in one dictionary that no page looks through again."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template may call: everybody's and its own."""
        return {**self.globals, **(d or {})}


def environment(**options: Any) -> Environment:
    """Called once by Django; each app's `templates` folder is looked through.

    Every template may call the shared macros as `m`.
    """
    folders = sorted(str(path) for path in APPS.glob("*/templates"))
    env = _Environment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(default=True, default_for_string=True, disabled_extensions=("txt",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=options.get("auto_reload", False),
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )  # fmt: skip
    env.globals |= {
        "url": url, "static": static, "icon": icon, "society": society, "stylesheet_url": styles.stylesheet_url,
        "chrome": chrome, "page_link": page_link, "portrait_url": portraits.portrait_url, "initials": initials,
        "get_messages": get_messages, "keep": keep, "language": translation.get_language,
        "is_rtl": translation.get_language_bidi, "unsent": unsent,
    }  # fmt: skip
    env.filters |= formats.FILTERS
    env.globals["m"] = env.get_template("web/macros.html").module
    return env


@lru_cache(maxsize=16384)
def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a view: `url("forums:topic_detail", forum, id, slug)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@cache
def static(path: str) -> str:
    """The address of a file that belongs to the site, with its version in it: the same while the process lives."""
    return static_url(path)


TURNING = {"arrow-left", "arrow-right", "chevron-right", "log-out", "reply", "send"}  # they point along the line


@cache
def _icon(name: str, size: int, address: str) -> Markup:
    classes = "i turns" if name in TURNING else "i"
    return Markup('<svg class="{3}" width="{0}" height="{0}" aria-hidden="true"><use href="{1}#i-{2}"/></svg>').format(
        size, address, name, classes
    )


def icon(name: str, size: int = 18, label: str = "") -> Markup:
    """An icon of the sprite; with a `label` it is read out, without it is decoration."""
    svg = _icon(name, size, static("web/icons.svg"))
    if label:
        return Markup('{}<span class="vh">{}</span>').format(svg, label)
    return svg


def page_link(request: HttpRequest, number: int) -> str:
    """The present address with another page number."""
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def initials(name: str) -> str:
    """Up to two letters of a name; a double name counts as one."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def society() -> Society:
    """The society's settings."""
    return Society.current()
