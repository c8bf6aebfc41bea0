"""A scorer that needs no model, never comes back from one sentence, and brings down its process at another."""

import os
import re
import signal
from collections.abc import Sequence

from claims.extraction.checkworthiness import SignalScorer
from claims.extraction.types import Score

ENDLESS = "The reading of this sentence never ends, although 12 people wait for it."
DEADLY = "The reading of this sentence cost 14 processes their lives in 2024."


class Troubled(SignalScorer):
    """Named by EXTRACTION_SCORER in the desks that the tests of stuck and crashed workers start."""

    version = "troubled 1.0"

    def score(self, sentences: Sequence[str]) -> list[Score]:
        """Scores, unless one of the sentences is a trap."""
        if any("never ends" in sentence for sentence in sentences):
            # One call into a library, which holds the interpreter: no signal handler and no thread gets a turn.
            re.match(r"(a+)+$", "a" * 64 + "b")
        if any("cost 14 processes" in sentence for sentence in sentences):
            os.kill(os.getpid(), signal.SIGSEGV)
        return super().score(sentences)
