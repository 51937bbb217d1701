"""Roster files and what they changed, how they are read, whom a line may mean."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class RosterSettings(models.Model):
    """How the society reads its roster. One row; `RosterSettings.current()` gives it.

    `columns` says which heading of theirs is which column of ours, `table` who gets what access
    (`membership.access_table`), `draft` a table that staff work on and nobody has applied yet.
    """

    columns = models.JSONField(default=dict, blank=True)
    member_id_pattern = models.CharField(_("Pattern of a member number"), max_length=80, blank=True)
    missing_files = models.PositiveSmallIntegerField(
        _("Files somebody may be missing from before the membership ends"), default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )  # fmt: skip
    lapse_percent = models.PositiveSmallIntegerField(
        _("Percent of members that a file may end without being asked"), default=5,
        validators=[MaxValueValidator(100)],
    )  # fmt: skip
    rows_percent = models.PositiveSmallIntegerField(
        _("Percent of the last file's rows that a file must have"), default=90, validators=[MaxValueValidator(100)]
    )
    table = models.JSONField(default=list, blank=True)
    draft = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_roster_settings")]

    def __str__(self) -> str:
        return "roster"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it the only row."""
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> RosterSettings:
        """The one row, or what holds before anybody decided."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class RosterRunQuerySet(models.QuerySet["RosterRun"]):
    """Runs, in the ways staff ask for them."""

    def applied(self) -> RosterRunQuerySet:
        """Those that were written and not taken back, the latest first."""
        return self.filter(applied_at__isnull=False, undone_at=None)

    def whole_files(self) -> RosterRunQuerySet:
        """Those that name every member: a file, or a sweep over the society's system."""
        return self.filter(kind__in=(RosterRun.Kind.FILE, RosterRun.Kind.SWEEP))


class RosterRun(models.Model):
    """One roster: read, compared, and, once `applied_at` is set, applied. `content` is emptied then.

    `doing` says what a job does with it at this moment, `failed` why it stopped.
    """

    class Kind(models.TextChoices):
        """Where it came from."""

        FILE = "file", _("A file")
        SWEEP = "sweep", _("Everything the society’s system holds")
        TABLE = "table", _("Another table of access")
        RECORD = "record", _("One record")

    class Doing(models.TextChoices):
        """What a job does with it now."""

        NOTHING = "", _("Nothing")
        COMPARING = "comparing", _("It is being compared")
        APPLYING = "applying", _("It is being applied")
        UNDOING = "undoing", _("It is being undone")

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.FILE)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    on = models.DateField()
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    brakes = models.JSONField(default=list, blank=True)
    content = models.BinaryField(default=bytes, blank=True)
    doing = models.CharField(max_length=10, choices=Doing.choices, blank=True)
    failed = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(default=timezone.now)
    read_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    not_undone = models.JSONField(default=list, blank=True)

    objects = RosterRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.on}"


class RosterFinding(models.Model):
    """What a run would do with one line, as staff read it before they apply it. Gone with the next file."""

    run = models.ForeignKey(RosterRun, models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=16)
    member_id = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    line = models.PositiveIntegerField(default=0)
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["run", "kind"])]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind}"


class RosterBefore(models.Model):
    """How it was with one person before the last run, and how the run left it: for taking the run back."""

    run = models.ForeignKey(RosterRun, models.CASCADE, related_name="befores")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    is_new = models.BooleanField(default=False)
    fields = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.run_id} {self.person_id}"


class MatchProposal(models.Model):
    """A line of the roster and somebody here who may be the same person; staff decide, and it is remembered.

    `record` is the line as it came, so that it can be taken in the moment they decided.
    """

    class Why(models.TextChoices):
        """Which weak fact speaks for it (docs/decisions/013-rosters.md); a name alone never does."""

        ADDRESS = "address", _("the same mail address, but another last name")
        NPI = "npi", _("the same NPI, but another last name")
        NAME_AND_PLACE = "place", _("the same name, institution and city")

    class Decision(models.TextChoices):
        """What staff said."""

        OPEN = "", _("Not decided")
        SAME = "same", _("The same person")
        TWO = "two", _("Two persons")

    member_id = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    record = models.JSONField(default=dict)
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    why = models.CharField(max_length=8, choices=Why.choices)
    decision = models.CharField(max_length=4, choices=Decision.choices, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member_id", "person"], name="proposed_once")]
        indexes = [models.Index(fields=["decision", "found_at"])]

    def __str__(self) -> str:
        return f"{self.member_id} {self.person_id}"


class RosterChange(models.Model):
    """The audit line of one changed field: which file, which line, old and new."""

    run = models.ForeignKey(RosterRun, models.CASCADE, related_name="changes")
    person = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    member_id = models.CharField(max_length=40)
    line = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=16)
    field = models.CharField(max_length=40)
    old = models.CharField(max_length=300, blank=True)
    new = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.member_id} {self.field}"
