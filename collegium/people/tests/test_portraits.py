"""Portraits beside names: from memory, right after a change in another process, one small query a request."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collegium.people import portraits
from collegium.people.models import Profile
from collegium.web import versions
from collegium.web.models import KeptVersion


@pytest.fixture(autouse=True)
def request_running():
    versions.begin_request()
    yield
    versions.end_request()


def other_process_changes(person, square):
    """What another process writes; nothing in this one is told."""
    Profile.objects.update_or_create(person=person, defaults={"square_id": square})
    known = versions.counters()
    KeptVersion.touch(KeptVersion.PEOPLE)
    versions._here.counters = known


def test_twenty_names_cost_one_query(cast):
    other_process_changes(cast.mia, 12)
    versions.begin_request()
    assert portraits.square_portrait(cast.mia.pk) == "/files/12/96/"
    versions.begin_request()
    with CaptureQueriesContext(connection) as queries:
        for _time in range(20):
            portraits.square_portrait(7)
    assert len(queries) == 1


def test_next_request_sees_what_another_process_changed(cast):
    pk = cast.mia.pk
    other_process_changes(cast.mia, 12)
    versions.begin_request()
    assert portraits.square_portrait(pk) == "/files/12/96/"
    other_process_changes(cast.mia, 13)
    assert portraits.square_portrait(pk) == "/files/12/96/"
    versions.begin_request()
    assert portraits.square_portrait(pk) == "/files/13/96/"


def test_jobs_outside_of_requests_cannot_see_old_ones(cast):
    versions.end_request()
    other_process_changes(cast.mia, 14)
    assert portraits.square_portrait(cast.mia.pk) == "/files/14/96/"
    other_process_changes(cast.mia, None)
    assert portraits.square_portrait(cast.mia.pk) == ""
