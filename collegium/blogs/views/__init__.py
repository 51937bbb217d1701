"""Screens of blogs: reading, writing, and publishing."""

from collegium.blogs.views.publishing import ask_leader, move_post, publish_post, send_back, unpublish_post
from collegium.blogs.views.reading import blog_detail, blog_list, post_detail
from collegium.blogs.views.writing import edit_blog, edit_post, write_post

__all__ = [
    "ask_leader", "blog_detail", "blog_list", "edit_blog", "edit_post", "move_post", "post_detail", "publish_post",
    "send_back", "unpublish_post", "write_post",
]  # fmt: skip
