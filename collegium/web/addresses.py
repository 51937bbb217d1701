"""Resolves an address to its view once and remembers the result."""

from __future__ import annotations

from functools import lru_cache

from django.urls import ResolverMatch, get_resolver

LONGEST = 200  # characters of an address that is remembered


def match(path: str) -> ResolverMatch:
    """The view of an address and its arguments; nobody may change what is given.

    Raises:
        Resolver404: when no view answers.
    """
    return _remembered(path) if len(path) <= LONGEST else get_resolver().resolve(path)


@lru_cache(maxsize=4096)
def _remembered(path: str) -> ResolverMatch:
    return get_resolver().resolve(path)
