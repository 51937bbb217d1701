"""Mails between a leader, helpers and co-authors: one asks for a version to be published or agreed to, one answers."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.blogs.models import Approval, CoAuthor, Post
from collegium.blogs.rights import refusal_to_publish, refusal_to_work
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.web.formats import when
from collegium.web.languages import spoken_to
from collegium.web.models import Society

KIND = "approval"
AGREEMENT = "agreement"


def ask(approval: Approval) -> None:
    """To the leader: who asks, what for, their word, and one link to the page that shows it and has two buttons."""
    post = approval.post
    leader = post.blog.owner
    asker = approval.asked_by.name if approval.asked_by else ""
    with spoken_to(leader):
        line = _("%(name)s asks you to publish “%(title)s”") % {"name": asker, "title": post.title}
        words = [post.deck, f"{asker}: {approval.note}" if approval.note else ""]
        if approval.wanted_at:
            words.append(_("Proposed time: %(when)s") % {"when": when(approval.wanted_at)})
        _queue(leader, post, line, words, _page("blogs:publish_post", post), _("Read it and decide"))


def answer(approval: Approval) -> None:
    """To whoever asked: published, scheduled or sent back, with the leader's note."""
    post, asker = approval.post, approval.asked_by
    if asker is None:
        return
    facts = {"name": post.blog.owner.name, "title": post.title}
    with spoken_to(asker):
        if approval.outcome == Approval.Outcome.SENT_BACK:
            line = _("%(name)s sent “%(title)s” back to you") % facts
        elif post.is_scheduled and post.published_at:
            line = _("%(name)s approved “%(title)s”; it comes out %(when)s") % {
                **facts, "when": when(post.published_at)
            }  # fmt: skip
        else:
            line = _("%(name)s published “%(title)s”") % facts
        _queue(asker, post, line, [approval.answer], _page("blogs:post_detail", post), _("Open the post"))


def ask_co_author(row: CoAuthor) -> None:
    """To who is named as an author: one link to the page that shows the version and has two buttons."""
    post, asker = row.post, row.asked_by.name if row.asked_by else ""
    with spoken_to(row.person):
        line = _("%(name)s names you as an author of “%(title)s”") % {"name": asker, "title": post.title}
        only = _("Your name stands there only if you agree to this version. Opening the link changes nothing.")
        _queue(row.person, post, line, [post.deck, only], address_of_question(row), _("Read it and agree"), AGREEMENT)


def address_of_question(row: CoAuthor) -> str:
    """The page on which a co-author agrees to the version they were asked about."""
    return reverse("blogs:agree_to_post", args=[row.post.blog.slug, row.pk, row.asked_version])


def _page(name: str, post: Post) -> str:
    return reverse(name, args=[post.blog.slug, post.slug])


def _queue(person: User, post: Post, line: str, words: list[str], page: str, label: str, kind: str = KIND) -> None:
    line = " ".join(line.split())  # names and titles write no lines of their own
    paragraphs = [part for part in words if part]
    address = settings.SITE_URL + page
    text = "\n\n".join([line, *paragraphs, f"{label}: {address}"])
    context = {"line": line, "paragraphs": paragraphs, "label": label, "address": address}
    html = render_to_string("web/letter.html", context | {"society": Society.current()})
    mail.queue(person, kind, line, text, html, about=("piece", post.pk))


def may_still_be_sent(queued: Mail) -> bool:
    """The check at the moment of sending: the leader is still asked, a helper still helps."""
    if queued.person is None or queued.about_id is None:
        return False
    post = Post.objects.select_related("blog").filter(pk=queued.about_id, taken_back_at=None).first()
    if post is None:
        return False
    reader = reader_for(queued.person)
    if post.blog.owner_id == queued.person_id:
        asked = Approval.objects.waiting().filter(post=post, version=post.version).exists()
        return asked and not refusal_to_publish(post.blog, reader)
    return not refusal_to_work(post, reader)


def may_agreement_be_sent(queued: Mail) -> bool:
    """The check at the moment of sending: they are still named, and still asked about this version."""
    if queued.person is None or not reader_for(queued.person).is_member:
        return False
    asked = CoAuthor.objects.filter(
        post=queued.about_id, person=queued.person, asked_version=F("post__version"), post__announced_at=None,
        post__taken_back_at=None, post__hidden_at=None, post__removed_at=None,
    )  # fmt: skip
    return asked.exclude(agreed_version=F("post__version")).exists()
