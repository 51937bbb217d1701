"""Moderation comes after: reports, one queue, decisions with a reason, appeals.

Words: *report* (somebody points at a thing and says why), *queue* (what waits for a moderator: first contributions of
guests, reports, appeals; oldest first), *decision* (what a moderator did, with the reason its author was told),
*appeal* (the author's answer). Members' words never wait. Moderators hide, never rewrite; whoever is reported never
learns by whom. Everybody registered may report; moderators and administrators work the queue, and every look at
private talk is logged.
"""
