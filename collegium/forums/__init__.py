"""Forums: sections of forums of topics, and the topics of groups.

Words: *forum* (a place with a subject and its default readers and writers), *topic* (a titled discussion in a forum or
group). Members read and write in all of them; guests where a forum, or a selected topic, is open to guests.
"""
