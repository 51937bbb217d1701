"""Languages people speak, by their codes (ISO 639); names come from Unicode CLDR in the language of whoever reads."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from babel import Locale
from django.utils.translation import get_language, to_locale

from collegium.web.texts import folded

CODES: Final = (
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa",
    "fi", "fil", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hmn", "hr", "ht", "hu", "hy", "id", "ig", "is", "it", "ja",
    "ka", "kk", "km", "kn", "ko", "ku", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb", "ne", "nl",
    "om", "pa", "pl", "ps", "pt", "qu", "ro", "ru", "rw", "sd", "si", "sk", "sl", "sn", "so", "sq", "sr", "sv", "sw",
    "ta", "te", "th", "ti", "tl", "tr", "uk", "ur", "uz", "vi", "xh", "yo", "yue", "zh", "zu", "ase", "bfi", "nv",
)  # fmt: skip


def name_of(code: str) -> str:
    """The name of a language in the present language."""
    return _names(to_locale(get_language() or "en")).get(code, code)


@lru_cache(maxsize=32)
def _names(locale: str) -> dict[str, str]:
    try:
        known = Locale.parse(locale).languages
    except Exception:
        known = Locale("en").languages
    english = Locale("en").languages
    return {code: str(known.get(code) or english.get(code) or code) for code in CODES}


@lru_cache(maxsize=32)
def _codes(locale: str) -> dict[str, str]:
    found = {code: code for code in CODES}
    for code in CODES:
        own = Locale.parse(code).display_name if code in ("es", "fr", "de", "pt", "it", "sv", "ar", "ru", "zh") else ""
        for name in (own or "", Locale("en").languages.get(code, ""), _names(locale)[code]):
            if name:
                found[folded(str(name))] = code
    return found


def names() -> list[str]:
    """Every name to choose from, in the present language, by alphabet."""
    return sorted(_names(to_locale(get_language() or "en")).values(), key=folded)


def read(text: str) -> tuple[list[str], list[str]]:
    """Languages typed with commas between them: the codes of known ones, and the words that name none."""
    known = _codes(to_locale(get_language() or "en"))
    words = [word.strip() for word in text.replace("\n", ",").split(",") if word.strip()]
    codes = [known[folded(word)] for word in words if folded(word) in known]
    return list(dict.fromkeys(codes)), [word for word in words if folded(word) not in known]
