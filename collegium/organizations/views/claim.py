"""`/organizations/<organization>/claim/`: by work mail, a record, a file, an invitation, words and papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.files import actions as files
from collegium.files.models import File
from collegium.organizations import actions
from collegium.organizations.actions.claims import refusal_to_claim
from collegium.organizations.challenge import PATH, RECORD, host_for, line_of
from collegium.organizations.domains import domains_of
from collegium.organizations.forms import ChallengeForm, CodeForm, DocumentForm, EmailClaimForm, StatementForm
from collegium.organizations.models import Claim, Organization
from collegium.organizations.models.claim import DOCUMENTS_MOST
from collegium.privacy.forms import Asking
from collegium.web.limits import seconds_to_wait
from collegium.web.numbers import number_of

STEPS = ("email", "code", "challenge", "statement", "document")
BUTTONS = ("withdraw", "check", "accept", "remove")


class AskedStatementForm(Asking, StatementForm):
    """The words for staff, looked at for what could identify a patient."""

    asked_fields = ("evidence",)


def _form(step: str, page: Organization, request: HttpRequest | None = None) -> forms.Form:
    """The form of one step, filled with what was sent."""
    data = request.POST if request else None
    if step == "statement":
        sent = request.FILES if request else None
        return AskedStatementForm(data, sent, author=request.reader.person if request else None)
    if step == "document":
        return DocumentForm(data, request.FILES if request else None, auto_id="more_%s")
    if step == "challenge":
        return ChallengeForm(data, domains=domains_of(page))
    return {"email": EmailClaimForm, "code": CodeForm}[step](data)


def _own_claim(organization: Organization, request: HttpRequest) -> Claim | None:
    """The reader's own open claim; nobody else's is ever shown here."""
    claims = Claim.objects.open().filter(organization=organization, person_id=request.reader.person_id)
    return claims.exclude(kind=Claim.Kind.WEBSITE).select_related("invited_by").first()


def _act(request: HttpRequest, page: Organization, step: str, data: dict[str, Any], claim: Claim | None) -> str:
    """Do one step. Returns what went wrong as a sentence, or ""."""
    kind = request.POST.get("kind", Claim.Kind.CLAIM)
    try:
        if step == "email":
            actions.send_code(page, data["work_email"], request.reader, kind)
        elif step == "challenge":
            actions.begin_challenge(page, data["method"], data["domain"], request.reader, _asked(kind))
        elif step == "statement":
            document = _document(request, data["document"])
            actions.state_with_document(page, data["evidence"], document, request.reader, kind)
        elif step == "document":
            _add_document(request, claim, data["document"])
        elif claim is None or not actions.prove_email(claim, data["code"]):
            return _("This code does not work: it is mistyped, used, or older than 30 minutes. Ask for another one.")
    except (actions.Refused, files.Refused) as refused:
        return str(refused)
    return ""


def _document(request: HttpRequest, upload: UploadedFile | None) -> File | None:
    """What was sent, stored, and as yet its sender's alone. A letter may well name whom it is about in its file name.

    Raises:
        files.Refused: it is not taken, or too many were sent, with one sentence.
    """
    if upload is None:
        return None
    if wait := seconds_to_wait(request, "upload"):
        raise files.Refused(_("You have sent many files. Try again in %(n)s minutes.") % {"n": -(-wait // 60)})
    return actions.take_in(files.whole(upload), upload.name or "", request.reader.person)


def _add_document(request: HttpRequest, claim: Claim | None, upload: UploadedFile) -> None:
    if claim is None or claim.submitted_at is None:
        raise actions.Refused(_("There is no claim of yours here any more. Begin with a statement."))
    document = _document(request, upload)
    if document:
        actions.add_document(claim, document, request.reader.person)


def _asked(kind: str) -> str:
    """What a claimant may ask for; a website is proven by managers, on their own page."""
    return kind if kind != Claim.Kind.WEBSITE else Claim.Kind.CLAIM


def _press(request: HttpRequest, page: Organization, step: str, claim: Claim) -> HttpResponse:
    """Take the claim or a document back, have its proof looked for, or accept an invitation."""
    try:
        if step == "withdraw":
            actions.withdraw(claim)
            return see_other(page.get_absolute_url())
        if step == "remove":
            actions.remove_document(claim, number_of(request.POST.get("file", "")) or 0)
        elif step == "accept":
            actions.accept(claim, request.reader.person)
        else:
            actions.ask_for_look(claim, request.reader)
    except actions.Refused as refused:
        messages.warning(request, str(refused))
    return see_other(_next(page, request))


@open_to("registered")
def claim_organization(request: HttpRequest, organization: str) -> HttpResponse:
    """Steps by the field `step`: email, code, challenge, check, statement, document, remove, accept, withdraw."""
    page = get_object_or_404(Organization.objects.listed(), slug=organization)
    claim, step = _own_claim(page, request), request.POST.get("step", "")
    bound: dict[str, forms.Form] = {}
    refusal = refusal_to_claim(page, request.reader)
    if request.method == "POST" and not refusal:
        if step in BUTTONS and claim:
            return _press(request, page, step, claim)
        if step in STEPS:
            bound[step] = form = _form(step, page, request)
            problem = _act(request, page, step, form.cleaned_data, claim) if form.is_valid() else ""
            if not problem and form.is_valid():
                return see_other(_next(page, request))
            if problem:
                form.add_error(None, problem)
    return _show(request, page, bound, refusal)


def _next(page: Organization, request: HttpRequest) -> str:
    """Granted: the page; otherwise the claim's own screen."""
    is_granted = page.managers.current().filter(person_id=request.reader.person_id).exists()
    return page.get_absolute_url() if is_granted else request.path


def steps_of(claim: Claim | None, page: Organization) -> dict[str, str]:
    """What somebody puts where, to prove a domain; nothing when no such proof has begun."""
    if claim is None or not claim.is_challenge:
        return {}
    place = f"{RECORD}.{claim.domain}" if claim.method == "dns" else f"https://{host_for(page, claim.domain)}{PATH}"
    return {"place": place, "line": line_of(claim.token)}


def _show(request: HttpRequest, page: Organization, bound: dict[str, forms.Form], refusal: str) -> HttpResponse:
    claim = _own_claim(page, request)
    context = {
        "organization": page,
        "claim": claim,
        "challenge": steps_of(claim, page),
        "may_ask": settings.OUTBOUND_CLAIMS,
        "refusal": refusal,
        "domains": domains_of(page),
        "documents": actions.documents_of([claim]).get(claim.pk, []) if claim else [],
        "most_documents": DOCUMENTS_MOST,
        "forms": {step: bound.get(step) or _form(step, page) for step in STEPS},
        "kind": request.POST.get("kind", claim.kind if claim else ""),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "organizations/claim_organization.html", context, status=status)
