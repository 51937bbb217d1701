"""Screens for keepers: an owner's of a group, a blogger's of the talk under a post, an editor's of the letters."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import get_readable, open_to
from collegium.blogs.models import Post
from collegium.blogs.rights import keeps_order
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.groups.seats import get_owners_seat
from collegium.groups.views.talk import frame
from collegium.magazine.models import Article
from collegium.moderation import actions
from collegium.moderation.forms import DecisionForm
from collegium.moderation.in_place import Desk, desk_of_article, desk_of_group, desk_of_post, waiting_in
from collegium.moderation.models import Decision, Report
from collegium.moderation.queue import LONGEST, named
from collegium.moderation.things import Thing
from collegium.moderation.views.queue import DEEDS
from collegium.web.texts import sent


def _page(
    request: HttpRequest, desk: Desk, thing: Thing, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    reports = Report.objects.waiting().about(*thing.key) if desk.sees_reports else Report.objects.none()
    context = {
        "desk": desk,
        "thing": thing,
        "acts": desk.acts_on(thing),
        "reports": reports,
        "decisions": Decision.objects.about(*thing.key).filter(undone_at=None).select_related("by"),
        "form": form or DecisionForm(thing=thing),
    }
    return render(request, desk.template, desk.frame | context, status=status)


def _decide(request: HttpRequest, desk: Desk, kind: str, pk: int) -> HttpResponse:
    """One act, with a reason that the author reads and may answer to the moderators."""
    thing = desk.find(kind, pk)
    form = DecisionForm(request.POST, thing=thing, author=request.reader.person)
    if form.is_valid() and form.cleaned_data["act"] not in desk.acts_on(thing):
        form.add_error("act", _("This is for the moderators. Report it to them."))
    if form.is_valid():
        try:
            data = form.cleaned_data | {"closes": desk.sees_reports}
            DEEDS[data["act"]](thing, request.reader.person, data)
            return see_other(desk.address)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, desk, thing, form, 422)


def _undo(request: HttpRequest, desk: Desk, decision_id: int) -> HttpResponse:
    """Take an own decision back, with a reason; those of moderators stay theirs."""
    own = Decision.objects.filter(undone_at=None, by_id=request.reader.person_id)
    decision = get_object_or_404(own, pk=decision_id)
    thing = desk.find(decision.kind, decision.target_id)
    reason = sent(request.POST, "reason", 300)
    same = Decision.objects.about(*thing.key).filter(act=decision.act, undone_at=None)
    try:
        if not reason:
            raise Refused(_("Write a reason first: it stands in the log."))
        if same.exclude(by_id=request.reader.person_id).exists():
            raise Refused(_("A moderator decided the same. Ask them to take it back."))
        actions.undo(decision, thing, request.reader.person, reason)
    except Refused as refused:
        messages.warning(request, str(refused))
        return _page(request, desk, thing, status=422)
    return see_other(desk.address_of(thing))


def _group(request: HttpRequest, slug: str) -> Desk:
    seat = get_owners_seat(request.reader, slug)
    return desk_of_group(seat.group, request.reader, frame(seat, "owner"))


@open_to("members")
def group_reports(request: HttpRequest, group: str) -> HttpResponse:
    """`/groups/<group>/owner/reports/`: reported words of the group, oldest first."""
    seat = get_owners_seat(request.reader, group)
    items = waiting_in(seat.group, request.reader)
    context = {"items": named(items[:LONGEST], inside=True), "total": len(items)}
    return render(request, "moderation/group_reports.html", frame(seat, "owner") | context)


@open_to("members")
def group_report(request: HttpRequest, group: str, kind: str, pk: int) -> HttpResponse:
    """`/groups/<group>/owner/reports/<kind>/<id>/`: one topic or reply, what was reported, what can be done."""
    desk = _group(request, group)
    return _page(request, desk, desk.find(kind, pk))


@open_to("members")
@require_POST
def decide_in_group(request: HttpRequest, group: str, kind: str, pk: int) -> HttpResponse:
    """Hide, take back, lock or leave."""
    return _decide(request, _group(request, group), kind, pk)


@open_to("members")
@require_POST
def undo_in_group(request: HttpRequest, group: str, decision_id: int) -> HttpResponse:
    """Take an owner's own decision back."""
    return _undo(request, _group(request, group), decision_id)


def _post(request: HttpRequest, blog: str, post: str) -> Desk:
    """The desk of a post's leader; for others it does not exist.

    Raises:
        Door, Http404: the post is not theirs to read, or to keep.
    """
    found = get_readable(Post.objects.select_related("blog__owner"), request.reader, blog__slug=blog, slug=post)
    if not keeps_order(found, request.reader):
        raise Http404
    return desk_of_post(found, found.blog, request.reader)


@open_to("members")
def post_comments(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/comments/`: for its leader, what is hidden and locked here, and by whom."""
    desk = _post(request, blog, post)
    context = {"desk": desk, "decisions": desk.standing()[:LONGEST]}
    return render(request, "moderation/post_comments.html", desk.frame | context)


@open_to("members")
def post_comment(request: HttpRequest, blog: str, post: str, kind: str, pk: int) -> HttpResponse:
    """`/blogs/<blog>/<post>/comments/<kind>/<id>/`: one comment, or the talk itself, and what its leader can do."""
    desk = _post(request, blog, post)
    return _page(request, desk, desk.find(kind, pk))


@open_to("members")
@require_POST
def decide_under_post(request: HttpRequest, blog: str, post: str, kind: str, pk: int) -> HttpResponse:
    """Hide a comment, or lock the talk."""
    return _decide(request, _post(request, blog, post), kind, pk)


@open_to("members")
@require_POST
def undo_under_post(request: HttpRequest, blog: str, post: str, decision_id: int) -> HttpResponse:
    """Take a leader's own decision back."""
    return _undo(request, _post(request, blog, post), decision_id)


def _article(request: HttpRequest, article: str) -> Desk:
    """An editor's desk of the letters to an article; for others it does not exist.

    Raises:
        Door, Http404: not an editor, or the article is not out.
    """
    found = get_readable(Article.objects.all(), request.reader, slug=article)
    if not request.reader.is_editor:
        raise Http404
    return desk_of_article(found, request.reader)


@open_to("members")
def article_letters(request: HttpRequest, article: str) -> HttpResponse:
    """`/magazine/articles/<article>/letters/`: for editors, whether the letters are locked, why, and by whom."""
    desk = _article(request, article)
    return _page(request, desk, desk.find("piece", desk.pieces.get().pk))


@open_to("members")
@require_POST
def decide_under_article(request: HttpRequest, article: str, kind: str, pk: int) -> HttpResponse:
    """Lock the letters."""
    return _decide(request, _article(request, article), kind, pk)


@open_to("members")
@require_POST
def undo_under_article(request: HttpRequest, article: str, decision_id: int) -> HttpResponse:
    """Take an editor's own decision back."""
    return _undo(request, _article(request, article), decision_id)
