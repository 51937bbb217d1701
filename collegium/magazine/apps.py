from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse

if TYPE_CHECKING:
    from collegium.audience.reader import Reader
    from collegium.discussion.events import PieceChanged
    from collegium.discussion.models import Piece
    from collegium.files.access import Verdict


class MagazineConfig(AppConfig):
    name = "collegium.magazine"
    label = "magazine"

    def ready(self) -> None:
        from collegium.discussion.addresses import piece_kind_lives_at
        from collegium.discussion.citing import piece_kind_is_cited_as
        from collegium.discussion.events import PieceChanged
        from collegium.files.access import parent_is_read_by
        from collegium.files.passes import parent_is_passed_by
        from collegium.magazine import proofs
        from collegium.magazine.citing import data_of_article
        from collegium.outbox import mail
        from collegium.web import news

        piece_kind_lives_at("article", _article_address)
        piece_kind_is_cited_as("article", data_of_article)
        parent_is_read_by("piece", _work_is_read)
        parent_is_read_by("hero", _work_is_read)
        parent_is_read_by("issue", _issue_is_read)
        parent_is_read_by("issue-pdf", _pdf_is_read)
        for kind in ("piece", "hero"):
            parent_is_passed_by(kind, proofs.opens)
        mail.may_still_be_sent(proofs.KIND, proofs.may_be_sent)
        news.listen(PieceChanged, _forget_what_was_taken_back)


def _forget_what_was_taken_back(told: PieceChanged) -> None:
    """What this app keeps of words beside the article itself."""
    from collegium.magazine import actions, proofs

    proofs.forget_words(told.piece_id)
    actions.erase_pdf_with(told.piece_id)


def _article_address(piece: Piece) -> str:
    return reverse("magazine:article_detail", args=[piece.slug])


def _work_is_read(reader: Reader, piece_id: int) -> Verdict:
    """Unpublished work, by its writers and the editors."""
    from collegium.magazine.models import Article

    return "full" if Article.objects.workable_by(reader).filter(pk=piece_id).exists() else "hidden"


def _issue_is_read(reader: Reader, issue_id: int) -> Verdict:
    """The cover of an issue."""
    from collegium.magazine.models import Issue

    is_out = Issue.objects.out().filter(pk=issue_id).exists()
    return "full" if is_out or reader.is_editor else "hidden"


def _pdf_is_read(reader: Reader, issue_id: int) -> Verdict:
    """The PDF of an issue, which holds every article in full."""
    from collegium.magazine.models import Issue

    issue = Issue.objects.filter(pk=issue_id).first()
    if issue is None or not (issue.is_out or reader.is_editor):
        return "hidden"
    return "full" if issue.may_download(reader) else "door"
