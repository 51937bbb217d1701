"""Issues, departments, articles."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience import moment
from collegium.audience.models import MEMBERS, Audience
from collegium.audience.reader import Reader
from collegium.discussion.bylines import byline_of
from collegium.discussion.models import Piece
from collegium.discussion.models.publication import Publication, PublicationQuerySet
from collegium.magazine.types import FIRST_TYPE, TYPES, ArticleType
from collegium.web.lines import Line

ISSUE_WORDS = ("articles", "feed", "new")  # what the addresses use themselves
ARTS = ("arcs", "cells", "grid", "map", "reeds", "waves")  # drawings that come with Collegium
DARK_TYPE = ("cells", "grid")  # pale drawings, printed over in dark type


class IssueQuerySet(models.QuerySet["Issue"]):
    """Issues, in the ways screens ask for them."""

    def out(self) -> Self:
        """Published, and their time has come."""
        return self.filter(published_at__lte=moment.now())

    def not_out(self) -> Self:
        """Being made, or to come out by themselves."""
        return self.exclude(published_at__lte=moment.now())

    def newest_first(self) -> Self:
        """The current issue first."""
        return self.order_by("-cover_date", "-pk")

    def titled(self, words: str) -> Self:
        """Those whose cover, date or number has every one of these words."""
        found = self
        for word in words.split()[:8]:
            cover = Q(title__icontains=word) | Q(cover_line__icontains=word) | Q(date_text__icontains=word)
            number = Q(cover_date__year=word) | Q(volume=word) if word.isdecimal() and len(word) <= 4 else Q()
            found = found.filter(cover | number if number else cover)
        return found


class Issue(models.Model):
    """An edition. Its front (cover, note, contents by teaser) is for everybody; each article has its own readers.

    The cover is a picture (`cover_file`, an id of the files app) or one of the drawings `ARTS`. `pdf_file` is what was
    printed, for `pdf_readers`: it holds every article in full. An issue of the back catalogue has nothing else.
    """

    volume = models.PositiveSmallIntegerField(_("Volume"))
    number = models.PositiveSmallIntegerField(_("Number"))
    slug = models.SlugField(_("Address"), max_length=90, unique=True)
    title = Line(_("Title on the cover"), max_length=120)
    cover_line = Line(_("Line under the title"), max_length=200, blank=True)
    cover_date = models.DateField(_("Cover date"))
    date_text = Line(_("Cover date in words"), max_length=60, help_text=_("Such as “November–December”."))
    cover_file = models.PositiveBigIntegerField(null=True, blank=True)
    cover_art = models.CharField(_("Drawing"), max_length=20, choices=[(art, art) for art in ARTS], default="map")
    note = models.TextField(_("Editor’s note"), blank=True)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    note_byline = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    pdf_file = models.PositiveBigIntegerField(null=True, blank=True)
    pdf_readers = models.ForeignKey(Audience, models.PROTECT, default=MEMBERS, related_name="+")

    objects = IssueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["volume", "number"],
                name="issue_number_once",
                violation_error_message=_("There is an issue with this volume and number already."),
            ),
            models.CheckConstraint(condition=~Q(slug__in=ISSUE_WORDS), name="issue_slug_is_free"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def note_paragraphs(self) -> list[str]:
        """The editor's note as it was divided by blank lines."""
        return re.split(r"\s*\n\s*\n\s*", self.note.strip())

    @property
    def is_out(self) -> bool:
        """Published, and its time has come."""
        return self.published_at is not None and self.published_at <= timezone.now()

    def may_download(self, reader: Reader) -> bool:
        """Whether this reader may have the PDF now."""
        return reader.is_editor or (self.is_out and self.pdf_readers_id in reader.audiences)

    @property
    def is_dark(self) -> bool:
        """Whether the cover is printed in dark type."""
        return not self.cover_file and self.cover_art in DARK_TYPE


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Departments, in the ways screens ask for them."""

    def with_counts(self) -> Self:
        """In their order, with how many articles stand in each (`count`), whatever their state."""
        counted = self.annotate(count=models.Count("articles", filter=Q(articles__removed_at=None)))
        return counted.order_by("order", "name")  # what is grouped has no order of its own


class Department(models.Model):
    """A standing heading: "Practice matters"."""

    name = Line(_("Name"), max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class OldIssueSlug(models.Model):
    """An address an issue had; it leads to the present one as long as no other issue takes it."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="old_slugs")
    slug = models.SlugField(max_length=90, unique=True)

    def __str__(self) -> str:
        return self.slug


class WordNote(models.Model):
    """What an editor should know of an article that came from a Word file: counts only, never words of it.

    `lost` counts what did not come along (`word_lost`), `findings` what the patient-data check saw and nobody has
    answered so far: until then the article cannot be published.
    """

    article = models.OneToOneField("Article", models.CASCADE, related_name="word_note")
    lost = models.JSONField(default=dict)
    findings = models.PositiveSmallIntegerField(default=0)
    brought_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"word note of {self.article_id}"


class Stage(models.TextChoices):
    """How far an article has come; what is out is published."""

    ASSIGNED = "assigned", _("Assigned")
    EDITED = "edited", _("Edited")
    PROOF = "proof", _("Author’s proof")
    READY = "ready", _("Ready")


class ArticleQuerySet(PublicationQuerySet):
    """Articles of the magazine."""

    def own_condition(self, reader: Reader) -> Q:
        """The authors' own."""
        return Q(authors=reader.person_id)

    def in_order(self) -> Self:
        """As an issue prints them."""
        return self.order_by("department__order", "order", "pk")

    def by_due(self) -> Self:
        """What is due first, then what waits longest."""
        return self.order_by(F("due_on").asc(nulls_last=True), F("stage_since").asc(nulls_first=True), "pk")

    def by_edit(self) -> Self:
        """Latest touched first."""
        return self.order_by(F("edited_at").desc(nulls_last=True), "-created_at")


class Article(Publication):
    """An article. `bylines` are the lines of all its authors, frozen when it first came out; `byline` is the first.

    `type` is a key of `magazine.types.TYPES`. An author without an account stands in `bylines` alone (a staff writer).
    `retracted_at` holds while a retraction of it is out; `is_related` says whether any `Relation` names it.
    `stage`, who has it (`holder`, or `holder_name` without an account), since when and until when are the editors' own;
    `approved_version` is the version that an author approved.
    A free window is `open_to` Public with `open_from`: compared in the query, so nothing has to flip a row.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="articles")
    department = models.ForeignKey(Department, models.PROTECT, related_name="articles")
    type = models.CharField(_("Type"), max_length=24, default=FIRST_TYPE)
    kicker = Line(_("Kicker"), max_length=80, blank=True)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="articles")
    bylines = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("Place in its department"), default=0)
    pages = Line(_("Pages"), max_length=20, blank=True)
    disclosure = Line(_("Disclosures"), max_length=500, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_related = models.BooleanField(default=False, editable=False)
    stage = models.CharField(_("Stage"), max_length=10, choices=Stage.choices, default=Stage.ASSIGNED)
    stage_since = models.DateTimeField(null=True, blank=True, editable=False)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    holder_name = Line(max_length=120, blank=True)
    due_on = models.DateField(_("Due"), null=True, blank=True)
    approved_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    words_beside: ClassVar[dict[str, Any]] = Publication.words_beside | {"kicker": "", "disclosure": ""}

    objects = ArticleQuerySet.as_manager()  # type: ignore[misc]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stored with its kind."""
        self.kind = Piece.Kind.ARTICLE
        super().save(*args, **kwargs)

    @property
    def is_approved(self) -> bool:
        """Whether an author approved what it is now."""
        return self.approved_version == self.version

    @property
    def is_late(self) -> bool:
        """Whether its day has passed, and it is not ready."""
        late = self.due_on is not None and self.due_on < timezone.localdate()
        return late and self.stage != Stage.READY and not self.is_out

    @property
    def is_a(self) -> ArticleType:
        """What kind of article it is."""
        return TYPES.get(self.type) or TYPES[FIRST_TYPE]

    def own_bylines(self) -> list[dict[str, Any]]:
        """All authors as they are now; lines without an account stay as typed."""
        people = {person.handle: person for person in self.authors.all()}
        return [byline_of(people[line["handle"]]) if line.get("handle") in people else line for line in self.bylines]

    def own_byline(self) -> dict[str, Any]:
        """The first author's."""
        return self.bylines[0] if self.bylines else self.byline


class Relation(models.Model):
    """`article` names `other`; both pages say so once both are out. `kind` is a key of `magazine.types.RELATIONS`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Article, models.CASCADE, related_name="named_by")
    kind = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="relation_once"),
            models.CheckConstraint(condition=~Q(article=F("other")), name="relation_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.kind} {self.other_id}"


class ProofQuerySet(models.QuerySet["Proof"]):
    """Proofs, in the ways screens ask for them."""

    def unanswered(self) -> Self:
        """Sent, and neither answered nor withdrawn."""
        return self.filter(approved_at=None, asked_at=None, withdrawn_at=None)

    def open(self) -> Self:
        """Of the version that stands now, not approved: the author has to answer, or an editor to change something."""
        return self.filter(approved_at=None, withdrawn_at=None, version=F("article__version"))

    def by_answer(self) -> Self:
        """What an author wants changed first, then what waits longest."""
        return self.order_by(F("asked_at").asc(nulls_last=True), "sent_at", "pk")


class Proof(models.Model):
    """An author is asked whether this version may come out so. `mail` is for who has no account; only editors see it.

    Approved (`approved_at`) or a change asked for (`asked_at`, in `words`): once. What is edited later is asked anew.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="proofs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = Line(max_length=160)
    mail = models.EmailField(blank=True)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    @property
    def is_answered(self) -> bool:
        """Approved, or a change was asked for."""
        return bool(self.approved_at or self.asked_at)
