"""From a reference back to where it is cited first, so that notes lead both ways."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from markupsafe import escape

_CITED = re.compile(r'<a href="#([\w-]*?r\d{1,3})"[^>]*(?=>)')
_ENTRY = re.compile(r'<li id="([\w-]*?r\d{1,3})"[^>]*>(?:(?!</li>).)*(?=</li>)', re.S)


def with_ways_back(body: str) -> str:
    """A body in which the first number of each reference can be led to, and the entries that stand in it lead there."""
    cited: set[str] = set()

    def named(found: re.Match[str]) -> str:
        name = found[1]
        if name in cited:
            return found[0]
        cited.add(name)
        return f'{found[0]} id="from-{name}"'

    body = _CITED.sub(named, body)
    return _ENTRY.sub(lambda found: found[0] + (way_back(found[1]) if found[1] in cited else ""), body)


def way_back(name: str) -> str:
    """The link at the end of an entry ("r3")."""
    said = escape(_("Back to the text, reference %(n)s") % {"n": name.rpartition("r")[2]})
    arrow = '<span aria-hidden="true">↩\ufe0e</span>'
    return f' <a class="back" href="#from-{name}">{arrow}<span class="vh">{said}</span></a>'
