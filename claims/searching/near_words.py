"""What somebody may have meant who looks for a word that stands nowhere: the nearest spelling among the words that do.

Nearness is the number of letters that are added, left out, changed, or swapped with their neighbour (Damerau's four
errors of spelling, 1964): one for a word of up to seven letters, two for a longer one.
"""

# ruff: noqa: S608 - the statements are made of constants of the code

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from claims.searching.forms import forms_of
from claims.searching.index import SearchIndex
from claims.searching.words import MOST_ASKED, words_of

SHORTEST: Final = 4
LONG: Final = 8
MOST_WORDS: Final = 200_000
FRESH_SECONDS: Final = 600.0
"""So long a process goes by the words it has read: they are read in full, and change little by little."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of an index with the number of documents that hold each, and when they were read."""

    words: Counter[str]
    read_at: float


_read: dict[str, Vocabulary] = {}


def suggestion(text: str, *indexes: SearchIndex) -> str:
    """The text's words with those that stand in none of the indexes replaced by the nearest; empty where none is."""
    known: Counter[str] = Counter()
    for index in indexes:
        known.update(_words_in(index))
    asked = words_of(text)[:MOST_ASKED]
    meant = [word if _stands(word, known, is_begun=word is asked[-1]) else _nearest(word, known) for word in asked]
    return " ".join(meant) if all(meant) and meant != asked else ""


def forget() -> None:
    """Read the words anew when they are next asked for."""
    _read.clear()


def _stands(word: str, known: Counter[str], *, is_begun: bool) -> bool:
    """Whether a search for the word finds something, or the word is none that could be misspelt."""
    if len(word) < SHORTEST or not word.isalpha() or any(form in known for form in forms_of(word)):
        return True
    return is_begun and any(other.startswith(word) for other in known)


def _nearest(word: str, known: Counter[str]) -> str:
    """The nearest word, of equally near ones that which most documents hold; empty where none is near."""
    most = 1 if len(word) < LONG else 2
    near: Sequence[tuple[str, int, int]] = process.extract(
        word, known.keys(), scorer=OSA.distance, processor=None, score_cutoff=most, limit=20
    )
    ranked = sorted(near, key=lambda found: (found[1], found[0][0] != word[0], -known[found[0]], found[0]))
    return ranked[0][0] if ranked else ""


def _words_in(index: SearchIndex) -> Counter[str]:
    kept = _read.get(index.table)
    if kept is None or time.monotonic() - kept.read_at > FRESH_SECONDS:
        kept = _read[index.table] = Vocabulary(_read_words(index), time.monotonic())
    return kept.words


def _read_words(index: SearchIndex) -> Counter[str]:
    """All words of letters in the index; of very many, those that most documents hold."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            vocabulary = f"{index.table}_vocabulary"
            cursor.execute(f"CREATE VIRTUAL TABLE temp.{vocabulary} USING fts5vocab('main', '{index.table}', 'row')")
            try:
                cursor.execute(f"SELECT term, doc FROM temp.{vocabulary} ORDER BY doc DESC LIMIT {MOST_WORDS}")
                rows = cursor.fetchall()
            finally:
                cursor.execute(f"DROP TABLE temp.{vocabulary}")
        else:
            words = f"ts_stat('SELECT words FROM {index.table}')"
            cursor.execute(f"SELECT word, ndoc FROM {words} ORDER BY ndoc DESC LIMIT {MOST_WORDS}")
            rows = cursor.fetchall()
    return Counter({word: count for word, count in rows if len(word) >= SHORTEST and word.isalpha()})
