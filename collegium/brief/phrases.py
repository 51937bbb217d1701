"""How moments and numbers are said in a sentence."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import pgettext
from markupsafe import Markup

from collegium.web import formats

SMALL = [
    later("no"), later("one"), later("two"), later("three"), later("four"), later("five"), later("six"),
    later("seven"), later("eight"), later("nine"), later("ten"), later("eleven"), later("twelve"),
]  # fmt: skip


def locale() -> str:
    """The language in use, for Babel."""
    return (translation.get_language() or "en").split("-")[0]


def spelled(number: int) -> str:
    """Up to twelve in letters, as a sentence has it."""
    return str(SMALL[number]) if 0 <= number < len(SMALL) else formats.number(number)


def since(moment: datetime) -> str:
    """A past moment after the word "since": "07:21", "yesterday", "Friday", "12 November"."""
    local, today = timezone.localtime(moment), timezone.localdate()
    days = (today - local.date()).days
    if days <= 0:
        return pgettext("since", "%(time)s") % {"time": format_time(local, "short", locale=locale())}
    if days == 1:
        return _("yesterday")
    if days < 7:
        return pgettext("since", "%(weekday)s") % {"weekday": format_date(local, "EEEE", locale=locale())}
    skeleton = "MMMMd" if local.year == today.year else "yMMMMd"
    return pgettext("since", "%(date)s") % {"date": format_skeleton(skeleton, local, locale=locale())}


def listed(parts: list[Markup]) -> Markup:
    """ "a, b and c" in the language in use, of parts that are safe HTML."""
    places = [f"{{{number}}}" for number in range(len(parts))]
    return Markup(format_list(places, locale=locale())).format(*parts) if parts else Markup("")  # noqa: S704


def capitalized(text: Markup) -> Markup:
    """With a capital letter where the words begin, inside a link too."""
    for at, sign in enumerate(text):
        if sign.isalpha() and "<" not in text[:at].rpartition(">")[2]:
            return Markup(text[:at] + sign.upper() + text[at + 1 :])  # noqa: S704 - one letter changed
    return text


def next_time(moment: datetime | None) -> str:
    """A sentence about the next brief."""
    if moment is None:
        return _("You get no brief by mail.")
    days = (moment.date() - timezone.localdate()).days
    facts = {"time": str(format_time(moment, "short", tzinfo=moment.tzinfo, locale=locale()))}
    if days == 0:
        return _("Your next brief comes today at %(time)s.") % facts
    if days == 1:
        return _("Your next brief comes tomorrow at %(time)s.") % facts
    facts["day"] = str(format_date(moment, "EEEE" if days < 7 else "long", locale=locale()))
    return _("Your next brief comes on %(day)s at %(time)s.") % facts
