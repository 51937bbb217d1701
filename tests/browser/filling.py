"""Every form of the site, filled with hostile texts over HTTP: which text went into which field, and where to look.

A step names a form; its fields of text are read from the form and filled by program, so that a new field is filled
without being named here. `given` holds what must be something else: a number, a choice, an address, a person.
"""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django import forms
from playwright.sync_api import APIResponse, BrowserContext

import collegium
from tests import hostile
from tests.served import Site

NO_TEXT = {
    "AddressForm": "a slug", "DayForm": "a day", "CodeForm": "a code that is compared, never shown", "WindowForm": "two days",
    "PublishForm": "a moment", "OpenForm": "a day and a tick", "WishesForm": "choices", "SettingsForm": "choices",
    "PortraitForm": "a picture, whose name is asked for in the step", "PictureForm": "the base of PortraitForm", "DocumentForm": "a file, whose name only its sender and administrators see", "ExampleForm": "the styleguide, saved nowhere", "ExamplePicture": "the styleguide, saved nowhere",
    "AskingForm": "a base", "PollFields": "a base", "CaseHead": "a base", "WillingForm": "choices", "PromptForm": "several on one page, filled in the steps", "RosterForm": "a file, see `roster`", "InvitationForm": "a name looked up",
    "ReasonForm": "the base of RoleForm and OfficeForm", **dict.fromkeys(("SectionForm", "NameForm", "AboutForm", "PracticeForm", "PlaceForm", "LinksForm", "PublicationsForm",
                     "PrivacyForm"), "a base"), "AskedPracticeForm": "choices", "AskedPrivacyForm": "choices",
    "InviteForm": "a name looked up", "WishForm": "ticks", "SameForm": "choices, and staff's reason in the log of the desk", "ChallengeForm": "choices",
    "MemberExportForm": "behind a fresh sign-in; its one text stands in the log of the desk",
    "DisclosureForm": "names looked up, choices", "EntryForm": "seen by who typed it alone; dossier/tests/test_record.py",
    "AffiliationForm": "one text, the position, as in WorkForm",
    "WorkMailForm": "a mail address, refused unless it is the organization's",
    "EmailClaimForm": "a mail address, refused unless it is the organization's",
    "LogForm": "choices, and a name looked up", "SignInsForm": "choices, and what is looked up",
    "SocietyForm": "written past its screen with the records",
    "TendingForm": "the base of MoveForm, SplitForm and MergeForm",
    "AnswerForm": "behind a signed link that a mail brings; magazine/tests/test_article_proof.py sends its words",
    "SendProofForm": "a choice, and a mail address that is written to",
    "PrepareForm": "fields for each article, the same as of ArticleForm and PicturesForm; test_an_issue.py fills them",
    "CoAuthorForm": "a name looked up", "PinForm": "a day", "SubjectsForm": "choices",
    "TokenForm": "behind a fresh sign-in; desk/tests/test_scim_tokens.py sends its name",
    "SiteForm": "behind a fresh sign-in; desk/tests/test_sites.py sends its name",
    "SigningKeyForm": "a tick", "SiteAddressForm": "read, and shown only again to who typed it",
    "ProviderForm": "the base of OpenIdForm", "OrcidForm": "what ORCID gave out, and ticks", "SamlForm": "as OpenIdForm",
    "OpenIdForm": "behind a fresh sign-in; desk/tests/test_providers.py sends its name",
    "LineForm": "codes of letters and digits", "MoveLineForm": "a number and a choice", "ReadingForm": "a pattern, numbers",
    "ColumnsForm": "headings, shown only again to administrators in the fields they were typed into",
    "DuesMailForm": "a number and a tick", "VoterForm": "a day and a choice", "SourceForm": "an address and a token",
    "KeyForm": "behind a fresh sign-in; desk/tests/test_systems.py sends its name", "CategoryForm": "a name, written past its screen with the records",
    "FindForm": "looked up, shown only again to who typed it", "ChooseForm": "a username and a password",
}  # fmt: skip
ADDRESS = "https://example.org/\"onmouseover=__hit()/'><svg/onload=__hit()>"
MAIL = '"<svg/onload=__hit()>"@example.net'
FILE_NAME = "\"><img src=x onerror=__hit()>'.png"


def own_forms() -> Iterator[type[forms.BaseForm]]:
    """Every form class of the site."""
    for module in pkgutil.walk_packages(collegium.__path__, "collegium."):
        if not any(part in module.name for part in (".tests", ".migrations", ".management", ".demo")):
            importlib.import_module(module.name)
    waiting: list[Any] = [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("collegium."):
            yield kind


def texts_of(form: type[forms.BaseForm]) -> dict[str, forms.CharField]:
    """The fields of a form that hold what somebody typed."""
    fields = form.base_fields  # type: ignore[attr-defined]
    return {name: one for name, one in fields.items() if isinstance(one, forms.CharField)}


@dataclass(slots=True)
class Step:
    """One form, sent by one person. `{names}` in the address and in `given` are what `look` of earlier steps found."""

    by: str
    address: str
    form: type[forms.BaseForm] | None = None
    given: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    look: dict[str, str] = field(default_factory=dict)  # name: the SQL that finds its value afterwards
    leads_to: str = ""  # the name of the address it redirects to
    status: tuple[int, ...] = (302, 303)


@dataclass(slots=True)
class Written:
    """What went into a field. Of markup only the mark must be seen again."""

    form: str
    name: str
    parts: list[str]


class Filler:
    """Sends steps, keeps what was written and what pages answered."""

    def __init__(self, site: Site, contexts: dict[str, BrowserContext]) -> None:
        self.site, self.contexts = site, contexts
        self.known: dict[str, str] = {}
        self.written: list[Written] = []
        self.answers: list[tuple[str, str]] = []  # where and the page that showed the texts again
        self.wrong: list[str] = []
        self._number = 0
        self._tokens: dict[str, str] = {}

    def send(self, step: Step) -> None:
        """Once with a zero byte in it; where that is refused, with the texts in the form again, then as it is."""
        fields = self._fields(step)
        for zero in ("\x00", "") if step.form and texts_of(step.form).keys() - step.given.keys() else ("",):
            answer = self._post(
                step, {name: f"{text}{zero}" if name not in step.given else text for name, text in fields.items()}
            )
            here = f"{step.by} {self.with_known(step.address)}"
            if answer.status not in (step.status if not zero else (200, 422, 302, 303)):
                self.wrong.append(f"{here}: {answer.status} {said_wrong(answer)}")
            if answer.status in (200, 422):
                self.answers.append((here, answer.text()))
            if step.leads_to and answer.status in step.status:
                self.known[step.leads_to] = answer.headers.get("location", "")
            if answer.status in step.status:
                break
        self.known |= {name: self.ask(sql) for name, sql in step.look.items()}

    def _fields(self, step: Step) -> dict[str, str]:
        fields = {self.with_known(name): self.with_known(text) for name, text in step.given.items()}
        for name, one in (texts_of(step.form) if step.form else {}).items():
            if name not in fields:
                fields[name] = self._text(step.form.__name__, name, one)  # type: ignore[union-attr]
        return fields

    def _text(self, form: str, name: str, one: forms.CharField) -> str:
        if isinstance(one, forms.URLField):
            parts, between = [ADDRESS], ""
        elif isinstance(one, forms.EmailField):
            parts, between = [MAIL], ""
        else:
            self._number += 1
            long = isinstance(one.widget, forms.Textarea)
            parts = (hostile.words if long else hostile.line)(self._number, one.max_length or (9000 if long else 200))
            between = "\n" if long else " "
        self.written.append(Written(form, name, parts))
        return between.join(parts)

    def with_known(self, text: str) -> str:
        for name, value in self.known.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def _post(self, step: Step, fields: dict[str, str]) -> APIResponse:
        context = self.contexts[step.by]
        token = self._token(step.by)
        data: dict[str, Any] = {**fields, "csrfmiddlewaretoken": token}
        for name, (file, content) in step.files.items():
            kind = "text/csv" if file.endswith("csv") else "image/png"
            data[name] = {"name": file, "mimeType": kind, "buffer": content}
        how = {"multipart" if step.files else "form": data}
        address = self.with_known(step.address)
        return context.request.post(address, max_redirects=0, headers={"Referer": self.site.url + address}, **how)

    def _token(self, who: str) -> str:
        """What proves that a form came from the site, taken once from a page of it."""
        if who not in self._tokens:
            page = self.contexts[who].request.get("/settings/" if who else "/join/").text()
            self._tokens[who] = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        return self._tokens[who]

    def ask(self, sql: str) -> str:
        """One value of the site's data."""
        with sqlite3.connect(f"file:{self.site.home / 'collegium.sqlite3'}?mode=ro", uri=True) as data:
            found = data.execute(self.with_known(sql)).fetchone()
        assert found, f"nothing was found by: {sql}"
        return str(found[0])


def said_wrong(answer: APIResponse) -> str:
    """What a page says is wrong, for the report of a step that did not go through."""
    import re

    notes = re.findall(
        r'(?:class="(?:err|note warn|errorlist|errors)[^"]*"|role="alert")[^>]*>(.{0,400})', answer.text(), re.S
    )
    return " | ".join(re.sub(r"<[^>]+>|\s+", " ", note)[:200] for note in notes[:4])


def picture() -> bytes:
    """A small PNG."""
    import io

    from PIL import Image

    kept = io.BytesIO()
    Image.new("RGB", (480, 640), (30, 90, 70)).save(kept, "PNG")
    return kept.getvalue()


def roster() -> bytes:
    """The present members by number, and one new row with a hostile text in every column of text."""
    import csv
    import io

    source = Path(collegium.__file__).parent / "membership/tests/data/roster_day1.csv"
    heads = source.read_text("utf-8-sig").splitlines()[0].split(",")
    rows = []
    for number in range(3):
        row = {name: f"zr{number}z {' '.join(hostile.line(90 + number, 60)[1:])}" for name in heads}
        row |= dict.fromkeys(("suffix", "email_2", "npi", "orcid", "merged_into", "committees", "org_id"), "")
        row |= {
            "member_id": f"99000{number}", "email": f"roster{number}@example.net", "member_type": "FULL", "status": "A",
            "member_status": "R", "join_date": "2020-01-01", "paid_thru": "2031-12-31", "directory_optout": "0",
            "no_email": "0", "deceased": "0", "last_updated": "2026-01-01",
        }  # fmt: skip
        rows.append(row)
    out = io.StringIO()
    writer = csv.DictWriter(out, heads)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
