"""Why a sign-in that came from elsewhere is not taken: one sentence each, for whoever reads it in the browser."""

from __future__ import annotations


class NotTrusted(Exception):
    """What came is not taken; the message is one sentence that says why and what to do. Nobody was signed in."""
