"""Working on jobs: each is leased, run, and finished, tried again or parked by what came of it."""

import logging
import os
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.apps import apps
from django.db import DatabaseError
from django.db.models import F
from django.db.models.functions import Now

from claims import log_context
from claims.jobs import limits
from claims.jobs.models import SIGN_OF_LIFE, Job, Queue, Routine
from claims.jobs.sending import send
from claims.jobs.services import (
    GiveUp,
    LeaseLost,
    TryLater,
    finish,
    lease,
    not_sent,
    park,
    requeue,
    retry_or_park,
)
from claims.jobs.shutdown import shutdown_asked
from claims.jobs.sweeping import job_models, send_due

SLICE_SECONDS: Final = 10.0
"""After this the rest of a message goes to the end of the queue, so that other work gets its turn."""

type Run = Callable[[Any], None]

logger = logging.getLogger(__name__)
_runs: dict[str, Run] = {}
_routines: dict[str, Callable[[], object]] = {SIGN_OF_LIFE.format(queue): lambda: None for queue in Queue}


def register(runs: Mapping[type[Job], Run], routines: Mapping[str, Callable[[], object]]) -> None:
    """Say what does the work of each kind of job, and of each routine by its name."""
    _runs.update({model._meta.label: run for model, run in runs.items()})
    _routines.update(routines)


def worker_name(queue: Queue | str) -> str:
    """By what name this worker leases jobs: the same again after a restart, and nobody else's."""
    return f"{os.environ.get('PLUMBLINE_WORKER') or socket.gethostname()}/{queue}"


def work(label: str, ids: Iterable[int], *, by: str = "") -> None:
    """Work through the jobs of one message; what a person waits for in the same queue goes first."""
    model, rest = apps.get_model(label), list(ids)
    assert issubclass(model, Job)
    until = time.monotonic() + SLICE_SECONDS
    due = set(model.jobs().due().filter(pk__in=rest).values_list("pk", flat=True))
    rest = [pk for pk in rest if pk in due]
    while rest and not shutdown_asked.is_set():
        if run_urgent(model.queue, by=by):
            continue
        if time.monotonic() > until:
            break
        run_one(model, rest.pop(0), by=by)
    if shutdown_asked.is_set():
        not_sent(model, rest)
    elif rest and model.queue:
        model.jobs().filter(pk__in=rest).update(sent_at=Now())
        not_sent(model, send(model, rest))
    elif model.queue:
        send_due(model)


def run_urgent(queue: Queue | None, *, by: str = "") -> bool:
    """Run the job of this queue that a person has waited for longest; False where there is none to be taken."""
    for model in job_models():
        if model.queue is None or model.queue != queue:
            continue
        pk = model.jobs().due().filter(urgent=True).order_by("due_at", "pk").values_list("pk", flat=True).first()
        if pk is not None and run_one(model, pk, by=by):
            return True
    return False


def is_person_waiting(queue: Queue) -> bool:
    """Whether a person waits for something in this queue, so that a long job should make room: a query a kind."""
    return any(model.jobs().due().filter(urgent=True).exists() for model in job_models() if model.queue == queue)


def run_one(model: type[Job], pk: int, *, by: str = "", run: Run | None = None) -> bool:
    """Lease one job and do its work, by `run` or what is registered; False when it was not there to be taken."""
    job = lease(model, pk, by=by)
    if job is None:
        return False
    limits.begin(job.lease_for)
    began = time.perf_counter()
    with log_context.bound(job=f"{model._meta.label_lower}:{pk}"):
        _run_and_settle(job, run)
        seconds = round(time.perf_counter() - began, 2)
        logger.info("%s took %s seconds.", _name(job), seconds, extra={"seconds": seconds, "kind": _kind(job)})
    return True


def _run_and_settle(job: Job, run: Run | None) -> None:
    """Do the work, and have the job finished, tried again or parked by what came of it."""
    try:
        _run(job, run)
    except LeaseLost:
        logger.warning("%s was taken over meanwhile; its results are discarded.", _name(job))
    except TryLater as error:
        retry_or_park(job, error.reason, after=error.after, counts=error.counts, **error.values)
    except GiveUp as error:
        park(job, error.reason)
    except DatabaseError:
        # The row cannot be trusted to take a note either; the lease runs out and the sweep tries again.
        logger.exception("The database refused the results of %s; it will be tried again.", _name(job))
    except Exception as error:
        logger.exception("%s ended with an error.", _name(job))
        retry_or_park(job, job.reason_when_broken(type(error).__name__))
    finally:
        limits.end()


def recover(queue: Queue) -> None:
    """Put back what this queue's worker had in hand before it was killed, and forget what was sent; at its start."""
    mine = f"{worker_name(queue)}#"
    for model in job_models():
        taken = requeue(model.jobs_of(queue).filter(leased_by__startswith=mine))
        if taken:
            logger.warning("%d of %s were cut off and went back into the queue.", taken, model._meta.verbose_name)
        model.jobs_of(queue).filter(lease_token="", sent_at__isnull=False).update(sent_at=None)


def cut_off(label: str, ids: Iterable[int], *, by: str, stuck: bool) -> None:
    """Put back, or park, what a child process had in hand when it was killed, and send for the rest of its message."""
    model = apps.get_model(label)
    assert issubclass(model, Job)
    for each in job_models():
        requeue(each.jobs().filter(leased_by=by), stuck=stuck)
    not_sent(model, ids)


def _run(job: Job, run: Run | None) -> None:
    if isinstance(job, Routine):
        _run_routine(job)
        return
    (run or _runs[job._meta.label])(job)
    if type(job).jobs().held_by(job).exists():
        finish(job)


def _run_routine(job: Routine) -> None:
    """Do it, and note when; one that fails comes again at its time like any other, one with more to do at once."""
    error, more = "", False
    try:
        more = _routines[job.name]() is True
    except Exception as failure:
        logger.exception("The routine %s ended with an error.", job.name)
        error = f"{type(failure).__name__}: {failure}"[:500]
    finish(job, again_at=Now() if more else Now() + F("every"), done_at=Now(), error=error)
    if more:
        send_due(Routine)


def _kind(job: Job) -> str:
    return job.name if isinstance(job, Routine) else job._meta.model_name or ""


def _name(job: Job) -> str:
    return f"{job._meta.verbose_name} {job.pk}"
