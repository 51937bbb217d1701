"""The post, and the addresses that posts and blogs had."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from collegium.accounts.models import User
from collegium.audience import moment
from collegium.audience.reader import Reader
from collegium.blogs.models.blog import Blog
from collegium.blogs.models.series import Series
from collegium.discussion.bylines import byline_of, everyone
from collegium.discussion.models import Piece
from collegium.discussion.models.publication import Publication, PublicationQuerySet

POST_WORDS = ("feed", "new", "edit", "series")  # what the addresses use themselves


class PostQuerySet(PublicationQuerySet):
    """Posts of blogs."""

    def own_condition(self, reader: Reader) -> Q:
        """The leader's, the helpers' and the co-authors' own."""
        own = Q(blog__owner=reader.person_id) | Q(blog__helpers=reader.person_id)
        return own | Q(co_authors__person=reader.person_id)

    def most_discussed(self, reader: Reader, since: datetime) -> Self:
        """Published since then and answered, most answers first; only where the number is this reader's own."""
        own = self.readable_by(reader).filter(readers__in=reader.audiences, has_narrower=False)
        return own.filter(published_at__gte=since, reply_count__gt=0).order_by("-reply_count", "-published_at")

    def with_question(self) -> Self:
        """Each with `asks`: whether a helper waits for the leader's word about it."""
        from collegium.blogs.models.approval import Approval

        return self.annotate(asks=Exists(Approval.objects.waiting().filter(post=OuterRef("pk"))))

    def asking(self) -> Self:
        """Where questions are welcome now, by the clock; what closes first stands first."""
        return self.filter(closes_at__gt=moment.now()).order_by("closes_at", "pk")

    def by_edit(self) -> Self:
        """Drafts: latest touched first."""
        return self.order_by(F("edited_at").desc(nulls_last=True), "-created_at")


class Post(Publication):
    """A post of a blog.

    `seen_version` is the version of a draft that its leader last had before them, `seen_before` the one they had
    before that: what changed since their last look lies between the two. `corrections` are lines of the record,
    oldest first: `{"at": moment, "text": words}`; none is ever changed.
    """

    blog = models.ForeignKey(Blog, models.PROTECT, related_name="posts")
    seen_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    seen_before = models.PositiveIntegerField(null=True, blank=True, editable=False)

    series = models.ForeignKey(Series, models.SET_NULL, related_name="posts", null=True, blank=True)
    part = models.PositiveSmallIntegerField(null=True, blank=True)
    corrections = models.JSONField(default=list, blank=True, editable=False)

    objects = PostQuerySet.as_manager()  # type: ignore[misc]

    def save(self, *args: object, **kwargs: object) -> None:
        """Stored with its kind."""
        self.kind = Piece.Kind.POST
        super().save(*args, **kwargs)

    @property
    def takes_questions(self) -> bool:
        """Its comments are questions, and its leader answers each ("Ask the President")."""
        return self.closes_at is not None

    @property
    def corrected(self) -> list[tuple[datetime, str]]:
        """When something was corrected, and in which words."""
        return [(datetime.fromisoformat(line["at"]), str(line["text"])) for line in self.corrections]

    def own_byline(self) -> dict[str, Any]:
        """The leader's, with what the blog discloses where the profile says nothing; then who agreed to this one."""
        line = super().own_byline()
        line = line | {"disclosure": line.get("disclosure") or self.blog.disclosures}
        agreed = self.co_authors.agreed().select_related("person") if self.pk else ()  # type: ignore[attr-defined]
        others = [_line_of(one.person) for one in agreed]
        return line | {"others": others} if others else line

    @property
    def bylines(self) -> list[dict[str, Any]]:
        """A line for each author, the leader first."""
        return everyone(self.byline)

    def own_address(self) -> str:
        """Unique within the blog."""
        return f"{self.blog_id}/{self.slug}"


def _line_of(person: User) -> dict[str, Any]:
    """A co-author's; who has a blog discloses there, too."""
    line = byline_of(person)
    said = Blog.objects.filter(owner=person).exclude(disclosures="").values_list("disclosures", flat=True)
    return line | {"pk": person.pk, "disclosure": line["disclosure"] or " ".join(said)}


class OldSlug(models.Model):
    """An address that redirects: of the blog itself (`post` empty) or of one of its posts."""

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="old_slugs")
    post = models.ForeignKey(Post, models.CASCADE, related_name="old_slugs", null=True, blank=True)
    slug = models.SlugField(max_length=90)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=Q(post=None), name="old_blog_slug_once"),
            models.UniqueConstraint(
                fields=["blog", "slug"], condition=Q(post__isnull=False), name="old_post_slug_once"
            ),
        ]
