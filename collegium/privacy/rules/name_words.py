"""What stands around a name: the patterns that make it a patient's, a relative's or a colleague's."""

import re

from collegium.privacy.rules import allow
from collegium.privacy.rules.cues import AGE, RELATIVES

RELATION = re.compile(
    rf"\b(?P<of>my|our|his|her|their|the|a|an|whose|patient's|pt's|"
    rf"[A-Z]\w{{1,14}}'s)?\s?(?:\w{{2,12}}\s)?\b(?:{RELATIVES}|(?<=(?:his|her)\s)(?:partner|friend|neighbou?r|"
    rf"roommate|boss|minister|lawyer))(?:,\s|\s?\(|:\s|\s)(?:is\s|was\s|"
    rf"are\s)?(?:named\s|called\s)?(?:[A-Z][a-z]{{1,14}}\sand\s)?$",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?:(?-i:\b[Pp]t|\bPT)|\bpatient|\blady|\bgentleman|\bwoman|\bman|\bgirl|\bboy|\binfant|\bsome(?:one|"
    r"body)|\bknown (?:to us )?as|\bgoes by|\bnicknamed|\bname(?: is|:)|"
    r"\bre:|\bre consult:?|\bconsult(?:ation)?(?: on| for| re)?:?|\bcase:|\bcare of|\bregarding|"
    r"\bpatient of mine|\baka|\ba\.k\.a\.|\balias|\blegal(?:ly)?|\bn[ée]e|\bthis is|"
    r"\b(?:thoughts|opinions?|advice|ideas|help|suggestions|second opinion|update|question|input|"
    r"follow-?up|consult|report) (?:on|about|for|with|regarding))(?:\s(?:is|was|named|called|name))?(?:,\s|"
    r":\s|\s?\(|\s?[-–]\s|\s)$",
    re.IGNORECASE,
)
AGE_BEFORE = re.compile(
    rf"(?:{AGE})(?:\s(?!with\b|who\b|has\b|on\b|and\b|for\b|in\b|at\b|from\b|after\b|s/p\b|"
    rf"whose\b)[a-z-]{{2,14}}){{0,2}}(?:,\s|\s?\(|:\s|\s)$",
    re.IGNORECASE,
)
AGE_AFTER = re.compile(
    r"(?:'s|’s)?(?:,|\s?\(|:|\s[-–])?\s?(?:(?:who|he|she)?(?:'s\s|\s?is\s|\s?was\s))?(?:now\s)?(?:(?:an?|"
    r"the|our|my)\s(?:\w{2,12}\s){0,2}?)?(?:aged?:?\s|just\s|only\s|turned\s)?"
    r"(?:\d{1,3}(?:[ -]{0,2}(?:years?|yrs?|months?|weeks?|days?)\b| ?y/?o| ?(?:yof|yom)\b| ?(?-i:[MF])\b)|"
    r"(?P<bare>\d{2}(?:[,;)]|\s(?:with|from|and)\b))|(?<=is\s)\d{1,2}(?=[,.;]|\s(?:and|with|now|today)\b)|"
    r"(?-i:DOB|MRN|MR#)|d\.?o\.?b|mrn|born\b|\d{1,2}/\d{1,2}/\d{2,4})",
    re.IGNORECASE,
)
RELATION_AFTER = re.compile(
    rf"(?:,\s|\s\()(?!my\s(?!patient)|our\s)(?:who (?:is|was)\s)?(?:the|his|her|their|whose|my patient's|"
    rf"the patient's)?\s?(?:\w{{2,10}}\s)?{RELATIVES}\b(?!-)",
    re.IGNORECASE,
)
COLLEAGUE_BEFORE = re.compile(
    r"\bit was|\b(?:agrees? with|thanks?,?|thank you,?|thanks (?:to|again,?)|thx,?|"
    r"congrat\w{0,10}(?: to)?,?|welcome(?: to)?,?|hi,?|hello,?|dear|by|per|via|cc:?|see also|hear[d]? from|"
    r"according to|asked|ask|"
    r"colleagues?,?|friends?,?|partner,?|mentor,?|editorial by|(?:dr|drs|prof|professor)\.?|president|"
    r"chair(?:man|woman|person)?|editor|author|investigator|pi|speaker|"
    r"nurse|pharmacist|fellow|resident|student|coordinator|director|secretary|treasurer|member|"
    r"representative|candidate|moderator|advocate|administrator|"
    r"senator|governor|congress(?:man|woman)|justice|commissioner|e-?mail(?:ed)?|contact|met|quoted?|"
    r"cites?|cited|regards,?|sincerely,?|best,?|cheers,?|yours,?|"
    r"vs\.?|versus|the late|as|@|trained under|worked (?:with|for|under)|studied under|taught by|led by|"
    r"chaired by|written by|run by|with)\s?$",
    re.IGNORECASE,
)
COLLEAGUE_AFTER = re.compile(
    r"(?:,?\s(?-i:MD|M\.D\.|PhD|Ph\.D\.|DO|RN|NP|PA-?C?|PharmD|MPH|MS|MBA|JD|FACP|FASCO|CNS|OCN|BSN|DNP)\b|"
    r",?\set al\b|\sand (?:colleagues|coworkers|associates|I|his group|her group)\b|\s[A-Z]{1,3}(?:,|\.|;)|"
    r"(?:'s|’s)\s(?:\w{2,12}\s)?(?:posts?|papers?|talks?|group|editorial|comments?|slides|data|work|"
    r"stud(?:y|ies)|points?|team|lab|articles?|books?|lectures?|trials?|questions?|repl(?:y|ies)|"
    r"suggestions?|advice|idea|schedule|protocol|regimen|paradox|column|blog|letter|review|abstract|"
    r"presentation|analysis|series|term|remarks|message|email|note|proposal|argument|view|approach|"
    r"figures?)\b|"
    r",?\s(?:(?:has|have|had|who|also|recently|just|once|already|first|rightly|clearly|kindly|really|again|"
    r"and\s\w{2,14}(?:\s\w{2,14})?)\s){0,3}(?:wrote|writes?|written|posted|posts|said|says|noted|notes|"
    r"argue[ds]?|suggest(?:s|ed)|report(?:s|ed)|published|"
    r"presented(?!\s(?:with|to))|presents(?!\s(?:with|to))|leads|led|chair(?:s|ed)|spoke|speaks|runs|ran|"
    r"taught|teaches|recommends?|recommended|review(?:s|ed)|mention(?:s|ed)|raised|show(?:s|ed)|"
    r"point(?:s|ed)|thinks?|thought|believes?|agree[sd]?|discuss(?:es|ed)|describe[sd]|summari[sz]e[sd]|"
    r"gave an?|gives an?|join(?:s|ed)|hosts?|hosted|won|wins|serve[sd]|moderate[sd]|edit(?:s|ed)|"
    r"coined|invented|pioneered|propose[sd]|explain(?:s|ed)|answer(?:s|ed)|repl(?:ies|ied)|commented|"
    r"organi[sz]e[sd]|collected|started the|built|founded|found that|trained|rotate[sd]?|will (?:rotate|"
    r"speak|present|chair|lead|talk|serve|host|join|moderate)|"
    r"speak|talk|present (?!with)|lecture|is (?:right|wrong|correct|our|the (?:chair|president|editor|"
    r"author|new|pi)|giving|speaking|chairing|a (?:colleague|friend|medical|surgical|radiation))|stands?|"
    r"look different)\b)"
)
PRESENTED = re.compile(r"\b(?:present(?:ed|ing)?|discussed|case of|saw|admitted|treated)\s$", re.IGNORECASE)
ALONE_AFTER = re.compile(r"[\s,.]{0,20}(?:\n|$|,\s?(?:MD|DO|PhD|RN)|[A-Z])")
VOCATIVE_AFTER = re.compile(
    r",\s(?:have|did|do|would|could|can|are|how|what|thank|thanks|I|you|your|great|nice|please|if)\b"
)
VOCATIVE_BEFORE = re.compile(
    r"(?:^|[.!?\n]\s{0,8}|\b(?:hi|hello|dear|thanks|thank you|and|yes|no|so|ok|okay|sorry|agree|agreed|"
    r"well),?\s)$",
    re.IGNORECASE,
)
AT_INSTITUTION = re.compile(
    r",?\s(?:at|of|from)\s(?:the\s)?(?:(?:University|Univ|Institute|College|Dept|Department)\b|"
    r"[A-Z][\w'-]{2,20})"
)
STRONG = (
    r"(?:progress(?:ed|ing|es)|relaps(?:ed|es|ing)|recurred|presented with|presents with|tolerat(?:ed|es|"
    r"ing)|underwent|passed away|expired|spiked|deteriorat\w{2,4}|complain(?:s|ed)|denies|"
    r"(?:was|is|got|were|been|being)\s(?:\w{2,12}\s){0,2}?(?:diagnosed|admitted|discharged|hospitali[sz]ed|"
    r"scanned|biopsied|transfused|intubated|resected|irradiated|staged|restaged|febrile|neutropenic|"
    r"in remission|NED|"
    r"platinum|metastatic|stage|hormone|triple[- ]negative|in hospice|on hospice|post-?op|s/p|on (?:her|"
    r"his) (?:\w{3,8} )?(?:line|cycle)|progressing|dying)|"
    r"(?:has|had)\s(?:been\s)?(?:\w{2,12}\s){0,1}(?:stage|metast\w{3,6}|progressed|relapsed|recurred|mets|"
    r"diagnosed|admitted|an? (?:new |rising |single |solitary |large )?(?:mass|tumor|lesion|recurrence|"
    r"nodule|effusion|relapse)))"
)
MEDIUM = (
    r"(?:developed|received|receives|completed|finished|started|stopped|refus(?:ed|es)|declin(?:ed|es)|"
    r"died|lost|gained|needs|needed|wants|wanted|lives|works|takes|took|failed|bled|fell|fainted|vomited|"
    r"collapsed|"
    r"seized|improved|responded|weighs|smokes|smoked|drinks|worries|came|comes|returned|returns|went|had|"
    r"has|is (?:back|on|still|now|in|a \d|not|home|tired|weak|feeling|doing|having|losing|getting|refusing|"
    r"declining|asking|asymptomatic|frail|fit)|"
    r"was (?:seen|started|referred|treated|found|back|on|given|told|fine|well|sent|lost|born|doing|in|"
    r"getting|having)|said (?:yes|no)|can(?:not|'t)|could not|couldn't|"
    r"remains|stays|keeps|got|gets|feels|felt|looks (?!different)|brought|begins|began|deserves|hates|"
    r"loves|still|did (?:well|poorly|fine|not))"
)
VERB = re.compile(
    rf"(?:,\s[^,.;\n]{{2,60}},)?\s(?:who\s|now\s|just\s|then\s|also\s|recently\s|still\s|first\s|"
    rf"initially\s|has\s|had\s|never\s|finally\s){{0,2}}(?:(?P<strong>{STRONG})|(?P<medium>{MEDIUM}))(?!\w)"
)
OF_A_PATIENT = re.compile(
    r"(?:'s|’s|s')\s(?:\w{2,12}\s){0,2}(?:scans?|PET|CT|MRI|path\w{0,5}|biops\w{1,3}|tumou?r|cancer|mass|"
    r"disease|family|husband|wife|daughter|son|mother|father|labs?|counts?|CEA|PSA|port|chemo\w{0,8}|"
    r"surger\w|insurance|chart|records?|slides? show|films?|pain|nodes?|mets|dose|cycle|appointment|"
    r"oncologist|surgeon|platelets|hemoglobin|creatinine|lesions?|lymphoma|leukemia|myeloma|melanoma|"
    r"margins?|"
    r"echo|EF|ejection|marrow|bone|liver|lung|brain|breast|prostate|colon|funeral|obituary|wishes|case)\b"
)
OFFICES = allow.words(
    "president chairman chair speaker secretary chairwoman editor moderator webmaster administrator treasurer"
)
INITIALS = re.compile(r"(?<![\w.])(?<![A-Z]\.\s)(?:[A-Z]\.\s?){2,4}(?![a-z]|[A-Z]\.)")
ASKED = re.compile(r"\s(?:asked|asks|told|tells|called|calls|wept|cried|smiled|laughed|hugged|thanked)\b")
# Deeds of a doctor whose object is a patient: "I admitted Otis", "started Gladys on".
DONE_TO = re.compile(
    r"\b(?:admit(?:ted|ting)?|treat(?:ed|ing)?|re-?treat(?:ed|ing)?|discharg(?:ed|ing)|scann(?:ed|ing)|"
    r"re-?stag(?:ed|ing)|transfus(?:ed|ing)|irradiat(?:ed|ing)|"
    r"operat(?:ed|ing) on|biops(?:ied|ying)|intubated|extubated|consented|enroll?ed|start(?:ed|ing)?|"
    r"put(?:ting)?|switch(?:ed|ing)?|stopp(?:ed|ing)|resect(?:ed|ing)|"
    r"referr?(?:ed|ing)|diagnosed|examined|hospitali[sz]ed|pronounced|buried|cured|palliat(?:ed|ing)|"
    r"rechalleng(?:ed|ing)|the case of|case with|caring for|cared for|"
    r"take care of|taking care of|took care of)\s$",
    re.IGNORECASE,
)
SEEN = re.compile(
    r"\b(?:promis(?:ed|ing)|ow(?:e|ed)|help(?:ed|ing)?|saw|see|seeing|seen|gave|give|giving|sent|sending|told|"
    r"telling|met|lost|losing|offer(?:ed|ing)?|"
    r"watch(?:ed|ing)?|remember|miss|followed|following)\s$",
    re.IGNORECASE,
)
NEXT_HE = re.compile(r"[^.!?\n]{0,80}[.!?]\s(?:And\s|But\s|So\s|Now\s)?(?:He|She|His|Her)\b")
HE_IS = re.compile(r"[^.!?\n]{0,90}(?:[.!?]\s)?\b(?:[Hh]e|[Ss]he)(?:'s|\sis|\swas)?\s(?:an?\s|now\s|only\s)?\d{1,3}\b")
# The same with no doubt about the object, so that even an unknown word there is a name.
SURELY_DONE_TO = re.compile(
    r"\b(?:admit(?:ted|ting)?|discharg(?:ed|ing)|intubated|extubated|transfus(?:ed|ing)|hospitali[sz]ed|"
    r"re-?stag(?:ed|ing)|examined|consented|operated on|caring for|"
    r"cared for|taking care of|been treating|still treating)\s$",
    re.IGNORECASE,
)
PUT_ON = re.compile(r"\b(?:start(?:ed|ing)?|put|switch(?:ed|ing)?|kept|keep)\s$", re.IGNORECASE)
ON_A_DRUG = re.compile(
    r"\s(?:on|to|off)\s(?:\w{1,20}\s)?\w{3,14}(?:mab|nib|platin|taxel|rubicin|citabine|zole|limus|tecan|bine|"
    r"domide|mide|zomib|xifen|strant|trexate|one|ine|parib|ciclib)\b"
)
A_CHILD_OF = re.compile(r"\s(?:boy|girl|baby|babies|twins?)\b")
PEOPLES = re.compile(r"(?:an|ese|ish|ic|i)$")  # "the Somali boy" is no name
CHILD_OF = re.compile(r"\s(?:boy|girl|baby|babies|twins?|kids?|child|lady|woman|gentleman|infant|newborn)\b")
NOT_INITIALS = re.compile(
    r"(?:M\.? ?D|D\.? ?O|U\.? ?S|U\.? ?K|R\.? ?N|N\.? ?Y|D\.? ?C|P\.? ?O|I\.? ?V|P\.? ?S|L\.? ?A|E\.? ?R|"
    r"I\.? ?M|S\.? ?C|B\.? ?I\.? ?D|T\.? ?I\.? ?D|Q\.? ?D|A\.? ?M|P\.? ?M|C\.? ?T|U\.? ?S\.? ?A|"
    r"M\.? ?P\.? ?H|O\.? ?R|N\.? ?P|P\.? ?A|C\.? ?V|R\.? ?T|V\.? ?A|B\.? ?C|A\.? ?D|I\.? ?D)\.?\s?"
)
LABELLED_INITIALS = re.compile(
    r"(?:(?i:\binitials(?: are|:)?\s)|\b[Pp]t\.?\s(?=[A-Z]{2,3}(?:,|\s\(|"
    r"\s)\s?\d{2}))(?P<i>(?:[A-Z]\.?\s?){2,3})(?![\w])"
)
TITLED_INITIAL = re.compile(r"\b(?:Mrs?|Ms|Miss)\.?\s(?P<i>[B-WB-W])(?:\.|\b)(?=[\s,.'’;:)]|$)(?!\.?\s?[A-Z][a-z])")
LAST_FIRST = re.compile(
    r"(?<![\w,;])(?<!,\s)(?P<n>[A-Z][A-Za-z'’-]{1,24},\s[A-Z][A-Za-z'’-]{1,20}(?:\s[A-Z]\.?(?![\w]))?)"
)
CHART_AFTER = re.compile(
    rf"[\s,;:(-]{{1,4}}(?:{AGE}|(?:d\.?o\.?b|mrn|mr ?#|age|born|\d{{1,2}}[/.-]\d{{1,2}}|[MF]\s?\d\d))",
    re.IGNORECASE,
)
SMALL = re.compile(
    rf"\b(?P<label>(?-i:[Pp]t)|patient|mrs?|ms|(?:his|her|the|pt's|patient's|"
    rf"their)\s{RELATIVES})\.?,?\s(?:named\s|"
    rf"is\s)?(?P<n>(?-i:[a-z]{{2,16}}(?:['-][a-z]{{2,16}})?(?:\s[a-z]{{2,16}})?))\b",
    re.IGNORECASE,
)
SMALL_FULL = re.compile(
    r"(?<![\w.])(?P<n>[a-z]{3,14} [a-z]{3,16})(?=,? \(?(?:age )?\d{2} ?(?:yo|y/o|[mf]\b|year|w/|with|,))"
)
SALUTED = re.compile(
    r"(?:^|\n)[ \t]{0,20}(?:(?:hi|hello|dear|thanks|thank you|best|regards|sincerely|cheers|"
    r"hey)\b[^\n]{0,20}[, ])?$",
    re.IGNORECASE,
)
