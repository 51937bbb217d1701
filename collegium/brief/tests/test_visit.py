"""A visit: when it goes on, when another begins, and what noting it costs."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.brief import visits
from collegium.brief.models import Visit


def test_a_visit_goes_on_until_four_hours_pass_without_a_request(cast):
    start = timezone.now() - timedelta(days=1)
    for minutes in (0, 30, 260, 490):
        visits.write(cast.mia.pk, start + timedelta(minutes=minutes))
    visit = Visit.objects.get(pk=cast.mia.pk)
    assert (visit.started_at, visit.previous_started_at) == (start, None)
    visits.write(cast.mia.pk, start + timedelta(minutes=490 + 241))
    visit.refresh_from_db()
    assert visit.started_at == start + timedelta(minutes=731)
    assert visit.previous_started_at == visit.since == start


def test_first_visit_reaches_back_a_week(cast):
    visit = visits.visit_of(cast.mia.pk)
    assert visit.is_first
    assert visit.started_at - visit.since == timedelta(days=7)


def test_noting_a_visit_cannot_cost_more_than_one_write_a_minute(cast):
    client = cast.client("mia")
    client.get("/forums/")
    with CaptureQueriesContext(connection) as seen:
        for _time in range(3):
            client.get("/forums/")
    assert not [query for query in seen if "brief_visit" in query["sql"]]
    visits._noted.clear()
    Visit.objects.update(last_request_at=timezone.now() - timedelta(minutes=2))
    with CaptureQueriesContext(connection) as seen:
        client.get("/forums/")
    assert len([query for query in seen if "brief_visit" in query["sql"]]) == 1


def test_visitors_and_suspended_people_cannot_leave_a_trace(cast):
    for name in ("vera", "sam"):
        cast.client(name).get("/forums/")
    assert not Visit.objects.exists()
