"""Who has come since they were invited: the first weeks of a site, person by person.

Every present member and staff member is in exactly one stage. The mail that invites tells it: queued, refused by the
other side five times (and parked), or gone; the door tells the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.membership.actions import invite
from collegium.membership.models import Membership
from collegium.membership.models.membership import MembershipQuerySet
from collegium.outbox.models import Mail

PATIENCE = timedelta(days=7)  # so long somebody has to come before we write again
MOST = 3  # invitations to one person, the first counted


class Stage(models.TextChoices):
    """How far a member has come, in the order in which staff look at it."""

    CAME = "came", _("Opened the door")
    SENT = "sent", _("Invited, a week has not passed")
    ABSENT = "absent", _("Never came")
    QUEUED = "queued", _("The mail is on its way")
    REFUSED = "refused", _("The mail came back")
    UNINVITED = "uninvited", _("Not invited yet")
    UNREACHABLE = "unreachable", _("No mail address, or wants no mail")


@dataclass(frozen=True, slots=True)
class Step:
    """One stage, how many are in it, and the share of all (whole percent, for the drawing)."""

    stage: Stage
    number: int
    share: int


def members_in(stage: Stage) -> MembershipQuerySet:
    """The present members and staff of the roster who are in this stage, each with `stage`."""
    found: MembershipQuerySet = _staged().filter(stage=stage)
    return found


def _staged() -> Any:
    now = timezone.now()
    runs = Standing.objects.filter(person=OuterRef("person"), kind__in=("member", "staff")).at()
    letters = Mail.objects.filter(kind="invitation", person=OuterRef("person"))
    stage = Case(
        When(person__last_login__isnull=False, then=Value(Stage.CAME)),
        When(Q(person__email="") | Q(no_email=True), then=Value(Stage.UNREACHABLE)),
        When(invited_at=None, then=Value(Stage.UNINVITED)),
        When(Exists(letters.waiting()), then=Value(Stage.QUEUED)),
        When(Exists(letters.parked()), then=Value(Stage.REFUSED)),
        When(invited_at__gt=now - PATIENCE, then=Value(Stage.SENT)),
        default=Value(Stage.ABSENT),
        output_field=CharField(),
    )
    here = Membership.objects.filter(Exists(runs), deceased_at=None, merged_into=None, suspended_at=None)
    return here.annotate(stage=stage)


def steps() -> list[Step]:
    """Every stage with its number, in the order of `Stage`."""
    counted = _staged().order_by().values_list("stage").annotate(n=Count("pk"))
    numbers: dict[str, int] = dict(counted)
    whole = sum(numbers.values()) or 1
    return [Step(stage, numbers.get(stage, 0), round(100 * numbers.get(stage, 0) / whole)) for stage in Stage]


@transaction.atomic
def write_again(by: User | None, number: int) -> int:
    """Invite once more those who never came: a week after the last mail, three mails in all. Returns how many.

    Args:
        number: how many at most, those who wait longest first.
    """
    ids = members_in(Stage.ABSENT).annotate(mails=Count("person__invitations"))
    waiting = ids.filter(mails__lt=MOST).order_by("invited_at", "pk").values_list("pk", flat=True)[:number]
    rows = Membership.objects.select_for_update(of=("self",)).filter(pk__in=list(waiting))
    still = rows.filter(invited_at__lte=timezone.now() - PATIENCE).select_related("person").order_by("invited_at", "pk")
    return invite([row.person for row in still], by)


def may_be_written_to_again() -> int:
    """How many never came and had fewer than three mails."""
    absent = members_in(Stage.ABSENT).annotate(mails=Count("person__invitations"))
    return absent.filter(mails__lt=MOST).count()
