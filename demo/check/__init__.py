"""Reads every text of the demo society and prints one line per fault; exits 1 when there is any.

Run it as `python -m demo.check`. It needs nothing but the standard library. The formats are described in README.md.
"""
