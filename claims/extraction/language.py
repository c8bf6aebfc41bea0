"""Which language a text is in."""

import re
from functools import lru_cache

import py3langid

_SAMPLE = 3_000
# Plain English is told by its small words alone, so that an English desk never loads the
# detector, which takes 70 MB. No other language uses this many of them.
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
    third = len(text) // 3
    sample = text if len(text) <= 3 * _SAMPLE else " ".join(text[i * third : i * third + _SAMPLE] for i in range(3))
    words = _LETTERS.findall(sample)
    if len("".join(words)) < 20:
        return "und"
    small = [word.lower() for word in words if word.lower() in _ENGLISH]
    if len(words) >= _ENGLISH_WORDS and len(small) >= _ENGLISH_SHARE * len(words) and len(set(small)) >= 5:
        return "en"
    return _classify(" ".join(words))


@lru_cache(maxsize=64)
def _classify(sample: str) -> str:
    return str(py3langid.classify(sample.lower())[0])
