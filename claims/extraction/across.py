"""Earlier claims in other languages than a question's, found by the vectors of `multilingual`.

How alike two sentences are is judged by the margin: the cosine, and how far it stands above what else comes near. A
cosine alone says little, because in a large index something always comes near: the same .6 is a sure find among 300
claims, and among 10,000 half of the time a claim about something like it.
"""

import unicodedata
from array import array
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from claims.extraction.matching import Band, Earlier, Match, Query
from claims.extraction.multilingual import DIMENSIONS, READS

VECTOR_BYTES: Final = 2 * DIMENSIONS
# The tenth nearest stands for what comes near anyway. Where there are fewer, or none as near, the lower bound does;
# the upper one where a rumour was checked ten times over, so that its checks do not hide each other.
_BACKGROUND_PLACE: Final = 10
_BACKGROUND: Final = (0.3, 0.5)
# Of the cosine and its margin together, chosen on the questions in seven languages of tests/benchmarks/across_languages
# among 10,000 claims: at these, one question in 100 and one in seven that nothing answers is given an answer.
_LIKELY: Final = 0.85
_POSSIBLE: Final = 0.7
# The same words in both languages with nothing near them. A score of 1 is only that, and .5 is where possible begins.
_FULL: Final = 2 - _BACKGROUND[0]
_BETWEEN_DIGITS: Final = ".,'’\u066b\u066c\u00a0\u202f"
# So many rows are widened from a byte a number to whole precision at a time: 16 MB.
_ROWS_AT_ONCE: Final = 8_192
_LARGEST: Final = 127


class AcrossIndex:
    """Claims of all languages that the encoder reads. Adding and removing are cheap; about half a kB a vector."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._place: dict[str, int] = {}
        self._numbers: list[frozenset[str]] = []
        self._codes: dict[str, int] = {}
        # Of each vector the place of its claim and the number of its language, -1 once the claim was removed.
        self._owners: array[int] = array("i")
        self._spoken: array[int] = array("i")
        self._first: list[tuple[int, int]] = []
        # A vector is kept in steps of a 127th of its largest number, which moves a cosine by a few thousandths.
        self._vectors: NDArray[np.int8] = np.zeros((0, DIMENSIONS), dtype=np.int8)
        self._steps: array[float] = array("f")

    def __len__(self) -> int:
        return len(self._place)

    def add(self, row: Earlier) -> None:
        """Add a claim, or replace the one with its id; one without vectors or in a language not read is left out."""
        self.remove(row.id)
        if row.language not in READS or not row.across or len(row.across) % VECTOR_BYTES:
            return
        made = np.frombuffer(row.across, dtype=np.float16).reshape(-1, DIMENSIONS).astype(np.float32)
        steps = np.abs(made).max(axis=1) / _LARGEST
        if not steps.any():
            return
        place, before = len(self._ids), len(self._owners)
        self._ids.append(row.id)
        self._place[row.id] = place
        self._numbers.append(figures_of(row.claim))
        code = self._codes.setdefault(row.language, len(self._codes))
        self._first.append((before, before + len(made)))
        self._owners.extend([place] * len(made))
        self._spoken.extend([code] * len(made))
        if len(self._owners) > len(self._vectors):
            grown = np.zeros((max(len(self._owners), 2 * before, 64), DIMENSIONS), dtype=np.int8)
            grown[:before] = self._vectors[:before]
            self._vectors = grown
        self._vectors[before : before + len(made)] = np.rint(made / np.maximum(steps, 1e-9)[:, None])
        self._steps.extend(steps.tolist())

    def remove(self, row_id: str) -> None:
        """Forget a claim; an unknown id is no error."""
        place = self._place.pop(row_id, None)
        if place is not None:
            first, end = self._first[place]
            self._spoken[first:end] = array("i", [-1] * (end - first))

    def search_all(self, questions: Sequence[Query], top: int) -> list[list[Match]]:
        """For each question the `top` claims in other languages most like it, best first.

        None for a question without a vector or in a language not read. Equal ones stand in the order they were added.
        """
        found: list[list[Match]] = [[] for _ in questions]
        asked = [
            place
            for place, question in enumerate(questions)
            if question.language in READS and any(question.across[:VECTOR_BYTES])
        ]
        if not asked or not self._place:
            return found
        vectors = [np.frombuffer(questions[place].across[:VECTOR_BYTES], dtype=np.float16) for place in asked]
        cosines = self._cosines(np.stack(vectors).astype(np.float32))
        for place, row in zip(asked, cosines, strict=True):
            found[place] = self._ranked(questions[place], row, top)
        return found

    def _cosines(self, asked: NDArray[np.float32]) -> NDArray[np.float32]:
        cosines: NDArray[np.float32] = np.zeros((len(asked), len(self._owners)), dtype=np.float32)
        used = len(self._owners)
        for first in range(0, used, _ROWS_AT_ONCE):
            part = slice(first, min(first + _ROWS_AT_ONCE, used))
            cosines[:, part] = asked @ self._vectors[part].astype(np.float32).T
        return cosines * np.frombuffer(self._steps, dtype=np.float32)

    def _ranked(self, question: Query, cosines: NDArray[np.float32], top: int) -> list[Match]:
        spoken = np.frombuffer(self._spoken, dtype=np.int32)
        others = np.flatnonzero((spoken >= 0) & (spoken != self._codes.get(question.language, -1)))
        if not len(others):
            return []
        # A claim is as near as the nearer of its wording and its title.
        owners = np.frombuffer(self._owners, dtype=np.int32)[others]
        nearest: NDArray[np.float32] = np.full(len(self._ids), -1.0, dtype=np.float32)
        np.maximum.at(nearest, owners, cosines[others])
        count = min(len(nearest), max(top, _BACKGROUND_PLACE))
        best = np.argpartition(-nearest, count - 1)[:count]
        ranked = sorted((int(place) for place in best if nearest[place] > -1.0), key=lambda place: -nearest[place])
        tenth = float(nearest[ranked[_BACKGROUND_PLACE - 1]]) if len(ranked) >= _BACKGROUND_PLACE else 0.0
        background = min(max(tenth, _BACKGROUND[0]), _BACKGROUND[1])
        figures = figures_of(question.text)
        return [self._match(place, float(nearest[place]), background, figures) for place in ranked[:top]]

    def _match(self, place: int, cosine: float, background: float, figures: frozenset[str]) -> Match:
        strength = cosine + (cosine - background)
        known = self._numbers[place]
        # The same sentence about another figure is another claim.
        differs = bool(figures and known and not figures & known)
        band: Band = "none" if strength < _POSSIBLE else "possible" if strength < _LIKELY or differs else "likely"
        score = 0.5 + 0.5 * (strength - _POSSIBLE) / (_FULL - _POSSIBLE)
        return Match(self._ids[place], round(min(1.0, max(0.0, score)), 4), band)


def figures_of(text: str) -> frozenset[str]:
    """The figures in a text by their digits alone: 2,5 and 2.5 are one, and so are 1.000, 1,000 and ١٠٠٠."""
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in text)
    figures, digits, apart = set(), "", ""
    for sign in f"{plain} .":
        if sign.isdigit():
            digits, apart = digits + sign, ""
        elif digits and not apart and sign in _BETWEEN_DIGITS:
            apart = sign
        elif digits:
            figures.add(digits)
            digits, apart = "", ""
    return frozenset(figures)
