"""An issue or an article as one reader may have it in a file: the articles they have in full, the others as teasers.

Comments are in no file, drafts neither. Every file (EPUB, PDF, JATS) is written from an `Edition`, so that there is one
place that decides what goes in (docs/access.md, "every other form of it").
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from collegium.audience.reader import Reader
from collegium.discussion.bylines import full_name
from collegium.files.access import verdict
from collegium.files.models import File
from collegium.magazine.models import Article, Issue
from collegium.magazine.relations import Tie, ties_of
from collegium.magazine.tree import Node, files_in, tree_of
from collegium.web.models import Society

WIDTH = 960  # pixels of a picture in a file
KEPT_PICTURES = 48


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as every program shows it: PNG for drawings, else JPEG."""

    data: bytes
    extension: str
    width: int
    height: int

    @property
    def kind(self) -> str:
        """Its media type."""
        return "image/png" if self.extension == "png" else "image/jpeg"


@dataclass(slots=True)
class Entry:
    """An article of an edition. `blocks` are empty for who has the teaser only."""

    article: Article
    is_full: bool
    blocks: list[Node] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it is on the site."""
        return settings.SITE_URL + self.article.get_absolute_url()

    @property
    def names(self) -> list[str]:
        """Who wrote it, as printed: name, credentials, office."""
        return [
            f"{full_name(line)} ({line['office']})" if line.get("office") else full_name(line)
            for line in self.article.bylines
        ]

    @property
    def hero(self) -> Node | None:
        """The picture above the words as a node of the tree, for who has the words."""
        article = self.article
        if not (self.is_full and article.hero_file):
            return None
        said = [article.hero_caption] if article.hero_caption else []
        return {"t": "figure", "file": article.hero_file, "alt": article.hero_alt, "caption": said, "credit": ""}

    @property
    def disclosures(self) -> list[str]:
        """What the authors have declared; "Name: …" where it belongs to one."""
        found = [self.article.disclosure] if self.article.disclosure else []
        return found + [
            f"{line['name']}: {line['disclosure']}" for line in self.article.bylines if line.get("disclosure")
        ]


@dataclass(slots=True)
class Edition:
    """What goes into a file. `issue` is None for a single article that came online first."""

    issue: Issue | None
    society: Society
    departments: list[tuple[str, list[Entry]]]
    reader: Reader
    pictures: dict[int, Picture] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        """All articles in their order."""
        return [entry for _name, entries in self.departments for entry in entries]

    @property
    def language(self) -> str:
        """The language of the site, in which it is set and hyphenated."""
        return self.society.language or "en"

    @property
    def changed_at(self) -> datetime:
        """When anything in it changed last."""
        moments: list[datetime | None] = [self.issue.published_at if self.issue else None]
        for entry in self.entries:
            moments += [entry.article.published_at, entry.article.edited_at if entry.is_full else None]
        return max((moment for moment in moments if moment), default=timezone.now())


def edition_of(issue: Issue, reader: Reader) -> Edition:
    """An issue that is out, for this reader."""
    listed = issue.articles.listed_for(reader).in_order().select_related("department", "issue")
    return _edition(issue, listed, reader)


def single(article: Article, reader: Reader, *, is_given: bool = False) -> Edition:
    """One article that this reader has in full, or was given; whatever it names is still told as to this reader."""
    issue = article.issue if article.issue and article.issue.is_out else None
    return _edition(issue, [article], reader, is_given=is_given)


def _edition(issue: Issue | None, articles: Iterable[Article], reader: Reader, *, is_given: bool = False) -> Edition:
    departments: dict[str, list[Entry]] = {}
    for article in articles:
        entry = Entry(article, is_given or reader.may_read(article))
        if entry.is_full:
            entry.blocks = tree_of(article.body, settings.SITE_URL)
            entry.ties = ties_of(article, reader)
        departments.setdefault(article.department.name, []).append(entry)
    edition = Edition(issue, Society.current(), list(departments.items()), reader)
    edition.pictures = _pictures(edition, reader)
    return edition


def _pictures(edition: Edition, reader: Reader) -> dict[int, Picture]:
    """The pictures of what is there in full: those of the article itself, others as their parent answers."""
    wanted: dict[int, set[int]] = {}
    for entry in edition.entries:
        heroes = [entry.article.hero_file] if entry.is_full and entry.article.hero_file else []
        for key in [*files_in(entry.blocks), *heroes]:
            wanted.setdefault(key, set()).add(entry.article.pk)
    if edition.issue and edition.issue.cover_file:
        wanted.setdefault(edition.issue.cover_file, set())
    found: dict[int, Picture] = {}
    for file in File.objects.filter(pk__in=wanted):
        is_own = file.parent_kind in ("piece", "hero") and file.parent_id in wanted[file.pk]
        is_seen = file.is_picture and file.widths and (is_own or verdict(file, reader) == "full")
        picture = _encoded(file.stored_name(WIDTH), file.sha256) if is_seen else None
        if picture:
            found[file.pk] = picture
    return found


@lru_cache(maxsize=KEPT_PICTURES)
def _encoded(name: str, _content: str) -> Picture | None:
    """A stored picture (WebP) in a format of every program; None when its bytes are gone."""
    try:
        with default_storage.open(name) as stream:
            picture = Image.open(io.BytesIO(stream.read()))
            picture.load()
    except OSError:
        return None
    return as_picture(picture)


def as_picture(picture: Image.Image) -> Picture:
    """PNG for few colors or see-through parts, else JPEG; the same bytes for the same picture."""
    out = io.BytesIO()
    if picture.mode in ("RGBA", "LA", "P") or picture.getcolors(256) is not None:
        picture.save(out, "PNG", optimize=False)
        return Picture(out.getvalue(), "png", *picture.size)
    picture.convert("RGB").save(out, "JPEG", quality=84)
    return Picture(out.getvalue(), "jpg", *picture.size)


def title_of(edition: Edition) -> str:
    """The name of the magazine with the issue's date."""
    issue = edition.issue
    name = edition.society.magazine_name
    return f"{name}, {issue.date_text} {issue.cover_date.year}" if issue else name
