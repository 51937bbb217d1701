"""The place of an organization in the network of organizations, as a drawing with coordinates and as a list."""

from __future__ import annotations

import math
from dataclasses import dataclass

from collegium.organizations.lists import with_member_counts
from collegium.organizations.models import Organization

WIDTH, HEIGHT = 460, 420  # of the drawing's viewBox
MOST = 8  # drawn; the list beside has all


@dataclass(frozen=True, slots=True)
class Node:
    """A neighbor: how it is related, and where it is drawn."""

    organization: Organization
    relation: str
    x: int = 0
    y: int = 0

    @property
    def lines(self) -> list[str]:
        """The name in at most two lines of about 20 letters."""
        first, second = "", ""
        for word in self.organization.name.split():
            if not second and len(first) + len(word) < 21:
                first = f"{first} {word}".strip()
            else:
                second = f"{second} {word}".strip()
        short = second if len(second) < 24 else second[:22].rstrip() + "…"
        return [line for line in (first, short) if line]


def neighbors(organization: Organization) -> list[Node]:
    """Parent, children, related, and the hosting society where members work there; placed around the middle."""
    found = [Node(row, relation) for row, relation in _once(_related(organization)).items()]
    drawn = found[:MOST]
    return [
        Node(node.organization, node.relation, *_place(index, len(drawn))) if index < MOST else node
        for index, node in enumerate(found)
    ]


def _once(rows: list[tuple[str, Organization]]) -> dict[Organization, str]:
    """Each neighbor with its first, closest relation."""
    found: dict[Organization, str] = {}
    for relation, row in rows:
        found.setdefault(row, relation)
    return found


def _related(organization: Organization) -> list[tuple[str, Organization]]:
    rows: list[tuple[str, Organization]] = []
    if organization.parent and organization.parent.has_page:
        rows.append(("parent", organization.parent))
    rows += [("child", child) for child in organization.children.listed().by_name()]
    rows += [("network", other) for other in organization.networks.listed().by_name()]
    rows += [("participant", other) for other in organization.participants.listed().by_name()]
    rows += [("related", other) for other in organization.related.listed().by_name()]
    known = {row.pk for _relation, row in rows}
    if organization.is_host:
        busy = with_member_counts(Organization.objects.listed()).exclude(pk=organization.pk)
        places = busy.filter(members_here__gt=0).order_by("-members_here", "name")[: max(0, MOST - len(rows))]
        return rows + [("members", place) for place in places if place.pk not in known]
    host = Organization.objects.filter(is_host=True).exclude(pk__in=known).first()
    return rows + ([("society", host)] if host else [])


def _place(index: int, total: int) -> tuple[int, int]:
    """A point on an ellipse around the middle, beginning at the top."""
    angle = 2 * math.pi * index / max(total, 1) - math.pi / 2
    return round(WIDTH / 2 + 150 * math.cos(angle)), round(HEIGHT / 2 + 182 * math.sin(angle))
