"""Mail addresses: found in headers to match authors, taken out of everything that is shown."""

import re

REMOVED = "[address removed]"

_TOP = r"(?:com|org|net|edu|gov|mil|int|info|biz|example|test|invalid|[a-z]{2})"
_HOST = r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}"
_ADDRESS = re.compile(
    rf"(?:mailto:)?(?<![\w.+-])[\w.!#$%&'*+=?^`{{|}}~-]{{1,64}}@{_HOST}\.[\w-]{{2,24}}"
    r"|(?<![\w.+-])[A-Z][A-Z0-9$_-]{1,20}@[A-Z][A-Z0-9-]{1,20}\b"  # BITNET: maint@uga
    r"|(?<![\w.+-])[\w.+-]{1,64}\s?[(\[{]\s?(?:at|@)\s?[)\]}]\s?[\w-]{1,63}"
    r"(?:\s?(?:[(\[{]\s?(?:dot|\.)\s?[)\]}]|\.)\s?[\w-]{2,24}){1,4}"
    r"|(?<![\w.+-])[\w.+-]{1,64} at [\w-]{1,63}(?: dot [\w-]{2,24}){1,4}\b"
    rf"|(?<![\w.+-])[\w.+-]{{1,64}}(?:%40|--at--|&\#64;){_HOST}\.[\w-]{{2,24}}",  # in addresses of Mailman's pages
    re.IGNORECASE,
)
_OTHER_AT = re.compile(r"[(\[{]\s?at\s?[)\]}]|%40|--at--|&#64;| dot ", re.IGNORECASE)
# Mailman's archives write "adams at lakeside.example.org"; so do people in sentences about sites.
_SPOKEN = re.compile(rf"(?<![\w.+-])(?P<name>[\w.+-]{{1,64}}) at (?P<host>{_HOST}\.{_TOP})\b", re.IGNORECASE)
_NO_NAMES = frozenset(
    (
        *(
            "look",
            "looked",
            "see",
            "seen",
            "found",
            "find",
            "posted",
            "available",
            "online",
            "here",
            "us",
            "it",
            "them",
        ),
        *("is", "are", "was", "slides", "site", "website", "page", "archive", "presented", "registration", "register"),
        *("visit", "read", "more", "download", "information", "details", "this", "up", "work", "works", "me", "only"),
    )
)
_ONE_ADDRESS = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]{{1,64}}@{_HOST}", re.IGNORECASE)
_IN_ANGLES = re.compile(r"^(?P<name>.{0,300}?)\s*<(?P<address>[^<>]{1,320})>")
_IN_BRACKETS = re.compile(r"^(?P<address>[^\s()]{1,64}(?:@| at )[^\s()]{1,255})\s*\((?P<name>.{0,300})\)\s*$")


def hide_addresses(text: str) -> str:
    """The text with every mail address, however it is written, replaced by "[address removed]".

    Addresses in an archive were given to a list's readers, not to everybody a site can reach.
    """
    if "@" in text or _OTHER_AT.search(text):
        text = _ADDRESS.sub(REMOVED, text)
    return _SPOKEN.sub(lambda match: match[0] if match["name"].lower() in _NO_NAMES else REMOVED, text)


def split_sender(value: str) -> tuple[str, str]:
    """(name, address) of a decoded From header; either may be "". The address is in lower case.

    Reads "Name <a@b>", "a at b (Name)" and a bare address. A name that is an address itself is "": it would show it.
    """
    match = _IN_ANGLES.match(value) or _IN_BRACKETS.match(value)
    name, address = (match["name"], match["address"]) if match else ("", value)
    address = address.strip().replace(" at ", "@").lower()
    name = re.sub(r"\\(.)", r"\1", re.sub(r'^"(.*)"$', r"\1", name.strip()).strip())
    if hide_addresses(name) != name:
        name = ""
    return " ".join(name.split()), address if _ONE_ADDRESS.fullmatch(address) else ""
