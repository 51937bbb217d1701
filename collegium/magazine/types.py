"""What an article can be, and how two articles can belong together: one table each.

Values of `jats` are those that NISO Z39.96 (JATS) suggests for `article-type` and `related-article-type`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class ArticleType:
    """A kind of article.

    Args:
        label: as it is shown.
        jats: value of `article-type`.
        relation: key of `RELATIONS` for what such an article is about; "" when it is about no other.
        is_notice: corrects the record: an item of its own, always free to read (NISO RP-45-2024).
    """

    label: Promise
    jats: str
    relation: str = ""
    is_notice: bool = False


TYPES: dict[str, ArticleType] = {
    "feature": ArticleType(pgettext_lazy("article type", "Feature"), "article-commentary"),
    "cover": ArticleType(pgettext_lazy("article type", "Cover story"), "article-commentary"),
    "news": ArticleType(pgettext_lazy("article type", "News"), "news"),
    "policy": ArticleType(pgettext_lazy("article type", "Policy and advocacy"), "news"),
    "president": ArticleType(pgettext_lazy("article type", "From the President"), "editorial"),
    "editor": ArticleType(pgettext_lazy("article type", "Letter from the Editor"), "editorial"),
    "editorial": ArticleType(pgettext_lazy("article type", "Editorial"), "editorial"),
    "column": ArticleType(pgettext_lazy("article type", "Column"), "article-commentary"),
    "opinion": ArticleType(pgettext_lazy("article type", "Commentary"), "article-commentary", "commentary-article"),
    "profile": ArticleType(pgettext_lazy("article type", "Member profile"), "article-commentary"),
    "interview": ArticleType(pgettext_lazy("article type", "Interview"), "article-commentary"),
    "qa": ArticleType(pgettext_lazy("article type", "Question and answer"), "article-commentary"),
    "research": ArticleType(pgettext_lazy("article type", "Research summary"), "research-article"),
    "meeting": ArticleType(pgettext_lazy("article type", "Meeting report"), "meeting-report"),
    "book": ArticleType(pgettext_lazy("article type", "Book review"), "book-review"),
    "letter": ArticleType(pgettext_lazy("article type", "Letter to the editor"), "letter", "letter"),
    "reply": ArticleType(pgettext_lazy("article type", "Reply"), "reply", "letter"),
    "obituary": ArticleType(pgettext_lazy("article type", "In memoriam"), "obituary"),
    "announcement": ArticleType(pgettext_lazy("article type", "Announcement"), "announcement"),
    "calendar": ArticleType(pgettext_lazy("article type", "Calendar"), "calendar"),
    "correction": ArticleType(
        pgettext_lazy("article type", "Correction"), "correction", "corrected-article", is_notice=True
    ),
    "retraction": ArticleType(
        pgettext_lazy("article type", "Retraction"), "retraction", "retracted-article", is_notice=True
    ),
    "concern": ArticleType(
        pgettext_lazy("article type", "Expression of concern"),
        "expression-of-concern",
        "object-of-concern",
        is_notice=True,
    ),
    "addendum": ArticleType(pgettext_lazy("article type", "Addendum"), "addendum", "updated-article", is_notice=True),
}
FIRST_TYPE = "feature"
NOTICES = tuple(key for key, kind in TYPES.items() if kind.is_notice)


def type_choices() -> list[tuple[str, Promise]]:
    """For a form's field."""
    return [(key, kind.label) for key, kind in TYPES.items()]
