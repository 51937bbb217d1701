"""What a first pass learns of the old site: its address, authors and attachments, wherever they stand in the file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.utils.html import strip_tags
from django.utils.text import slugify

from collegium.accounts.models import User
from collegium.discussion.models import Subject
from collegium.importing.wordpress.pictures import Folder
from collegium.importing.wordpress.places import Place
from collegium.importing.wordpress.reading import Author, Entry, Export
from collegium.importing.wordpress.report import Report

STAYS = ("trash", "auto-draft", "inherit")
NOT_OURS = (
    "attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "user_request",
    "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_face",
    "wp_font_family",
)  # fmt: skip


@dataclass(slots=True)
class Job:
    """What is brought in, from where, into which place. `people` names accounts for logins of the old site."""

    path: Path
    place: Place
    folder: Folder = field(default_factory=lambda: Folder(None))
    kind: str = "post"
    people: dict[str, User] = field(default_factory=dict)
    on_progress: Callable[[int, float | None], None] | None = None

    def entries(self, report: Report | None = None) -> Iterator[Entry]:
        """Those that come in, in the order of the file; others are counted in `report`."""
        export, size = Export(self.path), max(self.path.stat().st_size, 1)
        for number, entry in enumerate(export.entries(), 1):
            if self.on_progress:
                self.on_progress(number, export.at_byte / size)
            if entry.kind == self.kind and entry.status not in STAYS:
                yield entry
            elif report is not None:
                report.stay_out["entry"] += len(entry.comments) + entry.others.total()
                report.others[entry.kind] += entry.kind not in NOT_OURS and entry.status not in STAYS


@dataclass(slots=True)
class Site:
    """The old site. `attachments` have address, caption and description; `names` are its authors' by login."""

    base: str
    attachments: dict[int, tuple[str, str, str]]
    names: dict[str, str]
    people: dict[str, User]
    subjects: dict[str, Subject]

    def origin(self, number: int, mark: str = "") -> str:
        """What a post or comment keeps of where it came from; `mark` tells comments from posts."""
        parts = urlsplit(self.base)
        origin = f"wordpress:{parts.netloc}{parts.path.rstrip('/')}:{mark}{number}"
        return origin if len(origin) <= 200 else f"wordpress:{hashlib.sha256(origin.encode()).hexdigest()}"


def survey(job: Job) -> Site:
    """Read the whole file once.

    Raises:
        BadArchive: it is no export, or broken, with the line.
    """
    export, attachments, logins = Export(job.path), {}, set()
    for entry in export.entries():
        if entry.kind == "attachment" and entry.file:
            alt = " ".join(entry.meta.get("_wp_attachment_image_alt", "").split())
            attachments[entry.id] = (entry.file, " ".join(strip_tags(entry.excerpt).split()), alt)
        elif entry.kind == job.kind:
            logins.add(entry.author)
    names = {login: export.authors[login].name if login in export.authors else login for login in logins if login}
    subjects = {slugify(subject.name): subject for subject in Subject.objects.all()}
    return Site(export.site, attachments, names, _people(job, export.authors), subjects)


def _people(job: Job, authors: dict[str, Author]) -> dict[str, User]:
    """Accounts by login: those the operator named, else whoever confirmed the author's mail address here."""
    emails = {author.email: login for login, author in authors.items() if author.email}
    found = accounts_of(emails)
    return {emails[email]: person for email, person in found.items()} | job.people


def accounts_of(emails: Iterable[str]) -> dict[str, User]:
    """The accounts that confirmed these addresses (lower case); an unconfirmed address proves nothing."""
    rows = EmailAddress.objects.filter(email__in=list(emails), verified=True).select_related("user")
    return {row.email.lower(): row.user for row in rows}
