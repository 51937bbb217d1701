"""SCIM 2.0 (RFC 7643, 7644) under `/scim/v2/`: the society's other systems make, change and end accounts here.

Words: *token* (what another system shows; made on the desk), *record* (what it knows of a person or a committee, under
an id that never changes). Users are people of the roster and whom SCIM made; groups are the society's committees.
Membership goes the way of one line of the roster (`membership/records.py`). Nobody becomes an administrator through
SCIM, and no words are ever deleted: whoever is deleted there can't sign in here any more. scim2-server speaks the
protocol.
"""
