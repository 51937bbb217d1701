"""Search: one box over topics, posts, articles, people, organizations and groups.

Words: *entry* (a row of the index, with what decides access), *section* (posts, people, …), *teaser words* (title,
standfirst and bylines: all that somebody without full access may find a post or article by). Everybody searches; what
they find, and every count, is filtered by the one definition of access in the same query (docs/access.md).
"""
