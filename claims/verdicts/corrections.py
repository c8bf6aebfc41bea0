"""What a new number of a check changed, computed from the words before and after; nobody has to write it down."""

from collections.abc import Mapping
from typing import Any, Final

from claims.verdicts import change_sentences
from claims.verdicts.content import PARTS, Content
from claims.verdicts.diffing import PartChange, compare

MOST_SENTENCES: Final = 12
"""So many things that changed are told beside the note; the comparison of two numbers shows all."""


def change_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> Content:
    """The rating before and after, and what else changed, as sentences; both are contents of publications.

    A retraction has no rating: `rating_after` is then None.
    """
    ratings = before.get("rating"), after.get("rating")
    if after.get("retracted"):
        return {"rating_before": _label(ratings[0]), "rating_after": None, "changed": [], "left_out": 0}
    parts = PARTS if _label(ratings[0]) == _label(ratings[1]) else {key: PARTS[key] for key in PARTS if key != "rating"}
    sentences = list(change_sentences.sentences(compare(before, after, parts)))
    return {
        "rating_before": _label(ratings[0]),
        "rating_after": _label(ratings[1]),
        "changed": sentences[:MOST_SENTENCES],
        "left_out": max(0, len(sentences) - MOST_SENTENCES),
    }


def comparison(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[PartChange]:
    """Every part that differs between two publications, word by word."""
    return compare(before, after, PARTS)


def _label(rating: Mapping[str, Any] | None) -> str | None:
    return str(rating["label"]) if rating else None
