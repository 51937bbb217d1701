"""Deeds with Word files: bring articles from them, say what their pictures show."""

from __future__ import annotations

import re
from collections.abc import Mapping

import lxml.html
from django.db import transaction
from django.utils.translation import gettext as _

from collegium.audience.reader import Reader
from collegium.discussion.actions import Refused, edit
from collegium.discussion.publishing import Writing
from collegium.discussion.words import Words
from collegium.files import actions as files
from collegium.files.models import File
from collegium.magazine.actions import start_article
from collegium.magazine.models import Article, Department, Issue, WordNote
from collegium.magazine.word_in import WordArticle, read_word
from collegium.outbox import audit
from collegium.privacy.intake import look_at
from collegium.web import html

_PICTURE = re.compile(r"<img\b[^>]*>")
_FILE = re.compile(r"/files/(\d{1,18})/")
_PLACE = re.compile(r'src="word:(\d+)"')


def bring_article(
    data: bytes, name: str, by: Reader, *, department: Department, issue: Issue | None, origin: str, order: int = 0
) -> Article:
    """A draft from a Word file: all of it or nothing.

    Args:
        data: the whole file.
        name: as given.
        origin: names this upload; the same again is the same article.

    Raises:
        NotTaken: with one sentence on the file.
        Refused: not an editor.
    """
    if sent := Article.objects.filter(origin=origin).first():
        return sent
    names = {one.lower() for one in Department.objects.values_list("name", flat=True)}
    return _store(read_word(data, name, names), by, department=department, issue=issue, origin=origin, order=order)


@transaction.atomic
def _store(
    found: WordArticle, by: Reader, *, department: Department, issue: Issue | None, origin: str, order: int
) -> Article:
    named = Department.objects.filter(name__iexact=found.kicker).first() if found.kicker else None
    words = Words.rich(_with_files(found, by), headings=True)
    title = found.title if len(found.title) > 3 else _("Article from a Word file")
    article = start_article(
        Writing(title, found.deck, words), by, list(found.authors), origin=origin,
        department=named or department, issue=issue, order=order, kicker="" if named else found.kicker,
    )  # fmt: skip
    said = "\n\n".join([words.text, *html.descriptions(words.body)])
    look = look_at({"title": title, "deck": found.deck, "kicker": found.kicker, "body": said}, by=None)
    WordNote.objects.get_or_create(
        article=article, defaults={"lost": dict(found.lost), "findings": min(len(look.open), 9999)}
    )
    audit.log(by.person, "brought an article from a Word file", about=("piece", article.pk))
    return article


def _with_files(found: WordArticle, by: Reader) -> str:
    """The words with their pictures stored; those that no browser shows leave a gap, and are counted."""
    stored: dict[str, File | None] = {}
    for number, data in enumerate(found.pictures):
        try:
            file = files.store(data, "picture", by.person)
        except files.Refused:
            stored[str(number)] = None
            continue
        stored[str(number)] = file if file.is_picture else None
    found.lost["formats"] += sum(1 for file in stored.values() if file is None)

    def placed(match: re.Match[str]) -> str:
        place = _PLACE.search(match[0])
        file = stored.get(place[1]) if place else None
        return _PLACE.sub(f'src="/files/{file.pk}/960/" data-file="{file.pk}"', match[0]) if file else ""

    body = _PICTURE.sub(placed, found.body)
    body = re.sub(r"<figure>\s*(?:<figcaption>(.*?)</figcaption>)?\s*</figure>", _left_caption, body, flags=re.S)
    found.lost = +found.lost
    return body


def _left_caption(match: re.Match[str]) -> str:
    return f"<p><em>{match[1]}</em></p>" if match[1] else ""


def _number(picture: lxml.html.HtmlElement) -> int:
    found = _FILE.match(picture.get("src", ""))
    return int(found[1]) if found else 0


def _is_bare(picture: lxml.html.HtmlElement) -> bool:
    return not picture.get("alt", "").strip() and picture.get("class") != "decorative"


def undescribed(body: str) -> list[int]:
    """Pictures of safe HTML that say neither what they show nor that they decorate (ids of files, each once)."""
    if not html.undescribed(body):
        return []
    root = lxml.html.fragment_fromstring(body, create_parent="div")
    return list(dict.fromkeys(_number(one) for one in root.iter("img") if _is_bare(one)))


@transaction.atomic
def describe_pictures(article: Article, said: Mapping[int, str], by: Reader) -> None:
    """Say what pictures show; an empty text is a picture that only decorates.

    Args:
        said: texts by the ids of files.

    Raises:
        Refused: not an editor.
    """
    if not by.is_editor:
        raise Refused(_("Editors make the magazine. Send them what you would like to see in it."))
    fresh = Article.objects.select_for_update().get(pk=article.pk)
    root = lxml.html.fragment_fromstring(fresh.body, create_parent="div")
    for picture in root.iter("img"):
        number = _number(picture)
        if number in said and _is_bare(picture):
            picture.set("alt", said[number])
            picture.attrib.update({} if said[number] else {"class": "decorative"})
    for key, text in said.items():
        File.objects.filter(pk=key, parent_kind="piece", parent_id=fresh.pk).update(alt=text[:500])
    body = lxml.html.tostring(root, encoding="unicode").removeprefix("<div>").removesuffix("</div>")
    edit(fresh, Words.kept(html.clean(body, rich=True)), by)
