"""Screens of the desk, one file a task; each view says which staff it is for."""
