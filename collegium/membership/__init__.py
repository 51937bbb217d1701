"""Membership: the society's roster, its categories, and offices with dated terms.

Words: *member* (current by roster or staff), *lapsed member*, *category* (Full, Allied, …), *office* (President),
*term* (a person holds an office from .. until ..), *roster* (the file of the society's own system). Staff import the
roster with a dry run first and grant terms; access follows through `audience.actions`, by dates.
"""
