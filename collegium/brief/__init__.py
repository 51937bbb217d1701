"""Home and the brief: what is new for somebody since last time, what it costs in minutes, and where it ends.

Words: *visit* (ends after four hours without a request), *round* (what came out between the starts of the previous and
this visit, in followed places and from the leaders), *brief* (the round by mail, with the words themselves). Everybody
has a home; the round is for who is registered, and holds only what they may read (docs/glossary.md).
"""
