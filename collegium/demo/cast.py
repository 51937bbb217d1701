"""The named people of the demo, one for each kind of right; staff have a fixed second factor, to be tried."""

from __future__ import annotations

import time

PASSWORD = "four random words do well"
TOTP_SECRET = "COLLEGIUMDEMOSECRETCOLLEGIUMDEMO"

CAST: dict[str, tuple[str, str]] = {
    "gus": ("Gus Adler", "guest"),
    "nina": ("Nina Okafor", "guest who has written nothing yet"),
    "mia": ("Mia Lindholm, MD", "member"),
    "grace": ("Grace Penhaligon, PA-C", "member, in the closed groups"),
    "lars": ("Lars Holm, MD", "lapsed member"),
    "petra": ("Petra Halvorsen, MD, MMSc", "member, Secretary; helps in Ingrid's blog"),
    "ed": ("Ed Marlowe", "staff, editor"),
    "mo": ("Mo Castellan, MD", "member, moderator"),
    "ada": ("Ada Brandt", "staff, administrator"),
    "otto": ("Otto Kessel, MBA", "member, manages an organization's page"),
    "sam": ("Sam Rourke, MD", "suspended: cannot sign in"),
}
# A leader whose sign-in is introduced too, by the slug in people.csv.
LEADERS = {"ihr": ("ingrid", "Ingrid Halvorsen-Reyes, MD, MMSc", "member who blogs: President")}
WITH_SECOND_FACTOR = ("ed", "mo", "ada")


def table(port: int) -> str:
    """What `bin/demo` prints: the address and everybody's sign-in."""
    lines = [f"\nThe demo society is at http://localhost:{port}/", f"Everybody's password: {PASSWORD}\n"]
    people = [(handle, *who) for handle, who in CAST.items()] + list(LEADERS.values())
    lines += [f"  {handle:<7} {name:<34} {what}" for handle, name, what in people]
    lines.append(f"\n{', '.join(WITH_SECOND_FACTOR)} are asked for a code: bin/demo --codes prints it.")
    return "\n".join(lines) + "\n"


def codes() -> str:
    """The present six-digit codes of those who have a second factor (RFC 6238)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    code = format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30))
    return "\n".join(f"{handle:<7} {code}" for handle in WITH_SECOND_FACTOR)
