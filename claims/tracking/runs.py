"""The rows of extraction runs: who works on which, until when, and what came of it.

Every change is a filtered update, so that two workers, a sweep and a person may act on one row at once and exactly one
of them wins. Who may ask for what is decided in `claims.workflow`.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import ArticleVersion
from claims.tracking.enums import AnchorOutcome, CandidateState, RunState
from claims.tracking.models import Candidate, ExtractionRun
from claims.tracking.models.candidates import LIVE_RUNS

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5
# A message may wait behind others, so a run counts as undelivered only after a while; a person waits less patiently.
RESEND_AFTER = timedelta(seconds=60)
RESEND_AFTER_FOR_PERSON = timedelta(seconds=10)
# So few are with the broker at once that a backlog of thousands never stands before a person's article.
IN_FLIGHT = 200
# Less room than this is not filled, or the messages would grow small and many.
LEAST_ROOM = 25


@dataclass(frozen=True)
class Lease:
    """The right to work on one run until somebody else takes it over."""

    run_id: int
    version_id: int
    token: str


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


def queue(*, version: ArticleVersion, requested_by: User | None, sent_at: datetime | None = None) -> ExtractionRun:
    """A new run for a version, waiting for a worker, inside the caller's transaction.

    `sent_at` is given when the caller sends its message right after the commit. The database lets only one run of a
    version be live; a second one is an IntegrityError.
    """
    return ExtractionRun.objects.create(
        version=version, requested_by=requested_by, queued_at=timezone.now(), sent_at=sent_at
    )


def claim(run_id: int) -> Lease | None:
    """Take a queued run to work on it; None if it is not there to be taken."""
    now, token = timezone.now(), secrets.token_hex(16)
    taken = ExtractionRun.objects.filter(pk=run_id, state=RunState.QUEUED).update(
        state=RunState.RUNNING,
        lease_token=token,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        started_at=now,
        sentences_done=0,
        candidates_found=0,
    )
    if not taken:
        return None
    return Lease(run_id, ExtractionRun.objects.values_list("version_id", flat=True).get(pk=run_id), token)


def progress(lease: Lease, *, done: int, total: int) -> bool:
    """Write how far the work is and prolong the lease; False when the run is no longer ours."""
    return bool(_held(lease).update(sentences_done=done, sentences_total=total, lease_until=timezone.now() + LEASE))


def stop_asked(lease: Lease) -> bool:
    """Whether somebody asked for this run to stop."""
    return _held(lease).filter(stop_requested=True).exists()


def hold(lease: Lease) -> ExtractionRun | None:
    """The run's row, locked inside the caller's transaction, or None when it is no longer ours to finish."""
    return _held(lease).select_for_update(of=("self",)).first()


def finish(lease: Lease, *, extractor: str, sentences: int, found: int, stopped: bool) -> bool:
    """End a run as done, or as stopped when a person asked for that; False when it was no longer ours."""
    done = {} if stopped else {"sentences_done": sentences}
    return bool(
        _held(lease).update(
            state=RunState.STOPPED if stopped else RunState.DONE,
            finished_at=timezone.now(),
            lease_token="",
            lease_until=None,
            extractor=extractor,
            sentences_total=sentences,
            candidates_found=found,
            **done,
        )
    )


def put_back(lease: Lease) -> bool:
    """Return a run unfinished without counting the attempt, when the worker was told to stop."""
    return bool(
        _held(lease).update(
            state=RunState.QUEUED, lease_token="", lease_until=None, sent_at=None, attempts=F("attempts") - 1
        )
    )


def fail_or_retry(lease: Lease, reason: str) -> None:
    """After an error: back into the queue for a while, or failed with the reason when it was tried often enough."""
    held = _held(lease)
    again = held.filter(attempts__lt=MAX_ATTEMPTS).update(
        state=RunState.QUEUED, lease_token="", lease_until=None, sent_at=timezone.now()
    )
    if not again:
        _fail(held, reason)


def fail(lease: Lease, reason: str) -> None:
    """End a run that no further attempt can help, with the reason in words."""
    _fail(_held(lease), reason)


def stop(run_id: int) -> bool:
    """Stop a queued run at once and ask a running one to; False when it had ended already."""
    stopped = ExtractionRun.objects.filter(pk=run_id, state=RunState.QUEUED).update(
        state=RunState.STOPPED, finished_at=timezone.now(), stop_requested=True
    )
    return bool(stopped or ExtractionRun.objects.filter(pk=run_id, state=RunState.RUNNING).update(stop_requested=True))


def take_back_overdue() -> int:
    """Queue every run whose worker went silent, and fail those that were cut off too often; how many there were."""
    overdue = ExtractionRun.objects.filter(state=RunState.RUNNING, lease_until__lt=timezone.now())
    return _take_back(overdue)


def take_back_all() -> int:
    """Queue whatever is being worked on, and forget what was sent, where no worker can be left; how many there were.

    A worker that lives all the same has lost its leases by this, and its results are discarded.
    """
    taken = _take_back(ExtractionRun.objects.filter(state=RunState.RUNNING))
    ExtractionRun.objects.filter(state=RunState.QUEUED, sent_at__isnull=False).update(sent_at=None)
    return taken


def take_for_sending() -> list[int]:
    """Ids of queued runs that need a message now, marked as sent: persons' first, then as many as may be in flight."""
    now = timezone.now()
    queued = ExtractionRun.objects.filter(state=RunState.QUEUED)
    never = Q(sent_at__isnull=True)
    with transaction.atomic():
        for_persons = list(
            queued.filter(requested_by__isnull=False)
            .filter(never | Q(sent_at__lt=now - RESEND_AFTER_FOR_PERSON))
            .order_by("pk")
            .select_for_update(skip_locked=True, of=("self",))
            .values_list("pk", flat=True)[:IN_FLIGHT]
        )
        room = IN_FLIGHT - queued.filter(sent_at__gte=now - RESEND_AFTER).count() - len(for_persons)
        others = list(
            queued.filter(requested_by__isnull=True)
            .filter(never | Q(sent_at__lt=now - RESEND_AFTER))
            .order_by("pk")
            .select_for_update(skip_locked=True, of=("self",))
            .values_list("pk", flat=True)[: max(0, room)]
            if room >= LEAST_ROOM
            else []
        )
        ids = for_persons + others
        if ids:
            queued.filter(pk__in=ids).update(sent_at=now)
    return ids


def not_sent(run_ids: Iterable[int]) -> None:
    """Forget that a message left, after the broker refused it."""
    ExtractionRun.objects.filter(pk__in=list(run_ids), state=RunState.QUEUED).update(sent_at=None)


def next_for_person() -> int | None:
    """The run a person has waited for longest, if any is queued."""
    return (
        ExtractionRun.objects.filter(state=RunState.QUEUED, sent_at__isnull=False, requested_by__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
    )


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


def _held(lease: Lease) -> QuerySet[ExtractionRun]:
    return ExtractionRun.objects.filter(pk=lease.run_id, state=RunState.RUNNING, lease_token=lease.token)


def _take_back(runs: QuerySet[ExtractionRun]) -> int:
    tired = runs.filter(attempts__gte=MAX_ATTEMPTS)
    failed = _fail(
        tired,
        f"The reading was cut off {MAX_ATTEMPTS} times, as if the worker had been killed. Read the article again; if it"
        " happens again, ask whoever runs the server to look at the worker's log.",
    )
    return failed + runs.update(state=RunState.QUEUED, lease_token="", lease_until=None, sent_at=None)


def _fail(runs: QuerySet[ExtractionRun], reason: str) -> int:
    return runs.update(
        state=RunState.FAILED, finished_at=timezone.now(), lease_token="", lease_until=None, error=reason
    )
