"""Of which kinds the figures in a sentence are, so that a check about one is compared with checks about such a one."""

import re
from typing import Final

from claims.extraction.figures import figures_in

_IN_WORDS: Final = (
    (
        "multiple",
        r"\b(twice|double[ds]?|triple[ds]?|halve[ds]?|times (as|more|less)|doppelt|fois|veces|vezes|volte)\b",
    ),
    ("rank", r"\b(highest|lowest|most|least|biggest|largest|record|number one|höchste|plus (haut|grand)|maior)\b"),
)
_PATTERNS: Final = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _IN_WORDS)


def kinds_of_figures(text: str) -> frozenset[str]:
    """Share, points, money and number of figures in digits; multiple and rank, as they are written in words."""
    found = {kind for kind, pattern in _PATTERNS if pattern.search(text)}
    return frozenset(found.union(figure.kind for figure in figures_in(text)))
