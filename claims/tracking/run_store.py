"""Reads of extraction runs, and of what they left."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from claims.tracking.enums import AnchorOutcome, CandidateState
from claims.tracking.models import Candidate, ExtractionRun
from claims.tracking.models.candidates import LIVE_RUNS


@dataclass(frozen=True)
class CandidateCounts:
    """How the candidates of one version stand."""

    pending: int = 0
    accepted: int = 0
    merged: int = 0
    dismissed: int = 0
    lost: int = 0

    @property
    def total(self) -> int:
        """All of them, lost anchors included once."""
        return self.pending + self.accepted + self.merged + self.dismissed


def latest_run(version_id: int) -> ExtractionRun | None:
    """The newest run of a version: one query."""
    return ExtractionRun.objects.filter(version_id=version_id).order_by("-pk").first()


def latest_runs(version_ids: Iterable[int]) -> dict[int, ExtractionRun]:
    """The newest run of each version: one query."""
    runs = ExtractionRun.objects.filter(version_id__in=list(version_ids)).order_by("pk")
    return {run.version_id: run for run in runs}


def live_run(version_id: int) -> ExtractionRun | None:
    """The run of a version that waits or works, if there is one."""
    return ExtractionRun.objects.filter(version_id=version_id, state__in=LIVE_RUNS).first()


def candidate_counts(version_ids: Iterable[int]) -> dict[int, CandidateCounts]:
    """How the candidates of each version stand, for versions that have any: one query."""
    rows = (
        Candidate.objects.filter(version_id__in=list(version_ids))
        .order_by()
        .values_list("version_id")
        .annotate(
            pending=Count("pk", filter=Q(state=CandidateState.PENDING)),
            accepted=Count("pk", filter=Q(state=CandidateState.ACCEPTED)),
            merged=Count("pk", filter=Q(state=CandidateState.MERGED)),
            dismissed=Count("pk", filter=Q(state=CandidateState.DISMISSED)),
            lost=Count("pk", filter=Q(anchor=AnchorOutcome.LOST)),
        )
    )
    return {version_id: CandidateCounts(*counts) for version_id, *counts in rows}
