"""The languages whose sentences are cut, attributed and ranked by tables: one module each.

To add one, write its table as the others stand and name its module in `CODES`.
"""

import re
from collections import Counter
from functools import cache
from importlib import import_module
from typing import Final

from claims.extraction.languages.table import LanguageTable

CODES: Final = ("es", "fr", "de", "pt", "it", "nl", "ar", "hi")

_SAMPLE: Final = 4_000
# So many of the words at least are function words of the language, and more than of any other.
_SHARE: Final = 0.12
_ENGLISH: Final = frozenset(
    "the of and to in that is was for it with as his on be at by had not are but from have they which were he she we you this i".split()
)
LETTER: Final = r"[\w\u0900-\u0963\u0966-\u097f\u064b-\u0652]"
"""A letter of any script with the marks that hang on it."""
_WORDS: Final = re.compile(rf"{LETTER}+")
_SCRIPTS: Final = {
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
}


@cache
def table_of(code: str) -> LanguageTable | None:
    """The table of a language by its ISO 639-1 code, or None where there is none."""
    if code not in CODES:
        return None
    table: LanguageTable = import_module(f"claims.extraction.languages.{code}").TABLE
    return table


def guess(text: str) -> str:
    """The language that a text's small words or its script tell at a glance; "en" where they tell none."""
    sample = text[:_SAMPLE]
    words = Counter(word.lower() for word in _WORDS.findall(sample))
    if not sample.isascii():
        for code, script in _SCRIPTS.items():
            found = len(script.findall(sample))
            if 2 * found > len(sample.replace(" ", "")):
                return code
    english = _times(words, _ENGLISH)
    share = _SHARE * words.total()
    if english >= share:
        return "en"
    counts = {code: _times(words, small) for code, small in _small().items()}
    best = max(counts, key=lambda code: counts[code])
    # One word again and again is a name or a song: "La La Land".
    several = len(_small()[best].intersection(words)) >= 2
    return best if several and counts[best] >= share and counts[best] > english else "en"


def _times(words: Counter[str], small: frozenset[str]) -> int:
    return sum(words[word] for word in small.intersection(words))


@cache
def _small() -> dict[str, frozenset[str]]:
    tables = [table for table in map(table_of, CODES) if table is not None]
    return {table.code: frozenset(table.small.split()) for table in tables}
