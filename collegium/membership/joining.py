"""Two accounts that are one person's become one: what the loser had and wrote goes to the survivor."""

from __future__ import annotations

from contextlib import suppress

from allauth.account.models import EmailAddress

from collegium.accounts import actions as accounts
from collegium.accounts.models import User
from collegium.audience import actions as access
from collegium.audience.models import Standing
from collegium.membership.events import MembershipChanged, PeopleMerged
from collegium.membership.models import Membership
from collegium.web import news

Kind = Standing.Kind


def give_to(survivor: User, loser: User) -> None:
    """Roles, addresses, words and whatever else the loser has go to the survivor; the loser's account ends.

    A suspension or a pause is about the person: another record of theirs is no way around it.
    """
    barred = Standing.objects.filter(person=loser, kind__in=(Kind.SUSPENDED, Kind.PAUSED)).at()
    for held in barred.exclude(source="roster"):  # whom the roster suspends, it says of the survivor too
        _bar(survivor, held)
    for role in Standing.objects.filter(person=loser, kind__in=Standing.ROLES).at():
        access.grant(survivor, role.kind, source="staff")  # one person, so the roles go along
    for kind in (Kind.MEMBER, Kind.STAFF, Kind.GUEST, *Standing.ROLES):
        access.end(loser, kind)
    accounts.end_sessions(loser)
    EmailAddress.objects.filter(user=loser).update(user=survivor, primary=False)
    User.objects.filter(pk=loser.pk).update(email="", is_active=False)
    news.tell(PeopleMerged(loser.pk, survivor.pk))


def _bar(survivor: User, held: Standing) -> None:
    """The survivor is suspended or paused like the loser, unless they are for longer; never the last administrator."""
    own = Standing.objects.filter(person=survivor, kind=held.kind).at().first()
    if own is not None and (own.until is None or (held.until is not None and own.until >= held.until)):
        return
    if held.kind == Kind.PAUSED:
        access.grant(survivor, held.kind, until=held.until, source=held.source)
        return
    with suppress(accounts.Refused):
        accounts.suspend(survivor, None, "", until=held.until, source=held.source)


def join_accounts(made: Membership, survivor: User) -> None:
    """The membership of an account that the roster made goes to the account that was here before."""
    loser = made.person
    Membership.objects.filter(person=survivor).delete()  # made by hand; the roster's takes its place
    held = Standing.objects.filter(person=loser, kind__in=(Kind.MEMBER, Kind.STAFF)).at()
    ends = [(row.kind, row.since, row.until, row.source) for row in held]
    Membership.objects.filter(pk=made.pk).update(person=survivor)
    give_to(survivor, loser)
    for kind, since, until, source in ends:
        access.grant(survivor, kind, since=since, until=until, source=source)
    news.tell(MembershipChanged((survivor.pk,)))
