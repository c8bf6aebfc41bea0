"""The score from which candidates are listed for triage: what the newsroom set, and what it hides.

It never hides what a person decided on, marked, split or reworded. Scores are printed with two digits after the point,
so one that is printed as the threshold is not below it.
"""

from typing import Final, Protocol

from django.db.models import FloatField, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from claims.tracking.enums import CandidateOrigin, CandidateState
from claims.tracking.models import TriageSettings
from claims.tracking.models.triage import ONLY

HALF_STEP: Final = 0.005


class Scored(Protocol):
    """As much of a candidate as it takes to say whether a threshold hides it."""

    @property
    def state(self) -> str:
        """What became of it."""

    @property
    def origin(self) -> str:
        """Who found it."""

    @property
    def part(self) -> int:
        """0 for a whole span."""

    @property
    def lock_version(self) -> int:
        """1 as long as nobody has worked on it."""

    @property
    def score(self) -> float | None:
        """Check-worthiness from 0 to 1."""


def triage_settings() -> TriageSettings:
    """The row as it is kept, or as it begins where nobody has kept anything yet: one query."""
    return TriageSettings.objects.filter(pk=ONLY).first() or TriageSettings(pk=ONLY)


def cut_of(threshold: float) -> float:
    """The score under which one is printed as lower than the threshold."""
    return threshold - HALF_STEP


def is_untouched(row: Scored) -> bool:
    """Whether software found it and no person has done anything with it."""
    return (
        row.state == CandidateState.PENDING
        and row.origin == CandidateOrigin.MACHINE
        and row.part == 0
        and row.lock_version == 1
    )


def is_below(row: Scored, threshold: float) -> bool:
    """Whether the threshold hides this candidate."""
    return is_untouched(row) and row.score is not None and row.score < cut_of(threshold)


def is_in_view(cut: float | Combinable) -> Q:
    """The pending candidates that are listed, in a query; `cut` is that of a threshold."""
    untouched = Q(origin=CandidateOrigin.MACHINE, part=0, lock_version=1)
    return Q(score__isnull=True) | Q(score__gte=cut) | ~untouched


def newsroom_cut() -> Combinable:
    """The cut of the newsroom's threshold, read by the query it stands in."""
    kept = Subquery(TriageSettings.objects.filter(pk=ONLY).values("threshold")[:1])
    return Coalesce(kept, Value(0.0), output_field=FloatField()) - Value(HALF_STEP)
