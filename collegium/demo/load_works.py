"""The works that posts, articles and replies of the demo cite: `demo/works.json`."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils import timezone

from collegium.citations.models import Work


def load_works(folder: Path) -> None:
    """Create a row for each work; all of them are invented."""
    now = timezone.now()
    rows = json.loads((folder / "works.json").read_text())
    Work.objects.bulk_create([Work(**row, source=Work.Source.HAND, fetched_at=now, asked_at=now) for row in rows])
