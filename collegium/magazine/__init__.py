"""The society's magazine.

Words: *issue* (a numbered edition with a cover), *department* (a standing heading under which articles stand),
*article* (a piece, in an issue or online first), *letter* (a reply under an article). Editors make it; members read it
and write letters; who has no access sees teasers. The name of the magazine is the society's setting `magazine_name`.
"""
