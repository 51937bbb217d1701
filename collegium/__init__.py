"""Collegium: the professional network that a medical society runs for its members."""

__version__ = "0.1.0"
