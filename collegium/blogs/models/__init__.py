"""Tables of blogs, one file a noun."""

from collegium.blogs.models.answer import Answer
from collegium.blogs.models.approval import Approval
from collegium.blogs.models.blog import BLOG_WORDS, Blog
from collegium.blogs.models.co_author import CoAuthor
from collegium.blogs.models.post import POST_WORDS, OldSlug, Post, PostQuerySet
from collegium.blogs.models.series import Series

__all__ = [
    "BLOG_WORDS", "POST_WORDS", "Answer", "Approval", "Blog", "CoAuthor", "OldSlug", "Post", "PostQuerySet", "Series",
]  # fmt: skip
