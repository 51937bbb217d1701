"""Which view answers an address: remembered, never wrongly, and no long address is kept."""

from __future__ import annotations

import pytest
from django.urls import Resolver404, resolve

from collegium.web import addresses


@pytest.mark.parametrize("path", ["/", "/forums/", "/blogs/", "/members/", "/forums/general/12-a-topic/"])
def test_is_what_django_finds(path):
    for _again in range(2):
        found = addresses.match(path)
        assert (found.func, found.kwargs) == (resolve(path).func, resolve(path).kwargs)


def test_no_view_is_said_each_time():
    for _again in range(2):
        with pytest.raises(Resolver404):
            addresses.match("/nothing/here/at/all/")


def test_a_long_address_is_not_kept():
    before = addresses._remembered.cache_info().currsize
    with pytest.raises(Resolver404):
        addresses.match("/" + "x" * 500)
    assert addresses.match("/search/").func == resolve("/search/").func
    assert addresses._remembered.cache_info().currsize <= before + 1
