"""The words of what is published, in the memory of one process: which checks a sentence reads like.

Compared by words alone, so that a web server may ask. A change of what readers see is a new publication with a higher
number, so only those are read that came since the last time.
"""

import math
import sys
from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import RLock
from typing import Any, Final

from django.db.models import Count, Max

from claims.searching.words import words_of
from claims.verdicts.models import Publication

MOST_HELD: Final = 100_000
"""So many of the newest checks are held, about 2 kB of memory each."""
FEWEST_SHARED: Final = 3
"""Sentences that share fewer words than this say nothing of each other."""
STEM: Final = 7
"""Words count as one where they begin alike for so many letters: a plural, an ending."""
# A word in more texts than this share of them tells nothing and costs the most.
_COMMON: Final = 0.1
_COMMON_FROM: Final = 200
# The small words of English; those of other languages are told by how common they are.
_SMALL: Final = frozenset(
    "a an and are as at be been by for from had has have he her his in is it its not of on or she since so than that "
    "the their there they this to was were which will with".split()
)


@dataclass(frozen=True, slots=True)
class Alike:
    """A publication, and how much of its claim or of its short answer a sentence says, by weight of words (0 to 1)."""

    publication: int
    share: float


class PublishedWords:
    """An index of the claims and short answers of current checks. Threads take turns."""

    _newest: int
    _rows: int

    def __init__(self) -> None:
        self._turn = RLock()
        self._empty()

    def __len__(self) -> int:
        return len(self._publication_of)

    def refresh(self) -> None:
        """Take in what was published since the last time: one query where nothing was."""
        with self._turn:
            now = Publication.objects.aggregate(newest=Max("pk"), rows=Count("pk"))
            newest, rows = now["newest"] or 0, now["rows"]
            # Fewer rows than before: another database. Mostly of what was replaced: read anew it is smaller.
            if newest < self._newest or rows < self._rows or len(self._words) > 6 * len(self) + 1_000:
                self._empty()
            if rows > self._rows:
                self._take_in()
            self._newest, self._rows = newest, rows

    def alike(self, sentence: str, *, least: float) -> list[Alike]:
        """The current checks of which the sentence says at least this share, those it says most of first."""
        best: dict[int, float] = {}
        with self._turn:
            for text, words in self._sharing(stems_of(sentence)).items():
                publication = self._owners[text]
                if len(words) < FEWEST_SHARED or publication not in self._current:
                    continue
                share = self._weight_of(words) / self._weight_of(self._words[text])
                best[publication] = max(share, best.get(publication, 0.0))
        found = [Alike(publication, round(share, 4)) for publication, share in best.items() if share >= least]
        return sorted(found, key=lambda one: (-one.share, one.publication))

    def _empty(self) -> None:
        self._texts: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        """By word, the numbers of the texts that have it."""
        self._words: list[tuple[str, ...]] = []
        """By text, its words."""
        self._owners: array[int] = array("q")
        """By text, its publication."""
        self._publication_of: dict[int, int] = {}
        """By claim, its current publication."""
        self._current: set[int] = set()
        self._newest, self._rows = 0, 0

    def _sharing(self, words: set[str]) -> dict[int, list[str]]:
        """The texts that share a word worth asking for, with the words they share."""
        shared: defaultdict[int, list[str]] = defaultdict(list)
        for word in words:
            if self._tells(word):
                for text in self._texts.get(word, ()):
                    shared[text].append(word)
        return shared

    def _tells(self, word: str) -> bool:
        return len(self._texts.get(word, ())) <= max(_COMMON * len(self._words), _COMMON_FROM)

    def _weight_of(self, words: tuple[str, ...] | list[str]) -> float:
        """What these words tell together: the rarer, the more (the inverse document frequency of BM25)."""
        texts = len(self._words)
        return sum(math.log(1 + (texts + 1) / (len(self._texts[word]) + 0.5)) for word in words if self._tells(word))

    def _take_in(self) -> None:
        fresh = Publication.objects.filter(pk__gt=self._newest).order_by("-pk")
        rows = list(fresh.values_list("pk", "claim_id", "listed", "card")[:MOST_HELD])
        for publication, claim, listed, card in reversed(rows):
            self._current.discard(self._publication_of.pop(claim, 0))
            if listed:
                self._publication_of[claim] = publication
                self._current.add(publication)
                for text in texts_of(card):
                    self._add(publication, text)

    def _add(self, publication: int, text: str) -> None:
        words = tuple(map(sys.intern, stems_of(text)))
        for word in words:
            self._texts[word].append(len(self._words))
        self._words.append(words)
        self._owners.append(publication)


@lru_cache(maxsize=1)
def published_words() -> PublishedWords:
    """This process's index, empty until it is first refreshed."""
    return PublishedWords()


def texts_of(card: Mapping[str, Any]) -> list[str]:
    """What of a check is compared: the claim, and the short answer to it."""
    return [text for text in (card["statement"], card.get("summary", "")) if text]


def stems_of(text: str) -> set[str]:
    """The beginnings of a text's words, without figures and small words."""
    return {word[:STEM] for word in words_of(text) if word not in _SMALL and not word[0].isdigit()}
