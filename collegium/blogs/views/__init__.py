"""Screens of blogs: reading, writing, publishing, versions."""

from collegium.blogs.views.authors import agree_to_post, post_authors
from collegium.blogs.views.publishing import ask_leader, move_post, publish_post, send_back, unpublish_post
from collegium.blogs.views.questions import answer_question
from collegium.blogs.views.reading import blog_detail, blog_list, post_detail, series_detail
from collegium.blogs.views.versions import correct_post, flag_version, post_versions, restore_version
from collegium.blogs.views.writing import edit_blog, edit_post, write_post

__all__ = [
    "agree_to_post", "answer_question", "ask_leader", "blog_detail", "blog_list", "correct_post", "edit_blog",
    "edit_post", "flag_version", "move_post", "post_authors", "post_detail", "post_versions", "publish_post",
    "restore_version", "send_back", "series_detail", "unpublish_post", "write_post",
]  # fmt: skip
