"""The composer's own words (composer/src/words.js) in the languages of the site."""

from __future__ import annotations

import json

from django.utils import translation
from django.utils.translation import gettext as _

from collegium.discussion.figures import LICENSES


def composer_words() -> str:
    """A JSON object for `data-words`, or "" in English, which the composer speaks by itself."""
    language = translation.get_language() or "en"
    return "" if language.startswith("en") else json.dumps(_words(), ensure_ascii=False)


def _words() -> dict[str, str]:
    return {
        "formatting": _("Formatting"), "text": _("Your text"),
        "bold": _("Bold"), "italic": _("Italic"), "bullets": _("Bulleted list"), "numbers": _("Numbered list"),
        "quote": _("Quote"), "link": _("Link"), "picture": _("Picture or file"), "mention": _("Mention a member"),
        "heading": _("Heading"), "subheading": _("Subheading"), "pull": _("Pull quote"), "gloss": _("Margin note"),
        "table": _("Table"), "tableDeeds": _("Change the table"),
        "rowAbove": _("Row above"), "rowBelow": _("Row below"),
        "columnBefore": _("Column before"), "columnAfter": _("Column after"), "headRow": _("Header row"),
        "headColumn": _("Header column"), "rowRemove": _("Remove the row"), "columnRemove": _("Remove the column"),
        "tableRemove": _("Remove the table"), "tableDone": _("Done"),
        "tableNow": _("Row {row} of {rows}, column {column} of {columns}"),
        "picturesDropped": _(
            "{n} of the pasted pictures lie elsewhere and were left out. "
            "Save them, then put them in with “Picture or file”."
        ),
        "linkAddress": _("Address of the link"), "linkSet": _("Set the link"), "linkRemove": _("Remove the link"),
        "cancel": _("Cancel"),
        "linkWrong": _(
            "This is not an address. Write it like https://example.org/page or name@example.org."
        ),
        "cite": _("Add a reference"), "citeAdd": _("Add it"), "citeNumber": _("Reference {n}"),
        "citeWhat": _("DOI, PMID, trial number or an address of one; or the reference as it should be printed"),
        "citeFailed": _("It could not be looked at. Check your connection and try again."),
        "people": _("People"), "peopleFound": _("{n} people found. Choose with the arrow keys."),
        "peopleNone": _("Nobody found."),
        "uploading": _("Uploading {name}"),
        "uploadFailed": _("{name} could not be uploaded. Check your connection and try again."),
        "uploadPending": _("A file is still being uploaded. Wait a moment, then send again."),
        "alt": _("Describe the picture for people who cannot see it"), "caption": _("Caption"),
        "decorative": _("Decorative: it says nothing the words do not say"),
        "altMissing": _("Say in a few words what each picture shows, or that it is decorative, then send again."),
        "altAsked": _(
            "A picture has no description. Say in a few words what it shows, or that it is decorative. "
            "Sent again as it is, it goes out without."
        ),
        "pictureFacts": _("About the picture"), "pictureRemove": _("Remove the picture"),
        "credit": _("Credit: whose picture it is"), "license": _("License"), "licenseNone": _("Not said"),
        **{key: str(name) for key, name in LICENSES.items()},
        "notPatient": _("It is not a patient’s"), "more": _("and {n} more"),
        "quoteFrom": _("{name} wrote:"), "quoteLabel": _("Quote"),
        "draftSaved": _("Draft saved {time}"), "draftBack": _("Bring back the text of {time}"),
        "draftFrom": _("From your other device, {time}"),
        "draftSent": _("These words were sent from another device."),
        "empty": _("Write something first."),
    }  # fmt: skip
