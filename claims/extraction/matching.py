"""Stage 4: is it something already checked?

Word overlap (BM25, Robertson and Zaragoza 2009) and meaning (cosine of sentence
vectors) are added. The index lives in memory, takes claims one by one, and gives its
vectors as bytes so that a caller may keep them in a table.
"""

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, batched
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from claims.extraction.encoder import DIMENSIONS, ENCODER_VERSION, embed
from claims.extraction.signatures import Signatures

Band = Literal["likely", "possible", "none"]
VECTOR_VERSION: Final = ENCODER_VERSION

_K1 = 1.2
_B = 0.75
# Chosen on the train and dev queries of CheckThat! 2020-2; its test queries were left alone.
_OVERLAP_WEIGHT = 0.25
# What surrounds a sentence helps to tell what it is about, but is not what it says.
_CONTEXT_WEIGHT = 0.3
# Cosines at which, on those queries, nine in ten and six in ten first matches were right.
_LIKELY = 0.66
_POSSIBLE = 0.5
# A word in more than this share of a large index tells nothing and costs the most.
_COMMON = 0.08
_COMMON_FROM = 2_000
# From this size on a quick look at signatures and words picks the rows to compare in full.
_QUICK_LOOK_FROM = 40_000
_NEAR_KEPT = 4_000
_BY_WORDS_KEPT = 1_000
# So many queries share one pass over the vectors.
_QUERIES_AT_ONCE = 16
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_STOP = frozenset(
    "a an and are as at be been but by for from had has have he her his i if in into is it its me my of on or our she so "
    "that the their them there they this to was we were what which who will with you your".split()
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A claim that was checked before. `vector` is what `vector_bytes` gave for its
    `earlier_texts`, joined, or empty to have it made. Its language, by two letters, and the
    joined vectors of `multilingual` are for `across.AcrossIndex`, which finds it from other languages."""

    id: str
    claim: str
    title: str = ""
    text: str = ""
    vector: bytes = b""
    language: str = ""
    across: bytes = b""


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence to look up, with its speaker and the sentences before it where known; for `across.AcrossIndex` with
    its language and its vector of `multilingual`."""

    text: str
    speaker: str = ""
    context: str = ""
    vector: bytes = b""
    language: str = ""
    across: bytes = b""


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier claim, how alike it is (0 to 1) and the band a person acts on.

    `none` is a neighbour too far away to be shown as a match."""

    id: str
    score: float
    band: Band


def earlier_texts(row: Earlier) -> list[str]:
    """What of an earlier claim is turned into vectors: the claim, and the title where it has one."""
    return [row.claim, row.title] if row.title.strip() else [row.claim]


def vector_bytes(texts: Sequence[str]) -> list[bytes]:
    """Vectors of texts as float16 bytes (768 each) to be stored with their claims; loads the model."""
    return [vector.astype(np.float16).tobytes() for vector in embed(texts)]


def query_texts(query: Query) -> list[str]:
    """What of a query is turned into vectors: the sentence, and the sentence in its surroundings."""
    around = " ".join(part for part in (query.speaker, query.context, query.text) if part)
    return [query.text, around] if around != query.text else [query.text]


@dataclass(slots=True)
class _Postings:
    """Where a word stands: places in the index and how often."""

    places: "array[int]" = field(default_factory=lambda: array("i"))
    counts: "array[int]" = field(default_factory=lambda: array("i"))


class MatchIndex:
    """Earlier claims to search. Adding and removing are cheap; nothing is shared between processes."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._place: dict[str, int] = {}
        self._lengths: array[float] = array("f")
        # 1 for a place that holds a claim, 0 for one whose claim was removed.
        self._living: array[int] = array("b")
        self._numbers: list[frozenset[str]] = []
        self._postings: dict[str, _Postings] = {}
        self._vectors = _Rows(DIMENSIONS)
        self._signatures = Signatures()
        # The row of each claim's first vector; a title's vector follows it.
        self._firsts: array[int] = array("i")

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
        """Add many claims at once; vectors that are not given are made, which loads the model."""
        latest = list({row.id: row for row in rows}.values())
        vectors, sizes = _row_vectors(latest)
        for row in latest:
            self.remove(row.id)
        first = len(self._ids)
        for place, row in enumerate(latest, start=first):
            words = Counter(_words(f"{row.claim} {row.title} {row.text}"))
            self._ids.append(row.id)
            self._place[row.id] = place
            self._lengths.append(words.total())
            self._living.append(1)
            self._numbers.append(_numbers(row.claim))
            for word, count in words.items():
                postings = self._postings.setdefault(word, _Postings())
                postings.places.append(place)
                postings.counts.append(count)
        rows_before = len(self._vectors.rows)
        self._firsts.extend(rows_before + before for before in accumulate(sizes[:-1], initial=0) if sizes)
        self._vectors.extend(vectors)
        self._signatures.extend(vectors)

    def remove(self, row_id: str) -> None:
        """Forget a claim; an unknown id is no error."""
        place = self._place.pop(row_id, None)
        if place is not None:
            self._ids[place] = ""
            self._living[place] = 0
            self._lengths[place] = 0

    def search(self, query: Query | str, top: int = 5) -> list[Match]:
        """The `top` earlier claims most like the query, best first; equal ones in the order they were added."""
        query = Query(query) if isinstance(query, str) else query
        if not self._place or top < 1:
            return []
        overlap = self._overlap(query)
        return self._ranked(query, self._cosine(_query_vector(query), overlap), overlap, top)

    def search_all(self, queries: Sequence[Query], top: int = 5) -> list[list[Match]]:
        """The answers of `search` to many queries at once: in full, without a quick look, and for less each."""
        if not self._place or top < 1:
            return [[] for _ in queries]
        firsts = np.frombuffer(self._firsts, dtype=np.int32)
        found = []
        for block in batched(queries, _QUERIES_AT_ONCE):
            alike = np.stack([_query_vector(query) for query in block]) @ self._vectors.rows.T
            for query, row in zip(block, alike, strict=True):
                cosine: NDArray[np.float32] = np.maximum(np.maximum.reduceat(row, firsts), 0.0)
                found.append(self._ranked(query, cosine, self._overlap(query), top))
        return found

    def _ranked(self, query: Query, cosine: NDArray[np.float32], overlap: NDArray[np.float32], top: int) -> list[Match]:
        fused = cosine + _OVERLAP_WEIGHT * overlap / max(float(overlap.max()), 1e-9)
        wanted = min(top, len(self._place))
        # Removed claims are passed over here, so a few more are looked at.
        count = min(len(fused), wanted + len(self._ids) - len(self._place))
        best = np.argpartition(-fused, count - 1)[:count]
        ranked = sorted((int(place) for place in best), key=lambda place: (-fused[place], place))
        alive = [place for place in ranked if self._place.get(self._ids[place]) == place]
        numbers = _numbers(query.text)
        return [self._match(place, float(fused[place]), float(cosine[place]), numbers) for place in alive[:wanted]]

    def _match(self, place: int, fused: float, cosine: float, numbers: frozenset[str]) -> Match:
        score = round(min(1.0, max(0.0, fused / (1 + _OVERLAP_WEIGHT))), 4)
        # The same sentence about another figure is another claim.
        differs = bool(numbers and self._numbers[place] and not numbers & self._numbers[place])
        band: Band = "none" if cosine < _POSSIBLE else "possible" if cosine < _LIKELY or differs else "likely"
        return Match(self._ids[place], score, band)

    def _cosine(self, vector: NDArray[np.float32], overlap: NDArray[np.float32]) -> NDArray[np.float32]:
        """The better of claim and title for each claim; 0 for those that a quick look leaves out."""
        firsts = np.frombuffer(self._firsts, dtype=np.int32)
        if len(self._vectors.rows) < _QUICK_LOOK_FROM:
            best: NDArray[np.float32] = np.maximum.reduceat(self._vectors.rows @ vector, firsts)
            return np.maximum(best, 0.0)
        near = np.searchsorted(firsts, self._signatures.nearest(vector, _NEAR_KEPT), side="right") - 1
        by_words = np.argpartition(-overlap, min(_BY_WORDS_KEPT, len(overlap) - 1))[:_BY_WORDS_KEPT]
        places = np.unique(np.concatenate([near, by_words]))
        cosine: NDArray[np.float32] = np.zeros(len(firsts), dtype=np.float32)
        cosine[places] = self._vectors.rows[firsts[places]] @ vector
        # A claim's second vector, its title's, where it has one.
        following = np.minimum(places + 1, len(firsts) - 1)
        ends = np.where(places + 1 < len(firsts), firsts[following], len(self._vectors.rows))
        titled = places[ends - firsts[places] > 1]
        cosine[titled] = np.maximum(cosine[titled], self._vectors.rows[firsts[titled] + 1] @ vector)
        return np.maximum(cosine, 0.0)

    def _overlap(self, query: Query) -> NDArray[np.float32]:
        """BM25 of every claim, as if those removed had never been; the words around the sentence count for less."""
        scores: NDArray[np.float32] = np.zeros(len(self._ids), dtype=np.float32)
        lengths = np.frombuffer(self._lengths, dtype=np.float32)
        living = np.frombuffer(self._living, dtype=np.int8)
        claims = len(self._place)
        whole = claims == len(self._ids)
        mean = max(float(lengths.sum()) / claims, 1.0)
        weights = dict.fromkeys(_words(f"{query.speaker} {query.context}"), _CONTEXT_WEIGHT)
        weights.update(dict.fromkeys(_words(query.text), 1.0))
        for word, weight in weights.items():
            postings = self._postings.get(word)
            if postings is None:
                continue
            places = np.frombuffer(postings.places, dtype=np.int32)
            holders = len(places) if whole else int(living[places].sum())
            if holders > max(_COMMON_FROM, _COMMON * claims):
                continue
            counts = np.frombuffer(postings.counts, dtype=np.int32)
            rarity = math.log(1 + (claims - holders + 0.5) / (holders + 0.5))
            norm = _K1 * (1 - _B + _B * lengths[places] / mean)
            scores[places] += weight * rarity * counts * (_K1 + 1) / (counts + norm)
        return scores if whole else scores * living


class _Rows:
    """A matrix that grows by doubling."""

    def __init__(self, width: int) -> None:
        self._data: NDArray[np.float32] = np.zeros((0, width), dtype=np.float32)
        self._used = 0

    @property
    def rows(self) -> NDArray[np.float32]:
        """The rows so far."""
        return self._data[: self._used]

    def extend(self, rows: NDArray[np.float32]) -> None:
        """Append rows."""
        needed = self._used + len(rows)
        if needed > len(self._data):
            grown: NDArray[np.float32] = np.zeros((max(needed, 2 * self._used), self._data.shape[1]), dtype=np.float32)
            grown[: self._used] = self.rows
            self._data = grown
        self._data[self._used : needed] = rows
        self._used = needed


def _stem(word: str) -> str:
    """The word without a common English ending; crude, the same for claims and queries."""
    for ending, instead in (("ies", "y"), ("ing", ""), ("edly", ""), ("ed", ""), ("es", ""), ("s", ""), ("ly", "")):
        if len(word) > 4 and word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + instead
    return word


def _words(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP]


def _numbers(text: str) -> frozenset[str]:
    return frozenset(number.replace(",", "") for number in re.findall(r"\d+(?:[.,]\d+)*", text))


def _decoded(data: bytes) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = np.frombuffer(data, dtype=np.float16).reshape(-1, DIMENSIONS).astype(np.float32)
    return vectors


def _row_vectors(rows: Sequence[Earlier]) -> tuple[NDArray[np.float32], list[int]]:
    """All vectors of the rows in order, and how many each row has."""
    size = 2 * DIMENSIONS
    made: list[NDArray[np.float32] | None] = [
        _decoded(row.vector) if row.vector and len(row.vector) % size == 0 else None for row in rows
    ]
    texts = [text for row, vectors in zip(rows, made, strict=True) if vectors is None for text in earlier_texts(row)]
    fresh = embed(texts) if texts else np.zeros((0, DIMENSIONS), dtype=np.float32)
    taken = 0
    parts: list[NDArray[np.float32]] = []
    for row, vectors in zip(rows, made, strict=True):
        if vectors is None:
            vectors = fresh[taken : taken + len(earlier_texts(row))]
            taken += len(vectors)
        parts.append(vectors)
    empty: NDArray[np.float32] = np.zeros((0, DIMENSIONS), dtype=np.float32)
    return (np.concatenate(parts) if parts else empty), [len(part) for part in parts]


def _query_vector(query: Query) -> NDArray[np.float32]:
    vectors = _decoded(query.vector) if query.vector else embed(query_texts(query))
    vector: NDArray[np.float32] = vectors[0] if len(vectors) == 1 else vectors[0] + _CONTEXT_WEIGHT * vectors[1]
    unit: NDArray[np.float32] = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
    return unit
