"""Bringing in what a society already has: mailing list archives, read message by message.

Purpose. Most societies hold years of list mail. The readers here turn a Mailman 2 text archive, an mbox file or a
LISTSERV notebook into `Message`s, in constant memory, and `assign_threads` sorts them into conversations. They know
no models: what becomes of a message (a topic, a reply, whose) is decided by the command that calls them.

Words.
    message     one mail, its text decoded, its quotes and signature told apart, addresses taken out of the text.
    skip        a message left out, with its line and why (`Skipped`): duplicate, unreadable, not to be archived.
    thread      messages of one conversation: the same subject, joined by references or by time.
    generated   an id made here for a message without Message-ID, the same at every import.

Who may do what. Only an operator imports. Archives were written under other promises: import them for members only,
with the date shown, without notifications, searchable, with a way to have each message taken down (DOMAIN.md, 6.4).
`from_email` is for matching authors to members and must never be shown.

    for message, thread in assign_threads(mailman.read_messages(path, on_skip=skips.append)):
        ...
"""

from collegium.importing.addresses import hide_addresses
from collegium.importing.message import BadArchive, Block, Message, Skipped
from collegium.importing.threads import ThreadKey, assign_threads

__all__ = ["BadArchive", "Block", "Message", "Skipped", "ThreadKey", "assign_threads", "hide_addresses"]
