"""Tables of the people app, one file a noun."""

from collegium.people.models.follow import Follow, FollowQuerySet
from collegium.people.models.profile import FIELDS, Disclosure, PortraitVersion, Profile, Specialty

__all__ = ["FIELDS", "Disclosure", "Follow", "FollowQuerySet", "PortraitVersion", "Profile", "Specialty"]
