"""Which language a text is in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from claims.extraction.loaded_once import loaded_once

if TYPE_CHECKING:
    from claims.extraction.language_detector import Detector

_SAMPLE = 3_000
# Plain English is told by its small words alone, so that an English desk never loads the
# detector, which takes half a second. No other language uses this many of them.
_ENGLISH = frozenset(
    "the of and to in that is was for it with as his on be at by had not are but from have they which were".split()
)
_ENGLISH_SHARE = 0.15
_ENGLISH_WORDS = 25
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the text's language, or "und" where there is too little to tell.

    Reads a sample of three stretches, so that the cost does not grow with the text.
    """
    words = _sample_of(text)
    if len("".join(words)) < 20:
        return "und"
    return "en" if _is_plain_english(words) else _classify(" ".join(words))


def told_language(text: str) -> str:
    """The text's language as far as it can be told; empty where there is too little."""
    language = detect_language(text)
    return "" if language == "und" else language


def is_plain_english(text: str) -> bool:
    """Whether the text is English beyond doubt, told without the detector, so that the web server may ask."""
    return _is_plain_english(_sample_of(text))


def _sample_of(text: str) -> list[str]:
    third = len(text) // 3
    sample = text if len(text) <= 3 * _SAMPLE else " ".join(text[i * third : i * third + _SAMPLE] for i in range(3))
    return _LETTERS.findall(sample)


def _is_plain_english(words: list[str]) -> bool:
    small = [word for word in map(str.lower, words) if word in _ENGLISH]
    return len(words) >= _ENGLISH_WORDS and len(small) >= _ENGLISH_SHARE * len(words) and len(set(small)) >= 5


@lru_cache(maxsize=64)
def _classify(sample: str) -> str:
    return _detector().language_of(sample.lower())


@loaded_once
def _detector() -> Detector:
    from claims.extraction.language_detector import Detector

    return Detector()
