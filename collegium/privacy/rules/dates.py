"""Dates and ages: C of 45 CFR 164.514(b)(2)(i): all elements of dates except the year that relate to a person,
and all ages over 89.

A date is flagged when the words around it tell a patient's story ("admitted", "biopsy", "she", "DOB"), and stays
quiet when they speak of approvals, meetings, deadlines, accrual or publications.
"""

import datetime
import re
from collections.abc import Iterator

from collegium.privacy.catalogue import see
from collegium.privacy.findings import REMOVE, Finding, Fix, change_to, keep_year
from collegium.privacy.page import Page

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?|"
    r"Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:,?\s{1,2}(?:of\s)?(?:19|20)\d\d|,?\s?['’]\d\d)"
_FULL = re.compile(
    rf"(?<![\w.,/-])(?:(?:0?[1-9]|[12]\d|3[01])(?P<s>[/.-])(?:0?[1-9]|[12]\d|3[01])(?P=s)(?:(?:19|20)\d\d|"
    rf"\d\d)"
    rf"|(?:19|20)\d\d[-/.](?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01])"
    rf"|{_DAY}[-/ ]?(?-i:{_MONTH})[-/ ]?(?:(?:19|20)\d\d|\d\d))(?![\w/-]|[.]\d)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\b(?:(?:the\s)?{_DAY}(?:st|nd|rd|th)?\s(?:day\s)?(?:of\s)?{_MONTH}(?![a-z]){_YEAR}?"
    rf"|{_MONTH}\s(?:the\s)?{_DAY}(?:st|nd|rd|th)?\b(?!\s?(?:%|mg|patients|women|men|cycles)){_YEAR}?)(?!\d)",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(
    rf"\b(?:(?:early|late|mid)[ -])?{_MONTH}(?:,?\s(?:of\s)?(?:19|20)\d\d|\s?['’]\d\d)\b"
    r"|(?<![\w.,/-])(?:0?[1-9]|1[0-2])[/-](?:19|20)\d\d(?![\w/-])",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(
    rf"\b(?:in|since|last|this|until|from)\s(?:(?:early|late|mid)[ -])?(?P<d>(?-i:{_MONTH}))(?![\w.’'-]|"
    rf"\s\d)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(?:day|nesday|sday|urday)?\.?,?\s$", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\w.,/+-])(?P<m>1[0-2]|0?[1-9])[/-](?P<d>3[01]|[12]\d|0?[1-9])(?![\w/%+-]|[.,]\d)")
_FRACTIONS = frozenset(("9/11", "1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "1/10"))
_ORDINAL_DAY = re.compile(
    r"\bon the (?P<d>(?:3[01]|[12]?\d)(?:st|nd|rd|th))\b(?!\s(?!of\s(?:the|this|last)\s(?:month)|she|he|"
    r"and|with|for|but|after|to|at)[a-z])",
    re.IGNORECASE,
)
_HOLIDAY = re.compile(
    r"\b(?P<d>(?:Christmas|New Year'?s)(?: (?:Eve|Day))|Thanksgiving(?: Day)?|Easter(?: (?:Sunday|"
    r"Monday))?|Good Friday|Halloween|"
    r"(?:Independence|Memorial|Labor|Valentine'?s|Mother'?s|Father'?s|Veterans|Boxing|Columbus|"
    r"Presidents'?|St\.? Patrick'?s) Day|"
    r"(?:the )?(?:Fourth|4th) of July|Mardi Gras|Ash Wednesday|Palm Sunday|Diwali|Yom Kippur|Rosh Hashanah|"
    r"Christmas)\b",
    re.IGNORECASE,
)
_HOLIDAY_BEFORE = re.compile(
    r"\b(?:on|since|(?:this|last) past|the (?:night|morning|day|evening|afternoon|week) (?:of|after|"
    r"before)|last)\s$",
    re.IGNORECASE,
)
_HOLIDAY_AFTER = re.compile(r"\s(?:morning|night|evening|afternoon|Eve|Day|weekend)\b", re.IGNORECASE)

_BIRTH = re.compile(
    r"(?:\bd\.?o\.?b\.?|\bborn(?: on)?|\bbirth ?da(?:te|y)(?: is| on)?|\bdate of birth(?: is)?|\bb\.|"
    r"[*])[\s:;,=(]{0,3}(?:the )?$",
    re.IGNORECASE,
)
_NOT_A_DATE_BEFORE = re.compile(
    r"(?:\b(?:grade|gr|stage|phase|level|nottingham|score[sd]?|gleason|of|strength|pain|bp|type|ratio|"
    r"about|only|nodes?|ln|positive|negative|"
    r"er|pr|ki-?67|day|cycles?|sentinel|margins?|ecog|ps|kps|in|was|were|is|are|or|than|all|just|another|"
    r"almost|nearly|over|vision|exon|codon|"
    r"motor|reflexes|rate|hpv|version|class|category|bi-?rads|dose|fractions?)|[=:<>~])\s?:?$",
    re.IGNORECASE,
)
_NOT_A_DATE_AFTER = re.compile(
    r"\s?(?:nodes?|ln|lns|lymph|cores?|strength|pain|lobes?|pts?\b|patients|women|men|cases|responses?|"
    r"pos\b|neg\b|positive|negative|cells?|of\b|toxic|"
    r"neutropeni|grade|hpf|mice|fractions?|doses?|cycles?|weeks?|months?|years?|days?|hours?|schedule|"
    r"regimen|scale|visits?|mito|split|chance|systolic|"
    r"murmur|score|points?|stars|criteria|tablets?|cups?|inch|cm\b|mm\b|mg\b|ml\b|sentinel|axillary|pelvic|"
    r"were|had|%|ratio|votes?|respond|bilateral|dipstick)",
    re.IGNORECASE,
)
_DATE_PREPOSITION = re.compile(
    r"(?:\b(?:on|since|until|till|til|thru|by|from|again|and again|before|after|dated|date|then|next|"
    r"ending|started|began|due|restart|around|approx)|,)\s?$",
    re.IGNORECASE,
)
_STRICTLY_BEFORE = re.compile(r"\b(?:on|since|until)\s$")
_EVENT_BEFORE = re.compile(
    r"\b(?:scan(?:s|ned)?(?: (?:him|her|them))?|ct|mri|pet|pet-?ct|labs?|path|bx|biopsy|port|surgery|sx|"
    r"admit(?:ted)?|adm|dc'?d?|d/c|seen|visit|clinic|"
    r"dob|dx'?d?|chemo|cycle \d|c\d(?:d\d)?|xrt|rt|rad|echo|muga|last dose|dose|cea|psa|ca-?125|consult|"
    r"appt|appointment|f/u|mammo(?:gram)?|"
    r"\w{3,12}(?:ectomy|ostomy|otomy|scopy)|died|expired|transfused|transplant|bmt|started|began|stopped|"
    r"held|relapsed?|recurrence|"
    r"resection|bronch|egd|cxr|x-?ray|us|films?|repeat|on)\s(?:was\s|is\s|done\s|from\s|set for\s|"
    r"scheduled for\s|on\s|of\s)?$",
    re.IGNORECASE,
)

_DIGIT_WORDS = "(?:one|two|three|four|five|six|seven|eight|nine)"
_NINETIES = rf"(?:ninety(?:[ -]{_DIGIT_WORDS})?|(?:a |one )hundred(?:[ -]and)?(?:[ -]{_DIGIT_WORDS})?)"
_OLD = r"(?:9\d|1[01]\d)"
_AGES = re.compile(
    rf"(?<![\w.,/$+-])(?:"
    rf"(?P<a>{_OLD}|{_NINETIES})(?:\s?-?\s?(?:years?|yrs?|yr)[- ]?olds?\b|\s?y/?o[mf]?\b|\s?y\.o\.|"
    rf"\s?-?year[- ]?old\b|\s(?:years?|yrs?) (?:of age|young|old)\b|\s?yo[mf]\b)"
    rf"|(?P<b>{_OLD})\s?(?-i:[MF])\b"
    rf"|(?:aged?|age of|age:|turn(?:ed|s|ing)?|is now|now|nearly|almost|just)\s(?P<c>{_OLD}|"
    rf"{_NINETIES})\b(?!\s?(?:%|percent|days?|months?|mg|minutes|hours|patients|\w{{2,12}}s\b|to\b))"
    rf"|(?P<d>{_OLD}(?:st|nd|rd|th)|nineti(?:eth)|hundredth) birthday"
    rf"|\bat (?P<e>{_OLD}|{_NINETIES})(?=,? (?:she|he|her|his|the patient|my patient|and (?:still|living|"
    rf"frail|fit))\b|\s?[,;] (?:she|he|still|frail|fit)\b)"
    rf"|\b(?:she|he|(?:pt|patient|mother|father|grandmother|grandfather|gentleman|lady|man|"
    rf"woman)(?:,? who)?) (?:is|was|will be|'s|turns|just turned)\s(?P<f>{_OLD}|{_NINETIES})(?=[\s,.;)]|"
    rf"$)(?!\sin\s(?:a|an|some|\d)|\s?(?:%|percent|kg|lb|pounds|days?|mg|cm|and\b.{{0,12}}bpm))"
    r")",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:(?:women|men|patients|people|persons|those|everyone|anyone|adults|subjects|individuals|pts|"
    r"participants|octogenarians|population|cohort|median|"
    r"mean|range|ranging|ages|aged \d\d (?:to|-)|between|over|older than|above|younger than|under|up to|"
    r"beyond|past|hospital|institution|building|society|"
    r"journal|organization|college)(?:\s(?:aged?|age))?)\s(?:\w{1,12}\s){0,2}$",
    re.IGNORECASE,
)
_OF_ONE = re.compile(r"\b(?:an?|my|the|this|our|his|her)\s$", re.IGNORECASE)
_RANGE_BEFORE = re.compile(r"\d\s?(?:to|-|–|through|and)\s?$")
_FEVER = re.compile(r"\b(?:temp(?:erature)?|fever|febrile|tmax|degrees?)\b[^.]{0,16}$", re.IGNORECASE)
_MINIMUM = re.compile(r"\s?(?:or (?:older|over|above|more)|and (?:older|over|above|up)|\+)")
_AGE_SAID = re.compile(r"\b(\d{2})(?: ?(?:[MF]\b|y/?o|yof|yom)|[ -]{0,2}(?:years?|yrs?)[ -]old)")
_DECADES = {
    2: "twenties",
    3: "thirties",
    4: "forties",
    5: "fifties",
    6: "sixties",
    7: "seventies",
    8: "eighties",
}


def _year_fix(found: str) -> tuple[Fix, ...]:
    year = re.search(r"(?:19|20)\d\d", found)
    return (keep_year(int(year[0])),) if year else ()


def _birth_fixes(page: Page, start: int, end: int) -> tuple[Fix, ...]:
    """The decade of age when an age stands within 80 characters, else nothing but removal and a safe year.

    The year of birth of somebody who could be over 89 is an identifier itself: (b)(2)(i)(C).
    """
    ages = [int(m[1]) for m in _AGE_SAID.finditer(page.text, max(0, start - 80), min(len(page.text), end + 80))]
    decade = _DECADES.get(ages[0] // 10) if len(set(ages)) == 1 else None
    year = re.search(r"(?:19|20)\d\d", page.text[start:end])
    young = year is not None and datetime.date.today().year - int(year[0]) < 90
    return (
        *((change_to(decade),) if decade else ()),
        REMOVE,
        *(_year_fix(page.text[start:end]) if young else ()),
    )


def _date(page: Page, start: int, end: int) -> Finding:
    return see(page.text, start, end, "date", REMOVE, *_year_fix(page.text[start:end]))


def _tells_a_story(page: Page, position: int, *, needs_event: bool, terse: bool = False) -> bool:
    """Does the date at `position` belong to one patient's story? See the module's docstring.

    needs_event  the date is vague ("in March"), so an event of the story must stand in the sentence.
    terse        the date is in figures, as in notes that name no person; clinical words are enough.
    """
    here = page.sentence(position)
    events, weak = page.count("event", here), page.count("weak_event", here)
    person = bool(page.count("person", here) or page.count("pronoun", here))
    weak += page.count("human_event", here) if person else 0
    if page.count("public", here):
        near = page.distance("event", position, here)
        return person and near < 40 and near < page.distance("public", position, here)
    if page.count("public_soft", here) and not person:
        return False
    if needs_event:
        told = person or page.person_near(position) or page.distance("event", position, here) < 30
        return bool(events and told) or bool(person and weak)
    if events or person or (terse and page.count("clinical", here) > 1):
        return True
    around = page.around(position, 300)
    return bool(page.count("person", around)) or bool(weak and not page.count("public", around))


def _full_dates(page: Page) -> Iterator[Finding]:
    for pattern in (_FULL, _NAMED):
        for match in pattern.finditer(page.text):
            start, end = match.span()
            if match[0].lower().startswith("may ") and not match[0].startswith("May"):
                continue
            if _BIRTH.search(page.before(start, 24)):
                yield see(page.text, start, end, "birth_date", *_birth_fixes(page, start, end))
            elif _tells_a_story(page, start, needs_event=False, terse=pattern is _FULL):
                yield _date(page, start, end)


def _parts_of_dates(page: Page) -> Iterator[Finding]:
    for match in _MONTH_YEAR.finditer(page.text):
        if _BIRTH.search(page.before(match.start(), 24)) or _tells_a_story(page, match.start(), needs_event=True):
            yield _date(page, *match.span())
    for match in _MONTH_ALONE.finditer(page.text):
        near = page.distance("event", match.start(), page.sentence(match.start()))
        if near < 60 and _tells_a_story(page, match.start(), needs_event=True):
            yield _date(page, *match.span("d"))
    for match in _ORDINAL_DAY.finditer(page.text):
        if page.count("event", page.sentence(match.start())) and _tells_a_story(page, match.start(), needs_event=True):
            yield _date(page, *match.span("d"))


def _leads_to_a_date(page: Page, match: re.Match[str], last: int) -> bool:
    """Do the words before a short date make it one? `last` is where the short date before it starts, or -1."""
    start, before = match.start(), page.before(match.start(), 40)
    if _WEEKDAY.search(before):
        return _tells_a_story(page, start, needs_event=False, terse=True)
    if match[0] in _FRACTIONS or _NOT_A_DATE_AFTER.match(page.after(match.end(), 20)):
        return False
    if _EVENT_BEFORE.search(before):
        return True
    if _NOT_A_DATE_BEFORE.search(before) or ("-" in match[0] and not _STRICTLY_BEFORE.search(before)):
        return False
    listed = last >= 0 and start - last < 40 and page.sentence(last) == page.sentence(start)
    if not (listed or _DATE_PREPOSITION.search(before)) or not page.person_near(start):
        return False
    return _tells_a_story(page, start, needs_event=False)


def _short_dates(page: Page) -> Iterator[Finding]:
    """Month and day only, "4/2": many fractions look alike, so a word of time or of an event must lead to it."""
    last = -1
    for match in _SHORT.finditer(page.text):
        if _leads_to_a_date(page, match, last):
            last = match.start()
            yield _date(page, *match.span())


def _holidays(page: Page) -> Iterator[Finding]:
    for match in _HOLIDAY.finditer(page.text):
        start, end = match.span("d")
        placed = _HOLIDAY_BEFORE.search(page.before(start, 30)) or _HOLIDAY_AFTER.match(page.after(end, 12))
        if placed and _tells_a_story(page, start, needs_event=True):
            yield _date(page, start, end)


def _ages(page: Page) -> Iterator[Finding]:
    for match in _AGES.finditer(page.text):
        shape = match.lastgroup or "a"
        start, end = match.span(shape if shape in "cdef" else 0)
        before = page.before(start, 40)
        of_many = (_GROUP.search(before) and not _OF_ONE.search(before)) or _RANGE_BEFORE.search(before)
        if of_many or _MINIMUM.match(page.after(end, 14)) or (shape == "b" and _FEVER.search(before)):
            continue
        yield see(page.text, start, end, "age")


def find(page: Page) -> Iterator[Finding]:
    """Dates and ages over 89 (C) in the page."""
    yield from _full_dates(page)
    yield from _parts_of_dates(page)
    yield from _short_dates(page)
    yield from _holidays(page)
    yield from _ages(page)
