"""Check-worthiness in languages that the trained model does not read: by tables of words, ranked and not calibrated.

What lifts or sinks a sentence is what shows in any language (figures, money, names, years, length) and what the
language's own table tells: comparisons, "the only", what happened, rising and falling, law and health, promises and
forecasts, opinions. The weights are the same for all languages; `make bench-extraction` prints what they give on
labelled sentences of each. A score here orders the sentences of a text, and is no probability.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from claims.extraction.languages import LETTER, table_of
from claims.extraction.signals import NEUTRAL_SIGNALS, label_of
from claims.extraction.types import Score, Signal

_FULL_LENGTH: Final = 9
_LONG: Final = 45
_WEIGHTS: Final[dict[str, float]] = {
    "quantity": 1.0,
    "money": 0.5,
    "percentage": 0.7,
    "date": 0.3,
    "named": 0.3,
    "comparison": 0.6,
    "absolute": 0.8,
    "past": 0.5,
    "trend": 0.7,
    "law": 0.5,
    "forecast": -1.4,
    "opinion": -1.3,
    "question": -2.5,
}
_FIELDS: Final = {
    "quantity": "figures",
    "percentage": "shares",
    "comparison": "comparisons",
    "absolute": "absolutes",
    "past": "past",
    "trend": "trend",
    "law": "matters",
    "forecast": "future",
    "opinion": "opinion",
}
_EVERYWHERE: Final[dict[str, Callable[[str], object]]] = {rule.code: rule.matches for rule in NEUTRAL_SIGNALS}
_FIGURE: Final = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*")
_WORD: Final = re.compile(rf"{LETTER}+")


@dataclass(frozen=True, slots=True)
class _Seen:
    """The patterns of one language by signal."""

    patterns: dict[str, re.Pattern[str]]
    capitals: bool


class RankedScorer:
    """Ranks the sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.version = f"ranked, not calibrated, in {language}"
        self._seen = _seen_of(language)

    def score(self, sentences: Sequence[str]) -> list[Score]:
        """One score a sentence, in the same order."""
        return [self._score(sentence) for sentence in sentences]

    def _score(self, sentence: str) -> Score:
        counts = {code: count for code in _WEIGHTS if (count := self._count(code, sentence))}
        # What happened outweighs what is to come.
        forecast = 0.5 if counts.keys() & {"past", "trend", "percentage"} else 1.0
        total = -1.6
        for code, count in counts.items():
            weight = _WEIGHTS[code] * (forecast if code == "forecast" else 1.0)
            # A second figure or name tells more, though less than the first.
            total += weight * (1 + 0.25 * math.log2(count) if weight > 0 else 1)
        words = max(len(_WORD.findall(sentence)), len(sentence) // 12)
        total -= 0.22 * max(0, _FULL_LENGTH - words) + 0.04 * max(0, words - _LONG)
        # Of two sentences with the same signs the longer one stands first.
        total += 0.2 * min(len(sentence), 240) / 240
        chance = round(1 / (1 + math.exp(-total)), 4)
        return Score(chance, chance >= 0.5, _reasons(counts))

    def _count(self, code: str, sentence: str) -> int:
        pattern = self._seen.patterns.get(code)
        found = len(pattern.findall(sentence)) if pattern is not None else 0
        if code == "quantity":
            return found + len(_FIGURE.findall(sentence))
        if code == "named" and not self._seen.capitals:
            return 0
        everywhere = _EVERYWHERE.get(code)
        return found or (1 if everywhere is not None and everywhere(sentence) else 0)


def _reasons(codes: Iterable[str]) -> tuple[Signal, ...]:
    """The signals, strongest first, each of its words once."""
    found = sorted((Signal(code, label_of(code), _WEIGHTS[code]) for code in codes), key=lambda item: -abs(item.weight))
    return tuple({signal.label: signal for signal in reversed(found)}.values())[::-1]


@cache
def ranked_scorer(language: str) -> RankedScorer:
    """The scorer of a language, made once a process; of one without a table, by what shows in any language."""
    return RankedScorer(language)


@cache
def _seen_of(language: str) -> _Seen:
    table = table_of(language)
    if table is None:
        return _Seen({}, True)
    patterns = {code: _words(getattr(table, field)) for code, field in _FIELDS.items()}
    # Where every noun has a capital, a capital tells no name.
    return _Seen(patterns, table.capitals and not table.nouns_in_capitals)


def _words(alternatives: str) -> re.Pattern[str]:
    pattern = alternatives.replace(r"\w", LETTER)
    return re.compile(rf"(?<!{LETTER})(?:{pattern})(?:(?<=[’'])|(?!{LETTER}))", re.IGNORECASE)
