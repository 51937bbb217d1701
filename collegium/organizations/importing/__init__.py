"""Directories that come in as files: a dump of the Research Organization Registry (schema 2), or a table.

`reading.py` gives records one after another, `comparing.py` says what each would change, `applying.py` writes it.
"""
