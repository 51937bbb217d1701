"""Two organizations become one, and may be two again for thirty days.

The loser keeps its own row and address, which leads to the survivor; what belonged to it moves. Each row that moved is
named, so that taking it back moves exactly these, and leaves alone what changed since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.organizations.actions.claims import Refused
from collegium.organizations.events import OrganizationChanged
from collegium.organizations.models import (
    Affiliation,
    Claim,
    Manager,
    Merger,
    Notice,
    NotSame,
    Organization,
)
from collegium.organizations.names import name_of, once
from collegium.outbox import audit
from collegium.people.models import Follow
from collegium.web import news

if TYPE_CHECKING:
    from collegium.accounts.models import User

FILLED: Final = (  # what the survivor takes from the loser where it has nothing itself
    "ror", "ccn", "npi", "website", "latitude", "longitude", "geonames_id", "founded", "description", "street", "city",
    "state", "country", "size_employees", "size_members", "logo_id",
)  # fmt: skip


@transaction.atomic
def merge(loser: Organization, survivor: Organization, by: User, why: str) -> Merger:
    """Merge a page into another: its address leads there; people, managers, claims, followers and names move.

    Raises:
        Refused: they are one row, one of them was merged already, or it is the hosting society's own.
    """
    ids = sorted((loser.pk, survivor.pk))
    rows = {row.pk: row for row in Organization.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    gone, stays = rows[loser.pk], rows[survivor.pk]
    if gone == stays or not gone.has_page or not stays.has_page:
        raise Refused(_("One of the two was merged in the meantime. Look at the list again."))
    if gone.is_host:
        raise Refused(_("The society’s own page stays. Choose it as the one that goes on."))
    before = {name: getattr(stays, name) for name in (*FILLED, "names", "domains", "social")}
    before["claimed_at"] = stays.claimed_at.isoformat() if stays.claimed_at else None
    moved = _move(gone, stays)
    _fill(gone, stays)
    gone.state_of_page, gone.merged_into = Organization.State.MERGED, stays
    gone.save()
    moved["merged"] = list(Organization.objects.filter(merged_into=gone).values_list("pk", flat=True))
    Organization.objects.filter(pk__in=moved["merged"]).update(merged_into=stays)
    merger = Merger.objects.create(survivor=stays, loser=gone, why=why, by=by, moved=moved, before=before)
    audit.log(by, "merged organizations", about=("organization", gone.pk), why=why, detail={"into": stays.pk})
    for row in (loser, survivor):
        row.refresh_from_db()
        news.tell(OrganizationChanged(row.pk))
    return merger


def _move(gone: Organization, stays: Organization) -> dict[str, list[int]]:
    """Move what belongs to one to the other, but for what it has there already. Returns the ids that moved."""
    working = Affiliation.objects.filter(organization=stays, until=None).values("person")
    managing = Manager.objects.current().filter(organization=stays).values("person")
    asking = Claim.objects.open().filter(organization=stays).values("person")
    followed = Follow.objects.filter(kind=Follow.Kind.ORGANIZATION)
    following = followed.filter(target_id=stays.pk).values("person")
    rows: dict[str, Any] = {
        "affiliations": Affiliation.objects.filter(organization=gone).exclude(until=None, person__in=working),
        "managers": Manager.objects.filter(organization=gone).exclude(until=None, person__in=managing),
        "claims": Claim.objects.filter(organization=gone).exclude(decided_at=None, person__in=asking),
        "notices": Notice.objects.filter(organization=gone),
        "children": Organization.objects.filter(parent=gone).exclude(pk=stays.pk),
    }
    moved = {name: list(found.values_list("pk", flat=True)) for name, found in rows.items()}
    for name in ("affiliations", "managers", "claims", "notices"):
        rows[name].update(organization=stays)
    Organization.objects.filter(pk__in=moved["children"]).update(parent=stays)
    follows = followed.filter(target_id=gone.pk).exclude(person__in=following)
    moved["follows"] = list(follows.values_list("pk", flat=True))
    Follow.objects.filter(pk__in=moved["follows"]).update(target_id=stays.pk)
    return moved


def _fill(gone: Organization, stays: Organization) -> None:
    """Names are joined; facts that the survivor lacks come over. Its website only where its host can be a proof."""
    stays.names = once([*stays.names, name_of(gone.name), *gone.names], but=stays.name)
    stays.social = gone.social | stays.social
    stays.domains = list(dict.fromkeys([*stays.domains, *gone.domains]))
    had_website = bool(stays.website)
    for name in FILLED:
        if getattr(stays, name) in (None, ""):
            setattr(stays, name, getattr(gone, name))
    if not had_website and stays.website:
        stays.host_unproven_at = gone.host_unproven_at
    stays.claimed_at = stays.claimed_at or gone.claimed_at
    stays.disputed_at = stays.disputed_at or gone.disputed_at
    if stays.parent_id == gone.pk:
        stays.parent = None
    stays.save()


@transaction.atomic
def undo_merger(merger: Merger, by: User) -> None:
    """Make them two again: what moved moves back, what the survivor took over it gives back unless it changed since.

    Raises:
        Refused: thirty days are over, or it was taken back already.
    """
    fresh = Merger.objects.select_for_update().get(pk=merger.pk)
    if fresh.undone_at or fresh.undo_until <= timezone.now():
        raise Refused(_("A merger can be taken back for thirty days, once."))
    gone = Organization.objects.select_for_update().get(pk=fresh.loser_id)
    stays = Organization.objects.select_for_update().get(pk=fresh.survivor_id)
    if gone.merged_into_id != stays.pk or not stays.has_page:
        raise Refused(_("The page that went on was merged itself since. Take that back first."))
    _give_back(gone, stays, fresh)
    _move_back(gone, stays, fresh.moved)
    gone.state_of_page, gone.merged_into = Organization.State.ACTIVE, None
    gone.save()
    fresh.undone_at, fresh.undone_by = timezone.now(), by
    fresh.save(update_fields=["undone_at", "undone_by"])
    audit.log(by, "took a merger of organizations back", about=("organization", gone.pk), detail={"from": stays.pk})
    for pk in (gone.pk, stays.pk):
        news.tell(OrganizationChanged(pk))


def _give_back(gone: Organization, stays: Organization, merger: Merger) -> None:
    before = merger.before
    for name in FILLED:
        if before[name] in (None, "") and getattr(stays, name) == getattr(gone, name):
            setattr(stays, name, before[name])
    own = {(name["value"], name["lang"]) for name in before["names"]}
    came = {(name["value"], name["lang"]) for name in [name_of(gone.name), *gone.names]} - own
    stays.names = [name for name in stays.names if (name["value"], name["lang"]) not in came]
    stays.domains = [one for one in stays.domains if one in before["domains"] or one not in gone.domains]
    stays.social = {
        key: address
        for key, address in stays.social.items()
        if key in before["social"] or gone.social.get(key) != address
    }
    stays.save()


def _move_back(gone: Organization, stays: Organization, moved: dict[str, list[int]]) -> None:
    tables: dict[str, Any] = {"affiliations": Affiliation, "managers": Manager, "claims": Claim, "notices": Notice}
    for name, table in tables.items():
        table.objects.filter(pk__in=moved.get(name, []), organization=stays).update(organization=gone)
    Organization.objects.filter(pk__in=moved.get("children", []), parent=stays).update(parent=gone)
    Organization.objects.filter(pk__in=moved.get("merged", []), merged_into=stays).update(merged_into=gone)
    kind = Follow.Kind.ORGANIZATION
    Follow.objects.filter(pk__in=moved.get("follows", []), kind=kind, target_id=stays.pk).update(target_id=gone.pk)
    for row in (gone, stays):
        is_managed = row.is_host or Manager.objects.current().filter(organization=row).exists()
        if row.claimed_at and not is_managed:
            row.claimed_at = None
        row.disputed_at = row.disputed_at if _is_disputed(row) else None
    stays.save()


def _is_disputed(row: Organization) -> bool:
    return Claim.objects.waiting_for_staff().filter(organization=row, kind=Claim.Kind.DISPUTE).exists()


@transaction.atomic
def keep_apart(one: Organization, two: Organization, by: User) -> None:
    """Staff say that two are not one: they are not proposed again."""
    first, second = sorted((one.pk, two.pk))
    NotSame.objects.get_or_create(first_id=first, second_id=second, defaults={"by": by})
    audit.log(by, "said that two organizations are not one", about=("organization", first), detail={"other": second})
