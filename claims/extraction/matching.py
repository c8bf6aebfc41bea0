"""Stage 4: is it something already checked?

Word overlap (BM25, Robertson and Zaragoza 2009, k1 1.2, b 0.75) and meaning (cosine of
sentence vectors) are fused. The index lives in memory, takes claims one by one, and
gives its vectors as bytes so that a caller may keep them in a table.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from claims.extraction.encoder import DIMENSIONS, ENCODER_VERSION, embed

Band = Literal["likely", "possible", "none"]
VECTOR_VERSION: Final = ENCODER_VERSION

_K1 = 1.2
_B = 0.75
_LIKELY = 0.72
_POSSIBLE = 0.52
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_STOP = frozenset(
    "a an and are as at be been but by for from had has have he her his i if in into is it its me my of on or our she so "
    "that the their them there they this to was we were what which who will with you your".split()
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A claim that was checked before. `vector` is what `vector_bytes` gave for it, or empty to have it made."""

    id: str
    claim: str
    title: str = ""
    text: str = ""
    vector: bytes = b""


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence to look up, with its speaker and the sentences before it where known."""

    text: str
    speaker: str = ""
    context: str = ""
    vector: bytes = b""


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier claim, how alike it is (0 to 1) and the band a person acts on."""

    id: str
    score: float
    band: Band


def earlier_text(row: Earlier) -> str:
    """What of an earlier claim is turned into its vector."""
    return f"{row.claim} {row.title}".strip()


def vector_bytes(texts: Sequence[str]) -> list[bytes]:
    """Vectors of texts as float16 bytes (768 each) to be stored with their claims; loads the model."""
    return [vector.astype(np.float16).tobytes() for vector in embed(texts)]


class MatchIndex:
    """Earlier claims to search. Adding and removing are cheap; nothing is shared between processes."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._place: dict[str, int] = {}
        self._alive: list[bool] = []
        self._lengths: list[int] = []
        self._postings: dict[str, tuple[list[int], list[int]]] = {}
        self._vectors: NDArray[np.float32] = np.zeros((0, DIMENSIONS), dtype=np.float32)

    @classmethod
    def build(cls, rows: Iterable[Earlier]) -> "MatchIndex":
        """An index of all rows; of rows with one id the last counts."""
        index = cls()
        index.add_all(list(rows))
        return index

    def __len__(self) -> int:
        return len(self._place)

    def add(self, row: Earlier) -> None:
        """Add a claim, or replace the one with its id."""
        self.add_all([row])

    def add_all(self, rows: Sequence[Earlier]) -> None:
        """Add many claims at once."""
        latest = {row.id: row for row in rows}
        rows = list(latest.values())
        vectors = _vectors([row.vector for row in rows], [earlier_text(row) for row in rows])
        for row in rows:
            self.remove(row.id)
        first = len(self._ids)
        self._reserve(first + len(rows))
        self._vectors[first : first + len(rows)] = vectors
        for place, row in enumerate(rows, start=first):
            words = Counter(_words(f"{row.claim} {row.title} {row.text}"))
            self._ids.append(row.id)
            self._place[row.id] = place
            self._alive.append(True)
            self._lengths.append(sum(words.values()))
            for word, count in words.items():
                places, counts = self._postings.setdefault(word, ([], []))
                places.append(place)
                counts.append(count)

    def remove(self, row_id: str) -> None:
        """Forget a claim; an unknown id is no error."""
        place = self._place.pop(row_id, None)
        if place is not None:
            self._alive[place] = False
            self._vectors[place] = 0.0

    def search(self, query: Query | str, top: int = 5) -> list[Match]:
        """The `top` earlier claims most like the query, best first."""
        query = Query(query) if isinstance(query, str) else query
        if not self._place or top < 1:
            return []
        size = len(self._ids)
        vector = _vectors([query.vector], [query.text])[0]
        cosine = np.clip(self._vectors[:size] @ vector, 0.0, 1.0)
        overlap = self._overlap(query)
        fused = 0.5 * cosine + 0.5 * overlap / max(float(overlap.max()), 1e-9)
        fused[~np.asarray(self._alive, dtype=bool)] = -1.0
        count = min(top, len(self._place))
        best = np.argpartition(-fused, count - 1)[:count]
        ranked = sorted((int(place) for place in best), key=lambda place: (-fused[place], place))
        return [self._match(place, float(cosine[place]), float(fused[place])) for place in ranked]

    def _match(self, place: int, cosine: float, fused: float) -> Match:
        score = round(min(1.0, 0.8 * cosine + 0.2 * fused), 4)
        band: Band = "likely" if score >= _LIKELY else "possible" if score >= _POSSIBLE else "none"
        return Match(self._ids[place], score, band)

    def _overlap(self, query: Query) -> NDArray[np.float32]:
        """BM25 of every claim."""
        scores: NDArray[np.float32] = np.zeros(len(self._ids), dtype=np.float32)
        lengths = np.asarray(self._lengths, dtype=np.float32)
        norm = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1.0))
        for word in set(_words(query.text)):
            posting = self._postings.get(word)
            if posting is None:
                continue
            places = np.asarray(posting[0], dtype=np.int64)
            counts = np.asarray(posting[1], dtype=np.float32)
            weight = math.log(1 + (len(self._ids) - len(places) + 0.5) / (len(places) + 0.5))
            scores[places] += weight * counts * (_K1 + 1) / (counts + norm[places])
        return scores

    def _reserve(self, size: int) -> None:
        if size > len(self._vectors):
            grown: NDArray[np.float32] = np.zeros((max(size, 2 * len(self._vectors)), DIMENSIONS), dtype=np.float32)
            grown[: len(self._vectors)] = self._vectors
            self._vectors = grown


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _STOP]


def _vectors(stored: Sequence[bytes], texts: Sequence[str]) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    missing = [place for place, data in enumerate(stored) if len(data) != 2 * DIMENSIONS]
    for place, data in enumerate(stored):
        if len(data) == 2 * DIMENSIONS:
            vectors[place] = np.frombuffer(data, dtype=np.float16)
    if missing:
        vectors[missing] = embed([texts[place] for place in missing])
    return vectors
