"""What the check can see: one entry a sight, with its letter, kind, sentence and usual fixes.

Letters and what they cover: 45 CFR 164.514(b)(2)(i)(A) to (R), a US government work. The kinds follow
DOMAIN.md, appendix B: numbers that point at one person by themselves block, the rest warns.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from collegium.privacy.findings import REMOVE, Finding, Fix, Kind, Words, change_to


@dataclass(frozen=True, slots=True)
class Sight:
    """One thing the check can see: letter, kind, sentence and the fixes to offer when a rule knows none."""

    letter: str
    kind: Kind
    message: Words
    fixes: tuple[Fix, ...] = (REMOVE,)


SIGHTS: dict[str, Sight] = {
    "name": Sight(
        "A",
        "warn",
        _("This looks like a patient's name. A name identifies a person at once: say “the patient” instead."),
        (change_to("the patient"), REMOVE),
    ),
    "relative": Sight(
        "A",
        "warn",
        _(
            "This looks like the name of a patient's relative or friend. Their names identify the patient too: "
            "the relation alone is enough."
        ),
    ),
    "initials": Sight(
        "A",
        "warn",
        _(
            "These look like a patient's initials. Together with a diagnosis they can identify a person: leave "
            "them out."
        ),
        (change_to("the patient"), REMOVE),
    ),
    "place": Sight(
        "B",
        "warn",
        _(
            "This looks like a place where a patient lives or works. Places smaller than a state can identify "
            "a person: name the state or region, or leave it out."
        ),
    ),
    "street": Sight(
        "B",
        "warn",
        _("This looks like a patient's address. An address identifies a household: leave it out."),
    ),
    "postcode": Sight(
        "B",
        "warn",
        _("This looks like a patient's postal code. It narrows a person down to a few streets: leave it out."),
    ),
    "employer": Sight(
        "B",
        "warn",
        _(
            "This looks like a patient's workplace. Employer and job together can identify a person: name only "
            "the kind of work."
        ),
    ),
    "date": Sight(
        "C",
        "warn",
        _(
            "This looks like a date from a patient's story. Exact dates can identify a person, even here among "
            "members: give the year, or the time between events."
        ),
    ),
    "birth_date": Sight(
        "C",
        "warn",
        _(
            "This looks like a date of birth. Dates tied to a patient can identify them, even here among "
            "members: give the age or the decade."
        ),
    ),
    "age": Sight(
        "C",
        "warn",
        _(
            "This looks like an age over 89. So few people are that old that the age can identify them: say "
            "“90 or older”."
        ),
        (change_to("90 or older"), REMOVE),
    ),
    "phone": Sight(
        "D",
        "block",
        _(
            "This looks like the telephone number of a patient or relative. It leads straight to them: remove "
            "it and share it with one colleague in another way."
        ),
    ),
    "fax": Sight(
        "E",
        "block",
        _(
            "This looks like a fax number for a patient's papers. It must not stand beside a case: remove it "
            "and arrange the sending with one colleague in another way."
        ),
    ),
    "email": Sight(
        "F",
        "block",
        _(
            "This looks like the e-mail address of a patient or relative. It leads straight to them: remove it "
            "and share it with one colleague in another way."
        ),
    ),
    "national_number": Sight(
        "G",
        "block",
        _(
            "This looks like a social security or other national number. Even its last digits identify a "
            "person: remove it."
        ),
    ),
    "record_number": Sight(
        "H",
        "block",
        _("This looks like a medical record number. It identifies a patient in a hospital's files: remove it."),
    ),
    "plan_number": Sight(
        "I",
        "block",
        _("This looks like a health plan number. It identifies the insured person: remove it."),
    ),
    "account_number": Sight(
        "J",
        "block",
        _("This looks like an account number. It identifies who is billed: remove it."),
    ),
    "license_number": Sight(
        "K",
        "block",
        _("This looks like a license or certificate number of a patient. It identifies its holder: remove it."),
    ),
    "vehicle": Sight(
        "L",
        "block",
        _("This looks like a vehicle's plate or number. It identifies its owner: remove it."),
    ),
    "device": Sight(
        "M",
        "block",
        _(
            "This looks like the serial number of a patient's device. Makers and registries can trace it to a "
            "person: name only the model."
        ),
    ),
    "link": Sight(
        "N",
        "warn",
        _(
            "This link seems to lead to a patient's images, records or pages. Everybody who reads it may open "
            "it: remove it and show a picture without names instead."
        ),
    ),
    "ip": Sight(
        "O",
        "block",
        _("This looks like the network address of a patient or relative. It can be traced to them: remove it."),
    ),
    "voice": Sight(
        "P",
        "block",
        _(
            "This looks like a recording of a patient or another bodily print. A voice or a fingerprint "
            "identifies a person: describe the finding in words."
        ),
    ),
    "photo": Sight(
        "Q",
        "block",
        _(
            "This looks like a picture or file of a patient that shows the face or carries a name. Faces and "
            "file names identify a person: crop the picture and rename the file."
        ),
    ),
    "code": Sight(
        "R",
        "warn",
        _(
            "This looks like a number given to one patient, specimen or study participant. Whoever holds the "
            "list can find the person: remove it."
        ),
    ),
    "trait": Sight(
        "R",
        "warn",
        _(
            "These words may fit only one person. A unique trait identifies somebody without a name: describe "
            "it in more general words."
        ),
    ),
}


def see(text: str, start: int, end: int, sight: str, *fixes: Fix) -> Finding:
    """The finding for `text[start:end]` of the named sight; `fixes`, if any, come instead of the usual ones."""
    entry = SIGHTS[sight]
    return Finding(start, end, text[start:end], entry.letter, entry.kind, entry.message, fixes or entry.fixes)
