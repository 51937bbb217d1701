"""The works that posts, articles and replies of the demo cite: `demo/works.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils import timezone

from collegium.citations.models import Work


def load_works(folder: Path) -> None:
    """Create a row for each work; all of them are invented. Without a `source` its register told of it."""
    now = timezone.now()
    rows = json.loads((folder / "works.json").read_text())
    Work.objects.bulk_create(
        [
            Work(**({"source": _register(row)} | row), fetched_at=now if row["data"] else None, asked_at=now)
            for row in rows
        ]
    )


def _register(row: dict[str, Any]) -> str:
    sources = {"doi": Work.Source.CROSSREF, "pmid": Work.Source.PUBMED, "nct": Work.Source.TRIALS}
    return sources.get(row["key"].partition(":")[0], "") if row["data"] else ""
