"""Who may see and do what: the one definition (docs/access.md).

Words: *audience* (Public, Guests, Members, one for each closed or secret group), *standing* (a dated row: this person
is guest, member, staff, suspended, or holds a role, from .. until ..), *belonging* (a dated row: this person is in that
closed audience), *reader* (whoever asks), *readable* (a thing that names its readers and writers), *door* (what a view
asks of whoever comes in). The roster writes standings, groups write belongings, both through `actions.py`.
"""
