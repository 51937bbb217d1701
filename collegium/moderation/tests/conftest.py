"""The desk opens only for staff with a second factor."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator


@pytest.fixture(autouse=True)
def _second_factors(cast):
    for person in (cast.mo, cast.ada, cast.ed):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
