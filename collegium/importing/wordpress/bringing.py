"""Bringing a WordPress export into a blog or the magazine: dry passes over the whole file, then one post at a time.

    report = look_through(job)   # nothing is written; raises BadArchive when the file is none
    report = bring_in(job)       # the same first, then a transaction for each post with its comments

Every post and comment comes once, by site and id (`origin`): a run that was cut off goes on with the next one, a later
export brings what is new in it. Nobody is mailed or notified; search finds the words. What was published comes out with
the place's readers and its old date; drafts, private posts and those behind a password come in as drafts.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import unquote

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import slugify

from collegium.discussion import events
from collegium.discussion.bylines import EMPTY
from collegium.discussion.models import Piece
from collegium.discussion.models.publication import Publication
from collegium.discussion.publishing import refresh_byline
from collegium.discussion.words import Words
from collegium.files import actions as files
from collegium.importing.models import OldAddress, key_of, remember
from collegium.importing.wordpress import comments
from collegium.importing.wordpress.content import Lost, Placed, Source, convert, without_empty
from collegium.importing.wordpress.pictures import Folder, is_found, place, shown_at
from collegium.importing.wordpress.reading import Entry
from collegium.importing.wordpress.report import Report
from collegium.importing.wordpress.site import Job, Site, survey
from collegium.privacy.intake import look_at
from collegium.web import news

_HREF = re.compile(r'(<a href=")([^"#]+)(#[^"]*)?"')


class _Files:
    """The pictures and papers of one entry: found only, or stored to be attached."""

    def __init__(self, folder: Folder, *, is_dry: bool) -> None:
        self.folder, self.is_dry = folder, is_dry
        self.found = 0
        self.stored: list[int] = []

    def place(self, address: str, alt: str = "") -> Placed | None:
        """Where the file of an old address stands now; None when it is not in the folder."""
        if self.is_dry:
            is_there = is_found(self.folder, address)
            self.found += is_there
            return ("/files/1/", 1) if is_there else None
        file = place(self.folder, address, alt)
        if file is None:
            return None
        self.found += 1
        self.stored.append(file.pk)
        return shown_at(file), file.pk


def look_through(job: Job) -> Report:
    """Read the whole file and say what an import would do; nothing is written.

    Raises:
        BadArchive: the file is no such export, with the line.
    """
    return _look(job)[0]


def _look(job: Job) -> tuple[Report, Site]:
    site, report = survey(job), Report(job.place.name)
    report.authors = {
        name: site.people[login].handle if login in site.people else "" for login, name in site.names.items()
    }
    for entry in job.entries(report):
        _count(entry, site, job, report)
    return report, site


def _count(entry: Entry, site: Site, job: Job, report: Report) -> None:
    counted = _Files(job.folder, is_dry=True)
    words = _words(entry, site, counted, report.lost)
    if words.is_empty:
        report.empty.append(entry.line)
        report.stay_out["entry"] += len(entry.comments) + entry.others.total()
        return
    report.posts += 1
    report.known += Piece.objects.filter(origin=site.origin(entry.id)).exists()
    report.drafts += _published_at(entry) is None
    report.see(entry.at)
    said = comments.coming(entry, report)
    known, matched = comments.known_and_matched(said, site)
    report.comments += len(said)
    report.stay_out += entry.others
    report.known_comments += known
    report.matched += matched + (entry.author in site.people)
    hero = _hero(entry, site)
    report.pictures += counted.found + bool(hero and job.folder.find(hero[0]))
    report.unnamed.update(name for name in entry.names if slugify(name) not in site.subjects)
    text = "\n\n".join([words.text, *(comments.words_of(comment).text for comment in said)])
    if look_at({"title": entry.title, "body": text}, by=None).open:
        report.findings.append(entry.line)


def bring_in(job: Job) -> Report:
    """Import a file: first the dry passes over all of it, then one transaction a post.

    Raises:
        BadArchive: the file is no such export; nothing was imported.
    """
    report, site = _look(job)
    for entry in job.entries():
        _bring(entry, site, job)
    _mend_links(site)
    report.is_applied = True
    return report


@transaction.atomic
def _bring(entry: Entry, site: Site, job: Job) -> None:
    """Store one entry with its comments; of a stored one, the comments that are new."""
    piece = job.place.stored(site.origin(entry.id)) or _made(entry, site, job)
    if piece is None:
        return
    before = piece.last_number
    if comments.bring(piece, entry, site) or not before:
        news.tell(events.PieceChanged(piece.pk))


def _made(entry: Entry, site: Site, job: Job) -> Publication | None:
    """A new post or article, told to search only: whoever follows the place hears nothing."""
    kept = _Files(job.folder, is_dry=False)
    words = _words(entry, site, kept, Lost())
    if words.is_empty:
        return None
    author, at = site.people.get(entry.author), _published_at(entry)
    title = " ".join(strip_tags(entry.title).split())[:200] or words.text[:80]
    line = EMPTY | {"name": site.names.get(entry.author, "")[:160], "handle": author.handle if author else ""}
    piece = job.place.made(
        unquote(entry.slug) or title, entry.names, author, line, title=title, deck=_deck(entry),
        created_at=entry.at or timezone.now(), published_at=at, moved_at=at, announced_at=at,
        first_version=1 if at else None, last_by=line["name"] if at else "", origin=site.origin(entry.id),
    )  # fmt: skip
    words.put_into(piece)
    piece.save()
    job.place.join(piece, author)
    piece.subjects.set([site.subjects[slugify(name)] for name in entry.names if slugify(name) in site.subjects])
    if not at:
        refresh_byline(piece)
    files.attach(kept.stored, "piece", piece.pk, None)
    _put_hero(piece, entry, site, job.folder)
    short = f"{site.base}/?p={entry.id}"
    remember((address, piece.pk, None) for address in (entry.address, short) if at and address)
    return piece


def _words(entry: Entry, site: Site, found: _Files, lost: Lost) -> Words:
    source = Source(site.base.rstrip("/") + "/", found.place, found.place, site.attachments, lost)
    markup = convert(entry.content, source, entry.meta.get("footnotes", ""))
    return Words.kept(without_empty(Words.rich(markup, headings=True).body))


def _deck(entry: Entry) -> str:
    """The excerpt somebody wrote, as the standfirst; one of many paragraphs is none."""
    said = " ".join(strip_tags(entry.excerpt).split())
    return said if len(said) <= 400 else ""


def _published_at(entry: Entry) -> datetime | None:
    """When it came out for everybody; None for what did not."""
    is_out = entry.status == "publish" and not entry.has_password and entry.at and entry.at <= timezone.now()
    return entry.at if is_out else None


def _hero(entry: Entry, site: Site) -> tuple[str, str, str] | None:
    number = entry.meta.get("_thumbnail_id", "").strip()
    return site.attachments.get(int(number)) if number.isdigit() and len(number) < 18 else None


def _put_hero(piece: Publication, entry: Entry, site: Site, folder: Folder) -> None:
    """The featured image above the words."""
    hero = _hero(entry, site)
    file = place(folder, hero[0], hero[2]) if hero else None
    if hero is None or file is None or not file.is_picture:
        return
    files.attach([file.pk], "hero", piece.pk, None)
    piece.hero_file, piece.hero_caption, piece.hero_alt = file.pk, hero[1][:300], hero[2][:300]
    piece.save(update_fields=["hero_file", "hero_caption", "hero_alt"])


def _mend_links(site: Site) -> None:
    """Links between entries of the old site lead to their new places, once all of them are here."""
    prefix = site.origin(0)[:-1]
    for piece in Piece.objects.filter(origin__startswith=prefix, body__contains=site.base).iterator(200):
        keys = {key_of(match[2]) for match in _HREF.finditer(piece.body) if match[2].startswith(site.base)}
        rows = OldAddress.objects.filter(key__in=keys).select_related("piece")
        new = {row.key: row.piece.get_absolute_url() for row in rows}

        def led(match: re.Match[str], new: dict[str, str] = new) -> str:
            there = new.get(key_of(match[2])) if match[2].startswith(site.base) else None
            return f'{match[1]}{there}"' if there else match[0]

        body = _HREF.sub(led, piece.body)
        if body != piece.body:
            with transaction.atomic():
                Piece.objects.filter(pk=piece.pk).update(body=body)
                news.tell(events.PieceChanged(piece.pk))
