"""Ask the President: a post whose comments are questions until an hour; its leader answers each, under it.

Questions stand by how many mark them "Same here". The closing time is compared when somebody reads or writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from collegium.audience.reader import Reader
from collegium.audience.shared import shared
from collegium.blogs.models import Answer, Post
from collegium.blogs.rights import keeps_order
from collegium.discussion.actions import Refused, announce_reply, store_reply
from collegium.discussion.models import Piece, Reaction, Reply
from collegium.discussion.quotes import Quotes
from collegium.discussion.thread import Entry
from collegium.discussion.words import Words
from collegium.files.shown import pictured
from collegium.web.paging import Pages, pages_of

ON_A_PAGE = 30


@dataclass(slots=True)
class Question:
    """A question with its answer, if there is one."""

    asked: Entry
    answer: Entry | None


@dataclass(slots=True)
class Questions:
    """One page of the questions for one reader, most asked first; then what the leader said to none of them."""

    rows: list[Question]
    more: list[Entry]
    pages: Pages
    total: int
    answered: int


@transaction.atomic
def answer_question(post: Post, question: Reply, words: Words, by: Reader, *, origin: str = "") -> Reply:
    """The leader answers a question; whoever asked it is told. Also after the closing time.

    Raises:
        Refused: not the leader, no question under this post, or it has its answer.
    """
    locked = Piece.objects.select_for_update().select_related(None).get(pk=post.pk)
    if origin and (sent := Reply.objects.filter(origin=origin, author_id=by.person_id).first()):
        return sent
    if refusal := refusal_to_answer(post, question, by) or by.refusal_to_write(locked):
        raise Refused(refusal)
    reply = store_reply(locked, words, by.person, origin=origin, quiet=True)
    Answer.objects.create(question=question, reply=reply)
    announce_reply(locked, reply)
    return reply


def refusal_to_answer(post: Post, question: Reply, by: Reader) -> str:
    """Why this reader may not answer this question, as a sentence; "" for the leader, while it has no answer."""
    if not post.takes_questions or not keeps_order(post, by):
        return _("The leader who is asked answers here.")
    if question.piece_id != post.pk or question.is_stub or question.held_at:
        return _("This question is not there any more.")
    if Answer.objects.filter(question=question, reply__in=_shown(post, by)).exists():
        return _("This question has its answer. Edit that one.")
    Answer.objects.filter(question=question).delete()  # the answer was removed: there can be another
    return ""


def open_to_questions(reader: Reader) -> list[Post]:
    """The posts where this reader may read along while questions are welcome."""
    return shared(
        reader, "open questions", lambda who: list(Post.objects.readable_by(who).asking().select_related("blog")[:3])
    )


def questions_of(post: Post, reader: Reader, request: HttpRequest) -> Questions:
    """The page of questions that the request asks for."""
    shown = _shown(post, reader)
    asked = shown.exclude(author=post.author_id)
    answers = dict(Answer.objects.filter(question__piece=post, reply__in=shown).values_list("question", "reply"))
    total = asked.count()
    pages = pages_of(request, total, ON_A_PAGE)
    questions = list(asked.order_by("-same", "number")[pages.slice])
    replies = shown.filter(pk__in=[answers[q.pk] for q in questions if q.pk in answers]).in_bulk()
    known = set(asked.filter(pk__in=answers).values_list("pk", flat=True))
    said = [answers[pk] for pk in known]
    loose = (
        list(shown.filter(author=post.author_id).exclude(pk__in=said).order_by("number")) if pages.number == 1 else []
    )
    entries = _entries(post, [*questions, *replies.values(), *loose], reader)
    rows = [Question(entries[q.pk], entries.get(answers.get(q.pk, 0))) for q in questions]
    return Questions(rows, [entries[reply.pk] for reply in loose], pages, total, len(known))


def _shown(post: Post, reader: Reader):  # type: ignore[no-untyped-def]
    shown = Reply.objects.filter(piece=post, taken_back_at=None, removed_at=None).shown_to(reader)
    return shown if reader.is_moderator else shown.filter(hidden_at=None)


def _entries(post: Post, replies: list[Reply], reader: Reader) -> dict[int, Entry]:
    """As they are printed for this reader, by id."""
    quotes = Quotes(post, reader, [reply.body for reply in replies])
    bodies = pictured([quotes.fill(reply.body) for reply in replies])
    own: dict[int, set[str]] = {}
    if reader.person_id is not None:
        given = Reaction.objects.filter(person_id=reader.person_id, reply__in=[reply.pk for reply in replies])
        for reply_id, kind in given.values_list("reply_id", "kind"):
            own.setdefault(reply_id or 0, set()).add(kind)
    return {
        reply.pk: Entry(
            reply, reply.number, False, reply.author_id is not None and reply.author_id == reader.person_id, body,
            frozenset(own.get(reply.pk, ())),
        )
        for reply, body in zip(replies, bodies, strict=True)
    }  # fmt: skip
