"""Who may write, publish, ask and keep order in a blog; each refusal a sentence (docs/access.md, Writing)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from collegium.audience.reader import Reader
from collegium.blogs.models import Blog, CoAuthor, Post


def refusal_to_write(blog: Blog, reader: Reader) -> str:
    """Why this reader may not work on drafts here, as a sentence; "" for the leader and the leader's helpers."""
    if not reader.is_member or not _is_of(blog, reader):
        return _("Only the leader whose blog this is, and helpers named by them, write here.")
    if blog.is_retired:
        return _("This blog is retired. Its posts stay; nothing new is written in it.")
    return ""


def _is_of(blog: Blog, reader: Reader) -> bool:
    return blog.owner_id == reader.person_id or blog.helpers.filter(pk=reader.person_id).exists()


def refusal_to_publish(blog: Blog, reader: Reader) -> str:
    """Why this reader may not publish here; "" for the leader alone (docs/access.md, Writing)."""
    if not reader.is_member or blog.owner_id != reader.person_id:
        return _("Only the leader publishes. Tell them that the draft is ready.")
    return refusal_to_write(blog, reader)


def refusal_to_work(post: Post, reader: Reader) -> str:
    """Why this reader may not work on this draft; "" for who writes in the blog, and for its co-authors."""
    refusal = refusal_to_write(post.blog, reader)
    if refusal and reader.is_member and not (post.blog.is_retired or post.is_out) and is_co_author(post, reader):
        return ""
    return refusal


def is_co_author(post: Post, reader: Reader) -> bool:
    """Whether this reader was named as an author beside the leader."""
    return reader.person_id is not None and CoAuthor.objects.filter(post=post.pk, person=reader.person_id).exists()


def refusal_to_edit(post: Post, reader: Reader) -> str:
    """Why this reader may not change the post: what is out only its leader changes, a draft its writers."""
    return refusal_to_publish(post.blog, reader) if post.is_out else refusal_to_work(post, reader)


def refusal_to_name(post: Post, reader: Reader) -> str:
    """Why this reader may not say who the co-authors are; "" for the leader and editors, until it first came out."""
    if not (reader.is_editor or (reader.is_member and post.blog.owner_id == reader.person_id)):
        return _("Only the leader whose blog this is, and editors, name its authors.")
    if post.announced_at or post.is_out:
        return _("It came out with its authors: the byline stays as printed. What is wrong in it, a correction says.")
    return ""


def keeps_order(post: Post, reader: Reader) -> bool:
    """Whether this reader may hide comments here and lock the talk: the leader, also of a retired blog."""
    return reader.is_member and post.blog.owner_id == reader.person_id


def refusal_to_ask(post: Post, reader: Reader) -> str:
    """Why this reader may not ask the leader to publish this; "" for a helper or co-author, while it is a draft."""
    if refusal := refusal_to_work(post, reader):
        return refusal
    if post.blog.owner_id == reader.person_id:
        return _("This is your blog: you publish yourself.")
    if post.published_at is not None:
        return _("This is scheduled or out already.")
    return ""
