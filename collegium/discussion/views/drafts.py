"""Your drafts: the list, one of them, and what the composer keeps while you write. Nobody else's are ever found."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collegium.audience.doors import open_to
from collegium.audience.reader import Reader
from collegium.discussion import drafts
from collegium.discussion.differences import difference
from collegium.discussion.draft_places import places_of
from collegium.discussion.edits import initial_words
from collegium.discussion.forms import WordsForm
from collegium.discussion.models import Draft
from collegium.discussion.views.found import see_other
from collegium.discussion.words import Words
from collegium.web.limits import limited, seconds_to_wait
from collegium.web.numbers import number_of


@open_to("registered")
@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """`/drafts/`: what you are writing, the latest first."""
    rows = places_of(list(Draft.objects.of(request.reader.person_id)), request.reader)
    response = render(request, "discussion/draft_list.html", {"rows": rows, "days": drafts.DAYS})
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request: HttpRequest, draft_id: int) -> Draft:
    return get_object_or_404(Draft.objects.of(request.reader.person_id), pk=draft_id)


@open_to("registered")
@require_safe
def draft_detail(request: HttpRequest, draft_id: int) -> HttpResponse:
    """`/drafts/<id>/`: all its words, and another device's beside them; replies are sent from here, too."""
    draft = _own(request, draft_id)
    differs = difference(draft.other_text, draft.text) if draft.other_at else []
    form = WordsForm(reader=request.reader, initial=initial_words(drafts.for_writing(draft, request.reader)))
    context = {"row": places_of([draft], request.reader)[0], "differs": differs, "form": form}
    response = render(request, "discussion/draft_detail.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@open_to("registered")
@require_POST
def change_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Throw a draft away (`do=end`), or take the other device's words (`do=swap`)."""
    draft, do = _own(request, draft_id), request.POST.get("do", "")
    if do == "swap":
        drafts.swap(draft)
        return see_other(reverse("discussion:draft_detail", args=[draft.pk]))
    if do != "end":
        raise Http404
    drafts.end(draft.person_id, draft.key)
    messages.success(request, _("The draft is thrown away."))
    return see_other(reverse("discussion:draft_list"))


@open_to("registered")
@limited("draft")
@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """Without script: the form's words are kept, and the list shows them."""
    sent, key = request.POST, request.POST.get("draft_key", "")
    if not drafts.is_key(key):
        raise Http404
    body, more = sent.get("body", ""), sent.get("more", "")
    markup = body if sent.get("body_format") == "html" else Words.plain(body).body
    kept = drafts.Kept(
        markup + Words.plain(more).body, sent.get("title", sent.get("to", "")), "", sent.get("draft_at", "")
    )
    try:
        drafts.keep(request.reader, key, kept)
        messages.success(request, _("Your draft is kept for two weeks. Go on with it here, on any device."))
    except drafts.Full as full:
        messages.error(request, str(full))
    return see_other(reverse("discussion:draft_list"))


@open_to("registered")
def keep_draft(request: HttpRequest, key: str) -> JsonResponse:
    """`/drafts/kept/<key>/` for the composer: GET what is kept; POST {html, line, base, at, seen, other}.

    Answers {version, html, line, base, at, ended}; with 409 what another device saved, with 422 and 429 {error}.
    """
    if not drafts.is_key(key):
        raise Http404
    reader = request.reader
    if request.method != "POST":
        return _answer(Draft.objects.filter(person=reader.person_id, key=key).first(), reader)
    if wait := seconds_to_wait(request, "draft"):
        return JsonResponse({"error": ""}, status=429, headers={"Retry-After": str(wait)})
    sent = _read(request)
    if sent is None:
        return JsonResponse({"error": _("Send a JSON object with the words.")}, status=400)
    try:
        return _answer(drafts.keep(reader, key, sent[0], seen=sent[1]), None)
    except drafts.Overtaken as overtaken:
        return _answer(overtaken.draft, reader, status=409)
    except drafts.Full as full:
        return JsonResponse({"error": str(full)}, status=422)


def _read(request: HttpRequest) -> tuple[drafts.Kept, int] | None:
    try:
        sent = json.loads(request.body)
        other = sent.get("other")
        html, line, base, address = (_text(sent, name) for name in ("html", "line", "base", "at"))
        beside = (_text(other, "html"), _text(other, "line")) if other else None
        kept = drafts.Kept(html, line, base, address, beside)
        seen = number_of(str(sent.get("seen", 0)))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return None if seen is None else (kept, seen)


def _text(sent: dict[str, Any], name: str) -> str:
    text = sent.get(name) or ""
    if not isinstance(text, str):
        raise TypeError
    return text


def _answer(draft: Draft | None, reader: Reader | None, *, status: int = 200) -> JsonResponse:
    """What is kept, with its words when a reader is given."""
    facts: dict[str, Any] = {"version": 0}
    if draft:
        facts = {"version": draft.version, "at": int(draft.at.timestamp() * 1000)}
    if draft and reader:
        words = {"html": drafts.for_writing(draft, reader), "line": draft.line, "base": draft.base}
        facts |= words | {"ended": draft.ended_at is not None}
    return JsonResponse(facts, status=status, headers={"Cache-Control": "private, no-store"})
