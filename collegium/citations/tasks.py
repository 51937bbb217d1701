"""Jobs of references."""

from __future__ import annotations

from collegium.citations import actions
from collegium.citations.models import Citing
from collegium.outbox import jobs


@jobs.task
def print_all_anew() -> None:
    """Print every list of references anew: the society changed its style or its language."""
    actions.print_citing(Citing.objects.values_list("work", flat=True).distinct())
