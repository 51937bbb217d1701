"""scim2-tester finds nothing wrong."""

from __future__ import annotations

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from collegium.scim.schemas import provider


@pytest.fixture
def tester(bridge, settings):
    """The tester's client before the whole site, in this test's transaction."""
    settings.RATE_LIMITS = {}
    settings.SITE_URL = "http://localhost"
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGISCIMClient(
        WSGIHandler(), base_url="http://localhost/scim/v2", headers={"Authorization": f"Bearer {bridge.token}"},
        provider=provider(),
    )  # fmt: skip
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_scim2_tester_finds_nothing(tester):
    results = check_server(tester)
    fine = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE, Status.SKIPPED}
    assert [f"{one.title}: {one.reason}" for one in results if one.status not in fine] == []
    assert len(results) > 100
