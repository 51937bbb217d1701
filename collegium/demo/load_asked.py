"""What forums and groups of the demo ask of whoever starts a topic."""

from __future__ import annotations

from pathlib import Path

from collegium.demo.texts import split_headers
from collegium.forums.models import Forum, Prompt
from collegium.groups.models import Group


def load_asked(folder: Path) -> None:
    """Create the prompts of `folder/asked.txt` (demo/README.md, "Asked")."""
    forums = {forum.slug: forum for forum in Forum.objects.all()}
    groups = {group.slug: group for group in Group.objects.all()}
    blocks = [split_headers(text)[0] for text in (folder / "asked.txt").read_text().split("===\n")]
    Prompt.objects.bulk_create(
        Prompt(
            forum=forums[block["forum"]] if "forum" in block else None,
            group=groups[block["group"]] if "group" in block else None, order=order,
            label=block["asked"], help=block.get("hint", ""),
            kind=block.get("answered", "line"), is_required=block.get("required") == "yes",
            choices="\n".join(text.strip() for text in block.get("choices", "").split("|")),
        )
        for order, block in enumerate(blocks)
    )  # fmt: skip
