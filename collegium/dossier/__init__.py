"""Dossier: what somebody can show of their part in the community, for themselves alone.

Words: *letter* (once a year: how many colleagues marked the own words as of help, counted from rows that still stand),
*record* (what was read and answered, for continuing professional development: kept only by who asked for it).
Nobody but the person concerned sees either, staff included; a line holds no words of others, only which piece it was.
"""
