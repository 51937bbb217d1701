"""Tables of the people app, one file a noun."""

from collegium.people.models.disclosure import Filing, Relationship
from collegium.people.models.follow import Follow, FollowQuerySet
from collegium.people.models.profile import FIELDS, DiseaseSite, Profile, Speaks, Specialty
from collegium.people.models.verification import Verification

__all__ = [
    "FIELDS", "DiseaseSite", "Filing", "Follow", "FollowQuerySet", "Profile", "Relationship", "Speaks", "Specialty",
    "Verification",
]  # fmt: skip
