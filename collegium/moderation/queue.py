"""The one queue: first words of guests, reports, appeals, what was asked to be changed; oldest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collegium.audience.reader import Reader
from collegium.discussion.models import Piece, Reply
from collegium.moderation import following
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.things import find

SHOWN = [
    ("all", _("Everything waiting")),
    ("patient", _("Possible patient information")),
    ("first", _("First words of guests")),
    ("reports", _("Reports")),
    ("appeals", _("Appeals")),
    ("asked", _("Asked to change")),
]
LONGEST = 100  # items listed; the count goes on


@dataclass(slots=True)
class Item:
    """Something that waits, with how long; `sort` is a key of SHOWN, `states` say what came of what was asked."""

    kind: str
    pk: int
    since: datetime
    sort: str
    reports: int = 0
    name: str = ""
    line: str = ""
    states: list[str] = field(default_factory=list)
    is_gone: bool = False

    @property
    def waited(self) -> str:
        """How long, for people: "3 h 12 min"."""
        return waited(self.since)


def waited(since: datetime) -> str:
    """How long ago, in days, hours and minutes: "2 d 4 h", "3 h 12 min", "44 min"."""
    minutes = max(0, int((timezone.now() - since).total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return _now("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return _now("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return _now("%(minutes)d min") % {"minutes": rest}


def waiting() -> list[Item]:
    """Everything that waits, oldest first, without names: five queries however much it is."""
    items = [*_held(), *reported(Report.objects.waiting()), *_appeals(), *_asked()]
    return sorted(items, key=lambda item: item.since)


def waiting_for(reader: Reader) -> int:
    """How many things wait for this reader: none unless they moderate."""
    return len(waiting()) if reader.is_moderator else 0


def named(items: Iterable[Item], *, inside: bool = False) -> list[Item]:
    """The items of a list with who and where. Titles of private places are listed only for who is `inside`."""
    rows = []
    for item in items:
        thing = find(item.kind, item.pk)
        if thing is None and inside:
            continue  # owners handle what they see in its place
        if thing is None:
            item.is_gone, item.line = True, str(_("Not there any more"))
        else:
            item.name = thing.name
            item.line = str(_("In a closed place")) if thing.is_private and not inside else thing.title
            if item.sort == "asked":
                asked = Decision.objects.about(item.kind, item.pk).asked()
                item.states = [following.state_of(decision, thing.row) for decision in asked]
        rows.append(item)
    return rows


def _held() -> list[Item]:
    state = Q(held_at__isnull=False, hidden_at=None, removed_at=None)
    rows = [("piece", Piece.objects.filter(state)), ("reply", Reply.objects.filter(state, taken_back_at=None))]
    return [
        Item(kind, pk, since, "first") for kind, things in rows for pk, since in things.values_list("pk", "held_at")
    ]


def reported(rows: QuerySet[Report]) -> list[Item]:
    """These reports, one item a thing."""
    groups = (
        rows.values("kind", "target_id")
        .annotate(since=Min("created_at"), n=Count("pk"), patient=Max("reason", filter=Q(reason="patient")))
        .order_by()
    )
    return [
        Item(row["kind"], row["target_id"], row["since"], "patient" if row["patient"] else "reports", row["n"])
        for row in groups
    ]


def _appeals() -> list[Item]:
    rows = Appeal.objects.waiting().values_list("decision__kind", "decision__target_id", "at")
    return [Item(kind, pk, at, "appeals") for kind, pk, at in rows]


def _asked() -> list[Item]:
    rows = Decision.objects.asked().values("kind", "target_id").annotate(since=Min("at")).order_by()
    return [Item(row["kind"], row["target_id"], row["since"], "asked") for row in rows]
