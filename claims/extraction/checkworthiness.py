"""Stage 2: how worth checking a sentence is, as a probability, and why.

`Scorer` is what the pipeline needs of a scorer. The shipped one is `trained.ModelScorer`;
those here need no model: `SignalScorer` for English on a small machine, `NeutralScorer`
for languages the model was not trained on.
"""

import math
from collections.abc import Sequence
from typing import Final, Protocol

from claims.extraction.signals import NEUTRAL_SIGNALS, SIGNALS, SignalRule, seen
from claims.extraction.types import Score

# A sentence needs this many words to state anything.
_FULL_LENGTH: Final = 8


class Scorer(Protocol):
    """Gives each sentence a probability of being worth a check."""

    version: str

    def score(self, sentences: Sequence[str]) -> list[Score]:
        """One score a sentence, in the same order."""
        ...


class SignalScorer:
    """Adds up the weights of the signals seen. Coarse."""

    version = "signals 1.0"
    _rules: tuple[SignalRule, ...] = SIGNALS

    def score(self, sentences: Sequence[str]) -> list[Score]:
        """One score a sentence, in the same order."""
        return [self._score(sentence) for sentence in sentences]

    def _score(self, sentence: str) -> Score:
        reasons = seen(self._rules, sentence)
        # Scripts without spaces have no words to count; a dozen characters stand for two.
        words = max(len(sentence.split()), len(sentence) // 12)
        short = max(0, _FULL_LENGTH - words) * 0.35
        total = sum(reason.weight for reason in reasons) - 1.0 - short
        chance = round(1 / (1 + math.exp(-total)), 4)
        return Score(chance, chance >= 0.5, reasons)


class NeutralScorer(SignalScorer):
    """Reads only what shows in any language: figures, sums, years, names, length."""

    version = "neutral signals 1.0"
    _rules = NEUTRAL_SIGNALS
