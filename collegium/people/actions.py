"""What people do with their profile: change it, leave the directory, put up a portrait, follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.files import actions as files
from collegium.files.pictures import Part
from collegium.people.credentials import normalise
from collegium.people.events import FollowChanged, ProfileChanged
from collegium.people.models import Follow, Profile, Speaks
from collegium.people.names import composed
from collegium.web import news
from collegium.web.models import KeptVersion

if TYPE_CHECKING:
    from collegium.accounts.models import User


def profile_of(person: User) -> Profile:
    """The profile of a person, made empty when there is none yet."""
    return Profile.objects.get_or_create(person=person)[0]


def _columns(names: set[str]) -> set[str]:
    """The columns that change with these fields; others keep what another window may have saved meanwhile."""
    known = {field.name for field in Profile._meta.concrete_fields}
    return names | ({f"folded_{name}" for name in names} & known) | {"changed_at"}


@transaction.atomic
def change_profile(person: User, values: dict[str, Any], *, credentials: str | None = None) -> Profile:
    """Change fields of a profile and who has them.

    Args:
        values: names of Profile fields with their new values; others stay.
        credentials: as typed; stored without full stops in the person's own order.
    """
    profile = profile_of(person)
    many = {name: values[name] for name in ("further", "sites") if name in values}
    for name, value in values.items():
        if name not in many:
            setattr(profile, name, value)
    profile.save(update_fields=_columns(set(values) - many.keys()))
    for name, rows in many.items():
        getattr(profile, name).set(rows)
    if credentials is not None:
        person.credentials = normalise(credentials, keep_order=True)
        person.save(update_fields=["credentials"])
    news.tell(ProfileChanged(person.pk))
    return profile


@transaction.atomic
def rename(person: User, given: str, family: str) -> None:
    """Call a person so from now on; bylines of older words keep their names. Suffix and order are the profile's."""
    profile = profile_of(person)
    person.given_name, person.family_name = given, family
    person.name = composed(given, family, profile.suffix, family_first=profile.family_first)
    person.save(update_fields=["given_name", "family_name", "name"])
    news.tell(ProfileChanged(person.pk))


@transaction.atomic
def speak(person: User, codes: list[str]) -> None:
    """The languages a person speaks are these, in this order."""
    profile = profile_of(person)
    Speaks.objects.filter(profile=profile).delete()
    Speaks.objects.bulk_create(Speaks(profile=profile, code=code) for code in codes)
    news.tell(ProfileChanged(person.pk))


@transaction.atomic
def leave_directory(person: User, *, on: bool = True) -> None:
    """Take a person out of the directory of members, or put them back; counts move with it."""
    profile = profile_of(person)
    profile.unlisted_at = timezone.now() if on else None
    profile.save(update_fields=["unlisted_at", "changed_at"])
    news.tell(ProfileChanged(person.pk))


def put_up_portrait(
    person: User, data: bytes, *, owner: User | None = None, square: bytes | None = None, face: str = "",
    part: Part | None = None,
) -> None:  # fmt: skip
    """Show this photograph as the person's portrait: upright on the profile, cropped to a square beside names.

    Args:
        data: the whole picture file; it is encoded anew without metadata.
        owner: whose quota counts; None for what the society puts there (demo, imports).
        square: a picture to crop for the square, when another one fits better.
        face: where in the picture the face is (`files.pictures.FACES`); "" leaves the picture of the profile whole.
        part: the square that the person chose, instead of `face`; the upright picture is cut around it.

    Raises:
        files.Refused: it is no picture, or too large, or the part is none of it, with one sentence.
    """
    small = files.store(square or data, "", owner, square=True, face=face, part=part)
    whole = files.store(data, "picture", owner, face=face, part=part)
    with transaction.atomic():
        files.erase_of("profile", person.pk)
        files.attach([whole.pk, small.pk], "profile", person.pk, owner)
        _show(person, whole.pk, small.pk)


@transaction.atomic
def take_down_portrait(person: User) -> None:
    """Erase the person's portrait."""
    files.erase_of("profile", person.pk)
    _show(person, None, None)


def _show(person: User, whole_id: int | None, square_id: int | None) -> None:
    profile = profile_of(person)
    profile.portrait_id, profile.square_id = whole_id, square_id
    profile.save(update_fields=["portrait_id", "square_id", "changed_at"])
    KeptVersion.touch(KeptVersion.PEOPLE)
    news.tell(ProfileChanged(person.pk))


@transaction.atomic(savepoint=False)
def follow(person: User, kind: str, target_id: int) -> None:
    """Follow something; twice is once, and what is muted stays so. Whether one may is asked before (`may_follow`)."""
    if _row.exists(VISITOR, person=person.pk, kind=kind, target=target_id):
        return
    _followed, new = Follow.objects.get_or_create(person=person, kind=kind, target_id=target_id)
    if new:
        news.tell(FollowChanged(person.pk, kind, target_id))


@prepared
def _row(_reader: Reader, person: int, kind: str, target: int) -> QuerySet[Follow]:
    return Follow.objects.filter(person_id=person, kind=kind, target_id=target)


@transaction.atomic
def mute(person: User, kind: str, target_id: int) -> None:
    """Want no news of something: neither replies nor mentions, on the site or by mail."""
    unfollow(person, kind, target_id)
    Follow.objects.get_or_create(person=person, kind=kind, target_id=target_id, defaults={"muted_at": timezone.now()})


@transaction.atomic
def unmute(person: User, kind: str, target_id: int) -> None:
    """Hear of it again when it answers or names the person."""
    Follow.objects.muting(kind, target_id).filter(person=person).delete()


@transaction.atomic
def unfollow(person: User, kind: str, target_id: int) -> None:
    """Stop following something; also what is no longer there."""
    if Follow.objects.of(person.pk).to(kind, target_id).delete()[0]:
        news.tell(FollowChanged(person.pk, kind, target_id))
