"""Screens of messages: the list, a conversation, a new one, who is blocked."""
