"""Ways to reach a person: D telephone, E fax, F e-mail, N links, O network addresses of 45 CFR 164.514(b)(2)(i).

The author's own office line or address, and a society's help line, stay quiet: members give them to each
other on purpose. What belongs to a patient or a relative blocks.
"""

import re
from collections.abc import Iterator

from collegium.privacy.catalogue import see
from collegium.privacy.findings import Finding
from collegium.privacy.page import Page

_PHONES = re.compile(
    r"(?<![\w.,/$#-])(?:"
    r"\+\d{1,3}[ .-]?(?:\(0?\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]\d{2,6}){1,5}"  # +48 22 555 01 77
    r"|\+\d{8,15}"
    r"|00\d{2}[ .-]\d{1,4}(?:[ .-]\d{2,4}){2,4}"
    r"|(?:1[ .-]?)?\(\d{3}\)[ .-]{0,2}\d{3}[ .-]?\d{4}"  # (507) 555-0134
    r"|(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}"  # 507-555-0134
    r"|\(?0\d{2,5}\)?[ -]\d{3,4}(?:[ -]?\d{3,4}){1,2}"  # 020 7946 0018
    r"|0\d(?:[ .]\d\d){4}"  # 01 99 00 12 34
    r")(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?(?![\w-]|[.,/]\d)",
    re.IGNORECASE,
)
# Shapes that are telephone numbers only beside a word that says so.
_BARE_PHONES = re.compile(
    r"(?<![\w.,/$#-])(?:\d{10}|\d{3}[-.]\d{4}|\d{3}/\d{3}-\d{4}|\d{5}[ -]\d{5,6}|"
    r"\d{2,4}(?:[ -]\d{2,4}){2,4})(?![\w-]|[.,/]\d)"
)
_PHONE_WORD = re.compile(
    r"\b(?:calls?|called|calling|cell|mobile|phones?|telephone|tel|ph|number|reach(?:ed)?|ring|rang|"
    r"text(?:ed|s)?|whatsapp|fax(?:ed)?|"
    r"landline|home|pager|pharmac(?:y|ist)|school|voicemail|dial|contact|sms|viber|handy|"
    r"m[oó]vil)\b[^.!?\n\d]{0,40}$",
    re.IGNORECASE,
)
_FAX_WORD = re.compile(r"\bfax(?:ed|es|ing)?\b", re.IGNORECASE)
_TOLL_FREE = re.compile(r"\D{0,4}1?[ .(-]{0,2}8(?:00|88|77|66|55|44|33)\b")
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\w.+-])[\w.+-]{1,40}(?:\s?[(\[{]\s?(?:at|@)\s?[)\]}]\s?|"
    r"\s(?:AT)\s)[\w-]{1,40}(?:(?:\s?[(\[{]\s?(?:dot|\.)\s?[)\]}]\s?|\.|\sDOT\s|\sdot\s)[\w-]{2,24}){1,3}"
    r"|(?<![\w.+-])[\w.+-]{1,40} at [\w-]{1,40} dot [a-z]{2,10}\b",
    re.IGNORECASE,
)
_SPOKEN_BEFORE = re.compile(r"(?:\b[\w+-]{1,30} dot ){1,4}$")
_OFFICE_MAIL = re.compile(
    r"^(?:info|office|membership|members?|register|registration|abstracts?|editor(?:ial)?|support|help|"
    r"contact|admin|webmaster|news|"
    r"press|meetings?|education|cme|policy|advocacy|jobs|hr|careers|staff|committee|survey|feedback|"
    r"trials?|research|noreply|no-reply)"
    r"[\w.+-]{0,20}\s?(?:@|[(\[{])",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\b(?:https?://|ftp://|www\.)[^\s<>\"“”]{3,400}|\b(?:[\w-]{2,40}\.){1,3}(?:com|org|net|edu|io|me|"
    r"ly)/[^\s<>\"“”]{1,300}",
    re.IGNORECASE,
)
# Links into records and images, and links to pages that may be a person's.
_LINK_TO_RECORDS = re.compile(
    r"pacs\b|dicom|mrn|my-?chart|/chart/|[?&](?:pt|pid|mrn|patient|accession|dob)\w{0,12}=", re.IGNORECASE
)
_LINK_TO_A_PERSON = re.compile(
    r"pacs|viewer|/studies?/|[?&](?:study|pt|pid|mrn|patient|accession|token|sig|dob|name|subject|"
    r"share)\w{0,12}=|mrn|dicom|patient|"
    r"my-?chart|portal|/chart/|/share/|/s/|/shared?|/sharing|dropbox|wetransfer|drive\.google|docs\.google|"
    r"onedrive|1drv|box\.com|icloud|"
    r"caring(?:bridge|pages?)|gofundme|givesendgo|lotsahelping|obituar|legacy\.com|findagrave|memorial|"
    r"facebook\.com|instagram\.com|"
    r"youtube\.com/watch|youtu\.be|blogspot|/visit/|sendfile|sharefile|ambra|lifeimage|nucleus",
    re.IGNORECASE,
)
_THEIR_THING = re.compile(
    r"\b(?:his|her|the patient's|their)\s(?!(?:\w{1,20}\s){0,2}(?:posts?|papers?|slides|blog|talks?|articles?|"
    r"editorial|lectures?|book|group|website|site|lab)\b)(?:\w{2,12}\s?){1,3}(?::|\(|at|here:?)?\s?$",
    re.IGNORECASE,
)
_THEIR_PAGE = re.compile(
    r"\b(?:his|her|their|the (?:patient|pt|family|wife|husband|daughter|son|mother|father)(?:'?s)?|"
    r"patient'?s?|wife|husband|family|daughter|son|sister|"
    r"brother|mother|father)\b[^.!?\n]{0,60}(?:blogs?|diary|page|pages|site|website|story|journal|video|"
    r"photos?|pictures?|images?|imaging|films?|"
    r"scans?|fundrais\w{2,4}|campaign|profile|account|channel|obituary|posts?|tweets?|facebook|writes|"
    r"keeps)\b|"
    r"\b(?:she|he)\s(?:\w{2,10}\s)?(?:wrote|writes|blogs?|posted|posts|tells|told|describes|keeps|shares|"
    r"put)\b[^.!?\n]{0,60}\b(?:mastectomy|cancer|chemo\w{0,8}|illness|story|disease|treatment|diagnosis|"
    r"days|life)\b|"
    r"\b(?:imaging|images|scans?|films|ct|mri|pet|study|echo|slides of (?:his|her)|pictures? of (?:him|her|"
    r"his|the patient))\b[^.!?\n]{0,30}\b(?:is|are|here|at|uploaded|posted|up|link)\b",
    re.IGNORECASE,
)
_IP = re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|\.\d)")
_IP6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?:[0-9a-f]{1,4}|:[0-9a-f]{1,4}|:)(?:[:0-9a-f]{0,30})(?![\w:])",
    re.IGNORECASE,
)
_IP_WORD = re.compile(
    r"\b(?:ip|i\.p\.|address|login|logged|log-?in|log|logs|audit|access(?:ed)?|download(?:ed)?|"
    r"upload(?:ed)?|host|router|server|network|"
    r"portal|session|connect(?:ed|ion)|viewed|opened|sign(?:ed)?[- ]in|device|traced?|wi-?fi|visitor|"
    r"hacker|opened)\b",
    re.IGNORECASE,
)
_VERSION_WORD = re.compile(
    r"(?:\bv|\bversions?|\brelease|\bbuild|\bsoftware|\bfirmware|\bupgraded?(?: to)?|\brev(?:ision)?|"
    r"\bsection|\bchapter|\bguideline|\bdriver)"
    r"[\s.:]{0,2}(?:to |from |is |runs |on )?$",
    re.IGNORECASE,
)


def _is_the_authors(page: Page, start: int, end: int) -> bool:
    """Is this way of contact given by the author as their own, an office's or the society's?

    The words between the last stop and the number decide; a patient's or relative's word among them outweighs.
    """
    sentence = page.sentence(start)
    clause = (max(sentence[0], start - 120), min(sentence[1], end + 40))
    if page.count("their_contact", clause):
        return False
    theirs = min(page.distance(cue, start, clause) for cue in ("person", "pronoun", "family"))
    own = page.distance("own", start, clause)
    if own < 10_000:
        return own <= theirs
    return theirs == 10_000 and page.is_public(start)


def _concerns_a_patient(page: Page, start: int) -> bool:
    """Is a patient or relative spoken of in this sentence or close by?"""
    sentence = page.sentence(start)
    return any(page.count(cue, sentence) for cue in ("family", "their_contact")) or page.person_near(start)


def _is_a_patients_phone(page: Page, match: re.Match[str]) -> bool:
    """Is a shape that could be a telephone number one, and a patient's or relative's?"""
    start, end = match.span()
    said = _PHONE_WORD.search(page.before(start, 60))
    if sum(c.isdigit() for c in match[0]) < 7 or (match.re is _BARE_PHONES and not said):
        return False
    toll_free = _TOLL_FREE.match(match[0]) and not page.count("pronoun", page.sentence(start))
    if toll_free or _is_the_authors(page, start, end):
        return False
    return bool(said) or _concerns_a_patient(page, start)


def _phones(page: Page) -> Iterator[Finding]:
    for pattern in (_PHONES, _BARE_PHONES):
        for match in pattern.finditer(page.text):
            if _is_a_patients_phone(page, match):
                start, end = match.span()
                fax = _FAX_WORD.search(page.text, max(page.sentence(start)[0], start - 90), end + 8)
                yield see(page.text, start, end, "fax" if fax else "phone")


def _mails(page: Page) -> Iterator[Finding]:
    for match in _MAIL.finditer(page.text):
        start, end = match.span()
        if spoken := _SPOKEN_BEFORE.search(page.before(start, 60)):
            start -= len(spoken[0])
        office = _OFFICE_MAIL.match(match[0]) and not page.count("family", page.sentence(start))
        if not office and not _is_the_authors(page, start, end) and _concerns_a_patient(page, start):
            yield see(page.text, start, end, "email")


def _links(page: Page) -> Iterator[Finding]:
    for match in _LINK.finditer(page.text):
        start, end = match.start(), match.start() + len(match[0].rstrip(".,;:!?)]'"))
        sentence = page.sentence(start)
        before = page.text[max(sentence[0], start - 160) : start]
        told = _LINK_TO_A_PERSON.search(match[0]) and not page.is_public(start)
        told = told or (_LINK_TO_RECORDS.search(match[0]) and not page.count("public", sentence))
        theirs = _THEIR_PAGE.search(before) or _THEIR_THING.search(before)
        if told or (theirs and not page.count("public", sentence)):
            yield see(page.text, start, end, "link")


def _addresses(page: Page) -> Iterator[Finding]:
    for pattern in (_IP, _IP6):
        for match in pattern.finditer(page.text):
            nobodys = match[0].startswith(("127.", "0.", "::", "255."))
            if nobodys or _VERSION_WORD.search(page.before(match.start(), 40)):
                continue
            if _IP_WORD.search(page.text, *page.sentence(match.start())):
                yield see(page.text, *match.span(), "ip")


def find(page: Page) -> Iterator[Finding]:
    """Ways to reach a patient or relative (D, E, F, N, O) in the page."""
    yield from _phones(page)
    yield from _mails(page)
    yield from _links(page)
    yield from _addresses(page)
