"""The patient-data check: what in a text could identify a patient, said before the text is posted.

Purpose. Members describe cases. The check reads plain text and points at words that belong to the 18
identifiers of the Safe Harbor method, 45 CFR 164.514(b)(2)(i)(A) to (R), when they seem to be about a
patient, a relative, an employer or a household member. It runs on every way in: while typing, at submit,
for inbound mail, the API, imported archives, subject lines, file names and direct messages.

Words.
    finding     one place in the text, its letter A to R, why it matters and how to mend it (`Finding`).
    kind        "warn": the author is asked and may post as it is. "block": it is posted only after the words
                are removed or the author confirms that they are not about a patient.
    fix         a replacement that takes the identifying part away (`Fix`), the safest first.
    cue         a word nearby that says whose words these are: a patient's, a colleague's, the author's own.

Who may do what. Anybody who may post may run the check on their own words; nobody is refused for ever: a
finding asks, a person decides. The answer goes to the author only. Callers may log letters, kinds and
decisions, never `Finding.text`: `repr(finding)` leaves the words out for that reason.

It is a help, not a promise: it misses things (how much is measured in `tests/test_measured.py` and told in
`tests/data/privacy/README.md`), and the site never claims compliance with any law because of it.

Imports no models; needs no database.
"""

from collegium.privacy.check import find_identifiers
from collegium.privacy.findings import Finding, Fix

__all__ = ["Finding", "Fix", "find_identifiers"]
