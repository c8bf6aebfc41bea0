"""The words of a text, as the indexes keep them."""

import re
import unicodedata
from typing import Final

MARKS: Final = r"\u0300-\u036f"
"""The marks over letters, for a character class."""

MOST_ASKED: Final = 12
"""So many words of a question are looked for; the rest is passed over."""


def words_of(text: str) -> list[str]:
    """The words in lower case and without the marks over letters."""
    plain = re.sub(f"[{MARKS}]", "", unicodedata.normalize("NFD", text))
    return re.findall(r"\w+", "".join(map(_folded, unicodedata.normalize("NFC", plain))))


def _folded(letter: str) -> str:
    """The letter in lower case, ß as ss; others that would fold to several stay one, as they do in both indexes."""
    folded = letter.casefold()
    return folded if len(folded) == 1 or folded == "ss" else letter.lower()
