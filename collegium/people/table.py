"""The directory of members as a table, for administrators: what every member sees of each person, and, where it is
asked for, how to reach them (docs/access.md, "mail address, telephone": administrators; whoever hands it out logs it).

A field that its owner shows to fewer than all members is empty here too: a file goes on to people who are no
administrators. Whoever left the directory is not among the people a directory can give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.people.cards import workplaces
from collegium.people.models import Profile, Speaks
from collegium.people.offices import titles_now
from collegium.people.seen import if_open_to_members
from collegium.people.spoken import name_of
from collegium.web.formats import country

BATCH = 1000
SHOWN = {
    "headline": ("headline", "headline"), "specialty": ("specialty", "specialty__name"),
    "stage": ("specialty", "stage"), "clinical": ("specialty", "pk"), "speaking": ("languages", "pk"),
    "city": ("location", "city"), "state": ("location", "state"), "country": ("location", "country"),
    "works": ("affiliation", "pk"), "asked": ("ask_me_about", "ask_me_about"),
}  # fmt: skip
OF_THE_PERSON = ("pk", "name", "given_name", "family_name", "credentials", "handle", "email")
OTHER = {
    "number": F("membership__member_id"), "phone": F("profile__phone"), "no_mail": F("membership__no_email"),
    "of_profile": F("profile__pk"),
}  # fmt: skip


def heading(*, reaching: bool) -> list[str]:
    """The names of the columns."""
    names = [
        _("Name"), _("Given name"), _("Family name"), _("Credentials"), _("Profile"), _("Member number"), _("Office"),
        _("In one line"), _("Specialty"), _("Disease sites"), _("Career stage"), _("Languages"), _("City"), _("State"),
        _("Country"), _("Organization"), _("Ask me about"),
    ]  # fmt: skip
    return [*names, _("Mail address"), _("Telephone"), _("Wants no mail")] if reaching else names


def rows(people: Sequence[int], *, reaching: bool) -> Iterator[list[str]]:
    """A row for each of these people (ids), in this order; five queries for a thousand of them.

    Args:
        reaching: with mail address, telephone, and whether they asked the society for no mail.
    """
    for first in range(0, len(people), BATCH):
        yield from _batch(people[first : first + BATCH], reaching)


def _batch(ids: Sequence[int], reaching: bool) -> Iterator[list[str]]:
    shown = {name: if_open_to_members(field, value) for name, (field, value) in SHOWN.items()}
    found = User.objects.filter(pk__in=ids).annotate(**shown, **OTHER).values(*OF_THE_PERSON, *shown, *OTHER)
    by_id = {person["pk"]: person for person in found}
    sites = _texts(_sites(), [one["clinical"] for one in by_id.values()])
    spoken = _texts(_spoken(), [one["speaking"] for one in by_id.values()])
    offices, works = titles_now(ids), workplaces(ids)
    for person in (by_id[pk] for pk in ids if pk in by_id):
        pk, hides_work = person["pk"], person["of_profile"] is not None and person["works"] is None
        row = [
            person["name"], person["given_name"], person["family_name"], person["credentials"], person["handle"],
            person["number"], offices.get(pk), person["headline"], person["specialty"],
            "; ".join(sites.get(person["clinical"], [])), _stage(person["stage"]),
            "; ".join(name_of(code) for code in spoken.get(person["speaking"], [])), person["city"], person["state"],
            country(person["country"] or ""), "" if hides_work else works.get(pk, ("", ""))[0],
            "; ".join(line.strip() for line in (person["asked"] or "").splitlines() if line.strip()),
        ]  # fmt: skip
        if reaching:
            row += [person["email"], person["phone"], _("yes") if person["no_mail"] else ""]
        yield [text or "" for text in row]


def _sites() -> QuerySet[Any]:
    rows = Profile.sites.through.objects.values_list("profile", "diseasesite__name")  # type: ignore[attr-defined]
    return rows.order_by("diseasesite__order", "diseasesite__name")  # type: ignore[no-any-return]


def _spoken() -> QuerySet[Any]:
    return Speaks.objects.values_list("profile", "code").order_by("pk")


def _texts(rows: QuerySet[Any], profiles: list[int | None]) -> dict[int | None, list[str]]:
    """Profile -> texts, of those profiles of which every member has them."""
    found: dict[int | None, list[str]] = defaultdict(list)
    for profile, text in rows.filter(profile__in=[pk for pk in profiles if pk]):
        found[profile].append(text)
    return found


def _stage(key: str | None) -> str:
    return str(Profile.Stage(key).label) if key in Profile.Stage.values else ""
