"""How a post is cited by others."""

from __future__ import annotations

from collegium.blogs.models import Post
from collegium.citations.formatting import Data
from collegium.discussion import citing
from collegium.discussion.models import Piece
from collegium.web.models import Society


def data_of_post(piece: Piece) -> Data:
    """A post as of the society's site."""
    post: Post = piece if isinstance(piece, Post) else piece.post  # type: ignore[attr-defined]
    return citing.data_of(post, post.bylines, "post", Society.current().name)


def facts_of_citation(post: Post) -> list[tuple[str, str]]:
    """What indexes and reference managers read of a post."""
    data = data_of_post(post)
    return citing.facts_of_citation(data, post.bylines, publisher=data["journal"])
