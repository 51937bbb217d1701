"""Who knows whom, who asks to, and what the cast follows of each kind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.connections.models import Connection, Request
from collegium.demo.texts import split_headers
from collegium.groups.models import Group
from collegium.notifications.models import Notification
from collegium.people.models import Follow

KINDS = {"blog": "blogs.Blog", "forum": "forums.Forum", "subject": "discussion.Subject",
         "organization": "organizations.Organization"}  # fmt: skip


def load_connections(folder: Path, people: dict[str, User]) -> None:
    """Create what `folder/connections.txt` says (demo/README.md, "Connections"), and Mia's follows."""
    for text in (folder / "connections.txt").read_text().split("===\n"):
        block = split_headers(text)[0]
        person, other = _called(block["person"], people), _called(block["other"], people)
        at = timezone.now() - timedelta(days=int(block["days"]))
        if block.get("state") == "connected":
            Connection.objects.create(person=person, other=other, since=at)
            Connection.objects.create(person=other, other=person, since=at)
        else:
            Request.objects.create(person=person, other=other, note=block.get("note", ""), created_at=at)
            Notification.objects.create(
                person=other, kind="connect", fold=f"connect:{person.pk}", actor=person, created_at=at,
                address="/connections/",
            )  # fmt: skip
    _follow(_called("mia", people), people["ihr"])


def _called(name: str, people: dict[str, User]) -> User:
    return people.get(name) or User.objects.get(handle=name)


def _follow(person: User, leader: User) -> None:
    """One of each kind, and somebody whose news are not wanted."""
    rows = [Follow(person=person, kind="person", target_id=leader.pk)]
    for kind, label in KINDS.items():
        row = apps.get_model(label)._default_manager.order_by("pk").first()
        rows.append(Follow(person=person, kind=kind, target_id=row.pk))
    group = Group.objects.confirmed().filter(audience=MEMBERS).order_by("pk").first()  # whoever follows it reads it
    if group is not None:
        rows.append(Follow(person=person, kind="group", target_id=group.pk))
    Follow.objects.bulk_create(rows, ignore_conflicts=True)
