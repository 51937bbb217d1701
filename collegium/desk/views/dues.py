"""Mails before and after the end of a membership, on the desk: which go out, how many days before or after."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.desk.roster_forms import DuesMailForm
from collegium.discussion.views import see_other
from collegium.membership.actions import change_dues_mails
from collegium.membership.dues_mails import letter
from collegium.membership.models import Category, DuesMail, DuesMailSent, Membership, society_today


def _example(kind: str, person: User) -> tuple[str, str]:
    """What it says, as if to whoever looks."""
    member = Membership(person=person, category=Category(code="FULL", gives="member"))
    return letter(kind, member, society_today())


@open_to("administrators")
def dues_mails(request: HttpRequest) -> HttpResponse:
    """`/desk/membership/mails/`"""
    rows = list(DuesMail.objects.all())
    forms = [DuesMailForm(request.POST or None, instance=one, prefix=str(one.pk)) for one in rows]
    valid = [form.is_valid() for form in forms]  # each is asked, so that each says what is wrong
    if request.method == "POST" and all(valid):
        change_dues_mails([form.instance for form in forms if form.changed_data], request.reader.person)
        messages.success(request, _("Saved. It counts from the next mail on."))
        return see_other("/desk/membership/mails/")
    sent = DuesMailSent.objects.select_related("membership__person", "dues_mail").order_by("-pk")[:20]
    context = {
        "rows": [(form, *_example(form.instance.kind, request.reader.person)) for form in forms], "sent": sent,
    }  # fmt: skip
    return render(request, "desk/dues_mails.html", context, status=422 if request.method == "POST" else 200)
