"""Matches as chips: those of one candidate, in their two bands."""

from collections.abc import Mapping, Sequence

from django import template

from claims.matching.queries import Shown
from claims.tracking.models import Candidate

register = template.Library()


@register.filter
def of_candidate(found: Mapping[int, list[Shown]], candidate: Candidate) -> list[Shown]:
    """What this candidate resembles, best first."""
    return found.get(candidate.pk, [])


@register.filter
def first_band(found: Sequence[Shown]) -> list[Shown]:
    """What is likely the same, or was confirmed by a person."""
    return [shown for shown in found if shown.is_likely or not shown.is_open]


@register.filter
def second_band(found: Sequence[Shown]) -> list[Shown]:
    """What is possibly the same."""
    return [shown for shown in found if shown.is_open and not shown.is_likely]
