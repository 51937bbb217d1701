"""A WordPress site's export: posts with authors, dates, pictures and comments, into a blog or the magazine.

`reading` hands out what the file holds, entry by entry, in constant memory; `content` turns what WordPress keeps into
the one allow-listed HTML; `pictures` finds the files in a copy of `wp-content/uploads`; `bringing` stores.

Words.
    export      the file WordPress writes under Tools, Export (WXR 1.0 to 1.2: RSS 2.0 with WordPress's own elements).
    entry       one item of it: a post, a page, an attachment; only those of the wanted type come in.
    old address where an entry stood; it leads to its new place for those who may read that (`importing.models`).
"""
