"""Asking the right five: the asker's tap, what whoever is asked sees and says, and being willing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collegium.answers import asking
from collegium.answers.forms import WillingForm
from collegium.answers.models import Offer, Willing
from collegium.audience.doors import get_readable, open_to
from collegium.discussion.actions import Refused, mark_read
from collegium.discussion.views import see_other
from collegium.forums.models import Topic
from collegium.web.limits import limited


@open_to("registered")
@limited("edit")
@require_POST
def ask_colleagues(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`POST /topics/<id>/ask/`: the asker has the question offered to colleagues now."""
    topic = get_readable(Topic.objects.select_related("forum", "group"), request.reader, pk=topic_id)
    try:
        count = asking.ask_colleagues(topic, request.reader)
    except Refused as refused:
        messages.warning(request, str(refused))
        return see_other(topic.get_absolute_url())
    if count:
        messages.success(
            request,
            ngettext("It is offered to %(n)d colleague.", "It is offered to %(n)d colleagues.", count) % {"n": count},
        )
    else:
        messages.warning(request, _("Nobody who agreed to be asked fits this question at the moment."))
    return see_other(topic.get_absolute_url())


def _offer(request: HttpRequest, offer_id: int) -> Offer:
    """The reader's own offer of a topic they may still read."""
    rows = Offer.objects.filter(person_id=request.reader.person_id).select_related(
        "person", "topic__forum", "topic__group"
    )
    given = rows.filter(pk=offer_id, topic__in=Topic.objects.readable_by(request.reader)).first()
    if given is None:
        raise Http404
    return given


@open_to("registered")
def offer_detail(request: HttpRequest, offer_id: int) -> HttpResponse:
    """`/offers/<id>/`: the question, why just this person is asked, and three ways to answer."""
    given = _offer(request, offer_id)
    mark_read(request.reader.person, given.topic, 0)
    return render(request, "answers/offer_detail.html", {"offer": given, "topic": given.topic})


@open_to("registered")
@require_POST
def answer_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """`POST /offers/<id>/answer/`: yes, not me, or never again."""
    given, choice = _offer(request, offer_id), request.POST.get("choice", "")
    if choice not in ("yes", "no", "never"):
        return HttpResponse(_("This answer is not known."), status=422, content_type="text/plain; charset=utf-8")
    try:
        asking.answer_offer(given, choice)
    except Refused as refused:
        messages.warning(request, str(refused))
        return see_other(given.topic.get_absolute_url())
    if choice == "yes":
        return see_other(f"{given.topic.get_absolute_url()}#reply")
    messages.success(
        request,
        _("You are not asked any more.") if choice == "never" else _("Thank you. The next colleague may be asked."),
    )
    return see_other("/")


@open_to("members")
def edit_willingness(request: HttpRequest) -> HttpResponse:
    """`/settings/asking/`: whether colleagues' questions may be offered to this member, and how often a month."""
    row = Willing.objects.filter(pk=request.reader.person_id).first()
    form = WillingForm(request.POST or None, initial={"on": row is not None, "quota": row.quota if row else None})
    if request.method == "POST" and form.is_valid():
        asking.be_willing(request.reader.person, form.wish)
        return see_other("/settings/asking/?saved=1")
    context = {"form": form, "profile": getattr(request.reader.person, "profile", None)}
    return render(request, "answers/edit_willingness.html", context, status=422 if form.errors else 200)
