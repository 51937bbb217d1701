"""Tables of the people app, one file a noun."""

from collegium.people.models.follow import Follow, FollowQuerySet
from collegium.people.models.profile import FIELDS, Disclosure, Profile, Specialty
from collegium.people.models.verification import Verification

__all__ = ["FIELDS", "Disclosure", "Follow", "FollowQuerySet", "Profile", "Specialty", "Verification"]
