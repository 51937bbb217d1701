"""Pictures: size checked before they are unpacked, turned upright, brought to sRGB, encoded anew without metadata."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field

import pi_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from collegium.files.kinds import Refused

WIDTHS = (320, 640, 960, 1600)  # pixels; never upscaled
SQUARES = (96, 240)
FACES = {"middle": (0.5, 0.35), "left": (0.0, 0.35), "right": (1.0, 0.35), "top": (0.5, 0.0), "bottom": (0.5, 1.0)}
PIXELS_MOST = 50_000_000
SIDE_MOST = 16_383  # pixels; what WebP can hold
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")
QUALITY = 82

Image.MAX_IMAGE_PIXELS = PIXELS_MOST
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
pi_heif.register_heif_opener()


@dataclass(slots=True)
class Picture:
    """An encoded picture: its size, and the bytes (WebP) for each width."""

    width: int
    height: int
    sizes: dict[int, bytes] = field(default_factory=dict)


def encode(data: bytes, *, square: bool = False, face: str = "") -> Picture:
    """Encode a picture anew at the fixed widths, or cropped to squares for portraits and logos.

    Args:
        face: a key of FACES, the part that a crop keeps; without `square` the picture is cut to 4:5 around it.

    Raises:
        Refused: it is too large once unpacked, or damaged.
    """
    picture, at = _upright(data), FACES.get(face, FACES["middle"])
    if face and not square:
        size = (min(picture.width, picture.height * 4 // 5 or 1), min(picture.height, picture.width * 5 // 4 or 1))
        picture = ImageOps.fit(picture, size, centering=at)
    if square:
        side = min(picture.size)
        sides = sorted({min(side, wanted) for wanted in SQUARES})
        cut = ImageOps.fit(picture, (side, side), centering=at)
        return Picture(side, side, {one: _webp(cut.resize((one, one), Image.Resampling.LANCZOS)) for one in sides})
    result = Picture(*picture.size)
    for width in sorted({min(picture.width, wanted) for wanted in WIDTHS}, reverse=True):
        if width != picture.width:
            height = max(1, round(result.height * width / result.width))
            picture = picture.resize((width, height), Image.Resampling.LANCZOS)
        result.sizes[width] = _webp(picture)
    return result


def _upright(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > PIXELS_MOST:
                raise Refused(_too_many())
            if max(opened.size) > SIDE_MOST:
                raise Refused(
                    _("This picture is more than %(n)d pixels long. Cut it, then send it once more.") % {"n": SIDE_MOST}
                )
            opened.seek(0)
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            return _srgb(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_many()) from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError) as error:
        raise Refused(_("This picture is damaged. Save it again and send it once more.")) from error


def _too_many() -> str:
    return _("This picture has more than 50 million pixels. Save it smaller and send it once more.")


def _srgb(picture: Image.Image) -> Image.Image:
    """The same colors without a profile, in RGB or RGBA."""
    profile = picture.info.get("icc_profile")
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if picture.mode == "RGBA" else "RGB"
            picture = (
                ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode) or picture
            )
        except (ImageCms.PyCMSError, OSError):
            pass
    plain = picture.convert("RGBA" if has_alpha else "RGB")
    plain.info.clear()
    return plain


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    drawn = picture.width * picture.height <= 2_000_000 and picture.getcolors(256) is not None
    picture.save(out, "WEBP", quality=QUALITY, method=4, lossless=drawn, exif=b"", icc_profile=None, xmp=b"")
    return out.getvalue()
