"""The shipped check-worthiness scorer: a fine-tuned MiniLM and a linear model over words and signals.

Their logits are mixed, then calibrated for news or for debates, with the numbers in `pins`,
which the training script writes together with the weights. See model/MODEL_CARD.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from claims.extraction import pins
from claims.extraction.calibration import Calibration
from claims.extraction.encoder import LONGEST_READ, MODEL_DIR, model_inputs, session, verified
from claims.extraction.lexical import lexical_features
from claims.extraction.lifts import lifted
from claims.extraction.loaded_once import loaded_once
from claims.extraction.signals import signals
from claims.extraction.types import Score

if TYPE_CHECKING:
    import onnxruntime


# Chosen on every other CheckThat! 2019 debate: .236 to .239 MAP; on the others .259 to .275.
_CONTEXT_SHARE = 0.3
# On the same halves: .239 to .243, and .275 unchanged.
_ASKING = 1.0
_ASKS = re.compile(
    r"\b(?:moderator|interviewer|host|audience|questions?|questioner|announcer|operator|unidentified|presenter|anchor)\b",
    re.IGNORECASE,
)


class ModelScorer:
    """The shipped scorer; its weights are loaded by the first call and kept for the process."""

    version = pins.CHECKWORTHINESS_VERSION

    def __init__(self, calibration: Calibration = pins.NEWS) -> None:
        self._calibration = calibration

    def score(
        self, sentences: Sequence[str], contexts: Sequence[str] = (), speakers: Sequence[str] = ()
    ) -> list[Score]:
        """One score a sentence, in the same order; an empty sentence scores 0.

        With `contexts`, one for each sentence, what was said just before has its part in the score; with
        `speakers`, whoever only asks or announces ranks lower.
        """
        logits = self.logits(sentences)
        if any(contexts):
            logits = _in_context(logits, self.logits, sentences, contexts)
        if any(speakers):
            logits = logits - [_ASKING if _ASKS.search(speaker) else 0.0 for speaker in speakers]
        chances = self._calibration.probabilities(logits)
        return [
            self._score(sentence, float(chance)) if sentence.strip() else Score(0.0, False)
            for sentence, chance in zip(sentences, chances, strict=True)
        ]

    def logits(self, sentences: Sequence[str]) -> NDArray[np.float64]:
        """The two models' logits, mixed as in training, with their lifts, not calibrated yet."""
        mixed = mixed_logits(_network(), _linear(), sentences, share=pins.LINEAR_SHARE, codes=pins.SIGNAL_CODES)
        return np.array([lifted(sentence, float(logit)) for sentence, logit in zip(sentences, mixed, strict=True)])

    def _score(self, sentence: str, chance: float) -> Score:
        return Score(round(chance, 4), chance >= self._calibration.threshold, signals(sentence[:LONGEST_READ]))


def _in_context(
    alone: NDArray[np.float64],
    logits: Callable[[Sequence[str]], NDArray[np.float64]],
    sentences: Sequence[str],
    contexts: Sequence[str],
) -> NDArray[np.float64]:
    """The logits of sentences, mixed with those of the same sentences after what stands before them."""
    places = [place for place, context in enumerate(contexts) if context.strip() and sentences[place].strip()]
    mixed = alone.copy()
    together = logits([f"{contexts[place]} {sentences[place]}" for place in places])
    mixed[places] = (1 - _CONTEXT_SHARE) * alone[places] + _CONTEXT_SHARE * together
    return mixed


def mixed_logits(
    network: onnxruntime.InferenceSession,
    linear: NDArray[np.float32],
    sentences: Sequence[str],
    *,
    share: float,
    codes: Sequence[str],
) -> NDArray[np.float64]:
    """One logit a sentence: `share` of it from the linear model, which knows the signals of these `codes`."""
    mixed: NDArray[np.float64] = np.zeros(len(sentences))
    for place, (sentence, inputs) in enumerate(zip(sentences, model_inputs(sentences), strict=True)):
        found: Any = network.run(None, inputs)[0]
        columns, values = lexical_features(sentence[:LONGEST_READ], codes)
        words = float(linear[columns] @ np.asarray(values)) + float(linear[-1])
        mixed[place] = (1 - share) * float(np.asarray(found).reshape(-1)[0]) + share * words
    return mixed


def linear_model(data: bytes) -> NDArray[np.float32]:
    """Weights by feature number, and after them the intercept, from the bytes of a `lexical.f16` file."""
    return np.frombuffer(data, dtype="<f2").astype(np.float32)


@loaded_once
def _network() -> onnxruntime.InferenceSession:
    return session(MODEL_DIR / "checkworthiness.onnx", pins.NETWORK_SHA256)


@loaded_once
def _linear() -> NDArray[np.float32]:
    return linear_model(verified(MODEL_DIR / "lexical.f16", pins.LINEAR_SHA256))
