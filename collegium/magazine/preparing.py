"""All articles of an issue prepared on one page: what each is, where it stands, who wrote it, what its pictures show.

What a file did not say is guessed, and only stored when an editor has seen it: the type by what its department printed
last, an author's account by the name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.discussion.actions import Refused
from collegium.discussion.publishing import Writing
from collegium.discussion.words import Words
from collegium.magazine.actions import Author, edit_article, lines_for
from collegium.magazine.models import Article, Department, Issue, Stage
from collegium.magazine.proofs import send_proof
from collegium.magazine.types import FIRST_TYPE, NOTICES
from collegium.magazine.word_actions import describe_pictures
from collegium.outbox import audit


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page says of one article. `pictures` by the ids of files; "" only decorates."""

    title: str
    deck: str
    type: str
    department: Department
    authors: list[Author]
    pictures: Mapping[int, str]


def drafts_of(issue: Issue) -> list[Article]:
    """The articles of an issue that are not out and have no time yet, in their order."""
    drafts = issue.articles.filter(published_at=None, removed_at=None, hidden_at=None)
    return list(drafts.select_related("department", "word_note").prefetch_related("authors").in_order())


def guessed_types(articles: list[Article]) -> dict[int, str]:
    """What each department printed last, for articles that still have the first type; notices are never guessed."""
    wanted = {article.department_id for article in articles if article.type == FIRST_TYPE}
    printed = Article.objects.filter(department__in=wanted).exclude(published_at=None).exclude(type__in=NOTICES)
    last = dict(printed.order_by("published_at", "pk").values_list("department", "type"))
    return {article.pk: last[article.department_id] for article in articles
            if article.type == FIRST_TYPE and article.department_id in last}  # fmt: skip


def accounts_named(names: set[str]) -> dict[str, User]:
    """Accounts by the names of typed authors, when exactly one person has that name."""
    found: dict[str, list[User]] = {}
    for person in User.objects.filter(name__in=names, is_active=True)[: 4 * len(names)]:
        found.setdefault(person.name, []).append(person)
    return {name: people[0] for name, people in found.items() if len(people) == 1}


@transaction.atomic
def prepare_article(article: Article, facts: Facts, by: Reader) -> None:
    """Store what the page says; an article about which nothing changed stays the version it was.

    Raises:
        Refused: not an editor, or it is out or has its time.
    """
    if not by.is_editor:
        raise Refused(_("Editors make the magazine. Send them what you would like to see in it."))
    fresh = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if fresh.published_at:
        raise Refused(_("“%(title)s” is out or scheduled. Change it on its own page.") % {"title": fresh.title})
    if facts.pictures:
        describe_pictures(fresh, facts.pictures, by)
        fresh.refresh_from_db()
    is_same = (fresh.title, fresh.deck, fresh.type, fresh.department_id) == (
        facts.title, facts.deck, facts.type, facts.department.pk,
    )  # fmt: skip
    if is_same and lines_for(facts.authors) == fresh.own_bylines():
        return
    writing = Writing(facts.title, facts.deck, Words.kept(fresh.body), subjects=list(fresh.subjects.all()))
    edit_article(fresh, writing, by, facts.authors, is_read=False, type=facts.type, department=facts.department)
    audit.log(by.person, "prepared an article", about=("piece", fresh.pk))


def send_proofs(articles: list[Article], addresses: Mapping[int, str], by: Reader) -> tuple[int, list[Article]]:
    """Mail the first author of each article that is with no author and not ready.

    Args:
        addresses: mail addresses by article, for first authors without an account.

    Returns:
        How many were sent, and the articles whose author cannot be reached.
    """
    sent, unreached = 0, []
    for article in articles:
        fresh = Article.objects.get(pk=article.pk)
        if fresh.stage in (Stage.PROOF, Stage.READY):
            continue
        line = fresh.bylines[0] if fresh.bylines else {}
        person = fresh.authors.filter(handle=line["handle"]).first() if line.get("handle") else None
        if person is None and not (line and addresses.get(fresh.pk)):
            unreached.append(fresh)
            continue
        send_proof(fresh, person or (line["name"], addresses[fresh.pk]), by)
        sent += 1
    return sent, unreached
