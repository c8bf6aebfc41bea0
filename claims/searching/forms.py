"""The forms of an English word that mean the same to somebody who searches: road and roads, rise and rising.

Rules of spelling, no dictionary: a form that is no word finds nothing, and other languages keep what they had.
The plural rules are Harman's (“How effective is suffixing?”, 1991); British and American spelling find each other.
"""

from collections.abc import Iterator

SHORTEST = 4
VOWELS = "aeiou"
DOUBLED = "bdgmnprt"
SPELLINGS = (("our", "or"), ("ise", "ize"), ("isation", "ization"), ("tre", "ter"))


def forms_of(word: str) -> list[str]:
    """The word itself, then its other forms, each once; a short word, or one with a figure in it, has no others."""
    if len(word) < SHORTEST or not word.isalpha():
        return [word]
    bases = list(_bases(word))
    return list(dict.fromkeys([word, *bases, *(form for base in bases for form in _inflected(base))]))


def _bases(word: str) -> Iterator[str]:
    """What the word may be a form of, itself among it, in each spelling."""
    for base in dict.fromkeys([word, *_without_ending(word)]):
        if len(base) >= SHORTEST - 1:
            yield base
            yield from _respelt(base)


def _without_ending(word: str) -> Iterator[str]:
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    elif word.endswith("s") and word[-2] not in "aius":
        yield word[:-1]
        if word.endswith(("ses", "xes", "zes", "ches", "shes")):
            yield word[:-2]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST - 1 and any(vowel in stem for vowel in VOWELS):
            yield from (stem, f"{stem}e")
            if stem[-1] == stem[-2] and stem[-1] in DOUBLED:
                yield stem[:-1]


def _respelt(base: str) -> Iterator[str]:
    for british, american in SPELLINGS:
        for one, other in ((british, american), (american, british)):
            if base.endswith(one) and len(base) > len(one) + 2:
                yield base.removesuffix(one) + other


def _inflected(base: str) -> Iterator[str]:
    if base.endswith("y") and base[-2] not in VOWELS:
        yield f"{base[:-1]}ies"
    elif base.endswith(("s", "x", "z", "ch", "sh")):
        yield f"{base}es"
    else:
        yield f"{base}s"
    stem = base.removesuffix("e")
    yield from (f"{stem}ing", f"{stem}ed")
    if base[-1] in DOUBLED and base[-2] in VOWELS and base[-3] not in VOWELS:
        yield from (f"{base}{base[-1]}ing", f"{base}{base[-1]}ed")
