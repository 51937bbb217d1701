"""Screens of groups: the directory, a group, one's own place, the owner's desk."""
