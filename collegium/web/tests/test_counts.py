"""Counts of limits: one statement for all of a request; they keep their time, and nobody pushes them out."""

from __future__ import annotations

import time

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection

from collegium.outbox.tasks import forget_counts
from collegium.web import counts
from collegium.web.counts import count
from collegium.web.models import Counted

pytestmark = pytest.mark.django_db


def test_each_name_is_counted_for_itself_in_the_order_asked_for():
    until = int(time.time()) + 600
    assert count(["b", "a"], until) == [1, 1]
    assert count(["b"], until) == [2]
    assert count(["c", "b", "a"], until) == [1, 3, 2]


def test_all_of_a_request_is_one_statement(django_assert_num_queries):
    until = int(time.time()) + 600
    count(["a", "b"], until)
    with django_assert_num_queries(1):
        count(["a", "b"], until)


def test_counts_end_with_their_time_and_not_before():
    moment = time.time()
    count(["a"], int(moment) + 3600)
    with time_machine.travel(moment + 3000, tick=False):
        forget_counts.call()
        assert count(["a"], int(moment) + 3600) == [2]
    with time_machine.travel(moment + 3700, tick=False):
        forget_counts.call()
        assert not Counted.objects.exists()


def test_many_others_cannot_push_a_count_out():
    moment = time.time()
    count(["a"], int(moment) + 3600)
    for number in range(60):
        count([f"other-{number}"], int(moment) + 600)
    with time_machine.travel(moment + 700, tick=False):
        counts.forget_ended()
        assert count(["a"], int(moment) + 3600) == [2]
    assert Counted.objects.count() == 1


def test_disk_is_waited_for_again_after_counting():
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'web_counted'")
            assert cursor.fetchone() == ("u",)
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA synchronous").fetchone()
        count(["a"], int(time.time()) + 600)
        assert cursor.execute("PRAGMA synchronous").fetchone() == before


def test_shared_cache_counts_where_several_machines_have_one(settings, monkeypatch):
    monkeypatch.setattr(settings.CONFIG, "redis_url", "redis://cache")
    caches["default"].clear()
    until = int(time.time()) + 600
    assert [count(["b", "a"], until), count(["b"], until)] == [[1, 1], [2]]
    assert not Counted.objects.exists()
