"""What people write and answer: one row for every titled thing, one kind of reply under all of them.

Words: *piece* (a topic, post or article: a titled thing with words, readers and replies), *reply* (called comment under
posts and articles, letter in the magazine: the same row), *byline* (who wrote it, frozen when it was written),
*reaction* (Useful, Same here, Thank you), *subject* (one taxonomy over everything), *read mark* (where somebody left
off), *revision* (an earlier version). Who may reply: `Reader.refusal_to_write`; who may change words: their author.
"""
