"""Stage 2: how worth checking a sentence is, as a probability, and why.

`Scorer` is what the pipeline needs of a scorer; `SignalScorer` reads the signals alone
and serves languages that the model was not trained on.
"""

import math
from collections.abc import Sequence
from typing import Final, Protocol

from claims.extraction.signals import signals
from claims.extraction.types import Score

THRESHOLD: Final = 0.5
# A sentence needs this many words to state anything.
_FULL_LENGTH = 8


class Scorer(Protocol):
    """Gives each sentence a probability of being worth a check."""

    version: str

    def score(self, sentences: Sequence[str]) -> list[Score]:
        """One score a sentence, in the same order."""
        ...


class SignalScorer:
    """Scores from the signals alone: no model, any language, coarse."""

    version = "signals 1.0"

    def score(self, sentences: Sequence[str]) -> list[Score]:
        """One score a sentence, in the same order."""
        return [self._score(sentence) for sentence in sentences]

    def _score(self, sentence: str) -> Score:
        reasons = signals(sentence)
        words = len(sentence.split())
        short = max(0, _FULL_LENGTH - words) * 0.35
        total = sum(reason.weight for reason in reasons) - 1.0 - short
        probability = round(1 / (1 + math.exp(-total)), 4)
        return Score(probability, probability >= THRESHOLD, reasons)
