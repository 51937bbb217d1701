"""Screens of the magazine: its front, an issue, an article; an author's proof."""

from collegium.magazine.views.proofs import article_proof
from collegium.magazine.views.reading import article_detail, issue_detail, magazine_front

__all__ = ["article_detail", "article_proof", "issue_detail", "magazine_front"]
