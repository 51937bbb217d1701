"""The house rules: the society's own, else these. They are the reasons that reports and decisions name."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEFAULT_RULES: list[tuple[str | Promise, str | Promise]] = [
    (
        _("Patients first"),
        _(
            "Never post anything that can identify a patient, alone or together with other posts. Change or leave out "
            "dates, places and ages over 89. This is an informal forum and not a consult."
        ),
    ),
    (_("Respect"), _("Discuss ideas, not people. No harassment, no personal attack.")),
    (
        _("Nothing for sale"),
        _("No advertising or recruiting. If you have a financial interest in a product, say so in the post."),
    ),
    (_("Antitrust"), _("No discussion of fees, prices, salaries, payer rates, boycotts or market division.")),
    (_("Copyright"), _("Link instead of copying articles, figures or guidelines.")),
    (
        _("No treatment here"),
        _("No individual medical advice to patients; do not create a patient relationship here."),
    ),
    (
        _("Confidence"),
        _("What is said in member areas stays there; do not repost outside without the author’s leave."),
    ),
    (_("Your own voice"), _("Posts are the author’s views and not those of the society.")),
    (_("The law"), _("Nothing defamatory or illegal.")),
    (
        _("How it is kept"),
        _(
            "Members’ words appear at once. Moderators look afterwards and at reports; they may hide, lock or move to "
            "fewer readers, always with a reason sent to the author, who may answer. They never rewrite. The first two "
            "contributions of a guest are read before they appear."
        ),
    ),
]
