"""Connections: two people who both said that they know each other; requests; whom one may know.

Words: *connection* (both agreed; it ends when either says so, and nobody is told), *request* (one asked, with a note of
up to 300 characters; it ends by itself after sixty days), *suggestion* (somebody the reader may know, with the reason;
worked out anew each time from what the reader may see, and never told to whoever is suggested). Members ask; whoever
has an account looks at their own, and ends them. Nobody but the two sees a connection, a request or their number.
"""
