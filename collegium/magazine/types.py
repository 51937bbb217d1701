"""What an article can be, and how two articles can belong together: one table each.

Values of `jats` are those that NISO Z39.96 (JATS) suggests for `article-type` and `related-article-type`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class ArticleType:
    """A kind of article.

    Args:
        label: as it is shown.
        jats: value of `article-type`.
        relation: key of `RELATIONS` for the articles it names; "companion" when nothing more can be said.
        is_notice: corrects the record: an item of its own, always free to read (NISO RP-45-2024).
    """

    label: Promise
    jats: str
    relation: str = "companion"
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
    "letter": ArticleType(pgettext_lazy("article type", "Letter to the editor"), "letter", "commentary-article"),
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
    "addendum": ArticleType(pgettext_lazy("article type", "Addendum"), "addendum", "addended-article", is_notice=True),
}


@dataclass(frozen=True, slots=True)
class RelationKind:
    """How an article belongs to another. The key in `RELATIONS` is the value of `related-article-type`.

    Args:
        inverse: the value in the other article.
        says: before the other's title, on the page of the article.
        told: the same on the other's page.
    """

    inverse: str
    says: Promise
    told: Promise


RELATIONS: dict[str, RelationKind] = {
    "corrected-article": RelationKind("correction-forward", _("This corrects"), _("A correction was published")),
    "retracted-article": RelationKind("retraction-forward", _("This retracts"), _("This article was retracted")),
    "object-of-concern": RelationKind(
        "concern-forward", _("Concern about"), _("The editors have published a concern about this article")
    ),
    "addended-article": RelationKind("addendum", _("This adds to"), _("An addendum was published")),
    "commentary-article": RelationKind("commentary", _("This is about"), _("About this article")),
    "letter": RelationKind("letter-reply", _("This answers"), _("Reply")),
    "companion": RelationKind("companion", _("Related"), _("Related")),
}
FIRST_TYPE = "feature"
NOTICES = tuple(key for key, kind in TYPES.items() if kind.is_notice)
RECORD = tuple(kind.relation for kind in TYPES.values() if kind.is_notice)  # relations that stand at the head of a page


def type_choices() -> list[tuple[str, Promise]]:
    """For a form's field."""
    return [(key, kind.label) for key, kind in TYPES.items()]
