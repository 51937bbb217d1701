"""Places smaller than a state, and employers, of a patient: B of 45 CFR 164.514(b)(2)(i).

Cities of the author, of meetings and of institutions stay quiet: a place is flagged when the words before it say
that a person lives, works or comes from there. States and countries are allowed by the rule.
"""

import re
from collections.abc import Iterator

from collegium.privacy.catalogue import see
from collegium.privacy.findings import REMOVE, Finding, change_to
from collegium.privacy.page import Page
from collegium.privacy.rules import allow

_STREET = re.compile(
    r"\b(?:\d{1,5}[A-Za-z]?\s(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|"
    r"West)\.?\s)?(?:[A-Z][\w'’.-]{1,18}\s|\d{1,3}(?:st|nd|rd|th)\s){1,3}"
    r"(?:Lane|Ln|Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Highway|Hwy|Place|Pl|"
    r"Terrace|Circle|Cir|Trail|Parkway|Pkwy|Loop|Square|Close|Crescent|Row|Pike)\b\.?"
    r"|(?:P\.?\s?O\.?\s?Box|Post Office Box|R\.?R\.?\s?\d{1,2},?\s?Box|Rural Route)\s\d{1,6}"
    r"|(?:County|Township|State|Farm)\s(?:Road|Rd|Route|Highway|Hwy)\s\d{1,4}\w?"
    r"|(?:apt|apartment|unit|flat|lot|room|rm|trailer)\.?\s#?\d{1,4}[A-Z]?(?=,\s\d|,\s[A-Z]))"
)
_STREET_ALONE = re.compile(
    r"\b(?:[A-Z][\w'’-]{1,16}\s){1,2}(?:Lane|Street|Avenue|Road|Drive|Boulevard|Court|Terrace|Trailer Park|"
    r"Mobile Home Park|Apartments|Towers|Manor|Reservation|Township|Parish|Heights)\b"
)
_STATE_WORD = (
    r"(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|"
    r"Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|"
    r"Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|"
    r"Nevada|New Hampshire|New Jersey|New Mexico|New York|"
    r"North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|"
    r"South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|"
    r"Washington|West Virginia|Wisconsin|Wyoming|Ontario|Quebec|Alberta|Manitoba|Saskatchewan|"
    r"British Columbia|Nova Scotia|Minn\.?|Wis\.?|Calif\.?|Penn\.?|Ill\.?|Mich\.?|Fla\.?|Tex\.?|"
    r"Mass\.?|Conn\.?|N\.?D\.?|S\.?D\.?|[A-Z]{2})"
)
_BIG = re.compile(
    rf"(?:{_STATE_WORD}|Africa|America|Americas|Asia|Europe|Australia|Canada|Mexico|China|India|Japan|"
    rf"Korea|South Korea|Vietnam|Philippines|Thailand|Laos|Cambodia|Russia|"
    r"Ukraine|Poland|Germany|France|Italy|Spain|Portugal|Greece|Turkey|Iran|Iraq|Israel|Egypt|Sudan|"
    r"South Sudan|Ethiopia|Eritrea|Somalia|Kenya|Uganda|Tanzania|"
    r"Nigeria|Ghana|Liberia|Cameroon|Congo|South Africa|Brazil|Argentina|Chile|Peru|Colombia|Ecuador|"
    r"Bolivia|Venezuela|Guatemala|Honduras|El Salvador|Nicaragua|Cuba|Haiti|"
    r"Jamaica|Dominican Republic|Puerto Rico|England|Scotland|Wales|Ireland|Northern Ireland|Britain|"
    r"Great Britain|United Kingdom|UK|US|USA|U\.S|United States|Norway|Sweden|Denmark|"
    r"Finland|Iceland|Netherlands|Holland|Belgium|Switzerland|Austria|Hungary|Romania|Bulgaria|Serbia|"
    r"Croatia|Bosnia|Albania|Nepal|Pakistan|Bangladesh|Burma|Myanmar|"
    r"Afghanistan|Syria|Lebanon|Jordan|Saudi Arabia|Yemen|Indonesia|Malaysia|Singapore|New Zealand|Midwest|"
    r"South|North|East|West|Northeast|Southwest|Northwest|Southeast|"
    r"Upper Midwest|Middle East|Pacific Northwest|New England|Appalachia|Dakotas|Caribbean|Balkans|"
    r"Central America|South America|Vietnam War|Gulf War|World War|Army|Navy|Marines|"
    r"Air Force|VA|ICU|ER|ED|OR|Medicare|Medicaid|Hospice)"
)
_TOWN = (
    r"(?P<p>(?:(?:St|Ste|Mt|Ft|Fort|Mount|Saint|New|San|Santa|Los|Las|El|La|Le|Port|Lake|West|East|North|South|"
    r"Upper|Lower|"
    r"Cold|Red|White|Black|Green|Grand)\.?\s)?"
    r"[A-Z][a-zà-ÿ'’-]{2,18}(?:\s(?:[A-Z][a-zà-ÿ'’-]{1,18}|on|upon|in|le|la|de|du)(?=\s[A-Z]|\b)){0,2})"
)
_HOME = re.compile(
    r"(?:\b(?:lives?|lived|living|resid(?:es?|ed|ing)|resident|grew up|raised|born(?: and raised)?|"
    r"home(?: is)?|house|cabin|farm|farms|farmed|ranch|trailer|moved|moving|comes?|came|hails?|native|"
    r"drives?(?: \w{1,20})?(?: in)?|drove(?: in)?|driving(?: in)?|travels?|travell?ed|commutes?|flew(?: in)?|"
    r"flies(?: in)?|walks(?: in)?|is|was|retired|parents?|family|wintering|winters|summers|stays|staying|"
    r"housed|incarcerated|imprisoned|jailed|stationed|buried|relatives?|church|parishioner|works?|worked|"
    r"working|employed)\s(?:[a-z]{1,12}\s){0,3}?"
    r"(?:in|at|on|near|outside|outside of|from|of|to|around|by|up in|out in|over in|down in|just outside|"
    r"north of|south of|east of|west of)\s(?:the\s(?:town|village|city|hamlet|suburb|outskirts)\sof\s|"
    r"rural\s|downtown\s|nearby\s|tiny\s|little\s|far\s)?"
    r"|\b(?:he|she)\s(?!(?:is|has|was|does|gets|needs|wants|sees|receives|goes|leads|chairs|runs|directs|heads|"
    r"writes|speaks|says|practices)\b)"
    r"\w{3,9}s\s(?:[a-z]{2,12}\s){0,3}(?:in|near|on|at)\s"
    r"|\b(?:anyone|someone|anybody|somebody|colleagues?|oncologists?|cent(?:er|re)s?|linacs?|clinics?|"
    r"doctors?)\s(?:\w{2,10}\s)?(?:near|around|close to|nearer|closer to)\s"
    r"|\b(?:an?|retired|former|our|the|young|old)\s(?:\w{3,12}\s)?\w{2,14}(?:er|or|ist|ian|man|woman|eer|"
    r"yst|ant|ess|ete|ic)\s(?:from|in|near|outside|at|of)\s(?:rural\s|downtown\s)?"
    r"|\b(?:man|woman|lady|gentleman|patient|pt|boy|girl|farmer|rancher|widow|widower|dentist|teacher|"
    r"nurse|miner|logger|trucker|pastor|priest|veteran|vet|guy|fellow|nun|mechanic|welder|carpenter|banker|"
    r"lawyer|attorney|"
    r"engineer|electrician|plumber|roofer|painter|janitor|waitress|cook|chef|baker|butcher|barber|"
    r"hairdresser|musician|singer|coach|student|professor|principal|librarian|policeman|firefighter|"
    r"fireman|fisherman|"
    r"logger|nurse|rancher|clerk|cashier|butcher|bus driver|driver|housewife|homemaker|machinist|quarryman|"
    r"shipyard worker|secretary|accountant|supervisor|foreman|executive|owner|worker|grandmother|"
    r"grandfather|mother|father|retiree|immigrant|refugee|(?-i:\d{2} ?[MF]))\s(?:who (?:is|was|comes|"
    r"lives)\s)?(?:from|of|in|near|out of|outside)\s(?:rural\s|downtown\s|nearby\s)?)$",
    re.IGNORECASE,
)
_LEADS_TO_A_PLACE = re.compile(
    r"\b(?:in|at|on|near|nearer|closer|outside|from|of|to|around|by|rural|downtown|nearby|tiny|little|far)\s$",
    re.IGNORECASE,
)
_WEAK_HOME = re.compile(
    r"\b(?:is|was|work(?:s|ed|ing)?|moved|moving|to|of|by|comes?|came|family|stays|staying|retired|flew|"
    r"flies|travels?|travell?ed)\b",
    re.IGNORECASE,
)
_ON_THESE = ("Island", "Reservation", "Ridge", "Mountain", "Lake", "Peninsula", "Point", "Beach", "Prairie", "Bay")
_PLACE = re.compile(_TOWN)
_CITY_STATE = re.compile(
    rf"\b(?P<p>(?:[A-Z][a-zà-ÿ'’.-]{{1,18}}\s?){{1,3}},\s(?:{_STATE_WORD}))(?![\w])(?:\s\d{{5}}(?:-\d{{4}})?)?"
)
_COUNTY = re.compile(r"\b(?P<p>(?:[A-Z][a-zà-ÿ'’-]{2,18}\s){1,2}(?:County|Parish|Township|Borough|Reservation))\b")
_EMPLOYER = re.compile(
    r"\b(?:work(?:s|ed|ing)?(?:\s[a-z]{2,14}){0,4}|employed(?:\s[a-z]{2,12}){0,2}|retired|supervisor|"
    r"foreman|manager|teach(?:es|er)?(?:\s[a-z]{2,12}){0,3}|taught(?:\s[a-z]{2,12}){0,3}|(?:drives|drove|"
    r"cleans|cooks|coaches|runs|farms|sings|preaches)(?:\s[a-z]{1,12}){0,3}|principal|librarian|janitor|"
    r"custodian|driver|mechanic|welder|operator|guard|clerk|cashier|"
    r"cook|chef|engineer|machinist|miner|electrician|bookkeeper|secretary|receptionist|nurse|coach|"
    r"professor|pastor|priest|minister|owner|owns|ran|runs|chef|bartender|waitress|waiter|butcher|officer|"
    r"deputy|pilot|dispatcher|"
    r"technician|assembler|shift|line worker|employee|executive|CEO|president|student|freshman|sophomore|"
    r"junior|senior|plays)\s(?:at|for|from|with|of|in)\s(?:the\s|our\s|"
    r"a\s)?(?P<p>[A-Z][\w'’&.-]{1,18}(?:\s(?:[A-Z][\w'’&.-]{1,18}|of|and|&)){0,4}"
    r"(?:\s(?:[a-z]{3,12}\s)?(?:school district|county|quarry|mine|mill|plant|factory|cannery|shipyard|"
    r"school|bank|church|diner|store|farm|prison|jail|post office|library|brewery|refinery|foundry|packing|"
    r"works|yard|depot|station|airport|dairy|creamery|elevator|college|nursery|casino))?)"
)
_MEDICAL_JOB = re.compile(
    r"\b(?:oncolog|surgeon|physician|doctor|fellow|resident|pathologist|radiologist|pharmacist|"
    r"investigator|colleague|hematolog|urologist|my partner|professor of|\b(?:I|we)\s(?:work|am|was|are|"
    r"were|train|practi[cs]e|teach|started))",
    re.IGNORECASE,
)
_ZIP = re.compile(
    r"\b(?:zip(?:[ -]?code)?|postal code|post ?code|area code|plz)\b[\s:#(is]{0,6}(?P<z>\d{5}(?:-\d{4})?|"
    r"\d{4}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]{1,2}\d[\dA-Z]?\s?\d[A-Z]{2})(?!\d)",
    re.IGNORECASE,
)
_STATE_ZIP = re.compile(r"\b(?P<s>[A-Z]{2})\.?,?\s(?P<z>\d{5}(?:-\d{4})?)(?![\d-])")
_NUMBERED = re.compile(r"(?:licen[cs]e|no\.?|number|#|id|npi)\W{0,3}$", re.IGNORECASE)
_DEGREES = (" MD", " PA", " MA", " MS", " DO", " ND", " DC", " OD")
_UK_POSTCODE = re.compile(r"\b(?P<z>[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKPSTUW]?\s\d[ABD-HJLNP-UW-Z]{2})\b")
_CANADA_POSTCODE = re.compile(r"\b(?P<z>[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\s\d[ABCEGHJ-NPRSTV-Z]\d)\b")
_OWN_PLACE = re.compile(
    r"\b(?:our|my|we|us|I|office|clinic|practice|headquarters|meeting|conference|hotel|building|board|"
    r"parking|hosted|held|located|institution|satellite|campus|suite|society|register|mail (?:it|checks|"
    r"slides)|"
    r"send (?:slides|checks|it)|annual|reception|dinner|course|workshop)\b",
    re.IGNORECASE,
)


_DWELLS = re.compile(r"\b(?:lives?|lived|living|resid\w{1,5}|home|house)\b[^.]{0,24}$", re.IGNORECASE)
_CARE_GIVEN = re.compile(
    r"\b(?:trained|referred|seen|treated|transferred|trial|opinion|surgery)\b[^,.]{0,24}$", re.IGNORECASE
)
_STATE_AFTER = re.compile(rf",\s(?P<s>{_STATE_WORD})(?![\w])")


def _clause_before(page: Page, position: int, reach: int = 90) -> str:
    return page.text[max(page.sentence(position)[0], position - reach) : position]


def _told(page: Page, position: int, *cues: str) -> bool:
    """Is one patient (or, with more cues, a relative) spoken of in this sentence?"""
    here = page.sentence(position)
    return any(page.count(cue, here) for cue in ("pronoun", "person", *cues))


def _is_the_authors(page: Page, position: int) -> bool:
    """Do the words before speak of the author's own place, an office or a meeting, and of no patient?"""
    if _told(page, position, "age"):
        return False
    own = _OWN_PLACE.search(_clause_before(page, position))
    return bool(own or page.count("public", page.sentence(position)))


def _place(page: Page, start: int, end: int) -> Finding:
    """A place, with the state that stands behind it; the state alone may stay, so it is the first fix."""
    state = _STATE_AFTER.search(page.text, start, end) or _STATE_AFTER.match(page.text, end, end + 24)
    if not state:
        return see(page.text, start, end, "place")
    return see(page.text, start, max(end, state.end()), "place", change_to(state["s"]), REMOVE)


def _seen(page: Page, start: int, end: int, sight: str) -> Finding:
    """A finding without the full stop that ends the sentence ("Larkspur Lane."; but "Larkspur Ln.")."""
    last = page.text[start:end].rsplit(" ", 1)[-1]
    return see(page.text, start, end - (last.endswith(".") and len(last) > 4), sight)


def _addresses(page: Page) -> Iterator[Finding]:
    for match in _STREET.finditer(page.text):
        if not _is_the_authors(page, match.start()) and page.person_near(match.start()):
            yield _seen(page, *match.span(), "street")
    for match in _STREET_ALONE.finditer(page.text):
        if _DWELLS.search(_clause_before(page, match.start())):
            yield see(page.text, *match.span(), "street")


def _is_postcode(page: Page, match: re.Match[str]) -> bool:
    """Is a shape that could be a postal code one, here? "MN 55987" is; "License AZ 45321" is not."""
    state = match.groupdict().get("s")
    if state and (state not in allow.STATE_CODES or _NUMBERED.search(page.before(match.start()))):
        return False
    return page.person_near(match.start())


def _postcodes(page: Page) -> Iterator[Finding]:
    for pattern in (_ZIP, _STATE_ZIP, _UK_POSTCODE, _CANADA_POSTCODE):
        for match in pattern.finditer(page.text):
            if _is_the_authors(page, match.start()):
                continue
            if pattern is _ZIP or _is_postcode(page, match):
                yield see(page.text, *match.span("z"), "postcode")


def _is_home(page: Page, match: re.Match[str]) -> bool:
    """Do the words before a capitalised name say that a patient lives, works or comes from there?"""
    start, words = match.start("p"), match["p"].split()
    before = _clause_before(page, start)
    home = _LEADS_TO_A_PLACE.search(before, max(0, len(before) - 16)) and _HOME.search(before)
    if not home or _BIG.fullmatch(match["p"]) or all(word.lower() in allow.NOT_NAMES for word in words):
        return False
    if home[0].endswith("on ") and words[-1] not in _ON_THESE:
        return False
    here = page.sentence(start)
    told = _told(page, start, "family")
    if _WEAK_HOME.search(home[0]) and (not told or page.count("public", here)):
        return False
    if _is_the_authors(page, start) or _CARE_GIVEN.search(before):
        return False
    return told or page.person_near(start) or bool(page.count("clinical", here))


def _towns(page: Page) -> Iterator[Finding]:
    for match in _PLACE.finditer(page.text):
        if _is_home(page, match):
            yield _place(page, *match.span("p"))
    for match in _CITY_STATE.finditer(page.text):
        start = match.start()
        if match["p"].endswith(_DEGREES) and allow.could_be_given_name(match["p"].split()[0]):
            continue  # "Priya Desai, MD"
        public = page.count("public", page.sentence(start)) or _MEDICAL_JOB.search(_clause_before(page, start))
        if _told(page, start) and not public:
            yield _place(page, *match.span("p"))
    for match in _COUNTY.finditer(page.text):
        if _told(page, match.start()):
            yield see(page.text, *match.span("p"), "place")


def _employers(page: Page) -> Iterator[Finding]:
    for match in _EMPLOYER.finditer(page.text):
        start, words = match.start("p"), match["p"].split()
        if not _told(page, start, "age") or _BIG.fullmatch(match["p"]):
            continue
        if page.count("public", page.sentence(start)) or _MEDICAL_JOB.search(_clause_before(page, start)):
            continue
        if len(words) > 1 or not allow.is_word(words[0]):
            yield _seen(page, *match.span("p"), "employer")


def find(page: Page) -> Iterator[Finding]:
    """Addresses, postal codes, towns and employers (B) in the page."""
    yield from _addresses(page)
    yield from _postcodes(page)
    yield from _towns(page)
    yield from _employers(page)
