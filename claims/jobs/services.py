"""What happens to a job: it is queued, leased, renewed, finished, released, tried again, parked, stopped, retried.

Each is one filtered update, so that two workers, a sweep and a person may act on one row at once and exactly one wins.
Times are set and compared by the database's clock.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from claims.inserting import insert_all
from claims.jobs.models import STUCK_ATTEMPTS, Job, JobQuerySet
from claims.jobs.sending import send
from claims.sentences import Sentence
from claims.words import Words

FREE: Final[dict[str, Any]] = {"lease_token": "", "lease_until": None, "leased_by": "", "sent_at": None}


class LeaseLost(Exception):
    """Somebody else has the job by now, or nobody wants it any longer; whatever was computed is discarded."""


class TryLater(Exception):
    """An attempt failed for a reason that may pass; when no attempt is left the job is parked with it.

    `after` overrides the pause of the kind; an attempt that does not count may be repeated for ever. `values` are the
    row's own columns that say meanwhile what went wrong.
    """

    def __init__(self, reason: str, *, after: timedelta | None = None, counts: bool = True, **values: Any) -> None:
        super().__init__(reason)
        self.reason, self.after, self.counts, self.values = reason, after, counts, values


class GiveUp(Exception):
    """No further attempt can help; the message says why, in words for a person."""

    def __init__(self, reason: Words) -> None:
        super().__init__(str(reason))
        self.reason = reason if isinstance(reason, Sentence) else str(reason)


def enqueue[J: Job](job: J, *, urgent: bool = False, send_now: bool = True) -> J:
    """Save a new job inside the transaction of its cause; its message leaves after the commit.

    Without `send_now` nobody is waiting for it: the sweep sends it when its turn comes.
    """
    job.due_at, job.urgent = Now(), urgent
    job.sent_at = Now() if send_now else None
    for name, value in job.while_waiting.items():
        setattr(job, name, value)
    job.save(force_insert=True)
    if send_now:
        _send_after_commit(type(job), [job.pk])
    return job


def enqueue_all[J: Job](jobs: Sequence[J]) -> None:
    """Save new jobs that nobody is waiting for, inside the transaction of their cause; the sweep sends them."""
    now = Now()
    for job in jobs:
        job.due_at, job.urgent, job.sent_at = now, False, None
        for name, value in job.while_waiting.items():
            setattr(job, name, value)
    insert_all(jobs)


def enqueue_again[J: Job](jobs: JobQuerySet[J], *, urgent: bool = False, send_now: bool = True, **values: Any) -> int:
    """Have rows that are here already worked on from the start, whoever had them before; how many there were."""
    model = jobs.model
    ids = list(jobs.values_list("pk", flat=True))
    again = FREE | {"due_at": Now(), "attempts": 0, "urgent": urgent, "parked_at": None}
    if send_now:
        again["sent_at"] = Now()
    changed = model.jobs().filter(pk__in=ids).update(**again | {**model.while_waiting, **values})
    if send_now:
        _send_after_commit(model, ids)
    return changed


def retry[J: Job](jobs: JobQuerySet[J], **values: Any) -> int:
    """Have parked jobs tried again, as a person asks; how many there were."""
    return enqueue_again(jobs.parked(), urgent=True, **{"error": "", **jobs.model.when_retried, **values})


def lease[J: Job](model: type[J], pk: int, *, by: str = "") -> J | None:
    """Take a job that is due, to work on it; None if it is not there to be taken."""
    token = secrets.token_hex(16)
    taken = (
        model.jobs()
        .filter(pk=pk)
        .due()
        .update(
            lease_token=token,
            lease_until=Now() + model.lease_for,
            leased_by=by[:200],
            attempts=F("attempts") + 1,
            **model.while_running,
        )
    )
    return model.jobs().filter(pk=pk, lease_token=token).first() if taken else None


def renew(job: Job, **values: Any) -> None:
    """Prolong the lease and write how far the work is; LeaseLost when the job is no longer ours."""
    if not _held(job).update(lease_until=Now() + job.lease_for, **values):
        raise LeaseLost


def lock_leased[J: Job](job: J) -> J:
    """The job's row, locked inside the caller's transaction; LeaseLost when it is no longer ours to finish."""
    held = type(job).jobs().held_by(job).select_for_update(of=("self",)).first()
    if held is None:
        raise LeaseLost
    return held


def finish(job: Job, *, again_at: Any = None, **values: Any) -> None:
    """End a job, or have it come again at a time; LeaseLost when it is no longer ours.

    `again_at` is an expression of the database's clock, such as `Now() + timedelta(minutes=5)`.
    """
    ended = FREE | {"due_at": again_at} | ({} if again_at is None else {"attempts": 0, **job.while_waiting})
    if not _held(job).update(**ended | values):
        raise LeaseLost


def release(job: Job) -> bool:
    """Put a job back unfinished without counting the attempt, as when the worker is told to stop."""
    return bool(_held(job).update(**_waiting(job), attempts=F("attempts") - 1))


def retry_or_park(job: Job, reason: str, *, after: timedelta | None = None, counts: bool = True, **values: Any) -> bool:
    """After an attempt that failed: try again after a pause, or park it with the reason; whether it is tried again.

    The kind's pauses say how often. `values` are the row's own columns that say what went wrong meanwhile.
    """
    if counts and job.attempts > len(job.waits):
        park(job, reason)
        return False
    pause = job.waits[min(job.attempts, len(job.waits)) - 1] if after is None else after
    again = _waiting(job) | {"due_at": Now() + pause} | ({} if counts else {"attempts": F("attempts") - 1})
    return bool(_held(job).update(**again | values))


def park(job: Job, reason: str) -> None:
    """Give a job up with the reason in words, until a person has it tried again."""
    _park(_held(job), reason)


def stop[J: Job](jobs: JobQuerySet[J], **values: Any) -> int:
    """End jobs that nobody wants any longer, also under the hands of a worker; how many there were."""
    return jobs.filter(due_at__isnull=False).update(**FREE | {"due_at": None} | values)


def requeue[J: Job](jobs: JobQuerySet[J], *, stuck: bool = False) -> int:
    """Put back what lost its worker; what was cut off too often is parked. How many there were.

    `stuck` are jobs whose worker was killed because they got no further. Nothing that was cut off goes first again, so
    that it does not keep others waiting.
    """
    running, model = jobs.running(), jobs.model
    most = STUCK_ATTEMPTS if stuck else model.max_attempts()
    parked = _park(
        running.filter(attempts__gte=most), model.reason_when_stuck() if stuck else model.reason_when_killed()
    )
    return parked + running.update(**FREE | {"due_at": Now(), "urgent": False, **model.while_waiting})


def not_sent(model: type[Job], ids: Iterable[int]) -> None:
    """Forget that messages left, when they did not, so that the sweep sends them."""
    model.jobs().filter(pk__in=list(ids), lease_token="").update(sent_at=None)


def _held(job: Job) -> JobQuerySet[Job]:
    return type(job).jobs().held_by(job)


def _waiting(job: Job) -> dict[str, Any]:
    return FREE | {"due_at": Now(), **job.while_waiting}


def _park[J: Job](jobs: JobQuerySet[J], reason: str) -> int:
    return jobs.update(
        **FREE | {"due_at": None, "parked_at": Now(), "urgent": False, "error": reason, **jobs.model.when_parked}
    )


def _send_after_commit(model: type[Job], ids: list[int]) -> None:
    def leave() -> None:
        if left := send(model, ids):
            not_sent(model, left)

    transaction.on_commit(leave, robust=True)
