from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from collegium.accounts.events import Registered
    from collegium.accounts.models import User
    from collegium.audience.reader import Reader
    from collegium.people.events import ProfileChanged


class PeopleConfig(AppConfig):
    name = "collegium.people"
    label = "people"

    def ready(self) -> None:
        from collegium.accounts.events import OrcidProven, OrcidUnlinked, Registered
        from collegium.discussion.bylines import byline_tells
        from collegium.files.access import parent_is_read_by
        from collegium.membership.events import MembershipChanged
        from collegium.people import orcid_sign_in, portraits, roster_facts
        from collegium.people.events import ProfileChanged
        from collegium.people.follows import kind_is_followed_if
        from collegium.people.seen import groups_are_shared_by
        from collegium.people.sharing import share_a_group
        from collegium.web import news
        from collegium.web.portraits import portraits_come_from

        portraits_come_from(portraits.square_portrait)
        parent_is_read_by("profile", _portrait)
        byline_tells(_disclosure)
        byline_tells(_guests_work)
        news.listen(Registered, _keep_work)
        news.listen(MembershipChanged, roster_facts.heard)
        news.listen(OrcidProven, orcid_sign_in.proven)
        news.listen(OrcidUnlinked, orcid_sign_in.unlinked)
        news.listen(ProfileChanged, _end_what_changed)
        groups_are_shared_by(share_a_group)
        kind_is_followed_if("person", _person_is_known)


def _portrait(reader: Reader, person_id: int) -> Any:
    """Whoever may know of the person has the portrait."""
    return "full" if _person_is_known(reader, person_id) else "hidden"


def _person_is_known(reader: Reader, person_id: int) -> bool:
    from collegium.people.views.page import is_known

    person = apps.get_model("accounts", "User").objects.filter(pk=person_id).first()
    return person is not None and is_known(person, reader)


def _disclosure(person: User) -> dict[str, Any]:
    from collegium.people.disclosures import disclosed_by

    return {"disclosure": disclosed_by(person).statement()}


def _keep_work(event: Registered) -> None:
    """What a guest said at registration about the own work is the profile's one line."""
    from collegium.people.models import Profile

    Profile.objects.update_or_create(person_id=event.person_id, defaults={"headline": event.work})


def _end_what_changed(event: ProfileChanged) -> None:
    from collegium.people.verification import end_what_changed

    end_what_changed([event.person_id])


def _guests_work(person: User) -> dict[str, Any]:
    """Guests write under their name with their work beside it (docs/access.md); a confirmed affiliation goes before."""
    from collegium.audience.models import Standing
    from collegium.people.models import Profile

    if Standing.objects.filter(person=person, kind__in=("member", "staff")).exists():
        return {}
    return {"affiliation": Profile.objects.filter(person=person).values_list("headline", flat=True).first() or ""}
