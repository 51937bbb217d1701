"""What a file is, by its content and never by its name (OWASP ASVS 5.2.2)."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

PICTURES = {"jpeg", "png", "gif", "webp", "avif", "heic"}
SHOWN_IN_PLACE = PICTURES | {"pdf"}
OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    **dict.fromkeys(PICTURES, "image/webp"),
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
EXTENSIONS = {"jpeg": (".jpg", ".jpeg")}
UNPACKED_MOST = 250 * 1024 * 1024  # bytes of an Office file once unpacked
# What reading a damaged or encrypted archive raises; ValueError: names that are no UTF-8, places before the beginning.
ZIP_FAULTS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error)
ENTRIES_MOST = 5000
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_STARTS = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"%PDF-": "pdf",
}


class Refused(Exception):
    """The file is not taken; the message is one sentence for the person who sent it."""


class Damaged(Refused):
    """An archive that cannot be opened."""


class TooLarge(Refused):
    """An archive that unpacks to too much."""


class HoldsProgram(Refused):
    """An archive with a program in it."""


def kind_of(data: bytes, name: str = "") -> str:
    """The kind of a file.

    Args:
        data: the whole file.
        name: as given; only tells a table from a text.

    Raises:
        Refused: it is of no kind that is taken, with the reason.
    """
    if data[128:132] == b"DICM":
        raise Refused(
            _("DICOM files carry patient data. Export the one picture you need without its overlay, as JPEG or PNG.")
        )
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return _of_brand(data)
    if data[:4] == b"PK\x03\x04":
        return _of_office(data)
    return _of_text(data, name)


def _unknown() -> Refused:
    return Refused(
        _("This kind of file is not taken. Send JPEG, PNG, WebP, GIF, AVIF, HEIC, PDF, DOCX, XLSX, PPTX, CSV or TXT.")
    )


def _of_brand(data: bytes) -> str:
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[at : at + 4] for at in (8, *range(16, length, 4))}
    if brands & {b"avif", b"avis"}:
        return "avif"
    if brands & _HEIC:
        return "heic"
    raise _unknown()


def opened_archive(data: bytes) -> zipfile.ZipFile:
    """An Office file's archive, looked at before anything is unpacked.

    Raises:
        Damaged: it cannot be opened.
        TooLarge: it has too many parts, or unpacks to too much.
        HoldsProgram: macros, or a program beside the words.
    """
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
    except ZIP_FAULTS as error:
        raise Damaged(_("This file is damaged. Save it again and send it once more.")) from error
    entries = parts.infolist()
    if len(entries) > ENTRIES_MOST or sum(entry.file_size for entry in entries) > UNPACKED_MOST:
        raise TooLarge(_("Unpacked, this file is too large. Save it without its pictures, or as PDF."))
    if any(entry.filename.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for entry in entries):
        raise HoldsProgram(_("This file holds a program (macros). Save it without macros, or as PDF."))
    return parts


def _of_office(data: bytes) -> str:
    with opened_archive(data) as parts:
        names = set(parts.namelist())
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in names):
                return kind
    raise _unknown()


def _of_text(data: bytes, name: str) -> str:
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or b"<svg" in data[:2000].lower():
        raise Refused(
            _("Web pages and SVG drawings are not taken, as they can hold programs. Save the drawing as PNG.")
        )
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unknown() from None
    if not words.strip() or any(sign < " " and sign not in "\t\n\r\f" for sign in words):
        raise _unknown()
    return "csv" if PurePosixPath(name.lower()).suffix == ".csv" else "txt"


def named(name: str, kind: str) -> str:
    """The name as given, without folders and control characters, with the extension of its kind."""
    plain = "".join(sign for sign in name.replace("\\", "/").split("/")[-1] if sign.isprintable()).strip(" .")
    fitting = EXTENSIONS.get(kind, (f".{kind}",))
    suffix = PurePosixPath(plain).suffix.lower()
    stem = plain[: -len(suffix)] if suffix in fitting else plain
    return f"{stem[:180] or 'file'}{suffix if suffix in fitting else fitting[0]}"
