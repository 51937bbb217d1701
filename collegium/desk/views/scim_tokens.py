"""`/desk/scim/`: which systems may make, change and end accounts here."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.accounts.fresh import with_fresh_sign_in
from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.scim.models import Record, Token
from collegium.scim.tokens import make_token, revoke_token
from collegium.web.lines import LineInput


class TokenForm(forms.Form):
    """The system that gets a token."""

    name = LineInput(label=_lazy("Which system is it for?"), max_length=80)


@open_to("administrators")
@with_fresh_sign_in
def scim_tokens(request: HttpRequest) -> HttpResponse:
    """The tokens there are; a new one is shown on this page once."""
    form, token = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _row, token = make_token(form.cleaned_data["name"], request.reader.person)
    context = {
        "form": TokenForm() if token else form, "token": token, "rows": Token.objects.select_related("made_by"),
        "address": f"{settings.SITE_URL}/scim/v2", "people": Record.objects.present(Record.Kind.USER).count(),
    }  # fmt: skip
    return render(request, "desk/scim_tokens.html", context, status=422 if form.is_bound and not token else 200)


@open_to("administrators")
@with_fresh_sign_in
def revoke_scim_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """`/desk/scim/<id>/revoke/`: from the next request on it opens nothing."""
    row = get_object_or_404(Token, pk=token_id, revoked_at=None)
    if request.method == "POST":
        revoke_token(row, request.reader.person)
        messages.success(request, _("The token of %(name)s opens nothing any more.") % {"name": row.name})
        return see_other("/desk/scim/")
    return render(request, "desk/revoke_scim_token.html", {"row": row})
