"""Works that are cited, and which words cite them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.citations.identifiers import Identifier, of_key

STALE = timedelta(days=30)  # after which a cited work is asked about again: it may have been retracted


class WorkQuerySet(models.QuerySet["Work"]):
    """Works."""

    def cited(self) -> Self:
        """Those that some words cite now."""
        return self.filter(models.Exists(Citing.objects.filter(work=models.OuterRef("pk"))))

    def due(self) -> Self:
        """Never asked about, or longer ago than a month; what was entered by hand too."""
        return self.filter(Q(asked_at=None) | Q(asked_at__lt=timezone.now() - STALE)).order_by("asked_at", "pk")

    def spoken_for(self, key: str = "", words: str = "") -> Self:
        """For staff: each work once, those of which least is known first; `missing` is 2 without a title, 1 with gaps.

        Args:
            key: only the work that this identifier names.
            words: without a key, only works whose title or identifier has these words.
        """
        found = self.filter(same_as=None)
        if key:
            found = found.filter(Q(key=key) | Q(others__key=key)).distinct()
        elif words:
            found = found.filter(Q(data__title__icontains=words) | Q(key__icontains=words))
        printed = Q(data__type__in=["article", "preprint"])
        nowhere = printed & Q(data__journal__isnull=True, data__short__isnull=True)
        gaps = Q(data__authors__isnull=True) | Q(data__year__isnull=True) | nowhere
        gaps &= ~Q(data__type__in=["trial", "page"])
        missing = Case(When(data__title__isnull=True, then=Value(2)), When(gaps, then=Value(1)), default=Value(0))
        times = Count("cited_by", distinct=True)
        return found.annotate(missing=models.ExpressionWrapper(missing, IntegerField()), times=times).order_by(
            "-missing", "-times", "-pk"
        )


class Work(models.Model):
    """What an identifier names, with what is known of it.

    `data` is empty until somebody knows more, else (each key may be absent):

        type            "article", "preprint", "trial", "book", "chapter", "page" or "post"
        title           plain text without a final stop
        authors         [{"family", "initials"} or {"name"} of a group]; `editors` the same
        journal, short  the container's whole name and its NLM abbreviation
        year, month, day · volume, issue, pages · publisher, place, edition · url · updated, accessed (ISO days)
        ids             {"doi", "pmid", "pmcid", "nct", "arxiv"} as in keys
        is_free         whether it can be read for nothing

    `standing`, `standing_at` (ISO day, month or year) and `notice` ({"source", "doi", "pmid"}) say what became of it.
    """

    class Standing(models.TextChoices):
        """What was published about a work after it."""

        RETRACTED = "retracted", _("Retracted")
        CONCERN = "concern", _("Expression of concern")

    class Source(models.TextChoices):
        """Where `data` comes from."""

        CROSSREF = "crossref", "Crossref"
        DATACITE = "datacite", "DataCite"
        ARXIV = "arxiv", "arXiv"
        PUBMED = "pubmed", "PubMed"
        TRIALS = "trials", "ClinicalTrials.gov"
        HAND = "hand", _("Entered by staff")

    key = models.CharField(max_length=220, unique=True)
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="others")
    data = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, blank=True)
    standing = models.CharField(max_length=9, choices=Standing.choices, blank=True)
    standing_at = models.CharField(max_length=10, blank=True)
    notice = models.JSONField(default=dict, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="work_asked")]

    def __str__(self) -> str:
        return self.key

    @property
    def identifier(self) -> Identifier:
        """The identifier of its key."""
        found = of_key(self.key)
        assert found is not None, self.key
        return found

    @property
    def title(self) -> str:
        """Its title; "" while nothing is known."""
        return str(self.data.get("title", ""))

    @property
    def identity(self) -> int:
        """The same number for two rows that are one work, such as a DOI and its PMID."""
        return self.same_as_id or self.pk

    @property
    def is_preprint(self) -> bool:
        """Whether it was not peer reviewed."""
        return bool(self.data.get("type") == "preprint" or (not self.data.get("type") and self.identifier.is_preprint))

    def known(self) -> dict[str, Any]:
        """What is known of it, by this or by another of its identifiers' rows; ids are joined."""
        own = self.identifier
        name = {own.scheme: own.value} if own.scheme != "arxiv" else {"arxiv": own.value}
        return {**self.data, "ids": {**self.data.get("ids", {}), **name}}


class Citing(models.Model):
    """Some words cite a work. `kind` and `target` name them as files do: "piece" or "reply", or "person" for
    somebody's publications, and its id."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="cited_by")
    kind = models.CharField(max_length=8)
    target = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "target", "work"], name="citing_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target} cites {self.work_id}"
