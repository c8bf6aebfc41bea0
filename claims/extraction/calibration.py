"""From logits to probabilities that mean what they say, and how far they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

_BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt scaling (Platt 1999) for one kind of text, and the probability from which a sentence is check-worthy."""

    slope: float
    intercept: float
    threshold: float

    def probabilities(self, logits: ArrayLike) -> NDArray[np.float64]:
        """The probability for each logit."""
        scaled = self.slope * np.asarray(logits, dtype=np.float64) + self.intercept
        chances: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-scaled))
        return chances


@dataclass(frozen=True, slots=True)
class Bin:
    """Sentences whose probabilities lie close together: the mean of those, the share that was check-worthy, how many."""

    said: float
    found: float
    size: int


def reliability(probabilities: ArrayLike, labels: ArrayLike) -> list[Bin]:
    """Ten equally wide bins, those without sentences left out."""
    chances, truth = np.asarray(probabilities, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    places = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    return [
        Bin(float(chances[places == place].mean()), float(truth[places == place].mean()), int((places == place).sum()))
        for place in range(_BINS)
        if (places == place).any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far the two means of the bins lie apart, weighted by size (Guo et al. 2017)."""
    return sum(abs(item.said - item.found) * item.size for item in bins) / max(1, sum(item.size for item in bins))
