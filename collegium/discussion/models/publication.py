"""The publication: what a post of a blog and an article of the magazine have beyond every piece."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.reader import Reader
from collegium.discussion.bylines import byline_of
from collegium.discussion.models.piece import Piece, PieceQuerySet
from collegium.web.lines import Line


class PublicationQuerySet(PieceQuerySet):
    """Posts and articles. What is not out yet belongs to its writers and the editors (docs/access.md, "draft")."""

    def not_out(self) -> Self:
        """Drafts, and what waits for its hour."""
        waits = models.Q(published_at=None) | models.Q(published_at__gt=timezone.now())
        return self.filter(waits, hidden_at=None, removed_at=None)

    def due_unannounced(self) -> Self:
        """Out by the clock, and not told to anybody yet."""
        return self.published().filter(announced_at=None)

    def workable_by(self, reader: Reader) -> Self:
        """Unpublished work this reader may open: editors all of it, writers their own."""
        if reader.is_editor:
            return self.not_out()
        return self.not_out().filter(self.own_condition(reader)).distinct() if reader.is_member else self.none()

    def own_condition(self, reader: Reader) -> models.Q:
        """Whose work it is; each kind adds its helpers."""
        return models.Q(author_id=reader.person_id)


class Publication(Piece):
    """Abstract. `announced_at` is the moment of the first publication: from then on the byline is frozen.

    `first_version` is the version that came out first: readers see differences since then, never the draft's.
    `hero_file` is the id of a picture of the files app. `address` keeps a slug once within its place.
    """

    piece = models.OneToOneField(Piece, models.CASCADE, parent_link=True, primary_key=True, related_name="%(class)s")
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    hero_file = models.PositiveBigIntegerField(null=True, blank=True)
    hero_alt = Line(_("What the picture shows"), max_length=300, blank=True)
    hero_caption = Line(_("Caption"), max_length=300, blank=True)
    address = models.CharField(max_length=120, unique=True, editable=False)
    words_beside: ClassVar[dict[str, Any]] = {"hero_file": None, "hero_alt": "", "hero_caption": ""}

    objects = PublicationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stored with its address."""
        self.address = self.own_address()
        if kwargs.get("update_fields") and "slug" in kwargs["update_fields"]:
            kwargs["update_fields"] = [*kwargs["update_fields"], "address"]
        super().save(*args, **kwargs)

    def own_address(self) -> str:
        """The slug, with its place where it is unique only there."""
        return self.slug

    def own_byline(self) -> dict[str, Any]:
        """What stands under the title if it came out now."""
        return byline_of(self.author) if self.author is not None else self.byline

    @property
    def is_out(self) -> bool:
        """Published, and its time has come."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def shows_edit(self) -> bool:
        """Whether readers are told of a change: one that came after the first publication and was not taken back."""
        changed = self.edited_at and self.announced_at and self.edited_at > self.announced_at
        return bool(changed) and self.taken_back_at is None

    @property
    def is_scheduled(self) -> bool:
        """Published for a time that has not come."""
        return self.published_at is not None and not self.is_out
