"""Blogs of named leaders.

Words: *blog* (a leader's place), *post* (a piece in it), *comment* (a reply under a post), *leader* (who owns a blog
that is not retired), *helper* (a member the leader named: edits drafts, never publishes). Only the leader publishes;
editors read everything and change nobody's words. Who has no access sees a teaser (docs/access.md).
"""
