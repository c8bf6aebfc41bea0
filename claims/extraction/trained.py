"""The shipped check-worthiness scorer: a fine-tuned MiniLM and a linear model over words and signals.

Their logits are mixed and calibrated with the numbers in `pins`, which the training
script writes together with the weights. See model/MODEL_CARD.md.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from claims.extraction import pins
from claims.extraction.encoder import MODEL_DIR, batches, session, verified
from claims.extraction.lexical import lexical_features
from claims.extraction.signals import signals
from claims.extraction.types import Score


class ModelScorer:
    """The shipped scorer; its weights are loaded by the first call and kept for the process."""

    version = pins.CHECKWORTHINESS_VERSION

    def score(self, sentences: Sequence[str]) -> list[Score]:
        """One score a sentence, in the same order; an empty sentence scores 0."""
        logits = self.logits(sentences)
        chances = 1 / (1 + np.exp(-(pins.SLOPE * logits + pins.INTERCEPT)))
        return [
            self._score(sentence, float(chance)) if sentence.strip() else Score(0.0, False)
            for sentence, chance in zip(sentences, chances, strict=True)
        ]

    def logits(self, sentences: Sequence[str]) -> NDArray[np.float64]:
        """The two models' logits, mixed as in training and not calibrated yet."""
        mixed: NDArray[np.float64] = np.zeros(len(sentences))
        network, (weights, intercept) = _network(), _linear()
        for places, inputs in batches(sentences):
            found: Any = network.run(None, inputs)[0]
            mixed[places] = (1 - pins.LINEAR_SHARE) * np.asarray(found, dtype=np.float64).reshape(-1)
        for place, sentence in enumerate(sentences):
            columns, values = lexical_features(sentence)
            mixed[place] += pins.LINEAR_SHARE * (float(weights[columns] @ np.asarray(values)) + intercept)
        return mixed

    def _score(self, sentence: str, chance: float) -> Score:
        return Score(round(chance, 4), chance >= pins.THRESHOLD, signals(sentence))


@lru_cache(maxsize=1)
def _network() -> onnxruntime.InferenceSession:
    return session(verified(MODEL_DIR / "checkworthiness.onnx", pins.NETWORK_SHA256))


@lru_cache(maxsize=1)
def _linear() -> tuple[NDArray[np.float32], float]:
    """Weights by feature number, and the intercept, which is stored after them."""
    data = np.frombuffer(verified(MODEL_DIR / "lexical.f16", pins.LINEAR_SHA256), dtype="<f2").astype(np.float32)
    return data[:-1], float(data[-1])
