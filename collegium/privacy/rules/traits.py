"""Bodily prints, pictures and unique traits: P, Q and the words of R in 45 CFR 164.514(b)(2)(i).

Pictures and recordings are judged by what a text says of them: file names and the words beside. The pictures
themselves are checked where files are taken in.
"""

import re
from collections.abc import Iterator

from collegium.privacy.catalogue import see
from collegium.privacy.findings import Finding
from collegium.privacy.page import Page
from collegium.privacy.rules import allow

_FILE = re.compile(
    r"(?<![\w/.@:-])[\w()'+-]{1,60}(?:[. ][\w()'+-]{1,40}){0,2}\.(?P<kind>jpe?g|png|heic|tiff?|bmp|gif|dcm|"
    r"mp4|mov|avi|m4v|pdf|docx?|zip|pptx?|m4a|wav|mp3|aac|ogg|amr|wma|caf)\b",
    re.IGNORECASE,
)
_SOUND = allow.words("m4a wav mp3 aac ogg amr wma caf")
_PICTURE = allow.words("jpg jpeg png heic tif tiff bmp gif dcm mp4 mov avi m4v")
_TELLING_FILE = re.compile(
    r"face|facial|patient|(?:^|_)pt(?:_|\d)|head|portrait|selfie|mrn|dob|name|voice|mr[s_]|id_?card|"
    r"passport|license",
    re.IGNORECASE,
)
_PLAIN_FILE = re.compile(
    r"fig(?:ure)?s?\W?\d|slides?|table|logo|poster|agenda|flyer|guideline|pathway|template|form|consent|"
    r"protocol|schema|curve|algorithm|minutes|abstract|program",
    re.IGNORECASE,
)
_VOICE = re.compile(
    r"\b(?:(?:voice|audio)[ -]?(?:mails?|memos?|notes?|recordings?|prints?|files?|clips?|messages?)|"
    r"recordings? of (?:his|her|their|the patient'?s?|the) (?:voice|speech|words|consult\w{0,6}|visit)|"
    r"voiceprints?|"
    r"(?:video|audio|tape|tapes?) (?:recording )?of (?:him|her|the patient|his|their)(?: \w{2,12}){0,2}|"
    r"retina(?:l)? scans? (?:id|print|login)|iris scans?|face ?id|thumb ?prints?|"
    r"palm ?prints?|finger ?prints? (?:card|scan|image|file|attached|are attached|is attached|on file|"
    r"from (?:his|her)))\b",
    re.IGNORECASE,
)
_GIVEN_OUT = re.compile(
    r"\b(?:attach\w{0,4}|upload\w{0,3}|post(?:ed|ing)?|link(?:ed)?|here is|here's|listen|hear|play|"
    r"enclosed|shar(?:e|ed|ing)|send|sent|available|recorded|clip|on my phone|on file)\b",
    re.IGNORECASE,
)
_FACE = re.compile(
    r"\b(?:(?:full[- ]?face|facial|frontal|unmasked|unblinded|unblurred)\s(?:photo\w{0,5}|pictures?|"
    r"images?|shots?|view)|(?:photo\w{0,5}|pictures?|images?|selfies?|portraits?|snapshots?|"
    r"videos?)\s(?:of|with|showing)\s(?:his|her|their|the patient'?s?|the)\s(?:\w{2,12}\s){0,1}faces?|"
    r"(?:surface|3-?d|volume)[- ]?render(?:ed|ing|ings)?\s(?:\w{2,8}\s){0,3}(?:head|face|facial|"
    r"skull)?\s?(?:ct|mri|scan|images?|view)?|(?:photo\w{0,5}|pictures?|selfies?)\s(?:of|with)\s(?:him|her|"
    r"the (?:patient|child|baby|family))|(?:his|her|the patient's)\s(?:photo(?:graph)?|picture|selfie|"
    r"portrait|face))\b",
    re.IGNORECASE,
)
_TATTOO = re.compile(
    r"\b(?:tattoo(?:s|ed)?|birthmark|brand(?:ed)? on)\b(?:\s(?:of|reading|that (?:says|reads)|on (?:his|"
    r"her))\b[^.,;\n]{2,50})?",
    re.IGNORECASE,
)

_ONLY = re.compile(
    r"\b(?:(?:is|was|being|as|maybe|probably|perhaps|the|our|has)\s)?(?:the\s)?(?:(?:only|"
    r"sole)\s(?:\w[\w'-]{1,14}\s){1,4}?|(?:oldest|youngest|tallest|heaviest)\s(?:\w{3,12}\s){1,3}|(?:first|"
    r"last)\s(?:\w{3,12}\s)?(?:person|patient|\w{0,8}woman|\w{0,8}man|child|girl|boy|case|survivor|"
    r"resident|one)\s(?:\w[\w'-]{1,14}\s){0,3}?)(?:in|from|of|at|on|for)\s(?:the|our|this|his|her|all of|"
    r"her whole|his whole|my)?\s?(?:\w[\w'-]{1,14}\s){0,2}?"
    r"(?:county|state|town|village|city|island|reservation|country|world|parish|diocese|district|school|"
    r"valley|tribe|department|force|team|club|choir|band|regiment|family|convent|congregation|community|"
    r"province|region|league|orchestra|"
    r"(?-i:[A-Z]\w{2,14} (?:County|Island|Valley|Township))|literature|US|U\.S\.|"
    r"North America)\b(?:\s(?:with|to have|who|ever)\b)?"
    r"|\b(?:the|our)\s\w{3,14}\s(?:of|in|at|for)\s(?:our|the|this)\s(?:only|single|sole)\s[^.,;\n]{3,24}"
    r"|\b(?:nobody|no one|no other|none) else in (?:the|our|this|her|"
    r"his) (?:\w[\w'-]{1,14} )?(?:\w[\w'-]{1,14})\b",
    re.IGNORECASE,
)
_FAMOUS = (
    r"(?:mayor|sheriff|police chief|chief of police|fire chief|governor|congress(?:man|woman)|"
    r"state (?:senator|representative|legislator)|senator|bishop|archbishop|"
    r"(?:tv|television|radio|news|local news|weather|morning) (?:anchor|host|reporter|personality|man|"
    r"woman|presenter|announcer)|weatherman|anchorman|anchorwoman|(?:head |high[- ]school |college |"
    r"football |basketball |hockey ){1,3}coach|"
    r"school superintendent|superintendent of schools|(?:county|district|chief) (?:judge|attorney|"
    r"commissioner)|chief justice|olympi(?:an|c \w{3,12})|gold medalist|nobel (?:laureate|prize winner)|"
    r"astronaut|"
    r"(?:nfl|nba|nhl|mlb|professional|pro|retired pro) (?:player|football player|baseball player|"
    r"hockey player|basketball player|athlete|golfer|wrestler)|quarterback|pitcher for the \w{3,12}|"
    r"lottery winner|beauty queen|miss \w{4,12}|homecoming queen|(?:famous|well-known|celebrated|prominent|"
    r"renowned|notorious) (?:\w{3,14} ?){1,2}|celebrity|rock star|movie star|country singer|novelist|"
    r"poet laureate|postmaster|postmistress|"
    r"tribal (?:chair\w{0,6}|chief|elder|leader)|chief of the|(?:town|city|village|county) (?:clerk|"
    r"manager|council\w{0,6}|doctor|pharmacist|librarian|undertaker)|police officer who|ceo of|founder of|"
    r"heir\w{0,3} (?:of|to))"
)
_KNOWN = re.compile(
    rf"\b(?:our|the|a|an|is|was|former|retired|ex-?|current|local)\s(?:\w{{3,10}}\s)?{_FAMOUS}(?:\s(?:of|"
    rf"in|for)\s(?:the|our|a)?\s?\w{{2,14}}(?:\s(?:town|county|city|village|state))?)?"
    r"|\b(?:you (?:may|might|will|probably|have|all|would)?\s?(?:have\s)?(?:seen|know|heard of|read about|"
    r"recogni[sz]ed?) (?:him|her|them|the (?:case|story|patient))[^.;\n]{0,30}|"
    r"won the (?:\w{3,10} ){0,2}(?:lottery|powerball|marathon|pageant|championship|nobel|pulitzer)|(?:you|"
    r"we) (?:all )?saw (?:him|her|them) on[^.;\n]{3,30}|(?:made|was in|been in|was all over|"
    r"in) the (?:local |national |state |evening )?(?:news(?:paper)?s?|paper|papers|headlines)|"
    r"featured (?:in|on) (?:the )?[\w ]{3,24}|(?:his|her|their) (?:daughter|son|wife|husband|mother|father|"
    r"brother|sister) is (?:the|our|a) (?:\w{3,10} )?(?:mayor|governor|senator|sheriff|judge|bishop|coach))",
    re.IGNORECASE,
)
_SAID_OF_A_PATIENT = re.compile(
    r"\b(?:he|she|who|patient|pt|husband|wife|son|daughter|father|mother|you|all|married to|(?:wife|"
    r"husband|son|daughter|mother|father|widow|brother|sister|twin|nephew|"
    r"niece) of)(?:,)?\s(?:\w{2,8}\s)?(?:is|was|a|the|our|has been)?\s?$",
    re.IGNORECASE,
)
_ABOUT_OFFICE = re.compile(
    r"\b(?:signed|proclaim\w{1,5}|declared|met|wrote to|visited our|spoke|speech|elected|campaign|"
    r"lobb\w{1,4}|candidate|award|keynote|lecture|bill|supports?)\b",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z]\w{2,24}\b")


_BARE_FACE = re.compile(r"(?:his|her|the patient's)\sface|3-?d", re.IGNORECASE)
_RADIATION_MARKS = re.compile(r"radiation|dots?|marks|simulat", re.IGNORECASE)
_NETWORK = re.compile(r"\b(?:tweets?|posts?|blogs?|instagram|twitter|tiktok|handle|goes by)\b", re.IGNORECASE)
_NAME_IN_FILE = re.compile(r"[A-Za-z]{3,20}")


def _told(page: Page, position: int) -> bool:
    """Is one patient or a relative spoken of in this sentence?"""
    here = page.sentence(position)
    return any(page.count(cue, here) for cue in ("pronoun", "person", "age", "family"))


def _tells(stem: str) -> bool:
    """Does a file's name tell who or what part of a person is in it?"""
    parts = _NAME_IN_FILE.findall(stem)
    return bool(_TELLING_FILE.search(stem)) or any(allow.is_given_name(p) or allow.is_family_name(p) for p in parts)


def _files(page: Page) -> Iterator[Finding]:
    for match in _FILE.finditer(page.text):
        kind = match["kind"].lower()
        spaced = " " in match[0] and not re.search(r"\d| - ", match[0])
        start = match.start() + (match[0].rfind(" ") + 1 if spaced else 0)
        stem = page.text[start : match.end() - len(kind) - 1]
        tells, told = _tells(stem), _told(page, start)
        if _PLAIN_FILE.search(stem) and not tells:
            continue
        if kind in _SOUND and (tells or told or page.person_near(start)):
            yield see(page.text, start, match.end(), "voice")
        elif tells or kind == "dcm" or (kind in _PICTURE and told):
            yield see(page.text, start, match.end(), "photo")


def _prints_and_faces(page: Page) -> Iterator[Finding]:
    for match in _VOICE.finditer(page.text):
        if _told(page, match.start()) and _GIVEN_OUT.search(page.text, *page.sentence(match.start())):
            yield see(page.text, *match.span(), "voice")
    for match in _FACE.finditer(page.text):
        here = page.sentence(match.start())
        if _BARE_FACE.match(match[0]) or _FILE.search(page.text, *here):
            continue  # where a file is named, the file itself is reported
        about = _told(page, match.start()) or page.person_near(match.start())
        if about and _GIVEN_OUT.search(page.text, *here):
            yield see(page.text, *match.span(), "photo")


def _unique(page: Page) -> Iterator[Finding]:
    for match in _ONLY.finditer(page.text):
        here = page.sentence(match.start())
        clinical = match[0].lower().startswith(("the", "our")) and page.count("clinical", here) > 0
        public = page.count("public", here) > 0 and not page.count("pronoun", here)
        if (clinical or _told(page, match.start())) and not public:
            yield see(page.text, *match.span(), "trait")
    for match in _KNOWN.finditer(page.text):
        here = page.sentence(match.start())
        said = _SAID_OF_A_PATIENT.search(page.before(match.start(), 30))
        public = bool(_ABOUT_OFFICE.search(page.text, *here) or page.count("public", here))
        if (said or page.count("clinical", here) or page.count("age", here)) and not public:
            yield see(page.text, *match.span(), "trait")


def _marks_and_handles(page: Page) -> Iterator[Finding]:
    for match in _TATTOO.finditer(page.text):
        here = page.sentence(match.start())
        if " " in match[0] and _told(page, match.start()) and not _RADIATION_MARKS.search(page.text, *here):
            yield see(page.text, *match.span(), "trait")
    for match in _HANDLE.finditer(page.text):
        here = page.sentence(match.start())
        if _NETWORK.search(page.text, *here) and page.count("pronoun", here):
            yield see(page.text, *match.span(), "link")


def find(page: Page) -> Iterator[Finding]:
    """Prints, pictures, unique traits and network names (P, Q, R, N) in the page."""
    yield from _files(page)
    yield from _prints_and_faces(page)
    yield from _unique(page)
    yield from _marks_and_handles(page)
