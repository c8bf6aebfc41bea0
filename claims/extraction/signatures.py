"""A quick look at which of many vectors lie near another, by the signs of their numbers.

The angle between two vectors shows in how many signs differ after a random rotation
(Charikar 2002). A signature takes 48 bytes where the vector takes 1,536, so that looking
through 200,000 of them costs about a millisecond.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from claims.extraction.encoder import DIMENSIONS, Vectors

_WORDS: Final = DIMENSIONS // 64


class Signatures:
    """The signatures of vectors in the order they were added; one 64-bit word of all of them lies together."""

    def __init__(self) -> None:
        self._words: NDArray[np.uint64] = np.zeros((_WORDS, 0), dtype=np.uint64)
        self._used = 0

    def extend(self, vectors: Vectors) -> None:
        """Append the signatures of more vectors, shape (rows, DIMENSIONS)."""
        needed = self._used + len(vectors)
        if needed > self._words.shape[1]:
            grown: NDArray[np.uint64] = np.zeros((_WORDS, max(needed, 2 * self._used)), dtype=np.uint64)
            grown[:, : self._used] = self._words[:, : self._used]
            self._words = grown
        self._words[:, self._used : needed] = _signatures(vectors).T
        self._used = needed

    def nearest(self, vector: Vectors, count: int) -> NDArray[np.intp]:
        """The places of the `count` vectors with the fewest signs unlike this one's, in no order."""
        (wanted,) = _signatures(vector[None, :])
        unlike: NDArray[np.float32] = np.zeros(self._used, dtype=np.float32)
        for word, sought in zip(self._words[:, : self._used], wanted, strict=True):
            unlike += np.bitwise_count(word ^ sought)
        if count >= self._used:
            return np.arange(self._used)
        return np.argpartition(unlike, count)[:count]


def _signatures(vectors: Vectors) -> NDArray[np.uint64]:
    """Shape (rows, _WORDS)."""
    packed = np.packbits(vectors @ _rotation() > 0, axis=1)
    return np.ascontiguousarray(packed).view(np.uint64)


@lru_cache(maxsize=1)
def _rotation() -> Vectors:
    """A fixed random rotation."""
    square = np.random.default_rng(7).standard_normal((DIMENSIONS, DIMENSIONS))
    return np.ascontiguousarray(np.linalg.qr(square)[0], dtype=np.float32)
