"""`/settings/work/`: where one works and worked, which comes first, and the proof by work mail."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.discussion.meeting import Meeting
from collegium.discussion.views import see_other
from collegium.organizations.actions.affiliations import change_affiliation, prove_by_mail, remove_affiliation
from collegium.organizations.colleagues import vouch
from collegium.organizations.domains import domains_of, refusal_of
from collegium.organizations.models import Affiliation
from collegium.outbox import audit, mail
from collegium.people.verification import Fact, marks_of
from collegium.people.views.page import is_known
from collegium.web.numbers import number_of, possible
from collegium.web.turns import one_after_another

HERE = "/settings/work/"
LIVES, TRIES, MOST_A_DAY = 1800, 5, 5  # seconds a code works, guesses, codes a day
IN_SESSION = "work_code"


class AffiliationForm(Meeting, forms.ModelForm):
    """Position, dates and consent of one affiliation."""

    since = forms.DateField(
        label=_("Since"), validators=[possible], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, validators=[possible], help_text=_("Empty while you work there."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    primary = forms.BooleanField(
        label=_("This is my main place of work"),
        required=False,
        help_text=_("It stands first and is printed with your name."),
    )

    class Meta:
        model = Affiliation
        fields = ("title", "since", "until", "is_consented")
        labels = {"is_consented": _("Show it to members, on my profile and on the organization’s page")}

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and has begun."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _now("It ends before it begins: look at the two days again."))
        if since and since > timezone.localdate():
            self.add_error("since", _now("It has not begun yet: add it on the day on which it begins."))
        return data


class WorkMailForm(forms.Form):
    """The address that a code is mailed to."""

    work_email = forms.EmailField(label=_("Your mail address there"), max_length=254)


def _own(request: HttpRequest, affiliation_id: int) -> Affiliation:
    rows = Affiliation.objects.select_related("organization", "person")
    return get_object_or_404(rows, person=request.reader.person, pk=affiliation_id)


@open_to("members")
def edit_work(request: HttpRequest) -> HttpResponse:
    """Every affiliation, the main one first, then the present ones, then the past."""
    rows = Affiliation.objects.filter(person=request.reader.person).select_related("organization")
    today, marks = timezone.localdate(), marks_of(request.reader.person)
    listed = [
        (row, row.until is not None and row.until <= today, marks.get((Fact.AFFILIATION, row.organization_id), []))
        for row in rows.main_first()
    ]
    listed.sort(key=lambda one: one[1])
    return render(request, "people/edit_work.html", {"rows": listed})


@open_to("members")
@one_after_another("affiliation", own=True)
def edit_affiliation(request: HttpRequest, affiliation_id: int) -> HttpResponse:
    """Change one of the own affiliations."""
    row = _own(request, affiliation_id)
    form = AffiliationForm(
        request.POST if request.method == "POST" else None, instance=row, initial={"primary": row.is_primary}
    )
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in AffiliationForm.Meta.fields}
        change_affiliation(_own(request, affiliation_id), values, primary=form.cleaned_data["primary"])
        messages.success(request, _now("It is saved."))
        return see_other(HERE)
    context = {"form": form, "row": row, "can_prove": bool(domains_of(row.organization)) and row.until is None}
    return render(request, "people/edit_affiliation.html", context, status=422 if form.errors else 200)


@open_to("members")
@require_POST
def end_affiliation(request: HttpRequest, affiliation_id: int) -> HttpResponse:
    """Take away one that was said by mistake."""
    remove_affiliation(_own(request, affiliation_id))
    return see_other(HERE)


def _print(row: Affiliation, code: str) -> str:
    return salted_hmac("collegium.work", f"{row.pk}:{code}", algorithm="sha256").hexdigest()


def _mail_code(request: HttpRequest, row: Affiliation, address: str) -> str:
    """Mail a code that this session alone can use. Returns why not, as a sentence; "" when it went out."""
    person: User = request.reader.person
    if refusal := refusal_of(row.organization, address):
        return refusal
    since = timezone.now() - timedelta(days=1)
    if audit.by(person).filter(what="asked for a work mail code", at__gte=since).count() >= MOST_A_DAY:
        return _now("Five codes were mailed today. Try again tomorrow.")
    code = "".join(secrets.choice("0123456789") for _digit in range(6))
    request.session[IN_SESSION] = {"row": row.pk, "print": _print(row, code), "at": int(time.time()), "tries": 0}
    audit.log(person, "asked for a work mail code", about=("organization", row.organization_id))
    text = _now(
        "%(name)s says that they work at %(organization)s and read this address.\n\n"
        "The code is %(code)s. It is valid for 30 minutes and can be used once.\n\n"
        "If you know nothing of this, ignore this mail: nothing happens without the code."
    ) % {"name": person.name, "organization": row.organization.name, "code": code}
    mail.queue(address, "account", _now("Your code for %(name)s") % {"name": row.organization.name}, text)
    return ""


def _is_right(request: HttpRequest, row: Affiliation, code: str) -> bool:
    """Whether the code is the one that was mailed; each guess counts, and a right one is used up."""
    kept = request.session.get(IN_SESSION) or {}
    alive = kept.get("row") == row.pk and kept["tries"] < TRIES and time.time() < kept["at"] + LIVES
    if not alive:
        return False
    kept["tries"] += 1
    right = constant_time_compare(kept["print"], _print(row, code.strip()))
    request.session[IN_SESSION] = {} if right else kept
    return right


@open_to("members")
def prove_work(request: HttpRequest, affiliation_id: int) -> HttpResponse:
    """A code goes to an address on a domain of the organization; typed here it proves the affiliation."""
    row = _own(request, affiliation_id)
    if not domains_of(row.organization):
        raise Http404
    form = WorkMailForm(request.POST if request.POST.get("step") == "mail" else None)
    problem, sent = "", (request.session.get(IN_SESSION) or {}).get("row") == row.pk
    if request.POST.get("step") == "mail" and form.is_valid():
        problem = _mail_code(request, row, form.cleaned_data["work_email"])
        if not problem:
            return see_other(request.path)
    elif request.POST.get("step") == "code":
        if _is_right(request, row, request.POST.get("code", "")[:20]):
            prove_by_mail(row)
            messages.success(request, _now("It is confirmed by your work mail, and your profile says so."))
            return see_other(HERE)
        problem = _now("This code does not work: it is mistyped, used, or older than 30 minutes. Ask for another one.")
    context = {"row": row, "form": form, "problem": problem, "sent": sent, "domains": domains_of(row.organization)}
    return render(request, "people/prove_work.html", context, status=422 if problem or form.errors else 200)


@open_to("members")
@require_POST
def vouch_for(request: HttpRequest, handle: str) -> HttpResponse:
    """ "I know that this person works here": fields organization, and on (1, or 0 to take it back)."""
    person = get_object_or_404(User, handle=handle)
    number = number_of(request.POST.get("organization", ""))
    if number is None or not is_known(person, request.reader):
        raise Http404
    if not vouch(request.reader, person, number, on=request.POST.get("on") != "0"):
        raise Http404
    return see_other(f"/members/{handle}/")
