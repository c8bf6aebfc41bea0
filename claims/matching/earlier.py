"""The index of a process: read from the rows once, then kept up to date with what was indexed since.

Answers depend on the rows alone, not on the database, the order of writing or what the process saw before.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import batched
from threading import RLock
from typing import Final

from django.utils import timezone
from rapidfuzz import fuzz

from claims.extraction.across import AcrossIndex
from claims.extraction.matching import Earlier, MatchIndex, Query
from claims.extraction.matching import Match as Near
from claims.matching.enums import MatchBand
from claims.matching.material import BLANK, words_only_because
from claims.matching.models import MatchIndexEntry

MAX_KNOWN: Final = 250_000
"""So many of the newest rows are held, about 2 kB of memory each, and 1/2 kB more where languages are compared."""
BATCH: Final = 1_000
# Another worker's row may carry an earlier time than one that was read already: its clock, or a slow commit.
OVERLAP: Final = timedelta(minutes=2)
LOOKED_AT: Final = 40
# What is much less alike than the best, or hardly at all, is noise to whoever has to decide.
NEARLY: Final = 0.12
LEAST: Final = 0.5
# Likeness of two sentences by rapidfuzz's token_sort_ratio; used only where there are no vectors.
LIKELY_WORDS: Final = 0.85
POSSIBLE_WORDS: Final = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """Something like what was asked for: its key in the index, how alike (0 to 1), the band, and whether the two are in
    different languages."""

    key: str
    score: float
    band: MatchBand
    is_across: bool = False

    @property
    def rank(self) -> tuple[float, str, int]:
        """Best first; of equals the desk's own claims before outside checks, the earlier before the later."""
        return (-self.score, self.key[0], int(self.key[1:]))


class EarlierChecks:
    """Everything that can be matched, in memory. One process holds one; its threads take turns."""

    def __init__(self) -> None:
        self._turn = RLock()
        self._index, self._across = MatchIndex(), AcrossIndex()
        self._spoken: dict[str, str] = {}
        self._known: dict[int, str] = {}
        # A key's row, which is another one once the row was made anew.
        self._rows: dict[str, int] = {}
        self._statements: dict[str, str] = {}
        self._read_at: datetime | None = None
        self._added = 0

    def __len__(self) -> int:
        return len(self._known)

    def refresh(self) -> None:
        """Take in what was indexed, changed or removed since the last time: two queries where nothing was."""
        with self._turn:
            self._refresh()

    def _refresh(self) -> None:
        if self._added > 2 * len(self._known) + BATCH:
            # Mostly of what is no longer there: read anew it is smaller and faster.
            self._index, self._across, self._spoken = MatchIndex(), AcrossIndex(), {}
            self._known, self._rows, self._statements = {}, {}, {}
            self._read_at, self._added = None, 0
        now = timezone.now()
        ready = MatchIndexEntry.objects.filter(indexed_at__isnull=False)
        news = ready if self._read_at is None else ready.filter(indexed_at__gte=self._read_at - OVERLAP)
        marks = news.order_by("-pk").values_list("pk", "content_hash")[:MAX_KNOWN]
        self._take_in(sorted(pk for pk, mark in marks if self._known.get(pk) != mark))
        if ready.count() < len(self._known) or len(self._known) > MAX_KNOWN:
            self._drop(set(ready.order_by("-pk").values_list("pk", flat=True)[:MAX_KNOWN]))
        self._read_at = now

    @property
    def languages(self) -> set[str]:
        """The languages of what is held, by two letters; empty for what nobody said and its words do not tell."""
        return set(self._spoken.values())

    def nearest(self, queries: Sequence[Query], *, top: int, below: Sequence[int] = ()) -> list[list[Found]]:
        """For each query the best `top` of those about as alike as the best of their kind, best first.

        With `below`, a number for each query, of the claims only those with a smaller number.
        """
        limits = below or [sys.maxsize] * len(queries)
        return [
            _best([found for found in group if found.key[0] != "c" or int(found.key[1:]) < limit])[:top]
            for group, limit in zip(self.alike(queries), limits, strict=True)
        ]

    def alike(self, queries: Sequence[Query]) -> list[list[Found]]:
        """For each query everything that is alike at all, best first, forty at most. They carry their vectors."""
        # A search walks arrays that another thread's refresh makes longer.
        with self._turn:
            own = self._index.search_all(queries, top=LOOKED_AT)
            foreign = self._across.search_all(queries, top=LOOKED_AT)
            return [
                _better([*filter(None, map(self._judge(query), near)), *filter(None, map(_by_shared_meaning, far))])
                for query, near, far in zip(queries, own, foreign, strict=True)
            ]

    def _judge(self, query: Query) -> Callable[[Near], Found | None]:
        if query.vector[: len(BLANK)] != BLANK:
            return _by_meaning
        return lambda near: _alike_in_words(near, query.text, self._statements.get(near.id, ""))

    def _take_in(self, pks: Sequence[int]) -> None:
        for some in batched(pks, BATCH):
            rows = MatchIndexEntry.objects.filter(pk__in=some).order_by("pk")
            fresh = []
            for row in rows:
                own, shared = bytes(row.vectors), bytes(row.across_vectors)
                fresh.append(Earlier(row.key, row.statement, row.title, row.text, own, row.language, shared))
                self._across.add(fresh[-1])
                self._spoken[row.key] = row.language
                self._known[row.pk], self._rows[row.key] = row.content_hash, row.pk
                if words_only_because():
                    self._statements[row.key] = row.statement
            self._index.add_all(fresh)
            self._added += len(fresh)

    def _drop(self, kept: Iterable[int]) -> None:
        gone = set(self._known) - set(kept)
        for pk in gone:
            del self._known[pk]
        for key in [key for key, pk in self._rows.items() if pk in gone]:
            del self._rows[key]
            self._index.remove(key)
            self._across.remove(key)
            self._spoken.pop(key, None)
            self._statements.pop(key, None)


@lru_cache(maxsize=1)
def earlier_checks() -> EarlierChecks:
    """This process's index, empty until it is first refreshed."""
    return EarlierChecks()


def _best(fits: Sequence[Found]) -> list[Found]:
    # Scores of two encoders are measured each against its own.
    best: dict[tuple[str, bool], float] = {}
    for found in fits:
        kind = found.key[0], found.is_across
        best[kind] = max(best.get(kind, 0.0), found.score)
    return [found for found in fits if found.score >= max(best[found.key[0], found.is_across] - NEARLY, LEAST)]


def _better(fits: Iterable[Found]) -> list[Found]:
    """The better of two answers on one row, best first."""
    kept: dict[str, Found] = {}
    for found in fits:
        if found.key not in kept or found.score > kept[found.key].score:
            kept[found.key] = found
    return sorted(kept.values(), key=lambda found: found.rank)


def _by_meaning(near: Near) -> Found | None:
    return None if near.band == "none" else Found(near.id, near.score, MatchBand(near.band))


def _by_shared_meaning(near: Near) -> Found | None:
    found = _by_meaning(near)
    return None if found is None else replace(found, is_across=True)


def _alike_in_words(near: Near, text: str, statement: str) -> Found | None:
    score = round(fuzz.token_sort_ratio(text.lower(), statement.lower()) / 100, 4)
    if score < POSSIBLE_WORDS:
        return None
    return Found(near.id, score, MatchBand.LIKELY if score >= LIKELY_WORDS else MatchBand.POSSIBLE)
