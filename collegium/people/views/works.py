"""`/members/<handle>/works/`: the posts and articles of one author, for whoever may know of them; and its feed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.reader import VISITOR, Reader
from collegium.blogs.feeds import with_corrections
from collegium.discussion.bylines import everyone, full_name
from collegium.discussion.feeds import PublicFeed, newest, served
from collegium.discussion.models import Piece, PieceQuerySet
from collegium.discussion.publishing import Line, lines_of
from collegium.people.views.page import person_page
from collegium.people.views.words import written_by
from collegium.web.paging import pages_of

SIZE = 20
KINDS = (Piece.Kind.POST, Piece.Kind.ARTICLE)


def works_of(author: User, reader: Reader) -> PieceQuerySet:
    """Posts and articles in whose byline they stand, as far as a list may show them to this reader."""
    found = Piece.objects.filter(written_by(author), kind__in=KINDS).listed_for(reader)
    return found.select_related("post__blog", "article__department").prefetch_related("subjects").newest_first()


def shown_works(author: User, reader: Reader, part: slice) -> list[Line]:
    """A part of them for this reader: in full, or as teasers."""
    return lines_of(works_of(author, reader)[part], reader)


def count_of_works(author: User, reader: Reader) -> int:
    """How many there are for this reader."""
    return works_of(author, reader).order_by().count()


def _known(handle: str, reader: Reader) -> User:
    """The person, when this reader may know of them; else nobody ever had this name."""
    person = User.objects.select_related("profile__specialty").filter(handle=handle).first()
    if person is None or person_page(person, reader) is None:
        raise Http404
    return person


@open_to("everyone")
def member_works(request: HttpRequest, handle: str) -> HttpResponse:
    """Posts and articles, newest first."""
    person, reader = _known(handle, request.reader), request.reader
    pages = pages_of(request, count_of_works(person, reader), SIZE)
    context = {"person": person, "lines": shown_works(person, reader, pages.slice), "pages": pages}
    return render(request, "people/member_works.html", context)


class AuthorFeed(PublicFeed):
    """What one author wrote, posts and articles together."""

    def get_object(self, request: HttpRequest, person: User) -> User:
        """The author, found by the view."""
        return person

    def title(self, person: User) -> str:
        """Whose words."""
        return _("Posts and articles by %(name)s") % {"name": person.full_name}

    def link(self, person: User) -> str:
        """The page it belongs to."""
        return reverse("people:member_works", args=[person.handle])

    def items(self, person: User) -> Iterable[Piece]:
        """The newest."""
        return newest(works_of(person, VISITOR))

    def item_author_name(self, item: Piece) -> str:
        """The first of the byline."""
        return full_name(_lines(item)[0])

    def item_extra_kwargs(self, item: Piece) -> dict[str, Any]:
        """All authors of an article; the corrections of a post above its words."""
        kept = super().item_extra_kwargs(item) | {"co_authors": [full_name(line) for line in _lines(item)[1:]]}
        return with_corrections(kept, item.post) if item.kind == Piece.Kind.POST else kept  # type: ignore[attr-defined]


def _lines(piece: Piece) -> list[dict[str, Any]]:
    printed = piece.article.bylines if piece.kind == Piece.Kind.ARTICLE else []  # type: ignore[attr-defined]
    return printed or everyone(piece.byline)


@open_to("everyone")
def member_feed(request: HttpRequest, handle: str) -> HttpResponse:
    """`/members/<handle>/feed/`: as a visitor has it, for whoever asks."""
    return served(AuthorFeed(), request, person=_known(handle, VISITOR))
