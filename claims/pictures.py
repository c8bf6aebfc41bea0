"""Pictures that people upload of themselves and for their newsroom, made small and bare of all that is not the picture.

They are drawn anew in a child process with limits, so that neither where a photograph was taken nor what a hostile file
hides is kept.
"""

import io
from typing import Final

from django.utils.translation import gettext as _

from claims.errors import Blocked
from claims.sandbox import Limits, TooCostly, run_limited

KINDS: Final = ("PNG", "JPEG", "GIF", "WEBP")
MOST_BYTES: Final = 10_000_000
MOST_PIXELS: Final = 60_000_000
PORTRAIT_SIDE: Final = 192
LOGO_BOX: Final = (640, 160)
_LIMITS: Final = Limits(cpu_seconds=10, memory_bytes=900_000_000, output_bytes=1_000_000)


def portrait(data: bytes) -> bytes:
    """A square of 192 pixels from the middle of the picture, as WebP; Blocked where it is none."""
    return _drawn(data, is_square=True)


def logo(data: bytes) -> bytes:
    """The whole picture within 640 by 160 pixels, as PNG with its transparent parts; Blocked where it is none."""
    return _drawn(data, is_square=False)


def _drawn(data: bytes, *, is_square: bool) -> bytes:
    if len(data) > MOST_BYTES:
        raise Blocked(_("This picture is larger than %(size)d MB. Choose a smaller one.") % {"size": 10})
    try:
        drawn: bytes = run_limited(draw, _LIMITS, data=data, is_square=is_square)
    except TooCostly:
        drawn = b""
    if not drawn:
        raise Blocked(_("This file cannot be read as a picture. Choose a PNG, JPEG, GIF or WebP file."))
    return drawn


def draw(*, data: bytes, is_square: bool) -> bytes:
    """The picture drawn anew, nothing where it cannot be; done in a child process."""
    from PIL import Image, ImageOps

    kept = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as image:
            if image.width * image.height > MOST_PIXELS:
                return b""
            # A photograph is turned as its camera was held, before what says so is left behind.
            upright = ImageOps.exif_transpose(image).convert("RGBA")
        if is_square:
            square = ImageOps.fit(upright, (PORTRAIT_SIDE, PORTRAIT_SIDE))
            ground = Image.new("RGBA", square.size, "white")
            Image.alpha_composite(ground, square).convert("RGB").save(kept, "WEBP", quality=82)
        else:
            upright.thumbnail(LOGO_BOX)
            upright.save(kept, "PNG", optimize=True)
    except Exception:  # Pillow lets through whatever a damaged file leads it into
        return b""
    return kept.getvalue()
