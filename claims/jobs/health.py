"""Whether anybody works on what waits."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.jobs.models import SIGN_OF_LIFE, Job, JobQuerySet, Queue, Routine
from claims.jobs.sweeping import job_models

SILENT_AFTER: Final = timedelta(seconds=30)
SAID_AFTER: Final = timedelta(seconds=20)


def has_worker(queue: Queue) -> bool:
    """Whether a worker of this queue showed itself lately: it gave a sign of life, or holds a lease: few queries."""
    sign = Routine.objects.filter(name=SIGN_OF_LIFE.format(queue), done_at__gte=Now() - SILENT_AFTER)
    return sign.exists() or any(
        model.jobs_of(queue).running().filter(lease_until__gte=Now()).exists() for model in job_models()
    )


@dataclass(frozen=True)
class QueueHealth:
    """How much waits in a queue, and for how long the first has waited (seconds)."""

    queue: Queue
    has_worker: bool
    waiting: int
    running: int
    parked: int
    oldest_seconds: int


def queues() -> list[QueueHealth]:
    """How each queue does: a query for each kind of job and a few more."""
    counts = {queue: [_Count.of(model.jobs_of(queue)) for model in _models_of(queue)] for queue in Queue}
    return [
        QueueHealth(
            queue=queue,
            has_worker=has_worker(queue),
            waiting=sum(each.waiting for each in found),
            running=sum(each.running for each in found),
            parked=sum(each.parked for each in found),
            oldest_seconds=max(each.oldest_seconds for each in found),
        )
        for queue, found in counts.items()
    ]


@dataclass(frozen=True)
class _Count:
    waiting: int
    running: int
    parked: int
    oldest_seconds: int

    @classmethod
    def of(cls, jobs: JobQuerySet[Job]) -> Self:
        """What stands in these rows; the seconds are by this machine's clock, which is near enough to be told of."""
        waits = Q(due_at__lte=Now(), lease_token="")
        found = jobs.aggregate(
            waiting=Count("pk", filter=waits),
            running=Count("pk", filter=~Q(lease_token="")),
            parked=Count("pk", filter=Q(parked_at__isnull=False)),
            oldest=Min("due_at", filter=waits),
        )
        oldest = found.pop("oldest")
        return cls(**found, oldest_seconds=max(0, int((timezone.now() - oldest).total_seconds())) if oldest else 0)


def _models_of(queue: Queue) -> list[type[Job]]:
    return [model for model in job_models() if model.queue in (queue, None)]


def nobody_works_on(job: Job) -> str:
    """A sentence where a job has waited for 20 seconds and no worker is there to take it; else nothing."""
    if job.queue is None or not type(job).jobs().filter(pk=job.pk, due_at__lt=Now() - SAID_AFTER).exists():
        return ""
    if has_worker(job.queue):
        return ""
    return _("No worker is running, so this waits. Ask whoever runs the server to start it again.")
