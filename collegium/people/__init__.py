"""People: who somebody is to colleagues. Profile, specialty, disclosure, the directory of members, follow.

Words: *profile* (what a person says of themselves, each field for members, for groups they share, or for nobody),
*directory* (the members who are listed; for members only), *follow* (somebody wants to hear of a person or thing).
Everybody keeps their own profile; administrators see all of it, and that is logged (docs/access.md, "profile page").
"""
