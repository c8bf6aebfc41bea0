"""The smallest kind of job there can be, to try the machinery with."""

from datetime import timedelta

from django.db import models

from claims.jobs.models import Job, Queue


class ChoreState(models.TextChoices):
    """Where a chore stands, for people."""

    WAITING = "waiting", "To be done"
    RUNNING = "running", "Being done"
    DONE = "done", "Done"
    FAILED = "failed", "Given up"


class Chore(Job):
    """Something to be done."""

    queue = Queue.WEB
    waits = (timedelta(seconds=10), timedelta(minutes=1))
    while_waiting = {"state": ChoreState.WAITING}
    while_running = {"state": ChoreState.RUNNING}
    when_parked = {"state": ChoreState.FAILED}
    per_message = 5
    in_flight = 20

    what = models.CharField(max_length=40, default="sweep the floor")
    state = models.CharField(max_length=10, choices=ChoreState, default=ChoreState.WAITING)
    times = models.PositiveSmallIntegerField(default=0)

    class Meta(Job.Meta):
        pass

    def __str__(self) -> str:
        return self.what
