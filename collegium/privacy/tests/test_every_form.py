"""No text that other people read passes by the patient-data check: every form is found, every field has its answer."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms

import collegium
from collegium.discussion.forms import WordsForm
from collegium.privacy.forms import Asking
from collegium.web.lines import LineInput

TEXTS = (forms.CharField, LineInput)
COMPOSER = {"body", "body_format", "more", "quote", "quoted", "token"}  # WordsForm makes them one text, and asks
NOT_ASKED = {  # form and field: why
    **dict.fromkeys(
        (
            "AskedPageForm.name",
            "AskedPageForm.domains",
            "AskedPageForm.coordinates",
            "AskedPageForm.ror",
            "AskedPageForm.ccn",
            "AskedPageForm.npi",
        ),
        "names of an organization",
    ),
    **dict.fromkeys((f"AskedPageForm.{name}" for name in ("street", "city", "state", "country")), "where it is"),
    **dict.fromkeys((f"AskedPlaceForm.{name}" for name in ("city", "state", "country")), "where the person is"),
    "AskedPlaceForm.languages": "names of languages, each known",
    "AskedPlaceForm.phone": "the own number",
    **dict.fromkeys(
        (f"AskedNameForm.{name}" for name in ("given_name", "family_name", "suffix", "legal_given_name")),
        "the own name",
    ),
    "AskedNameForm.credentials": "what the person is",
    **dict.fromkeys((f"AskedLinksForm.{name}" for name in ("npi", "orcid")), "checked by their last digit"),
    "AskedPublicationsForm.publications": "identifiers of works",
    "ArticleForm.about": "addresses of articles",
    "ArticleForm.author_lines": "names of authors and what they are",
    "BeginForm.to": "names of people here",
    "BlogForm.helper_handles": "profile names",
    "CoAuthorForm.name": "a name looked up",
    "NewBlogForm.helper_handles": "profile names",
    "SiteForm.name": "the name of another site",
    "SiteForm.addresses": "addresses of another site",
    "SiteAddressForm.address": "read, kept nowhere",
    "CategoryForm.name": "administrators about a kind of membership",
    "CategoryForm.becomes": "a code of a kind of membership",
    "ChooseForm.username": "the own name",
    "ChooseForm.password": "a secret",
    **dict.fromkeys(
        (
            f"CitedWorkForm.{name}"
            for name in (
                "title",
                "journal",
                "short",
                "volume",
                "issue",
                "pages",
                "publisher",
                "place",
                "edition",
                "doi",
                "pmid",
                "pmcid",
                "nct",
                "standing_at",
                "notice",
                "notice_source",
            )
        ),
        "what a published work says of itself",
    ),
    "CodeForm.code": "a secret",
    **dict.fromkeys(
        ("DecisionForm.reason", "DecisionForm.document", "CareForm.why", "SameForm.why"),
        "staff about an organization and its managers",
    ),
    "CareForm.person": "looked up, not stored",
    **dict.fromkeys(("SameForm.survivor", "SameForm.apart"), "a choice"),
    "InviteForm.person": "the name of a member",
    "DisclosureForm.people": "names of people, looked up",
    "MemberExportForm.why": "staff's reason in the log",
    "DepartmentForm.name": "one word of an editor",
    "ExampleForm.title": "of the styleguide, not stored",
    "FindForm.who": "the own address",
    "GuestForm.given_name": "the own name",
    "GuestForm.family_name": "the own name",
    "GuestForm.work": "where the person works",
    "InvitationForm.who": "the name of a member",
    "IssueForm.date_text": "a date as printed",
    "KeyForm.name": "the name of a system",
    "SourceForm.new_token": "a secret",
    "LineForm.types": "codes of kinds of membership",
    "LineForm.statuses": "codes of a roster",
    "LogForm.person": "looked for, not stored",
    "MergeForm.other": "an address of a topic",
    "SamlForm.name": "administrators about a provider of sign-ins",
    **dict.fromkeys((f"SamlForm.{name}" for name in ("metadata_address", "xml", "member_claim")), "for machines"),
    "TokenForm.name": "administrators about a system",
    "OpenIdForm.name": "administrators about a provider of sign-ins",
    **dict.fromkeys(
        (f"OpenIdForm.{name}" for name in ("issuer", "client_id", "secret", "member_claim")), "for machines"
    ),
    **dict.fromkeys((f"OrcidForm.{name}" for name in ("client_id", "secret")), "for machines"),
    "HandoverForm.why": "administrators about a meeting that was put off",
    "OfficeForm.person": "the address of a member",
    "OfficeForm.why": "administrators about a member's office",
    "ReadingForm.member_id_pattern": "a pattern of digits",
    "RoleForm.why": "administrators about a member's role",
    "StageForm.holder": "the name of who has an article",
    "SignInsForm.network": "looked for, not stored",
    "SignInsForm.person": "looked for, not stored",
    **dict.fromkeys(
        (f"SocietyForm.{name}" for name in ("name", "short_name", "tagline", "magazine_name", "house_rules")),
        "administrators about the society",
    ),
    "WorkForm.title": "the own position",
    "AffiliationForm.title": "the own position",
}


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(collegium.__path__, "collegium."):
        if not any(part in module.name.split(".") for part in ("tests", "migrations", "demo", "commands", "bench")):
            yield module.name


def _forms(base: type = forms.BaseForm) -> Iterator[type]:
    for kind in base.__subclasses__():
        yield from _forms(kind)
        ours = [one for one in kind.__subclasses__() if one.__module__.startswith("collegium.")]
        if kind.__module__.startswith("collegium.") and (not ours or issubclass(kind, Asking)):
            yield kind


def _asked(form: type) -> set[str]:
    too = COMPOSER | set(form.asked_too) if issubclass(form, WordsForm) else set()
    return too | set(getattr(form, "asked_fields", ()))


def _open() -> set[str]:
    for name in _modules():
        if "form" in name or ".views" in name or name.endswith(("writing", "styleguide")):
            importlib.import_module(name)
    return {
        f"{form.__name__}.{name}"
        for form in set(_forms())
        for name, field in getattr(form, "base_fields", {}).items()
        if type(field) in TEXTS and name not in _asked(form)
    }


def test_every_text_is_asked_about_or_has_its_reason():
    assert sorted(_open() - set(NOT_ASKED)) == []


def test_no_reason_is_left_over():
    assert sorted(set(NOT_ASKED) - _open()) == []
