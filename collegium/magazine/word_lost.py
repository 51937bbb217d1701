"""What did not come along from a Word file, as sentences for the editor."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def sentences(lost: Mapping[str, int]) -> list[str]:
    """One sentence a kind, in a fixed order, for the counts of `WordArticle.lost`."""
    return [sentence for key, sentence in _all(lost).items() if lost.get(key)]


def _all(lost: Mapping[str, int]) -> dict[str, str]:
    def say(key: str) -> int:
        return lost.get(key, 0)

    return {
        "equations": ngettext(
            "%(n)d equation is only its signs in brackets now. Write it anew, or put it in as a picture.",
            "%(n)d equations are only their signs in brackets now. Write them anew, or put them in as pictures.",
            say("equations"),
        ) % {"n": say("equations")},
        "formats": ngettext(
            "%(n)d picture is in a format that browsers do not show (such as EMF). Save it as PNG and put it in.",
            "%(n)d pictures are in formats that browsers do not show (such as EMF). Save them as PNG and put them in.",
            say("formats"),
        ) % {"n": say("formats")},
        "pictures": ngettext(
            "%(n)d picture was left out: too large, too many, or in a note.",
            "%(n)d pictures were left out: too large, too many, or in notes.",
            say("pictures"),
        ) % {"n": say("pictures")},
        "linked": ngettext(
            "%(n)d picture is not in the file, only its address. Put it in.",
            "%(n)d pictures are not in the file, only their addresses. Put them in.",
            say("linked"),
        ) % {"n": say("linked")},
        "charts": ngettext(
            "%(n)d chart or diagram was left out. Save it as a picture and put it in.",
            "%(n)d charts or diagrams were left out. Save them as pictures and put them in.",
            say("charts"),
        ) % {"n": say("charts")},
        "objects": ngettext(
            "%(n)d embedded object (such as a worksheet) was left out, or is a picture of itself.",
            "%(n)d embedded objects (such as worksheets) were left out, or are pictures of themselves.",
            say("objects"),
        ) % {"n": say("objects")},
        "attached": ngettext(
            "%(n)d document inside the document was left out.",
            "%(n)d documents inside the document were left out.",
            say("attached"),
        ) % {"n": say("attached")},
        "text_boxes": ngettext(
            "%(n)d text box stands as a paragraph after the place it was fixed to.",
            "%(n)d text boxes stand as paragraphs after the places they were fixed to.",
            say("text_boxes"),
        ) % {"n": say("text_boxes")},
        "added": ngettext(
            "%(n)d tracked addition was taken as accepted.",
            "%(n)d tracked additions were taken as accepted.",
            say("added"),
        ) % {"n": say("added")},
        "deleted": ngettext(
            "%(n)d tracked deletion was taken as accepted: its words are gone.",
            "%(n)d tracked deletions were taken as accepted: their words are gone.",
            say("deleted"),
        ) % {"n": say("deleted")},
        "comments": ngettext(
            "%(n)d comment in the margin was left out.", "%(n)d comments in the margin were left out.", say("comments")
        ) % {"n": say("comments")},
        "hidden": ngettext(
            "%(n)d stretch of hidden text was left out.", "%(n)d stretches of hidden text were left out.", say("hidden")
        ) % {"n": say("hidden")},
        "signs": ngettext(
            "%(n)d sign of a symbol font could not be read and stands as [?]. Write it anew.",
            "%(n)d signs of symbol fonts could not be read and stand as [?]. Write them anew.",
            say("signs"),
        ) % {"n": say("signs")},
        "renumbered": ngettext(
            "%(n)d numbered list that went on after a paragraph begins with 1 again.",
            "%(n)d numbered lists that went on after a paragraph begin with 1 again.",
            say("renumbered"),
        ) % {"n": say("renumbered")},
        "citations": ngettext(
            "%(n)d citation of a reference manager is ordinary text now.",
            "%(n)d citations of a reference manager are ordinary text now.",
            say("citations"),
        ) % {"n": say("citations")},
        "fields": ngettext(
            "%(n)d field keeps the words it showed last.",
            "%(n)d fields keep the words they showed last.",
            say("fields"),
        ) % {"n": say("fields")},
        "notes": ngettext(
            "%(n)d note is named in the text and not in the file.",
            "%(n)d notes are named in the text and not in the file.",
            say("notes"),
        ) % {"n": say("notes")},
        "joined": _("Notes stand after the references, in one numbered list."),
        "merged": ngettext(
            "%(n)d merged cell of a table leaves empty cells beside it.",
            "%(n)d merged cells of tables leave empty cells beside them.",
            say("merged"),
        ) % {"n": say("merged")},
        "nested": ngettext(
            "%(n)d table within a table became paragraphs.",
            "%(n)d tables within tables became paragraphs.",
            say("nested"),
        ) % {"n": say("nested")},
        "levels": ngettext(
            "%(n)d heading of a deeper level became a bold line.",
            "%(n)d headings of deeper levels became bold lines.",
            say("levels"),
        ) % {"n": say("levels")},
        "styles": ngettext(
            "%(n)d paragraph has a style that the site does not know, and became an ordinary one.",
            "%(n)d paragraphs have styles that the site does not know, and became ordinary ones.",
            say("styles"),
        ) % {"n": say("styles")},
        "struck": ngettext(
            "%(n)d stretch that was struck through is ordinary text now.",
            "%(n)d stretches that were struck through are ordinary text now.",
            say("struck"),
        ) % {"n": say("struck")},
        "headers": ngettext(
            "%(n)d header or footer was left out.", "%(n)d headers and footers were left out.", say("headers")
        ) % {"n": say("headers")},
        "contents": _("The table of contents was left out: the page makes its own."),
    }  # fmt: skip
