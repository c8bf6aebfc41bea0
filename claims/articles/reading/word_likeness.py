"""How much of a text is no writing in any language, as what a failed text recognition leaves."""

import re
import unicodedata
from typing import Final

_LATIN: Final = re.compile(r"[a-zà-öø-ÿāăąćčďđēėęěğģīįķļłńňőœřśşšťūůűųźżž]+", re.IGNORECASE)
_VOWELS: Final = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýāăąēėęěīįőœūůűų")
_CASES_MIXED: Final = re.compile(r"[a-zà-öø-ÿ][A-ZÀ-ÖØ-Þ]")
_FIGURE_INSIDE: Final = re.compile(r"[a-z]\d[a-z]")
_SEPARATORS: Final = frozenset("-–—|•·*&/§")
_FEWEST_WORDS: Final = 15
_MOST_SHORT: Final = 0.45


def garbled_share(text: str) -> float:
    """The share of a text's words, from 0 to 1, that are no word and no number of any script; 0 for a very short one.

    Words of one and two letters are common everywhere, and count where there are more of them than any language has.
    """
    whole = broken = short = 0
    for token in text.split():
        core = "".join(sign for sign in token if sign.isalnum() or sign in "'’-")
        if not core and set(token) <= _SEPARATORS:
            continue
        if _is_strange(token) or not core:
            broken += 1
        elif core.isdigit() or (len(core) >= 3 and (_is_number(core) or _is_word(core))):
            whole += 1
        elif len(core) < 3:
            short += 1
        else:
            broken += 1
    count = whole + broken + short
    return (broken + max(0, short - _MOST_SHORT * count)) / count if count >= _FEWEST_WORDS else 0.0


def _is_strange(token: str) -> bool:
    return any(sign == "\ufffd" or unicodedata.category(sign) in ("Co", "Cn") for sign in token)


def _is_number(core: str) -> bool:
    return sum(sign.isdigit() for sign in core) >= max(2, len(core) / 2)


def _is_word(core: str) -> bool:
    if _FIGURE_INSIDE.search(core):
        return False
    if not _LATIN.fullmatch(core):
        # Other scripts are not taken for noise, nor are compounds, addresses and names with marks inside.
        return len(core) >= 3 and sum(sign.isalpha() for sign in core) >= 0.6 * len(core)
    return (bool(_VOWELS & set(core.lower())) and not _CASES_MIXED.search(core[1:])) or (
        core.isupper() and len(core) <= 5
    )
