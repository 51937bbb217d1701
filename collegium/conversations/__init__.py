"""Conversations: direct messages between people, one to one or several.

Words: *conversation*, *participant* (somebody in it: a request, accepted, ignored, or left), *message*, *block*
(somebody whose messages I do not take). Members write to anybody registered; guests and lapsed members answer where
they are in. A first message from a stranger is a *request*. Nobody else reads a conversation, staff neither: what was
reported is read through `reporting.py`, and every such view is logged (docs/access.md, "conversation").
"""
