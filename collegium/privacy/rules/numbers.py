"""Numbers given to one person or thing: G social security, H record, I plan, J account, K licence, L vehicle,
M device and R other codes of 45 CFR 164.514(b)(2)(i).

Almost all are found by a label word ("MRN", "serial no.") followed by something with digits, because a bare
number in an oncology text is nearly always a laboratory value, a count or a code. Only shapes that nothing
else has are found without a label: a Medicare number, a VIN with its check digit, a UDI, an SSN beside a
person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from collegium.privacy.catalogue import see
from collegium.privacy.findings import Finding
from collegium.privacy.page import Page

# What follows a label: "no. ", "# ", ": ", "is ", "ending in " and at most two small words.
_JOINT = (
    r"(?:,?\s?(?:numbers?|num\b|nos?\b\.?|nr\b\.?|id\b|i\.d\.|code|#|"
    r"№))?(?:\s?\([^()\n]{1,20}\))?[\s:;,.#=»”\"'–-]{0,4}"
    r"(?:(?:on|of|for|in|from|to)(?:\s[a-z']{2,12}){1,3}[,:]?\s)?(?:(?:again|please|here|now|below)[\s:]{1,2})?"
    r"(?:(?:is|was|are|of|ending(?: in)?|ends(?: in)?|reads?|shows?|listed as|number|no\.?|on file|"
    r"starting|begins(?: with)?)\b[\s:#\"']{1,3}){0,2}"
)
# A number as people write it: letters and digits in groups joined by - . / or, before digits, a space.
_ID = (
    r"(?P<id>(?:[A-Z]{1,6}[-. ]?|[a-z]{1,4}-?){0,2}\d[\dA-Z]{0,20}"
    r"(?:[-./][\dA-Za-z]{1,12}|[ ](?=[A-Z]{0,2}\d)[\dA-Z]{1,8}){0,6})"
)


@dataclass(frozen=True, slots=True)
class _Label:
    sight: str
    words: str  # a pattern for the label
    digits: int = 4  # fewest digits of the number
    unless: str = ""  # quiet when this stands around the label
    own: bool = True  # quiet when the label is the author's own ("my license", "our account")


_LABELS = (
    _Label(
        "national_number",
        r"(?:ssn?|s\.s\.n?\.?|soc(?:ial)? ?sec(?:urity)?|(?:his|her|their|patient'?s?|pt'?s?|the) social|"
        r"last (?:four|4)(?: digits)?(?: of (?:(?:his|her|the|their) )?(?:ssn?|social(?: security)?))?|"
        r"national insurance|nino|national (?:id|identity)|personnummer|f[øo]dselsnummer|cpr(?= ?(?:no|nr|"
        r"num|\d{6}))|codice fiscale|(?-i:CURP|SIN|BSN|DNI)|pesel|"
        r"aadhaa?r|social insurance|tax(?:payer)? id|itin|passport)",
        digits=4,
        own=False,
        unless=r"\bss ?(?:iii?|ia|ib)\b",
    ),
    _Label(
        "record_number",
        r"(?:mrn|m\.r\.n\.?|mr ?(?=#|no\b|num|\d{2,5}-\d)|\bh ?(?=#)|"
        r"med(?:ical)? ?rec(?:ord)?s?(?=\W{0,2}(?:#|n|id|\d))|record (?=#|no|num|id)|"
        r"chart ?(?=#|no|num|id|\d{4}|\d\d-\d\d)|hosp(?:ital)?\.? ?(?=#|no\b|num|id)|unit ?(?=#|no\b|num)|"
        r"(?:patient|pt)\.? ?(?=#|no\b|num|id\b|identifier|\d{4})|"
        r"nhs|chi (?=no|num)|h[cx] ?(?=#)|hn (?=\d)|uhid|urn|emr ?(?=#|no|num|id)|ehr ?(?=#|no|num|id)|"
        r"epic ?(?=#|id|no)|"
        r"encounter|visit ?(?=#|no\b|num|id)|csn|fin (?=#|\d)|registration (?=no|num)|clinic ?(?=#|no\b|"
        r"num)|case note)",
        digits=4,
        own=False,
        unless=r"nhs (?:trust|england|spending|budget)|numbers? of",
    ),
    _Label(
        "plan_number",
        r"(?:member(?:ship)?(?=\W{0,2}(?:#|no\b|num|id))|subscriber|beneficiary|insured'?s?|"
        r"policy(?:holder)?|insurance(?=\W{0,2}(?:#|no\b|num|id|card))|"
        r"plan(?=\W{0,2}(?:#|no\b|num|id))|medicare(?=\W{0,2}(?:#|no\b|num|id|hic|claim|card|[1-9A-Z]{4}-|"
        r"\d{3}-\d\d))|medicaid(?=\W{0,2}(?:#|no\b|num|id|card))|hicn?|mbi|"
        r"group(?=\W{0,2}(?:#|no\b|num|id))|health ?card|ohip|ramq|rx ?(?:bin|pcn|grp)|"
        r"certificate of coverage|"
        r"(?:aetna|cigna|humana|anthem|tricare|kaiser|united(?:healthcare)?|uhc|blue ?cross|bcbs|medica|"
        r"wellpoint)(?=\W{0,2}(?:#|no\b|num|id\b|policy|member)))",
        digits=4,
        unless=r"\b(?:your|asco|ash|society|ama)\b.{0,24}$",
    ),
    _Label(
        "account_number",
        r"(?:acc(?:oun)?t\.?|a/c|guarantor(?: acc(?:oun)?t\.?)?|invoice|statement(?= \d{4})|"
        r"bill(?:ing)?(?=\W{0,2}(?:#|no\b|num|id))|statement(?=\W{0,2}(?:#|no\b|num))|"
        r"claim(?=\W{0,2}(?:#|no\b|num|id))|iban|credit card|debit card|visa (?=\d{4})|mastercard|routing|"
        r"pre-?auth\w{0,10}(?=\W{0,2}(?:#|no\b|num))|"
        r"prior auth\w{0,10}(?=\W{0,2}(?:#|no\b|num))|auth(?:orization)?(?=\W{0,2}(?:#|no\b|num))|"
        r"reference (?=no\b|num))",
        digits=5,
        unless=r"twitter|facebook|linkedin",
    ),
    _Label(
        "license_number",
        r"(?:(?:(?:driver|pilot|hunter|trucker)'?s?'?|driving|hunting|fishing|marriage|gun|firearms?|"
        r"commercial|nursing|pilot|teaching|"
        r"fishing|boat(?:ing)?|concealed carry) (?:licen[cs]e|certificate|permit)|\bd\.?l\.?(?=\W{0,2}(?:#|"
        r"no\b|num))|cdl|licen[cs]e(?! plate)|"
        r"(?:birth|death|baptismal|marriage|pilot|medical) certificate|certificate(?=\W{0,2}(?:#|no\b|"
        r"num))|permit(?=\W{0,2}(?:#|no\b|num))|"
        r"badge(?=\W{0,2}(?:#|no\b|num))|green card|visa(?=\W{0,2}(?:#|no\b|num))|alien)",
        digits=5,
        unless=r"software|npi|\bdea\b|site license|(?-i:\b(?:MD|DO|NP|RN|Dr)\b)|provider|physician",
    ),
    _Label(
        "vehicle",
        r"(?:(?:licen[cs]e |number )?plates?|licen[cs]e tag|tags?(?=\W{0,2}(?:#|no\b|num)| on (?:his|her|the))|vin|"
        r"vehicle(?: id\w{0,14})?(?=\W{0,2}(?:#|no\b|num|id|reg|\d))|"
        r"registration plate|reg\.? plate|car reg(?:istration)?|tail number|boat registration|hull)",
        digits=3,
        unless=r"growth plate|agar|plates? (?:of|with|were|are)|(?:96|384)-well|plate count",
        own=False,
    ),
    _Label(
        "device",
        r"(?:serial(?: (?:number|no\b\.?|#|code))?|s/n|\bsn\b(?=\W{0,3}[A-Z0-9-]{0,8}\d{3})|udi|"
        r"device (?=id|no|num|ident)|"
        r"(?:implant|pacemaker|defibrillator|icd|pump|port|stent|valve|prosthesis|expander|stimulator|lead|"
        r"catheter|device|lens|mesh)"
        r"(?: card)?(?=\W{0,2}(?:#|no\b|num|id\b|serial)))",
        digits=4,
        unless=r"\brange|\bthrough\b|serial (?:killer|ct|scans?|biops|measure|lab|values?|psa|cea)",
        own=False,
    ),
    _Label(
        "code",
        r"(?:accession|acc(?=#|\W{1,2}(?:#|no\b|num))|specimen|case(?=\W{0,2}(?:#|no\b|num|id))|"
        r"path(?:ology)?(?=\W{0,2}(?:#|no\b|num|id))|"
        r"surg(?:ical)? path\w{0,5}|slides?(?= (?:[A-Z]{1,3}-?\d\d-)|\W{0,2}(?:#|no\b|num|id|label))|"
        r"blocks?(?= (?:[A-Z]{1,3}-?\d\d-)|\W{0,2}(?:#|no\b|num|id))|"
        r"biopsy(?=\W{0,2}(?:#|no\b|num|id))|cytology(?=\W{0,2}(?:#|no\b|num|id| [A-Z]{1,3}\d\d-))|"
        r"autopsy(?=\W{0,2}(?:#|no\b|num))|sample(?=\W{0,2}(?:#|no\b|num|id|\d{4}))|"
        r"(?:trial |study |research )?(?:subject|participant|enrollee)(?= ?(?:#|no\b|num|id\b|code)|"
        r"\W{0,2}[A-Z]{0,3}-?\d)|(?:study|screening|enroll?ment|sequence|randomi[sz]ation|rando) ?(?=#|no\b|"
        r"num|id\b|code)|"
        r"barcode|bar code|requisition|order(?=\W{0,2}(?:#|no\b|num))|rx(?=\W{0,2}(?:#|no\b|num))|"
        r"prescription(?=\W{0,2}(?:#|no\b|num))|"
        r"(?:biobank|bank|donor|nmdp|tissue|registry|transplant|unos|inmate|prisoner|employee|service|"
        r"student|badge|bed|locker|ticket|tracking|caseworker)(?: ?(?=#|no\b|num|id\b))|"
        r"study (?:instance )?uid|foundation(?:one)? (?=#|id|no)|guardant (?=#|id|no)|oncotype (?=#|id|no)|"
        r"(?:path\w{0,5}|lab\w{0,7}|autopsy|imaging) report (?=#|no\b|num)|exam(?=#| (?:no\b|num)))",
        digits=4,
        own=False,
        unless=r"nct\d|protocol (?:no|num|version|\d)|\birb\b",
    ),
    _Label(
        "code",
        r"(?-i:\bID)(?=\W{0,2}(?:#|no\b|num|[A-Z]{0,4}[- ]?\d))",
        digits=6,
        unless=r"pubmed|orcid|doi|nct|meeting|webinar|zoom|conference|irb|tax",
    ),
)

_MBI = re.compile(
    r"\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d\d\b"
)
_VIN = re.compile(r"\b(?=[A-HJ-NPR-Z]{0,16}\d)[A-HJ-NPR-Z0-9]{17}\b")
_UDI = re.compile(r"\(01\)\s?\d{14}(?:\s?\(\d\d\)\s?[\w-]{1,20}){0,4}")
_SSN = re.compile(r"(?<![\w.,/-])(?!000|666)\d{3}([- ])(?!00)\d\d\1(?!0000)\d{4}(?![\w/-]|[.,]\d)")
_COUNTED = re.compile(
    r"\s?(?:cells?|copies|claims|patients|reads?|units?|mg|ml|u/|iu|ng|%|dollars|subjects|women|men|over|"
    r"in (?:three|four|two))\b",
    re.IGNORECASE,
)
_ACCESSION = re.compile(r"(?<![\w-])[A-Z]{1,3}-?(?:19|20)?\d{2}-\d{3,7}(?:-[A-Z]?\d{0,2})?(?![\w-])")
_TISSUE = re.compile(
    r"\b(?:slides?|path\w{0,6}|blocks?|recuts?|specimens?|biops\w{1,3}|cytolog\w|margins?|read as|outside|"
    r"lab|label|samples?|sequenc\w{2,4}|receptor|pending|repeat)\b",
    re.IGNORECASE,
)
_IMPLANT = re.compile(
    r"\b(?:pumps?|ports?|pacemaker|icd|defibrillator|stents?|valve|implants?|prosthes[ie]s|expander|"
    r"stimulator|catheter|shunt|mesh|lens|placed|implanted|insulin|cgm|monitor)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:my|our|your|author'?s?|society|asco|physician'?s?)\s(?:[\w-]{2,14}\s){0,2}$", re.IGNORECASE)
_RANGE = re.compile(r"\s?(?:to|through|thru|–|and above|or higher)\s?[A-Z]{0,4}-?\d", re.IGNORECASE)
_YEAR = re.compile(r"\D{0,6}(?:19|20)\d\d")


def _compile(label: _Label) -> tuple[_Label, re.Pattern[str], re.Pattern[str]]:
    """The label with the pattern of label and number, and the pattern that keeps it quiet."""
    pattern = re.compile(rf"(?i:(?<![\w])(?P<label>{label.words}){_JOINT}){_ID}")
    return label, pattern, re.compile(label.unless or r"(?!)", re.IGNORECASE)


_COMPILED = tuple(_compile(label) for label in _LABELS)


def _is_quiet(page: Page, label: _Label, match: re.Match[str]) -> bool:
    """Is the number after a label too short, a year, a range or the author's own?"""
    start, end = match.span("id")
    if sum(c.isdigit() for c in match["id"]) < label.digits or _YEAR.fullmatch(match["id"]):
        return True
    if label.own and _OWN.search(page.before(match.start(), 40)):
        return True
    if label.sight in ("device", "code") and _RANGE.match(page.after(end, 16)):
        return True
    if label.sight == "device":
        return not (page.person_near(start) or _IMPLANT.search(page.text, *page.sentence(start)))
    return False


def _labelled(page: Page) -> Iterator[Finding]:
    """Numbers after a label word."""
    for label, pattern, unless in _COMPILED:
        for match in pattern.finditer(page.text):
            around = max(0, match.start() - 30), match.end() + 24
            if not unless.search(page.text, *around) and not _is_quiet(page, label, match):
                yield see(page.text, *match.span("id"), label.sight)


_VIN_VALUES = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", "012345678912345678123457923456789", strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def _vin_holds(vin: str) -> bool:
    """Does the check digit of a 17-character vehicle number hold (49 CFR 565.15)?"""
    rest = sum(int(_VIN_VALUES[c]) * weight for c, weight in zip(vin, _VIN_WEIGHTS, strict=True)) % 11
    return vin[8] == ("X" if rest == 10 else str(rest))


def _shaped(page: Page) -> Iterator[Finding]:
    """Numbers that need no label, because nothing else has their shape."""
    for match in _MBI.finditer(page.text):
        yield see(page.text, *match.span(), "plan_number")
    for match in _UDI.finditer(page.text):
        yield see(page.text, *match.span(), "device")
    for match in _VIN.finditer(page.text):
        if _vin_holds(match[0]):
            yield see(page.text, *match.span(), "vehicle")
    for match in _SSN.finditer(page.text):
        if not _COUNTED.match(page.after(match.end(), 24)) and page.person_near(match.start()):
            yield see(page.text, *match.span(), "national_number")
    for match in _ACCESSION.finditer(page.text):
        if _TISSUE.search(page.text, max(0, match.start() - 80), match.end() + 60):
            yield see(page.text, *match.span(), "code")


def find(page: Page) -> Iterator[Finding]:
    """Numbers and codes (G to M and R) in the page."""
    yield from _labelled(page)
    yield from _shaped(page)
