"""The demo society: the texts under `demo/` become people, posts, topics, issues around today.

The texts are written out and committed; this program only chooses people, times, order and reactions, always the same
ones for the same texts (a seeded random). Nothing here is used by a real site.
"""
