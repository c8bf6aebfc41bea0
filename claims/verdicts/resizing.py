"""From a file that somebody handed over to pictures that are safe to show: decoded in a child process, written anew.

What is written holds pixels and nothing else: no place, no time, no camera, no thumbnail, no comment, and nothing that
stood behind or before the picture in the file.
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from claims.sandbox import Limits, TooCostly, run_limited
from claims.sentences import mark, say
from claims.verdicts.uploads import MAX_FILE_BYTES, Misfit, Upload

if TYPE_CHECKING:
    from PIL import Image

WIDTHS: Final = (480, 960, 1600)
"""A picture is written at each of these widths that it has, and never larger than it is."""
CONTENT_TYPE: Final = "image/webp"
ENDINGS: Final = ".png, .jpg, .jpeg, .gif, .webp"
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 12_000
TALLEST: Final = 3
"""A picture is at most so many times as high as it is wide: a page of a web site in one long picture shows nothing."""

_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_LIMITS: Final = Limits(cpu_seconds=15, memory_bytes=900_000_000, output_bytes=20_000_000)
_QUALITY: Final = 82
# A PDF's mark may stand anywhere in the first kilobyte, and so may what some program takes for a page or a script.
_OTHERS: Final = (b"%PDF-", b"<html", b"<script", b"<svg", b"<!doctype", b"<?php")
_LOOKED_AT: Final = 1_024

TOO_LARGE: Final = mark("This picture has too many pixels. Make it smaller, then upload it again.")
TOO_TALL: Final = mark("This picture is more than three times as high as wide. Cut it to what matters.")
TWO_THINGS: Final = mark(
    "This file is a picture and something else in one. Open it, save it as a picture anew, and upload that."
)
NO_PICTURE: Final = mark("This file is no picture inside, whatever its name says. Check it, then upload it again.")
DAMAGED: Final = mark("This picture is damaged. Open it, save it anew, and upload that.")


class NoPicture(Exception):
    """The child's answer for a file that becomes no picture; `sentence` is one that was marked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Rendition:
    """A picture at one width, as a WebP file."""

    width: int
    height: int
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest of the file."""
        return hashlib.sha256(self.data).hexdigest()


def renditions_of(upload: Upload) -> tuple[Rendition, ...]:
    """The picture at every width it is shown in, the narrowest first; `Misfit` with a sentence for any other file."""
    if PurePath(upload.name).suffix.lower() not in ENDINGS.split(", "):
        raise Misfit(_("Readers are shown pictures only. Upload one of: %(endings)s.") % {"endings": ENDINGS})
    if not upload.data:
        raise Misfit(_("That file is empty. Choose another one."))
    if len(upload.data) > MAX_FILE_BYTES:
        raise Misfit(
            _("The file is larger than %(max_file_bytes)s MB.") % {"max_file_bytes": MAX_FILE_BYTES // 1_000_000}
        )
    try:
        return run_limited(write_anew, _LIMITS, data=upload.data)
    except TooCostly as ended:
        raise Misfit(_("%(message)s Upload a smaller picture.") % {"message": ended.message}) from ended
    except NoPicture as refused:
        raise Misfit(say(refused.sentence)) from refused


def write_anew(*, data: bytes) -> tuple[Rendition, ...]:
    """The same in the child process; raises `NoPicture`."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    start = data[:_LOOKED_AT].lower()
    if any(other.lower() in start for other in _OTHERS) or zipfile.is_zipfile(io.BytesIO(data)):
        raise NoPicture(TWO_THINGS)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            # Asked before the first pixel is unpacked: a few kilobytes can unfold to gigabytes.
            width, height = opened.size
            if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
                raise NoPicture(TOO_LARGE)
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
            pixels = upright.convert(mode)
    except (NoPicture, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise NoPicture(TOO_LARGE) from error
    except UnidentifiedImageError as error:
        raise NoPicture(NO_PICTURE) from error
    except Exception as error:  # Pillow lets through whatever a damaged file leads it into
        raise NoPicture(DAMAGED) from error
    if pixels.height > TALLEST * pixels.width:
        raise NoPicture(TOO_TALL)
    widths = [*(width for width in WIDTHS if width < pixels.width), pixels.width][: len(WIDTHS)]
    return tuple(_rendition(pixels, width) for width in widths)


def _rendition(pixels: "Image.Image", width: int) -> Rendition:
    from PIL import Image

    height = max(1, round(pixels.height * width / pixels.width))
    drawn = pixels if width == pixels.width else pixels.resize((width, height), Image.Resampling.LANCZOS)
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    written = io.BytesIO()
    clean.save(written, "WEBP", quality=_QUALITY, method=4)
    return Rendition(width, height, written.getvalue())


def warm_up() -> None:
    """Load the library once, before the first child."""
    from PIL import Image

    Image.init()
