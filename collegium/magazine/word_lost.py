"""What did not come along from a Word file, as sentences for the editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy, ngettext_lazy

TOLD: Final[dict[str, Any]] = {
    "equations": ngettext_lazy(
        "%(n)d equation is only its signs in brackets now. Write it anew, or put it in as a picture.",
        "%(n)d equations are only their signs in brackets now. Write them anew, or put them in as pictures.",
        "n",
    ),
    "formats": ngettext_lazy(
        "%(n)d picture is in a format that browsers do not show (such as EMF). Save it as PNG and put it in.",
        "%(n)d pictures are in formats that browsers do not show (such as EMF). Save them as PNG and put them in.",
        "n",
    ),
    "pictures": ngettext_lazy(
        "%(n)d picture was left out: too large, too many, or in a note.",
        "%(n)d pictures were left out: too large, too many, or in notes.",
        "n",
    ),
    "linked": ngettext_lazy(
        "%(n)d picture is not in the file, only its address. Put it in.",
        "%(n)d pictures are not in the file, only their addresses. Put them in.",
        "n",
    ),
    "charts": ngettext_lazy(
        "%(n)d chart or diagram was left out. Save it as a picture and put it in.",
        "%(n)d charts or diagrams were left out. Save them as pictures and put them in.",
        "n",
    ),
    "objects": ngettext_lazy(
        "%(n)d embedded object (such as a worksheet) was left out, or is a picture of itself.",
        "%(n)d embedded objects (such as worksheets) were left out, or are pictures of themselves.",
        "n",
    ),
    "attached": ngettext_lazy(
        "%(n)d document inside the document was left out.", "%(n)d documents inside the document were left out.", "n"
    ),
    "text_boxes": ngettext_lazy(
        "%(n)d text box stands as a paragraph after the place it was fixed to.",
        "%(n)d text boxes stand as paragraphs after the places they were fixed to.",
        "n",
    ),
    "added": ngettext_lazy(
        "%(n)d tracked addition was taken as accepted.", "%(n)d tracked additions were taken as accepted.", "n"
    ),
    "deleted": ngettext_lazy(
        "%(n)d tracked deletion was taken as accepted: its words are gone.",
        "%(n)d tracked deletions were taken as accepted: their words are gone.",
        "n",
    ),
    "comments": ngettext_lazy(
        "%(n)d comment in the margin was left out.", "%(n)d comments in the margin were left out.", "n"
    ),
    "hidden": ngettext_lazy(
        "%(n)d stretch of hidden text was left out.", "%(n)d stretches of hidden text were left out.", "n"
    ),
    "signs": ngettext_lazy(
        "%(n)d sign of a symbol font could not be read and stands as [?]. Write it anew.",
        "%(n)d signs of symbol fonts could not be read and stand as [?]. Write them anew.",
        "n",
    ),
    "renumbered": ngettext_lazy(
        "%(n)d numbered list that went on after a paragraph begins with 1 again.",
        "%(n)d numbered lists that went on after a paragraph begin with 1 again.",
        "n",
    ),
    "citations": ngettext_lazy(
        "%(n)d citation of a reference manager is ordinary text now.",
        "%(n)d citations of a reference manager are ordinary text now.",
        "n",
    ),
    "fields": ngettext_lazy(
        "%(n)d field keeps the words it showed last.", "%(n)d fields keep the words they showed last.", "n"
    ),
    "notes": ngettext_lazy(
        "%(n)d note is named in the text and not in the file.",
        "%(n)d notes are named in the text and not in the file.",
        "n",
    ),
    "joined": gettext_lazy("Notes stand after the references, in one numbered list."),
    "merged": ngettext_lazy(
        "%(n)d merged cell of a table leaves empty cells beside it.",
        "%(n)d merged cells of tables leave empty cells beside them.",
        "n",
    ),
    "nested": ngettext_lazy(
        "%(n)d table within a table became paragraphs.", "%(n)d tables within tables became paragraphs.", "n"
    ),
    "levels": ngettext_lazy(
        "%(n)d heading of a deeper level became a bold line.", "%(n)d headings of deeper levels became bold lines.", "n"
    ),
    "styles": ngettext_lazy(
        "%(n)d paragraph has a style that the site does not know, and became an ordinary one.",
        "%(n)d paragraphs have styles that the site does not know, and became ordinary ones.",
        "n",
    ),
    "struck": ngettext_lazy(
        "%(n)d stretch that was struck through is ordinary text now.",
        "%(n)d stretches that were struck through are ordinary text now.",
        "n",
    ),
    "headers": ngettext_lazy("%(n)d header or footer was left out.", "%(n)d headers and footers were left out.", "n"),
    "contents": gettext_lazy("The table of contents was left out: the page makes its own."),
}


def sentences(lost: Mapping[str, int]) -> list[str]:
    """One sentence a kind, in the order of `TOLD`, for the counts of `WordArticle.lost`."""
    return [str(sentence % {"n": lost[kind]}) for kind, sentence in TOLD.items() if lost.get(kind)]
