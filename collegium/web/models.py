"""The society's own settings, one row, and the version every kept page is compared with."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from collegium.web import versions
from collegium.web.lines import Line


class Society(models.Model):
    """What staff decide about their site. One row; `Society.current()` gives it.

    `hue` (0-360) and `chroma` (0-0.13) are the only two numbers of the design that a society changes
    (`web.styles.theme_css`).
    """

    name = Line(_("Name"), max_length=200)
    short_name = Line(_("Short name"), max_length=60)
    tagline = Line(_("What the site is for, in one line"), max_length=200, blank=True)
    magazine_name = Line(_("Name of the magazine"), max_length=80, default="Magazine")
    issn_print = models.CharField(_("ISSN in print"), max_length=9, blank=True)
    issn_electronic = models.CharField(_("ISSN on the web"), max_length=9, blank=True)
    issn_linking = models.CharField(_("ISSN that links both"), max_length=9, blank=True)
    language = models.CharField(_("Language"), max_length=8, default="en")
    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC")
    hue = models.PositiveSmallIntegerField(_("Hue"), default=165, validators=[MaxValueValidator(360)])
    chroma = models.DecimalField(
        _("Chroma"),
        max_digits=4,
        decimal_places=3,
        default="0.085",
        validators=[MinValueValidator(0), MaxValueValidator(0.13)],
    )
    grace_days = models.PositiveSmallIntegerField(_("Days of grace after dues end"), default=60)
    member_id_width = models.PositiveSmallIntegerField(_("Digits of a member number"), default=6)
    ask_after_hours = models.PositiveSmallIntegerField(
        _("Hours after which an unanswered question is offered to colleagues"),
        default=24,
        validators=[MaxValueValidator(720)],
    )
    leaders_follow_offices = models.BooleanField(_("The row of leaders follows their offices"), default=False)
    contact_email = models.EmailField(_("Mail address for questions"), blank=True)
    join_url = models.URLField(_("Page where people become members"), blank=True)
    x_url = models.URLField(_("X (Twitter)"), blank=True)
    facebook_url = models.URLField(_("Facebook"), blank=True)
    linkedin_url = models.URLField(_("LinkedIn"), blank=True)
    house_rules = models.TextField(_("House rules"), blank=True)
    citation_style = models.CharField(
        _("Style of references"),
        max_length=9,
        default="ama",
        choices=[("ama", _("AMA")), ("vancouver", _("Vancouver"))],
    )
    looks_up_references = models.BooleanField(_("Look up references in public registers"), default=False)
    is_demo = models.BooleanField(default=False, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_society")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep it the only row; visitors' kept pages carry its name and colors."""
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        KeptVersion.touch(KeptVersion.PAGES, KeptVersion.DIRECTORIES, KeptVersion.SOCIETY)

    @classmethod
    def current(cls) -> Society:
        """The one row, or unsaved defaults before `collegium init`. Kept in the process while nobody changes it."""
        return _society()


class KeptVersion(models.Model):
    """Counters that keep what processes hold in memory true. Whoever changes something raises its counter in the same
    transaction; every process compares before it serves what it kept (docs/access.md, "How soon").

    `PAGES` counts whatever changes what a visitor sees, `SOCIETY` the settings, `PEOPLE` names and portraits,
    `DIRECTORIES` what `PAGES` counts but talk (`news.Event.moves_directories`).

    A counter is the sum of its rows. Deeds at the same moment raise a row each: nobody waits for a counter, so that no
    two deeds can wait for each other because of one. SQLite, where writers take turns, has one row a counter.
    """

    PAGES, SOCIETY, PEOPLE, DIRECTORIES = 1, 2, 3, 4
    counter = models.PositiveSmallIntegerField(db_index=True)
    value = models.PositiveBigIntegerField(default=1)

    @classmethod
    def touch(cls, *counters: int) -> None:
        """Make what was kept stale once the running transaction is committed; without counters: all pages."""
        free = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
        row = f"SELECT id FROM web_keptversion WHERE counter = %s ORDER BY id LIMIT 1 {free}"  # noqa: S608
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            for counter in counters or (cls.PAGES, cls.DIRECTORIES):
                cursor.execute(f"UPDATE web_keptversion SET value = value + 1 WHERE id = ({row})", [counter])  # noqa: S608
                if not cursor.rowcount:
                    cls.objects.create(counter=counter)
        versions.forget_read()


class Counted(models.Model):
    """How often something was done in a stretch of time that ends at `until` (seconds since 1970); see `web.counts`.

    On PostgreSQL the table is unlogged: nobody waits for the disk, and a crash of the database forgets the counts.
    """

    name = models.CharField(max_length=200, primary_key=True)
    number = models.PositiveIntegerField()
    until = models.PositiveBigIntegerField(db_index=True)


def _read_society() -> Society:
    found = Society.objects.filter(pk=1).first()
    return found or Society(pk=1, name="Collegium", short_name="Collegium")


_society = versions.Kept(KeptVersion.SOCIETY, _read_society)
