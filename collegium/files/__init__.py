"""Files people upload: pictures, papers, tables. One row a file, its bytes given only through its parent's access.

Words: *parent* (the piece, reply, message, profile, organization or issue that a file belongs to, as kind and id),
*attached* (it has a parent; before that only its uploader has it, for a day). Who gets the bytes is decided by the
parent: upper apps say how with `access.parent_is_read_by`. Pictures are always re-encoded, so that no place, camera or
person hidden in them leaves with them.
"""
