"""What happens to files: stored, attached to their parent, erased with it, swept when nobody wanted them."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import IO, TYPE_CHECKING, NoReturn

import lxml.html
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.base import File as Content
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.audience.reader import reader_for
from collegium.files import kinds, pictures
from collegium.files.kinds import Refused
from collegium.files.models import UNATTACHED_FOR, File
from collegium.files.pictures import Part
from collegium.web.models import KeptVersion

if TYPE_CHECKING:
    from collegium.accounts.models import User

MB = 1024 * 1024
LARGEST = 25 * MB  # bytes of one file
QUOTA = {"member": 500 * MB, "staff": 500 * MB}  # bytes of one person
GUESTS_QUOTA = 50 * MB
_IN_HTML = re.compile(r'data-file="(\d{1,18})"|(?:src|href)="/files/(\d{1,18})/')


def store(
    data: bytes, name: str, owner: User | None, *, square: bool = False, face: str = "", part: Part | None = None,
    alt: str = "",
) -> File:  # fmt: skip
    """Take a file in: kind by content, pictures encoded anew, bytes written, then the row.

    Args:
        data: the whole file.
        name: as given.
        owner: whose quota counts; None for what the society itself puts there (demo, imports).
        square: crop a picture to squares (portraits, logos); its name is not kept.
        face: the part of a portrait that is kept; without `square` it is cut to 4:5 (`pictures.encode`).
        part: the square of the picture that somebody chose, instead of `face`.
        alt: what a picture shows.

    Raises:
        Refused: with one sentence for the person who sent it.
    """
    _check_size(data)
    kind = kinds.kind_of(data, name)
    if square and kind not in kinds.PICTURES:
        raise Refused(_("This is not a picture. Choose a JPEG, PNG, WebP or HEIC file."))
    file = File(
        sha256=hashlib.sha256(data).hexdigest(), size=len(data), kind=kind, owner=owner,
        name=kinds.named("picture" if square else name, kind), stored=_place(), alt=alt[:500],
    )  # fmt: skip
    contents: dict[str, Content[bytes]] = {f"{file.stored}/file": ContentFile(data)}
    if file.is_picture:
        picture = pictures.encode(data, square=square, face=face, part=part)
        file.width, file.height, file.widths = picture.width, picture.height, sorted(picture.sizes)
        file.size = sum(len(size) for size in picture.sizes.values())
        contents = {file.stored_name(width): ContentFile(size) for width, size in picture.sizes.items()}
    return _write(file, contents)


def keep(stream: IO[bytes], name: str, kind: str, parent_kind: str, parent_id: int) -> File:
    """Take in what the site itself made, piece by piece; it counts in nobody's quota and belongs to its parent at once.

    Args:
        stream: the bytes; read from their beginning.
        kind: as in `files.kinds`.
    """
    stream.seek(0)
    sha256, size = hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()  # type: ignore[arg-type]
    stream.seek(0)
    file = File(
        sha256=sha256, size=size, kind=kind, name=name, stored=_place(), parent_kind=parent_kind, parent_id=parent_id,
        attached_at=timezone.now(),
    )  # fmt: skip
    return _write(file, {f"{file.stored}/file": Content(stream)})


def whole(upload: UploadedFile) -> bytes:
    """The bytes of an upload, refused before they are read when they are too many.

    Raises:
        Refused: it is too large.
    """
    if (upload.size or 0) > LARGEST:
        _refuse_size()
    return upload.read()


def _refuse_size() -> NoReturn:
    raise Refused(_("This file has more than %(n)d MB. Send a smaller one, or a link to it.") % {"n": LARGEST // MB})


def _check_size(data: bytes) -> None:
    if not data:
        raise Refused(_("This file is empty."))
    if len(data) > LARGEST:
        _refuse_size()


def _place() -> str:
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name[2:]}"


def _write(file: File, contents: dict[str, Content[bytes]]) -> File:
    """Bytes first, then the row; without the row no bytes stay."""
    try:
        for name, data in contents.items():
            default_storage.save(name, data)
        with transaction.atomic():
            _check_quota(file)
            file.save(force_insert=True)
    except BaseException:
        for name in contents:
            default_storage.delete(name)
        raise
    return file


def _check_quota(file: File) -> None:
    if file.owner is None:
        return
    owner = get_user_model().objects.select_for_update().get(pk=file.owner.pk)
    quota = QUOTA.get(reader_for(owner).standing, GUESTS_QUOTA)
    used = File.objects.filter(owner=owner).aggregate(sum=Sum("size"))["sum"] or 0
    if used + file.size > quota:
        raise Refused(
            _("Your files fill the %(n)d MB each person has. Remove some, then send this one.") % {"n": quota // MB}
        )


def portrait(
    data: bytes, name: str, owner: User | None, kind: str, parent_id: int, *, part: Part | None = None
) -> File:
    """Store a picture cropped to a square (96 and 240 pixels) and attach it, in place of the former one.

    Args:
        part: the square that somebody chose; without it the middle is kept.

    Raises:
        Refused: with one sentence.
    """
    file = store(data, name, owner, square=True, part=part)
    with transaction.atomic():
        erase_of(kind, parent_id)
        KeptVersion.touch()
        return _attach(file, kind, parent_id)


def _attach(file: File, kind: str, parent_id: int) -> File:
    file.parent_kind, file.parent_id, file.attached_at = kind, parent_id, timezone.now()
    file.save(update_fields=["parent_kind", "parent_id", "attached_at"])
    return file


@transaction.atomic
def attach(file_ids: Iterable[int], kind: str, parent_id: int, by: User | None) -> int:
    """Give uploads of this person a parent. Files of others, and attached ones, are left as they are.

    Returns:
        How many were attached.
    """
    mine = File.objects.unattached().filter(pk__in=set(file_ids), owner=by)
    return mine.update(parent_kind=kind, parent_id=parent_id, attached_at=timezone.now())


@transaction.atomic(savepoint=False)
def attach_from_html(body: str, kind: str, parent_id: int, owner: User | None) -> int:
    """Give the uploads of `owner` that stand or are linked in safe HTML their parent, with the description there.

    Returns:
        How many were attached.
    """
    ids = {int(first or second) for first, second in _IN_HTML.findall(body)}
    if not ids or owner is None:
        return 0
    mine = list(File.objects.unattached().filter(pk__in=ids, owner=owner))
    descriptions = _descriptions(body) if mine else {}
    for file in mine:
        file.alt = descriptions.get(file.pk, file.alt)[:500]
        file.save(update_fields=["alt"])
    return attach([file.pk for file in mine], kind, parent_id, owner)


def _descriptions(body: str) -> dict[int, str]:
    root = lxml.html.fragment_fromstring(body, create_parent="div")
    found: dict[int, str] = {}
    for picture in root.iter("img"):
        number = picture.get("data-file") or picture.get("src", "").removeprefix("/files/").split("/")[0]
        if number.isdigit() and picture.get("alt"):
            found[int(number)] = picture.get("alt", "")
    return found


def hand_over(kind: str, parent_id: int, to_kind: str, to_id: int) -> None:
    """Words moved from one thing to another: their files follow, and are given to whoever reads that."""
    File.objects.of(kind, parent_id).update(parent_kind=to_kind, parent_id=to_id)


@transaction.atomic
def erase(files: Iterable[File]) -> int:
    """Erase rows now and bytes after the commit. Returns how many files."""
    rows = list(files)
    File.objects.filter(pk__in=[file.pk for file in rows]).delete()
    for file in rows:
        transaction.on_commit(lambda file=file: _erase_bytes(file))  # type: ignore[misc]
    return len(rows)


def erase_of(kind: str, parent_id: int) -> int:
    """Erase everything attached to one thing (taken back, erased, replaced)."""
    return erase(File.objects.of(kind, parent_id))


def _erase_bytes(file: File) -> None:
    for name in [*file.stored_names(), file.stored]:
        try:
            default_storage.delete(name)
        except OSError:
            continue  # the sweep of the storage finds it again


def sweep_unattached() -> int:
    """Erase uploads that nobody attached within a day. Returns how many."""
    return erase(File.objects.abandoned()[:1000])


def sweep_storage() -> int:
    """Delete bytes that have no row (a crash between the two). Returns how many folders."""
    stray = stray_folders()
    for folder in stray:
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)
    return len(stray)


def stray_folders() -> list[str]:
    """Folders of the storage, older than a day, that belong to no row."""
    try:
        tops = default_storage.listdir("")[0]
    except FileNotFoundError:
        return []
    folders = {f"{top}/{name}" for top in tops if len(top) == 2 for name in default_storage.listdir(top)[0]}
    known = set(File.objects.values_list("stored", flat=True))
    return sorted(folder for folder in folders - known if _is_old(folder))


def _is_old(folder: str) -> bool:
    names = default_storage.listdir(folder)[1]
    before = timezone.now() - UNATTACHED_FOR - timedelta(hours=1)
    return all(default_storage.get_modified_time(f"{folder}/{name}") < before for name in names)
