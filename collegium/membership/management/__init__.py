from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date


def day(value: str) -> date:
    """A day as an operator writes it.

    Raises:
        ArgumentTypeError: with how it is written.
    """
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"{value} is no day; write it as 2026-07-01") from None
