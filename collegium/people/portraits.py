"""Where a person's square portrait is. Asked twenty times on a page, so answered from a map in memory.

The map is made anew when the counter `KeptVersion.PEOPLE` moved; a change in another process is therefore seen by the
next request. Outside of requests (jobs, commands) every call compares.
"""

from __future__ import annotations

from collegium.files.pictures import SQUARES
from collegium.people.models import Profile
from collegium.web.models import KeptVersion
from collegium.web.versions import Kept

WIDTH = SQUARES[0]  # pixels of the square beside a name


def _read() -> dict[int, int]:
    rows = Profile.objects.exclude(square_id=None).values_list("person_id", "square_id")
    return {person: square for person, square in rows if square}


_squares = Kept(KeptVersion.PEOPLE, _read)


def square_portrait(person_id: int) -> str:
    """The address of the square portrait of a person, "" when there is none."""
    file_id = _squares().get(person_id)
    return f"/files/{file_id}/{WIDTH}/" if file_id else ""
