"""Matches as chips: those of one candidate, in their two bands."""

from collections.abc import Mapping, Sequence

from claims.matching.queries import Shown
from claims.tracking.models import Candidate


def of_candidate(found: Mapping[int, list[Shown]], candidate: Candidate) -> list[Shown]:
    """What this candidate resembles, best first."""
    return found.get(candidate.pk, [])


def first_band(found: Sequence[Shown]) -> list[Shown]:
    """What is likely the same, or was confirmed by a person."""
    return [shown for shown in found if shown.is_likely or not shown.is_open]


def second_band(found: Sequence[Shown]) -> list[Shown]:
    """What is possibly the same."""
    return [shown for shown in found if shown.is_open and not shown.is_likely]
