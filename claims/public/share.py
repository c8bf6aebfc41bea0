"""The picture beside a shared link: the claim, what was said, and the rating with its leaning bob, drawn by Pillow."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from claims.verdicts.lettering import is_right_to_left, legible, length, wrapped, write
from claims.verdicts.pictures import read

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

SIZE: Final = (1200, 630)
CONTENT_TYPE: Final = "image/png"
MARGIN: Final = 80
WIDTH: Final = SIZE[0] - 2 * MARGIN
"""Between the margins, in pixels."""
PICTURE: Final = (420, 280)
"""How large the picture of a claim is, and how far the words stand from it."""
GAP: Final = 40
PAPER: Final = "#fbfcfc"
INK: Final = "#13181c"
SOFT: Final = "#414c55"
TONES: Final = ("#4a5460", "#0d6447", "#48690f", "#7d5900", "#a0430c", "#ab1f19")
MAX_LETTERS: Final = 600


def image(page: Mapping[str, Any]) -> bytes:
    """A PNG of 1200 by 630 pixels for a page's snapshot; any text fits, shortened where it must be."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    given = page.get("rating")
    label = _("Withdrawn") if page.get("retracted") or not given else given["label"]
    tone = TONES[given["tone"]] if given else TONES[0]
    write(draw, MARGIN, 56, _line(page["site"]["name"], 60), "Bold", 34, INK, WIDTH)
    draw.line((MARGIN, 116, SIZE[0] - MARGIN, 116), fill=INK, width=2)
    _claim(draw, page, WIDTH - _put_picture(picture, draw, page, tone))
    draw.rectangle((MARGIN, 470, SIZE[0] - MARGIN, 476), fill=tone)
    aside = 0
    if given and given.get("value") is not None:
        pivot = SIZE[0] - MARGIN - 80 if is_right_to_left(label) else MARGIN + 14
        _bob(draw, (pivot, 500), int(given["lean"]), tone)
        aside = 110
    start = MARGIN if is_right_to_left(label) else MARGIN + aside
    write(draw, start, 500, _line(label, 30), "Bold", 64, tone, WIDTH - aside)
    said = _said(page)
    if said:
        write(draw, MARGIN, 430, said, "Regular", 26, SOFT, WIDTH)
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=False, compress_level=6)
    return written.getvalue()


def _said(page: Mapping[str, Any]) -> str:
    """Who said it, with the words said where they are known; only those stand between quotation marks."""
    name = legible((page.get("claimant") or {}).get("name", ""))
    words = (page.get("words_said") or {}).get("text", "")
    if not words:
        return _line(_("Said by %(name)s") % {"name": name}, 80) if name else ""
    who = _line(name, 40) if name else _("It was said")
    return f"{who}: “{_line(words, 74 - len(who))}”"


def _put_picture(drawn: Image.Image, draw: ImageDraw.ImageDraw, page: Mapping[str, Any], tone: str) -> int:
    """The claim's picture on the right, under the rating's word where it is debunked; the width it takes."""
    from PIL import Image, ImageOps

    shown = page.get("picture")
    content = (
        read(shown["files"][min(1, len(shown["files"]) - 1)]["sha256"], claim_id=_claim_id(page)) if shown else None
    )
    if not shown or content is None:
        return 0
    with Image.open(io.BytesIO(content), formats=["WEBP"]) as opened:
        fitted = ImageOps.fit(opened.convert("RGBA"), PICTURE)
    left, top = SIZE[0] - MARGIN - PICTURE[0], 140
    drawn.paste(fitted, (left, top), fitted)
    draw.rectangle((left, top, left + PICTURE[0], top + PICTURE[1]), outline=SOFT, width=1)
    if shown["stamp"]:
        word = legible(_line(shown["stamp"], 30))
        size = next((size for size in range(56, 15, -4) if length(word, "Bold", size) <= PICTURE[0] - 40), 16)
        band, wide = top + PICTURE[1] // 2 - size, length(word, "Bold", size)
        draw.rectangle((left, band, left + PICTURE[0], band + 2 * size), fill=tone)
        write(draw, left + (PICTURE[0] - wide) / 2, band + size // 3, word, "Bold", size, PAPER, wide)
    return PICTURE[0] + GAP


def _claim_id(page: Mapping[str, Any]) -> int:
    return int(str(page["number"]).removeprefix("FC-"))


def _claim(draw: ImageDraw.ImageDraw, page: Mapping[str, Any], width: int) -> None:
    """Write the claim as large as it fits into its part of the picture; its number where no font has its letters."""
    claim = " ".join(page["statement"].split())
    claim = claim if len(claim) <= MAX_LETTERS else f"{claim[: MAX_LETTERS - 2]}…"
    shown = legible(claim)
    enough = sum(map(str.isalnum, shown)) * 2 >= sum(map(str.isalnum, claim))
    text = shown if enough else str(page["number"])
    for size in range(60, 23, -4):
        lines = list(wrapped(text, "Bold", size, width))
        height = int(size * 1.22)
        if len(lines) * height <= 420 - 140:
            break
    for number, line in enumerate(lines[: (420 - 140) // height]):
        write(draw, MARGIN, 140 + number * height, line, "Bold", size, INK, width)


def _bob(draw: ImageDraw.ImageDraw, pivot: tuple[int, int], lean: int, colour: str) -> None:
    angle = math.radians(lean)
    x, y = pivot
    along, across = (math.sin(angle), math.cos(angle)), (math.cos(angle), -math.sin(angle))

    def point(down: float, aside: float) -> tuple[float, float]:
        return x + down * along[0] + aside * across[0], y + down * along[1] + aside * across[1]

    draw.line((x, y, x, y + 84), fill="#b9c3cb", width=2)
    draw.line((pivot, point(54, 0)), fill=colour, width=4)
    draw.polygon([point(48, 0), point(60, 11), point(84, 0), point(60, -11)], fill=colour)
    draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=colour)


def _line(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
