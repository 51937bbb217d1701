"""Words outside of talk: what profiles, organizations and groups say of themselves, part by part.

Moderators take a part back, which erases it everywhere, or ask whoever keeps the page to change it. Another kind of
page is another line of `TEXTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from collegium.accounts.models import User
from collegium.groups import actions as groups
from collegium.groups.models import Group
from collegium.moderation.keepers import managers, owners
from collegium.moderation.models import Decision
from collegium.organizations import actions as organizations
from collegium.organizations.actions.erasing import NEWS
from collegium.organizations.models import Organization
from collegium.outbox import mail
from collegium.people import actions as people
from collegium.people.models import Profile
from collegium.people.views.page import Person
from collegium.web import html

SHOWN_NEWS = 20  # the latest of an organization


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stand for themselves: `key` names them in a decision, `body` shows them."""

    key: str
    label: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Texts:
    """One kind of page: its table, its fields with their names, who keeps it, how words are erased, where they change.

    `erase` returns how many mails with the words had gone out before.
    """

    model: type[models.Model]
    fields: dict[str, Promise]
    keepers: Callable[[int], QuerySet[User]]
    erase: Callable[[Any, Collection[str]], int]
    address: Callable[[Any], str]


def plain(text: str) -> Markup:
    """Words without markup, as a part shows them."""
    return Markup(html.from_plain(text))  # noqa: S704 (escaped)


def parts_of(kind: str, values: Iterable[tuple[str, Markup]]) -> list[Part]:
    """The parts that say something, by name."""
    return [Part(key, label_of(kind, key), body) for key, body in values if body]


def parts_of_organization(row: Organization) -> list[Part]:
    """What its page says, and its latest news."""
    values = [("description", plain(row.description)), ("story", Markup(row.story))]  # noqa: S704 (made safe when written)
    news = row.notices.newest_first()[:SHOWN_NEWS]  # type: ignore[attr-defined]
    values += [(f"{NEWS}{one.pk}", plain("\n\n".join(filter(None, (one.title, one.text, one.link))))) for one in news]
    return parts_of("organization", values)


def parts_of_profile(page: Person) -> list[Part]:
    """What a profile says to the reader of this page of it."""
    asked, links = "\n\n".join(page.expertise), "\n\n".join(f"{name}: {at}" for name, at in page.links)
    values = {"headline": plain(page.headline), "about": Markup(page.about), "ask_me_about": plain(asked)}  # noqa: S704
    return parts_of("profile", (values | {"links": plain(links)}).items())


def parts_of_group(row: Group) -> list[Part]:
    """What a group says of itself."""
    return parts_of("group", [(name, plain(getattr(row, name))) for name in TEXTS["group"].fields])


def said(kind: str, row: Any, parts: Collection[str]) -> str:
    """What these parts say, all of it as plain text; "" when they are empty."""
    held = Profile.objects.filter(person=row).first() if kind == "profile" else row
    texts = [getattr(held, part, "") for part in parts]
    words = [html.to_text(text) if part == "story" else _line(text) for part, text in zip(parts, texts, strict=True)]
    news = [part.removeprefix(NEWS) for part in parts if part.startswith(NEWS)]
    if news:
        words += [text for one in row.notices.filter(pk__in=news) for text in (one.title, one.text, one.link)]
    return "\n".join(filter(None, words))


def _line(text: Any) -> str:
    return "\n".join(text.values()) if isinstance(text, dict) else str(text)


def label_of(kind: str, key: str) -> str:
    """The name of a part, without any of its words."""
    return _now("A news item") if key.startswith(NEWS) else str(TEXTS[kind].fields[key])


def labels(decision: Decision) -> list[str]:
    """The names of the parts that a decision is about, each once."""
    named = (label_of(decision.kind, part) for part in decision.detail.get("parts", ()) if decision.kind in TEXTS)
    return list(dict.fromkeys(named))


def _erase_profile(person: User, parts: Collection[str]) -> int:
    people.change_profile(person, {part: {} if part == "links" else "" for part in parts})
    return mail.drop_to(person, "asked") if "ask_me_about" in parts else 0


def _erase_group(group: Group, parts: Collection[str]) -> int:
    groups.erase_words(group, parts)
    return 0


TEXTS: Final[dict[str, Texts]] = {
    "profile": Texts(
        User,
        {"headline": _("In one line"), "about": _("About"), "ask_me_about": _("Ask me about"), "links": _("Links")},
        lambda pk: User.objects.filter(pk=pk), _erase_profile, lambda _person: reverse("people:edit_profile"),
    ),
    "organization": Texts(
        Organization, {"description": _("In one or two sentences"), "story": _("Its own story")},
        managers, organizations.erase_words, lambda row: reverse("organizations:edit_organization", args=[row.slug]),
    ),
    "group": Texts(
        Group, {"summary": _("In one line"), "about": _("About"), "announcement": _("Announcement")},
        owners, _erase_group, lambda row: reverse("groups:group_desk", args=[row.slug]),
    ),
}  # fmt: skip
