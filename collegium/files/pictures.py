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
Box = tuple[int, int, int, int]  # left, top, right, bottom

Image.MAX_IMAGE_PIXELS = PIXELS_MOST
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
pi_heif.register_heif_opener()


@dataclass(frozen=True, slots=True)
class Part:
    """The square of a picture that somebody chose: its corner from the left and from the top, its side, in pixels.

    Counted in the picture as it is seen, after the turn that its camera noted (EXIF orientation).
    """

    left: int
    top: int
    side: int

    def square(self, width: int, height: int) -> Box:
        """The four edges of it in a picture of this size.

        Raises:
            Refused: it lies outside of the picture, or is too small to be seen.
        """
        if min(self.left, self.top) < 0 or self.left + self.side > width or self.top + self.side > height:
            raise Refused(outside())
        if self.side < min(SQUARES[0], width, height):
            raise Refused(
                _("The part you chose is less than %(n)d pixels wide. Choose a larger one.") % {"n": SQUARES[0]}
            )
        return self.left, self.top, self.left + self.side, self.top + self.side

    def upright(self, width: int, height: int) -> Box:
        """The 4:5 around the square: as wide as it where the picture is high enough, else narrower."""
        self.square(width, height)
        high = min(self.side * 5 // 4, height)
        wide = min(self.side, -(-high * 4 // 5))
        left = self.left + (self.side - wide) // 2
        top = max(0, min(self.top - int((high - self.side) * FACES["middle"][1]), height - high))
        return left, top, left + wide, top + high


@dataclass(slots=True)
class Picture:
    """An encoded picture: its size, and the bytes (WebP) for each width."""

    width: int
    height: int
    sizes: dict[int, bytes] = field(default_factory=dict)


def encode(data: bytes, *, square: bool = False, face: str = "", part: Part | None = None) -> Picture:
    """Encode a picture anew at the fixed widths, or cropped to squares for portraits and logos.

    Args:
        face: a key of FACES, the part that a crop keeps; without `square` the picture is cut to 4:5 around it.
        part: the square somebody chose, instead of `face`.

    Raises:
        Refused: it is too large once unpacked, or damaged, or the part is none of it.
    """
    picture, at = _upright(data), FACES.get(face, FACES["middle"])
    if part:
        picture = picture.crop((part.square if square else part.upright)(*picture.size))
    elif face and not square:
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


def outside() -> str:
    """What is said of a part that is none of the picture."""
    return _("The part you chose lies outside of the picture. Choose the picture again, then its part.")


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
