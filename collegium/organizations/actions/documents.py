"""Documents a claimant sends: three at most, for the claimant and administrators, erased after the decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from collegium.audience.reader import Reader
from collegium.files import actions as files
from collegium.files.kinds import PICTURES, kind_of
from collegium.files.models import File
from collegium.organizations.actions.claims import Kind, Refused, make_statement
from collegium.organizations.models import Claim, Organization
from collegium.organizations.models.claim import DOCUMENTS, DOCUMENTS_LIVE, DOCUMENTS_MOST
from collegium.outbox import audit

if TYPE_CHECKING:
    from collegium.accounts.models import User


def documents_of(claims: Iterable[Claim]) -> dict[int, list[File]]:
    """Claim id -> its documents, in the order in which they came."""
    found: dict[int, list[File]] = {}
    rows = File.objects.filter(parent_kind=DOCUMENTS, parent_id__in=[claim.pk for claim in claims if claim.pk])
    for file in rows.order_by("pk"):
        found.setdefault(file.parent_id or 0, []).append(file)
    return found


def take_in(data: bytes, name: str, by: User | None) -> File:
    """Store a document that belongs to nothing yet.

    Raises:
        files.Refused: it is neither a PDF nor a picture, or not taken at all, with one sentence.
    """
    if kind_of(data, name) not in PICTURES | {"pdf"}:
        raise files.Refused(_("Send the document as a PDF or as a picture."))
    return files.store(data, name, by)


def state_with_document(
    organization: Organization, evidence: str, document: File | None, by: Reader, kind: str = Kind.CLAIM
) -> Claim:
    """Make a statement with a stored document, or without one; both or neither.

    Raises:
        Refused: this reader may not claim, or sent too much, with the reason; the document is erased again.
    """
    try:
        with transaction.atomic():
            claim = make_statement(organization, evidence, by, kind)
            if document:
                add_document(claim, document, by.person)
    except Refused:
        files.erase([document] if document else [])
        raise
    return claim


@transaction.atomic
def add_document(claim: Claim, file: File, by: User | None) -> None:
    """Put a stored document before staff, with the claim.

    Raises:
        Refused: the claim was decided, or has three documents, with the reason.
    """
    fresh = Claim.objects.select_for_update().get(pk=claim.pk)
    if fresh.decided_at:
        raise Refused(_("This claim was decided in the meantime."))
    if File.objects.of(DOCUMENTS, claim.pk).count() >= DOCUMENTS_MOST:
        raise Refused(_("A claim has three documents at most. Remove one, then send this one."))
    files.attach([file.pk], DOCUMENTS, claim.pk, by)


@transaction.atomic
def remove_document(claim: Claim, file_id: int) -> None:
    """The claimant takes a document back, as long as nothing is decided; what is no document of it stays.

    Raises:
        Refused: the claim was decided.
    """
    fresh = Claim.objects.select_for_update().get(pk=claim.pk)
    if fresh.decided_at:
        raise Refused(_("This claim was decided in the meantime."))
    files.erase(File.objects.of(DOCUMENTS, claim.pk).filter(pk=file_id))


def erase_decided(now: datetime) -> int:
    """Erase the documents of claims decided thirty days ago, and of claims that are gone. Returns how many.

    What the claimant and the managers wrote goes with them; the decision, its reason and what staff saw stay.
    """
    old = Claim.objects.filter(decided_at__lte=now - DOCUMENTS_LIVE)
    old.exclude(evidence="", answer="").update(evidence="", answer="")
    kept = Claim.objects.exclude(decided_at__lte=now - DOCUMENTS_LIVE).values("pk")
    number = files.erase(File.objects.filter(parent_kind=DOCUMENTS).exclude(parent_id__in=kept))
    if number:
        audit.log(None, "erased documents of decided claims", detail={"files": number})
    return number


def note_view(file: File, reader: Reader) -> None:
    """Staff opened a document of a claim: it leaves a line. The claimant's own look leaves none."""
    claim = Claim.objects.filter(pk=file.parent_id or 0).first()
    if claim and claim.person_id != reader.person_id:
        about = ("organization", claim.organization_id)
        audit.log(
            reader.person, "opened a document of a claim", about=about, detail={"claim": claim.pk, "file": file.pk}
        )
