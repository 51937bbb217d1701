"""Cues: words that say whose name, date or number stands nearby.

Written from 45 CFR 164.514(b)(2), which covers the person "or relatives, employers, or household members",
and from how members write ("71M", "my pt", "his wife", "FDA", "deadline", "abstract").
"""

import re

RELATIVES = (
    r"(?:wife|husband|spouse|son|daughter|mother|father|mom|mum|mummy|dad|daddy|sister|brother|aunt|uncle|"
    r"cousin|niece|nephew|grandson|granddaughter|grandmother|grandfather|grandma|grandpa|grandmom|granny|"
    r"parents?|sons|daughters|children|siblings|step(?:son|daughter|mother|father|brother|sister)|"
    r"fianc[eé]e?|boyfriend|girlfriend|widow|widower|twin|"
    r"caregiver|carer|guardian|sibling|kids?|child|baby|(?:mother|father|sister|brother|son|daughter)-in-law)"
)
AGE = (
    r"(?:\b\d{1,3}[ -]{0,2}(?:years?|yrs?)[ -]old\b|\b\d{1,3} ?y/?o ?[mf]?\b|\b\d{1,3} ?(?:yof|yom|y\.o\.)|"
    r"\b\d{1,2} ?(?-i:[MF])\b|\bage[d:]? ?\d{1,3}\b)"
)
# Words for one person who is treated, with up to two words before ("my elderly patient").
_PATIENT = (
    r"\b(?:my|this|the|that|our|one|an?|young|old|elderly|dear|lovely)\s(?:[\w-]{2,14}\s){0,2}"
    r"(?:pt|patient|lady|gentleman|woman|man|girl|boy|fellow|guy|gent|mother of|father of|farmer|veteran|"
    r"nun|widow|widower)\b"
    r"(?!\s(?:portal|advoca\w{1,20}|groups?|education|care|safety|volume|population|experience|navigators?|"
    r"access|assistance|"
    r"satisfaction|advisory|outcomes?|data|selection|accrual|organizations?))"
)
_PRONOUN = r"\b(?:he|she|his|her|him|hers|himself|herself)\b"

_EVENT = (
    r"\b(?:admit(?:ted)?|admission|adm|re-?admitted|dc'?d|d/c'?d?|discharged?|diagnos(?:ed|is)|dx'?d?|hx|"
    r"s/p|dob|born|autopsy|whipple|"
    r"surgery|resect(?:ed|ion)|excis(?:ed|ion)|\w{3,14}(?:ectomy|ostomy|otomy|scopy|plasty)|biops(?:y|ied)|"
    r"bx|fna|"
    r"(?:re-?|un)?scan(?:s|ned)?|c\.?t\.?|mri|pet(?:-?ct|/ct)?|mammo(?:gram)?|echo|muga|x-?ray|cxr|"
    r"ultrasound|bronch|egd|"
    r"ports?|picc|labs|cbc|path|transfus(?:ed|ion)|passed (?:away|on)|hospice|icu|e\.?r\.?|"
    r"hospital(?:ized|ised)?|intubated|extubated|seizures?|seized|stroke|collapsed|fainted|presented (?:to|"
    r"with)|relaps(?:ed?|ing)|"
    r"recur(?:red|rence)|progress(?:ed|ion|ing)|consult(?:ed)?|appointment|appt|transplant(?:ed)?|bmt|sct|"
    r"spiked|fever|febrile|"
    r"c\d{1,2} ?d\d{1,2}|decompressed|operated|gamma knife|sbrt|xrt|last (?:dose|cycle|infusion|treatment|"
    r"visit|seen|menses|period)|"
    r"first (?:dose|cycle|infusion|visit|ac|folfox|chemo|treatment)|onset|"
    r"consented|gave birth|lmp|edc)\b"
)
# Events of anybody's life: they count only where a person is spoken of.
_HUMAN_EVENT = (
    r"\b(?:seen|saw|visit(?:ed)?|died|death|dead|expired|lost|fell|fall|married|moved in|anniversary|"
    r"birthday|accident|crash|injur(?:y|ed)|arrested|"
    r"incarcerated|funeral|delivered|buried|cremated|due date|flew|drove|called|retired|procedure|"
    r"operation|gemcitabine)\b"
)
_WEAK_EVENT = (
    r"\b(?:started|begun|began|begins|starts|restarted|stopped|held|refilled|finished|completed|treat(?:ed|ment)|"
    r"chemo(?:therapy)?|"
    r"radiation|radiotherapy|rt|cycle|dose[ds]?|infus(?:ed|ion)|adjuvant|neoadjuvant|tamoxifen|trastuzumab|"
    r"boost|clinic|"
    r"follow-?up|f/u|returned|came|developed|noticed|symptoms|restaged?|restaging|response|remission|since|"
    r"last|first|"
    r"\w{4,12}(?:mab|nib|platin|taxel|rubicin|citabine))\b"
)
CLINICAL = (
    r"\b(?:chemo\w{0,8}|cycles?|metasta\w{1,4}|mets?|lesions?|tumou?rs?|mass(?:es)?|cancers?|"
    r"\w{3,16}(?:oma|omas|emia|itis|osis)|"
    r"stage|scans?|ct|mri|pet|biops\w{1,4}|nodes?|nodal|hospice|nausea|vomiting|febrile|neutropeni[ac]|cea|"
    r"psa|ca-?125|ldh|"
    r"ca 19-9|anc|platelets|hemoglobin|progress(?:ed|ion|ing)|remission|relapsed?|refractory|recurren(?:ce|"
    r"t)|radiation|"
    r"\w{3,12}ectomy|lumbar puncture|lp|drugs?|surgery|resection|adjuvant|neoadjuvant|line|regimen|doses?|"
    r"mg|infusion|transfusions?|pain|weight|liver|lung|brain|"
    r"bones?|breast|colon|ovarian|pancrea\w{2,4}|prostate|neuropathy|rash|diarrhea|effusion|ascites|ecog|kps|"
    r"\w{3,14}(?:mab|nib|platin|taxel|rubicin|citabine|zole|zolomide|vastin|parib|ciclib|limus|mustine|"
    r"tecan|bine|domide)|"
    r"gbm|aml|cll|cml|nsclc|sclc|dlbcl|mds|mgus|hcc|rcc|fractions?|cough\w{0,3}|bleed\w{0,3}|blood|fevers?|"
    r"potassium|creatinine|sodium|counts?|autopsy|transplant|"
    r"diagnos\w{2,4}|prognosis|palliative|antiemetics?|dyspnea|dysphagia|jaundice|seizures?|dysphonia|"
    r"scanner|spinal cord|cord|decompress\w{2,4}|stomatitis|mucositis|brca\d?|palb2|folf\w{2,6}|r-?chop|"
    r"her2\S{0,2}|egfr|"
    r"kras|braf|icu|hospital|clinic|treatment|therapy|symptoms|stent|port|feeding tube)\b"
)
_PUBLIC = (
    r"\b(?:(?-i:FDA|EMA|NICE|LOI|RFA|MOC|CME|LCD|NCD|pp|bill|housing)|approv(?:ed|es|al|als) (?:by|of|for|"
    r"in|on|\w{1,20}mab|\w{1,20}nib)|deadlines?|(?:is|are|was|were) due|due (?:by|on)|submit(?:ted)?|submissions?|"
    r"abstracts?|annual meeting|meetings?|conference|congress|symposi(?:um|a)|sessions?|plenary|webinars?|"
    r"course|workshop|retreat|"
    r"lectures?|talks?|posters?|(?-i:ASCO|ASH|ESMO|AACR|ASTRO|SABCS|NCCN|SGO|SSO|CMS|HHS|IRB|NIH|NCI|AMA|"
    r"ACS)|Senate|Senators?|Congress|"
    r"legislat\w{2,6}|regulat\w{2,6}|docket|comment period|comments|proposed|final rule|takes? effect|"
    r"effective|fee schedule|"
    r"published|publication|accessed|retrieved|updated|cyberattack|editorial|journal|J Clin Oncol|"
    r"N Engl J Med|Lancet|JAMA|guidelines?|versions?|issue of|newsletter|released?|"
    r"launch(?:ed|es)?|announce[ds]?|announcement|press|registration|registers?|rsvp|sign[- ]up|accru\w{1,4}|"
    r"enrollment|enrolled \d|enrolled (?:patients|women|men)|data cut-?off|elections?|elected|votes?|"
    r"ballots?|committees?|conference call|"
    r"teleconference|dues|renewals?|membership|members pay|exams?|recertif\w{2,8}|certification|fellowship|"
    r"fellows|residents?|"
    r"interviews?|job|grants?|applications?|awards?|nominat\w{2,4}|surveys?|magazine|columns?|hosts?|"
    r"hosted|breakfast|dinner|"
    r"reception|badges?|booths?|offices? (?:is|are|will be)? ?closed|recall(?:s|ed)? (?:notice|of|by|"
    r"letter)|class I{1,2} recall|warning letter|"
    r"package insert|patents?|ICD-?10|payroll|retir(?:es|ing) from|fundrais\w{2,4}|gala|5K|"
    r"awareness (?:month|week|day)|"
    r"volumes?|Fed Reg|Federal Register|statute|lawsuit|court|moderators?|agenda|slides are|hotel|flights?|"
    r"airport)\b"
)
_PUBLIC_SOFT = (
    r"\b(?:trial|trials|stud(?:y|ies)|protocol|enrolled|randomi[sz](?:ed|ation)|board|approv(?:ed|al)|"
    r"den(?:ied|ial)|Medicare|"
    r"Medicaid|calls?|clos(?:ed|es|ing)|open(?:ed|s|ing)?|presented|presentation|update[ds]?|post(?:ed|s)?|"
    r"issue|terms?|"
    r"law|rules?|act|guests?|members?|society|college|registry|data|results?|series|cohort|median|patients|"
    r"women|men|cases|"
    r"we (?:joined|moved|had|hired|opened|bought|switched)|I (?:joined|moved|retired|wrote|read|will be|"
    r"am)|pathway|policy|vendor|software)\b"
)
_OWN = (
    r"\b(?:(?:my|our)\s(?:[\w-]{2,12}\s)?(?:office|cell|mobile|pager|phone|line|number|fax|e-?mail|address|"
    r"clinic|practice|coordinator|"
    r"nurse|secretary|assistant|staff|desk|scheduler|lab|pathologist|website|blog|site|group|department|"
    r"center|institution|society)|"
    r"(?:call|reach|e-?mail|mail|text|page|contact|write|message|ping|tell|find|fax|ring|"
    r"phone)\s(?:to\s)?(?:me|us)\b|"
    r"(?:write|talk|send (?:it|them|slides|records)?) ?to (?:me|us)|off-?line|help ?(?:line|desk)|hotline|"
    r"toll[- ]free|dial(?:-in)?|"
    r"member services|call center|front desk|tumor registry|I can be reached|let me know at|me at|us at|"
    r"send (?:your )?(?:cv|resume)|cv to|"
    r"questions to|inquiries|RSVP|registration|to register|to sign up|sign up|for (?:more )?(?:information|"
    r"details)|editorial office|"
    r"webmaster|unsubscribe|sincerely|best regards|kind regards|regards)\b"
)
_FAMILY = rf"\b{RELATIVES}\b"
_THEIR_CONTACT = (
    rf"\b(?:his|her|their|the (?:patient|pt|family|{RELATIVES})(?:'?s)?|"
    rf"{RELATIVES}'?s?)\s(?:\w{{2,12}}\s){{0,2}}"
    r"(?:cell|mobile|phone|home|number|line|fax|e-?mail|address|contact|work|landline|pager)\b|"
    rf"\b(?:call|reach|ring|phone|e-?mail|text|contact|write)\s(?:to\s)?(?:him|her|them|(?:the|his|"
    rf"her)\s(?:patient|pt|family|{RELATIVES}))\b|"
    r"\b(?:he|she|they)\s(?:can|could|may|would|is|prefers|prefer)\s[^,.;]{0,24}(?:reach|call|contact|phone|mail)"
)

# Words of colleagues at work and of teachers: names in such a sentence are seldom patients'.
_STAFF = (
    r"\b(?:colleagues?|committee|board of|candidates?|nomine\w{1,3}|staff|faculty|speakers?|moderat\w{2,4}|"
    r"editors?|authors?|fellows?|residents?|partners?|investigators?|stand for|elected|terms?|welcome|"
    r"congratulations|thanks to|credit|office of|of the society|executive|lobb\w{2,4}|CEO|CFO|attorney|"
    r"reporter|representative)\b"
)
_TEACHER = (
    r"\b(?:taught|teach|mentors?|mentored|colleagues?|pioneer\w{0,3}|leaders?|founder|founded|giant|hero|"
    r"voice|inspir\w{2,4}|legacy|orders?|laborator\w{1,3}|professor|president|essay|poem|novel|lyricist|"
    r"writer|poet|actor|singer|nobel)\b"
)


def _cue(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


PATTERNS: dict[str, re.Pattern[str]] = {
    "person": _cue(
        f"{AGE}|{_PATIENT}|\\bpatient(?: name| initials)?:|\\bMRN\\b|\\bMR ?#|\\bDOB\\b|(?:^|[.:;(]\\s|"
        f"\\n)(?:lady|gentleman|woman|man|male|female)\\b|(?-i:\\b[Pp]t\\b)|\\bpatient's\\b|"
        f"\\bthe family\\b"
    ),
    "pronoun": _cue(_PRONOUN),
    "age": _cue(AGE),
    "family": _cue(_FAMILY),
    "event": _cue(_EVENT),
    "human_event": _cue(_HUMAN_EVENT),
    "weak_event": _cue(_WEAK_EVENT),
    "clinical": _cue(CLINICAL),
    "public": _cue(_PUBLIC),
    "public_soft": _cue(_PUBLIC_SOFT),
    "staff": _cue(_STAFF),
    "teacher": _cue(_TEACHER),
    "own": _cue(_OWN),
    "their_contact": _cue(_THEIR_CONTACT),
}
