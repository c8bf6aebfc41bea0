"""Letters of any script on a picture: which font has them, in which order they stand, and where a line ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

type Weight = Literal["Regular", "Bold"]

_SERIF: Final = ("font-source-serif-pro", "font_source_serif_pro/files/SourceSerifPro-{}.ttf")
_NOTO: Final = ("Arabic", "Devanagari", "Thai")
_SYSTEM_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts")
_SYSTEM_NAMES: Final = ("NotoSans*-Bold.*", "NotoSans*-Regular.*", "DejaVuSans-Bold.ttf", "unifont*.*tf")
_NOT_A_LETTER: Final = "\U0010fffd"
"""Drawn as the box that stands for a letter that a font lacks."""


@dataclass(frozen=True)
class _Run:
    """Letters that stand side by side in one font."""

    font: str
    letters: str


def missing(text: str) -> str:
    """The letters of a text that no font here has, each once, in their order."""
    return "".join(dict.fromkeys(letter for letter in text if _font_with(letter, "Bold") is None))


def legible(text: str) -> str:
    """The text without what no font here has."""
    lost = set(missing(text))
    return " ".join("".join(letter for letter in text if letter not in lost).split())


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is of a script written from right to left."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((direction in ("R", "AL") for direction in directions if direction in ("L", "R", "AL")), False)


def length(text: str, weight: Weight, size: int) -> float:
    """How wide a line is, in pixels."""
    return sum(_font(run.font, weight, size).getlength(run.letters) for run in _runs(text, weight))


def write(
    draw: ImageDraw.ImageDraw, left: float, top: float, text: str, weight: Weight, size: int, colour: str, width: float
) -> None:
    """Write a line into a space of this width: from its left edge, or from its right one where the script wants it."""
    right_to_left = is_right_to_left(text)
    place = left + width - length(text, weight, size) if right_to_left else left
    # All runs stand on the line of the first font, or a word in another script would hang above or below it.
    line = top + _font(_fonts(weight)[0], weight, size).getmetrics()[0]
    runs = _runs(text, weight)
    for run in reversed(runs) if right_to_left else runs:
        font = _font(run.font, weight, size)
        direction = "rtl" if right_to_left else "ltr"
        draw.text((place, line), run.letters, font=font, fill=colour, anchor="ls", direction=direction)
        place += font.getlength(run.letters)


def wrapped(text: str, weight: Weight, size: int, width: float) -> Iterator[str]:
    """Lines no wider than the space; a word that is too long, and a script without spaces, is broken anywhere."""
    line, used = "", 0.0
    space = length(" ", weight, size)
    for word in text.split():
        for part in _parts(word, weight, size, width):
            needed = length(part, weight, size)
            if line and used + space + needed > width:
                yield line
                line, used = "", 0.0
            line, used = (f"{line} {part}", used + space + needed) if line else (part, needed)
    if line:
        yield line


def _parts(word: str, weight: Weight, size: int, width: float) -> Iterator[str]:
    while length(word, weight, size) > width and len(word) > 1:
        fits = next(end for end in range(len(word) - 1, 0, -1) if end == 1 or length(word[:end], weight, size) <= width)
        yield word[:fits]
        word = word[fits:]
    yield word


@lru_cache(maxsize=1024)
def _runs(text: str, weight: Weight) -> tuple[_Run, ...]:
    """The text by fonts. Digits, marks and spaces stay with the letters before them where that font has them."""
    runs: list[_Run] = []
    for letter in text:
        before = runs[-1] if runs else None
        if before and not letter.isalpha() and _has(before.font, letter):
            font: str | None = before.font
        else:
            font = _font_with(letter, weight)
        if font is None:
            continue
        if before and before.font == font:
            runs[-1] = _Run(font, before.letters + letter)
        else:
            runs.append(_Run(font, letter))
    return tuple(runs)


@lru_cache(maxsize=8192)
def _font_with(letter: str, weight: Weight) -> str | None:
    return next((font for font in _fonts(weight) if _has(font, letter)), None)


@cache
def _fonts(weight: Weight) -> tuple[str, ...]:
    """Source Serif first, then the shipped fonts of other scripts, then whatever the machine has."""
    package, path = _SERIF
    shipped = [str(distribution(package).locate_file(path.format(weight)))]
    for script in _NOTO:
        name = f"fontpkg-noto-sans-{script.lower()}"
        shipped.append(
            str(distribution(name).locate_file(f"{name.replace('-', '_')}/files/NotoSans{script}[wdth,wght].ttf"))
        )
    found = (
        str(font)
        for pattern in _SYSTEM_NAMES
        for folder in _SYSTEM_FOLDERS
        for font in sorted(Path(folder).rglob(pattern))
    )
    return (*shipped, *found)


@lru_cache(maxsize=32768)
def _has(path: str, letter: str) -> bool:
    font = _by_single_letters(path)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(_NOT_A_LETTER))


@cache
def _by_single_letters(path: str) -> ImageFont.FreeTypeFont:
    """The font without shaping, which draws two boxes for one letter of two parts."""
    from PIL import ImageFont

    return ImageFont.truetype(path, 24, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=256)
def _font(path: str, weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.truetype(path, size)
    if "[wdth,wght]" in path:
        font.set_variation_by_name(weight)
    return font
