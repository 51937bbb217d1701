"""How times, numbers and words are printed for the reader's language and zone. Babel knows the locales."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

SETTLED = timedelta(days=6)  # what is older is printed with its day


def _locale() -> Locale:
    return _parsed((translation.get_language() or "en").split("-")[0])


@lru_cache(maxsize=64)
def _parsed(language: str) -> Locale:
    return Locale.parse(language)


def number(value: int) -> str:
    """1234 as "1,234" in English, "1234" or "1.234" elsewhere."""
    return _number(value, type(value).__name__, _locale().language)


@lru_cache(maxsize=8192)
def _number(value: int, _type: str, language: str) -> str:
    return str(format_decimal(value, locale=_parsed(language)))


def percent(value: int) -> str:
    """A share of a hundred as people of this language write it: "57%", "57 %"."""
    return str(format_percent(value / 100, locale=_locale()))


@lru_cache(maxsize=64)
def _territories(language: str) -> dict[str, str]:
    """Names of countries as they are written in English or the site's languages, and codes -> in this language."""
    names = {code: name for code, name in _parsed(language).territories.items() if code.isalpha()}
    written = (Locale.parse(code.split("-")[0]).territories for code in {"en", *dict(settings.LANGUAGES)})
    return names | {name: names[code] for known in written for code, name in known.items() if code in names}


def country(name: str) -> str:
    """A country, by its name or its code, in the reader's language; what the locales do not know stays as written."""
    return _territories(_locale().language).get(name, name)


def short_when(moment: datetime | None) -> str:
    """How long ago, short: "22 min", "3 h", "Sun", "9 Nov", "9 Nov 2024"."""
    if moment is None:
        return ""
    local, now = timezone.localtime(moment), timezone.localtime()
    gone = now - local
    if timedelta(0) <= gone < timedelta(hours=1):
        return _("%(n)d min") % {"n": max(1, int(gone.total_seconds() // 60))}
    if timedelta(0) <= gone < timedelta(hours=24):
        return _("%(n)d h") % {"n": int(gone.total_seconds() // 3600)}
    if timedelta(0) <= gone < SETTLED:
        return str(format_date(local, "EEE", locale=_locale()))
    skeleton = "MMMd" if local.year == now.year else "yMMMd"
    return _skeleton(local, skeleton)


def _skeleton(local: datetime, skeleton: str) -> str:
    return _skeleton_of(local.date(), skeleton, _locale().language)


@lru_cache(maxsize=4096)
def _skeleton_of(day: date, skeleton: str, language: str) -> str:
    return str(format_skeleton(skeleton, day, locale=_parsed(language)))


def when(moment: datetime | None) -> str:
    """As `when_within`, to stand at the beginning: "Today, 07:21"; "Domingo" in Spanish too."""
    text = when_within(moment)
    return text[:1].upper() + text[1:]


def when_within(moment: datetime | None) -> str:
    """A day as people say it within a line: "today, 07:21", "yesterday", "Sunday", "12 November" (or with its year).

    What is yet to come has its hour on every day: "24 December, 08:00".
    """
    if moment is None:
        return ""
    local, today = timezone.localtime(moment), timezone.localdate()
    days = (today - local.date()).days
    hour = format_time(local, "short", locale=_locale())
    if days == 0:
        return _("today, %(time)s") % {"time": hour}
    if days == 1:
        return _("yesterday")
    if 1 < days < 7:
        return str(format_date(local, "EEEE", locale=_locale()))
    day = _skeleton(local, "MMMMd" if local.year == today.year else "yMMMMd")
    return _("%(day)s, %(time)s") % {"day": day, "time": hour} if days < 0 else day


def full_date(moment: datetime | date | None) -> str:
    """ "24 November 2026" in the reader's language."""
    if moment is None:
        return ""
    day = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return str(format_date(day, "long", locale=_locale()))


def day_as_known(text: str) -> str:
    """An ISO day, month or year ("2010-06-01", "2010-06", "2010") in the reader's language, as far as it is known."""
    year, *rest = text.split("-")
    if not rest:
        return year
    day = date(int(year), int(rest[0]), int(rest[1]) if len(rest) > 1 else 1)
    return full_date(day) if len(rest) > 1 else _skeleton_of(day, "yMMMM", _locale().language)


def weekday_date(moment: datetime) -> str:
    """ "Tuesday, 24 November 2026", to stand alone: with a capital letter in every language."""
    text = str(format_date(timezone.localtime(moment), "full", locale=_locale()))
    return text[:1].upper() + text[1:]


def full_when(moment: datetime) -> str:
    """Day and time, whole, for the title of a time."""
    return _full_when(moment, timezone.get_current_timezone(), _locale().language)


@lru_cache(maxsize=8192)
def _full_when(moment: datetime, zone: tzinfo, language: str) -> str:
    return str(format_datetime(timezone.localtime(moment, zone), "long", locale=_parsed(language)))


def time_tag(moment: datetime | None, style: str = "short") -> Markup:
    """A `<time>` with the machine's form; style is short, when (within a line: within) or date."""
    if moment is None:
        return Markup("")
    if style == "short" and timezone.now() - moment >= SETTLED:
        return _settled(moment, timezone.get_current_timezone(), _locale().language, timezone.localdate().year)
    return _tag(moment, {"short": short_when, "when": when, "within": when_within, "date": full_date}[style](moment))


@lru_cache(maxsize=8192)
def _settled(moment: datetime, _zone: tzinfo, _language: str, _year: int) -> Markup:
    """In one zone and language it is printed alike all year."""
    return _tag(moment, short_when(moment))


def _tag(moment: datetime, shown: str) -> Markup:
    machine, whole = moment.isoformat(timespec="seconds"), escape(full_when(moment))
    return Markup(f'<time datetime="{machine}" title="{whole}">{escape(shown)}</time>')  # noqa: S704 - escaped


def clock_tag(moment: datetime) -> Markup:
    """A `<time>` that shows the time of day: "17:48", "5:48 PM"."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        moment.isoformat(timespec="seconds"),
        full_when(moment),
        format_time(timezone.localtime(moment), "short", locale=_locale()),
    )


def month(day: date) -> str:
    """Month and year, short: "Nov 2026"."""
    return str(format_skeleton("yMMM", day, locale=_locale()))


def min_read(minutes: int) -> str:
    """ "6 min"."""
    return ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}


FILTERS = {
    "number": number,
    "percent": percent,
    "country": country,
    "when": when_within,
    "short_when": short_when,
    "full_date": full_date,
    "weekday_date": weekday_date,
    "time": time_tag,
    "clock": clock_tag,
    "min_read": min_read,
    "month": month,
}
