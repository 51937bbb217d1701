"""Screens of blogs: reading, and writing."""

from collegium.blogs.views.reading import blog_detail, blog_list, post_detail
from collegium.blogs.views.writing import edit_blog, edit_post, move_post, publish_post, unpublish_post, write_post

__all__ = [
    "blog_detail", "blog_list", "edit_blog", "edit_post", "move_post", "post_detail", "publish_post", "unpublish_post",
    "write_post",
]  # fmt: skip
