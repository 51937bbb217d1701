"""Opening a piece to guests, closing it, and the question to authors of earlier replies."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collegium.audience.doors import Door, open_to
from collegium.discussion import opening
from collegium.discussion.addresses import piece_url
from collegium.discussion.models import Agreement
from collegium.discussion.views.found import piece_for, see_other
from collegium.web.numbers import possible


class OpenForm(forms.Form):
    """Until when, and whether guests write too. The end is the end of that day, in the reader's zone."""

    until = forms.DateField(
        label=_lazy("Until the end of"),
        required=False,
        validators=[possible],
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_lazy("Leave it empty to keep it open."),
    )
    writing = forms.BooleanField(label=_lazy("Guests write here too"), required=False, initial=True)

    def clean_until(self) -> datetime | None:
        """Refuse a day that has passed."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose a later one, or leave it empty."))
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


@open_to("members")
def open_piece(request: HttpRequest, piece_id: int) -> HttpResponse:
    """`/pieces/<id>/guests/`: its author and staff open it to guests, set the end, or close it."""
    piece = piece_for(request, piece_id)
    reader = request.reader  # type: ignore[attr-defined]
    if reader.refusal_to_open(piece):
        raise Door
    begin = {"until": piece.open_until, "writing": piece.open_writing or not piece.is_open_now}
    form = OpenForm(request.POST or None, initial=begin)
    if request.method == "POST" and request.POST.get("act") == "close":
        opening.close_to_guests(piece, by=reader.person)
        messages.success(request, _("Closed. Guests find it no more, from now on."))
        return see_other(piece_url(piece))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        opening.open_to_guests(piece, until=data["until"], writing=data["writing"], by=reader.person)
        messages.success(request, _("Open to guests: the first words and what is written from now on."))
        return see_other(piece_url(piece))
    context = {
        "piece": piece,
        "form": form,
        "earlier": opening.earlier_replies(piece).exclude(author=reader.person).count(),
        "address": piece_url(piece),
    }
    return render(request, "discussion/open_piece.html", context, status=422 if form.is_bound else 200)


@open_to("registered")
@require_POST
def answer_agreement(request: HttpRequest, piece_id: int) -> HttpResponse:
    """One tap: whether guests may read my earlier replies here."""
    piece = piece_for(request, piece_id)
    question = opening.question_for(piece, request.reader)  # type: ignore[attr-defined]
    choice = request.POST.get("agreed")
    if question is None or choice not in ("1", "0"):
        raise Http404
    number = opening.answer(get_object_or_404(Agreement, pk=question.pk), agreed=choice == "1")
    said = ngettext("Guests read %(n)d reply of yours now.", "Guests read %(n)d replies of yours now.", number)
    messages.success(request, said % {"n": number} if number else _("Your earlier replies stay among members."))
    return see_other(piece_url(piece))
