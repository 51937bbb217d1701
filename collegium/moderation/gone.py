"""What waits about a thing that is not there any more: it is listed with what is still known, and closed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.discussion.actions import Refused
from collegium.moderation import events, following, letters
from collegium.moderation.deciding import close_reports
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.things import find
from collegium.outbox import audit
from collegium.web import news
from collegium.web.languages import spoken_to


@dataclass(slots=True)
class Gone:
    """What is still known of a thing: what was reported, what its author answered, what was asked."""

    kind: str
    pk: int
    reports: list[Report]
    appeals: list[Appeal]
    asked: list[Decision]


def gone(kind: str, pk: int) -> Gone:
    """What waits about a thing that is gone.

    Raises:
        Http404: it is there, or nothing waits about it.
    """
    decisions = Decision.objects.about(kind, pk)
    left = Gone(
        kind, pk, list(Report.objects.waiting().about(kind, pk).select_related("person")),
        list(Appeal.objects.waiting().filter(decision__in=decisions).select_related("decision__author")),
        list(decisions.asked()),
    )  # fmt: skip
    if find(kind, pk) is not None or not (left.reports or left.appeals or left.asked):
        raise Http404
    return left


@transaction.atomic
def close_gone(kind: str, pk: int, by: User) -> None:
    """Close all that waits about a thing that is gone; reporters learn it, and whoever appealed is told in a sentence.

    Raises:
        Refused: nothing waits any more.
    """
    appeals = Appeal.objects.waiting().filter(decision__kind=kind, decision__target_id=pk)
    locked = list(appeals.select_for_update(of=("self",)).select_related("decision__author"))
    asked = list(Decision.objects.about(kind, pk).asked())
    if not (locked or asked or Report.objects.waiting().about(kind, pk).exists()):
        raise Refused(_("Somebody decided this in the meantime."))
    close_reports((kind, pk), by, Report.Outcome.GONE)
    for decision in asked:
        following.settle(decision, by)
    for row in locked:
        with spoken_to(row.decision.author):
            row.answer = _("What this was about is not there any more, so nothing of it can be restored.")
        row.upheld, row.answered_by, row.answered_at = False, by, timezone.now()
        row.save()
        letters.tell_answer(row)
        news.tell(events.AppealAnswered(row.pk))
    audit.log(by, "closed what waited about a thing that is gone", about=(kind, pk))
