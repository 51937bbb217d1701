"""Groups: members who meet around a subject, a committee, a place.

Words: *group* (open, closed or secret), *place* (somebody's place in a group), *owner* (admits, removes, announces).
Who may do what: an open group is read by members; what is in a closed group is for its people, others see its card; a
secret group does not exist for others. A closed or secret group has an audience of its own.
"""
