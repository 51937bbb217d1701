"""Notifications: what happened to somebody's words, in what they follow, and which of it reaches them by mail at once.

Words: *notification* (one row a person and happening; the list folds what belongs together), *wishes* (what somebody
wants by mail: at once, in the brief, never). Everybody sees their own only, and only what they may read now; a mail is
asked about again at the moment it leaves (docs/access.md).
"""
