"""Pictures and papers for tests, made here."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from PIL import Image


def make_picture(width: int = 800, height: int = 600, form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.save(out, form, **options)
    return out.getvalue()


def make_picture_with_place() -> bytes:
    """A JPEG as a telephone takes it: turned, with a place and a camera in its metadata."""
    exif = Image.Exif()
    exif[0x010F] = "TelltaleCamera"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (38.0, 48.0, 17.0)
    return make_picture(exif=exif)


def make_office(folder: str = "word/", *more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in ("[Content_Types].xml", f"{folder}document.xml", *more):
            parts.writestr(name, "<x/>")
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
