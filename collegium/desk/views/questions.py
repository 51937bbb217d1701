"""`/desk/questions/`: what waits for an answer, longest first, and how soon first replies come."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from collegium.answers.measure import MONTHS, first_replies, unanswered, waits_by_forum, waits_by_month
from collegium.audience.doors import open_to

SHOWN = 20
LONG_AGO = timedelta(days=31 * MONTHS)


@open_to("staff")
def questions(request: HttpRequest) -> HttpResponse:
    """Questions without a reply with their hours, and the time to the first reply by month and forum."""
    now, waiting = timezone.now(), unanswered(request.reader)
    rows = first_replies(request.reader, now - LONG_AGO)
    found = waiting.select_related("forum").defer("body", "text")[:SHOWN]
    context = {
        "waiting": [(topic, round((now - (topic.published_at or now)).total_seconds() / 3600)) for topic in found],
        "total": waiting.count(),
        "months": waits_by_month(rows, now),
        "forums": waits_by_forum(rows, now),
    }
    return render(request, "desk/questions.html", context)
