from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse

if TYPE_CHECKING:
    from collegium.audience.reader import Reader
    from collegium.discussion.events import PieceChanged
    from collegium.discussion.models import Piece
    from collegium.files.access import Verdict


class BlogsConfig(AppConfig):
    name = "collegium.blogs"
    label = "blogs"

    def ready(self) -> None:
        from collegium.blogs import letters
        from collegium.blogs.citing import data_of_post
        from collegium.discussion.addresses import piece_kind_lives_at
        from collegium.discussion.citing import piece_kind_is_cited_as
        from collegium.discussion.events import PieceChanged
        from collegium.files.access import parent_is_read_by
        from collegium.outbox import mail
        from collegium.people.follows import kind_is_followed_if
        from collegium.web import news

        piece_kind_lives_at("post", _post_address)
        piece_kind_is_cited_as("post", data_of_post)
        parent_is_read_by("piece", _work_is_read)
        parent_is_read_by("hero", _work_is_read)
        kind_is_followed_if("blog", _blog_is_there)
        mail.may_still_be_sent(letters.KIND, letters.may_still_be_sent)
        mail.may_still_be_sent(letters.AGREEMENT, letters.may_agreement_be_sent)
        news.listen(PieceChanged, _forget_notes)


def _post_address(piece: Piece) -> str:
    post = piece if hasattr(piece, "blog_id") else piece.post  # type: ignore[attr-defined]
    return reverse("blogs:post_detail", args=[post.blog.slug, post.slug])  # type: ignore[attr-defined]


def _blog_is_there(reader: Reader, blog_id: int) -> bool:
    from collegium.blogs.models import Blog

    return Blog.objects.filter(pk=blog_id).exists()


def _work_is_read(reader: Reader, piece_id: int) -> Verdict:
    """Unpublished work, by its writers and the editors."""
    from collegium.blogs.models import Post

    return "full" if Post.objects.workable_by(reader).filter(pk=piece_id).exists() else "hidden"


def _forget_notes(event: PieceChanged) -> None:
    from collegium.blogs.approving import forget_notes

    forget_notes(event.piece_id)
