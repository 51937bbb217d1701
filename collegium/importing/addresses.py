"""Mail addresses: found in headers to match authors, taken out of everything that is shown."""

import re

REMOVED = "[address removed]"

_TOP = (
    r"(?:com|org|net|edu|gov|mil|int|info|biz|name|pro|coop|museum|health|hospital|clinic|doctor|care|academy|"
    r"foundation|london|berlin|example|test|invalid|[a-z]{2})\b"
)
_ALONE = r"(?<![\w.+-])"  # not in the middle of a word
_NAME = rf"{_ALONE}[\w.+-]{{1,64}}"
_TURN = r"[ \t]{0,3}\n[ \t>|]{0,12}"  # long addresses are broken over two lines, in quotes as well
_SPACE = rf"(?:{_TURN}|[ \t]{{0,3}})"
# A host goes on in the next line only when a host's words follow: a sentence may end with an address.
_TURNED_DOT = rf"{_TURN}\.|\.{_TURN}(?=(?-i:[a-z\d-]{{1,63}}\.[a-z]|(?:com|org|net|edu|gov)\b))"
_HOST = rf"[\w-]{{1,63}}(?:(?:\.|{_TURNED_DOT})[\w-]{{1,63}}){{0,5}}"
_AT = r"(?:[(\[{<]\s?(?:at|@)\s?[)\]}>]|[@\uff20]|&\#64;|&\#x40;|&commat;)"
_DOT = r"(?:\s?[(\[{<]\s?(?:dot|\.)\s?[)\]}>]\s?| dot |\.|[ \t]\.[ \t])"
_PLAIN_HOST = r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}"
_WAYS = (
    rf"(?:mailto:)?{_ALONE}[\w.!#$%&'*+=?^`{{|}}~-]{{1,64}}[@\uff20]{_HOST}\.[\w-]{{2,24}}",
    rf"{_NAME}{_SPACE}{_AT}{_SPACE}{_HOST}\.{_TOP}",
    rf"{_NAME}\s?{_AT}\s?[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,24}}){{0,4}}{_DOT}{_TOP}",
    rf"{_NAME} at [\w-]{{1,63}}(?: dot [\w-]{{2,24}}){{1,4}}\b",
    rf"{_NAME} at (?-i:[a-z\d-]{{1,63}}(?: \. [a-z\d-]{{2,24}}){{1,4}})\b",
    rf"{_NAME}[(\[{{]a[)\]}}]{_PLAIN_HOST}\.{_TOP}",
    rf"{_NAME}-at-{_PLAIN_HOST}\.{_TOP}",
    rf"{_ALONE}[A-Z\d.+-][\w.+-]{{0,63}}?_at_[\w.-]{{1,255}}(?:\.|_dot_){_TOP}",
    rf"{_NAME}(?:%40|=40|--at--){_PLAIN_HOST}\.[\w-]{{2,24}}",  # in addresses of Mailman's pages
    rf'{_ALONE}(?:"[^"@\n]{{1,64}}"|[\w.+-]{{1,64}})@(?:\[[\d.]{{7,15}}\]|[\w-]+\.[\w.-]{{1,255}})',
    rf"{_ALONE}[A-Z][A-Z0-9$_-]{{1,20}}@[A-Z][A-Z0-9-]{{1,20}}\b",  # BITNET: maint@uga
    r"(?<![\w.!-])(?-i:[a-z][a-z\d.-]{1,30}(?:![a-z][a-z\d._-]{1,30}){2,9})",  # UUCP: uunet!host!pat
    # Hosts without a dot, where only an address can stand: "<pat at host>", "From: pat at host"
    r"(?<=<)[\w.+-]{1,64} at [\w.-]{1,255}(?=>)",
    r"mailto:[\w.+%-]{1,64}(?: at |@)[\w.-]{1,255}",
    r"(?:(?<=\bFrom: )|(?<=\bTo: )|(?<=\bCc: ))[\w.+-]{1,64} at [\w.-]{1,255}",
    rf"{_NAME} at [\w.-]{{1,255}}(?= \([^()\n]{{1,100}}\) (?:wrote|writes)\b)",
)
_ADDRESS = re.compile("|".join(_WAYS), re.IGNORECASE)
_MAY_HOLD = re.compile(
    r"[@\uff20]|\w[(\[{]a[)\]}]\w|\bat\b|_at_|%40|=40|&\#64;|&\#x40;|&commat;|![a-z]|mailto:", re.IGNORECASE
)
# Mailman's archives write "adams at lakeside.example.org"; so do people in sentences about sites.
_SPOKEN = re.compile(
    rf"{_ALONE}(?P<name>[\w.+-]{{1,64}})(?: at |{_TURN}at | at{_TURN})(?!www\.){_HOST}\.{_TOP}", re.IGNORECASE
)
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
_ONE_ADDRESS = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]{{1,64}}@{_PLAIN_HOST}", re.IGNORECASE)
_IN_ANGLES = re.compile(r"^(?P<name>.{0,300}?)\s*<(?P<address>[^<>]{1,320})>")
_IN_BRACKETS = re.compile(r"^(?P<address>[^\s()]{1,64}(?:@| at )[^\s()]{1,255})\s*\((?P<name>.{0,300})\)\s*$")


def hide_addresses(text: str) -> str:
    """The text with every mail address, however it is written, replaced by "[address removed]".

    Addresses in an archive were given to a list's readers, not to everybody a site can reach.
    """
    if not _MAY_HOLD.search(text):
        return text
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
