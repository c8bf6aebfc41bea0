"""The two messages: some jobs are to be done; a worker's child was killed with some in hand."""

from typing import Any

from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery import Task, shared_task
from celery.signals import task_failure

from claims.jobs import running
from claims.jobs.models import Queue
from claims.jobs.sending import tell_worker

CUT_OFF = "claims.jobs.tasks.cut_off"


@shared_task(bind=True)
def run(self: "Task[Any, Any]", label: str, ids: list[int]) -> None:
    """Do some jobs of one kind."""
    queue = self.request.delivery_info.get("routing_key", "")
    running.work(label, ids, by=f"{running.worker_name(queue)}#{self.request.id}")


@shared_task
def cut_off(label: str, ids: list[int], by: str, stuck: bool) -> None:
    """Put back or park what a killed child had in hand."""
    running.cut_off(label, ids, by=by, stuck=stuck)


@task_failure.connect
def on_lost_child(
    sender: "Task[Any, Any]", task_id: str, exception: BaseException, args: tuple[Any, ...], **kwargs: object
) -> None:
    """In the worker's main process: say at once what a killed child had in hand, rather than wait for its lease.

    A message, since the main process must not hold a connection to the database while it makes children. One that is
    lost costs a minute: the lease runs out.
    """
    if sender.name != run.name or not isinstance(exception, WorkerLostError | TimeLimitExceeded):
        return
    label, ids = args
    queue = sender.request.delivery_info.get("routing_key", "") if sender.request.delivery_info else ""
    stuck = isinstance(exception, TimeLimitExceeded) or "SIGALRM" in str(exception)
    tell_worker(CUT_OFF, [label, ids, f"{running.worker_name(queue)}#{task_id}", stuck], Queue.NOW)
