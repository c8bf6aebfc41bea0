"""Sentences of scripts that put no space after one: Chinese, Japanese, Thai."""

import re
from collections.abc import Iterator
from typing import Final

_END: Final = re.compile(r"[。！？]+[」』”’）》]*")
_OPENING: Final = "「『“‘（《"
_CLOSING: Final = "」』”’）》"
# What follows a quotation that ends like a sentence and says whose it is.
_SAID: Final = re.compile(
    r"と|[他她它]?们?(?:说|表示|称|指出|問|问)|[^。！？\s]{1,12}?(?:说|表示|称|指出|述べ|話し|語っ|言っ)"
)
_SPACE: Final = re.compile(r"(?<=[\u0e00-\u0e7f]) +(?=[\u0e00-\u0e7f])")
# Thai puts spaces between clauses as well as sentences: a stretch this long may end at one.
_THAI_LEAST: Final = 90


def goes_on(after: str) -> bool:
    """Whether what follows a quotation says whose it is."""
    return _SAID.match(after) is not None


def cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences end inside a stretch, quotations kept whole with whoever says them."""
    depth = 0
    place = start
    for found in _END.finditer(text, start, end):
        for character in text[place : found.end()]:
            depth += (character in _OPENING) - (character in _CLOSING)
        depth = max(0, depth)
        place = found.end()
        if depth == 0 and place < end and not _SAID.match(text, place, end):
            yield place
    last = start
    for found in _SPACE.finditer(text, start, end):
        if found.start() - last >= _THAI_LEAST:
            last = found.end()
            yield last
