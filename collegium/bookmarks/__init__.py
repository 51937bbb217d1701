"""Bookmarks: what somebody wants to find again, with a note to themselves and perhaps a day to be reminded on.

Words: *bookmark* (of a topic, post or article, or of one reply), *note* (up to 500 characters). Whoever has an account
marks what they may read; nobody else ever sees that or the note. When it may not be read any more, nothing of it shows.
"""
