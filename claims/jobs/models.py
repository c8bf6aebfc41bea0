"""The row of one unit of background work, and the routines that come again and again."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy, pgettext_lazy

from claims.kept_sentences import SentenceField
from claims.sentences import say

STUCK_ATTEMPTS: Final = 2
"""One time may be the fault of a machine that stood still; whatever got stuck twice will again."""

SIGN_OF_LIFE: Final = "sign_of_life_{}"
"""The routine of each queue that does nothing: when it was done last shows that somebody works on the queue."""


class Queue(models.TextChoices):
    """The three kinds of worker: seconds at most; waiting for the outside; reading and comparing."""

    NOW = "now", pgettext_lazy("queue", "at once")
    WEB = "web", pgettext_lazy("queue", "from the web")
    HEAVY = "heavy", pgettext_lazy("queue", "reading")


class JobQuerySet[J: "Job"](models.QuerySet[J]):
    """The words in which job rows are asked for. All times are the database's, never another machine's."""

    model: type[J]

    def due(self) -> Self:
        """Those that wait and may be taken now."""
        return self.filter(due_at__lte=Now(), lease_token="")

    def running(self) -> Self:
        """Those that a worker has."""
        return self.exclude(lease_token="")

    def overdue(self) -> Self:
        """Those whose worker went silent: their lease has run out."""
        return self.filter(lease_until__lt=Now()).exclude(lease_token="")

    def parked(self) -> Self:
        """Those that were given up, with the reason, until a person has them tried again."""
        return self.filter(parked_at__isnull=False)

    def held_by(self, job: "Job") -> Self:
        """The row of a leased job, as long as nobody else has taken it over."""
        return self.filter(pk=job.pk, lease_token=job.lease_token).exclude(lease_token="")


class Job(models.Model):
    """A unit of work. It waits from `due_at` on, is leased to one worker at a time, and ends by losing its `due_at`.

    A kind of job says below how long a lease lasts, how often it is tried, and what columns of its own tell people
    meanwhile. A lease is also the time limit: a worker that neither ends nor renews it is killed before it runs out.
    """

    queue: ClassVar[Queue | None] = None
    """Whose work it is; None for routines, whose rows say it one by one."""
    lease_for: ClassVar[timedelta] = timedelta(seconds=60)
    waits: ClassVar[tuple[timedelta, ...]] = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))
    """The pauses after the first, the second ... failed attempt. When they are used up the job is parked."""
    while_waiting: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    while_running: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    when_parked: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    when_retried: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    per_message: ClassVar[int] = 25
    in_flight: ClassVar[int] = 200
    """So few are with the broker at once that a backlog of thousands never stands before what a person waits for."""
    resend_after: ClassVar[timedelta] = timedelta(seconds=60)
    resend_urgent_after: ClassVar[timedelta] = timedelta(seconds=10)

    due_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=gettext_lazy("From when on there is work to do; empty: there is none."),
    )
    urgent = models.BooleanField(
        default=False, editable=False, help_text=gettext_lazy("A person waits for it: it goes first.")
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    lease_token = models.CharField(max_length=32, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    leased_by = models.CharField(max_length=200, blank=True, editable=False)
    sent_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=gettext_lazy("When a message for it last left for the broker.")
    )
    parked_at = models.DateTimeField(null=True, blank=True, editable=False)
    error = SentenceField(blank=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="%(class)s_due"),
            models.Index(fields=["lease_until"], condition=~Q(lease_token=""), name="%(class)s_leased"),
        ]

    @classmethod
    def jobs(cls) -> "JobQuerySet[Self]":
        """All jobs of this kind."""
        return JobQuerySet(cls)

    @classmethod
    def jobs_of(cls, queue: Queue) -> "JobQuerySet[Self]":
        """The jobs of this kind that are this queue's work."""
        return cls.jobs() if cls.queue == queue else cls.jobs().none()

    @property
    def is_due_or_running(self) -> bool:
        """Whether it waits, for a later time perhaps, or is being worked on."""
        return self.due_at is not None

    @classmethod
    def max_attempts(cls) -> int:
        """How often it is tried before it is parked."""
        return len(cls.waits) + 1

    @classmethod
    def reason_when_killed(cls) -> str:
        """Why a job is parked whose worker was killed in each attempt."""
        return say("It was cut off %(attempts)d times, as if the worker had been killed.", attempts=cls.max_attempts())

    @classmethod
    def reason_when_stuck(cls) -> str:
        """Why a job is parked that was stopped because it got nowhere."""
        return say(
            "It got no further for %(seconds)d seconds and was stopped, %(attempts)d times.",
            seconds=int(cls.lease_for.total_seconds()),
            attempts=STUCK_ATTEMPTS,
        )

    @classmethod
    def reason_when_broken(cls, error: str) -> str:
        """Why a job is parked that ended with an error in each attempt; `error` is the name of the last."""
        return say(
            "It stopped with an error (%(error)s) in each of %(attempts)d attempts.",
            error=error,
            attempts=cls.max_attempts(),
        )


class Routine(Job):
    """Something done again and again, whatever else happens: the row says when next, and how the last time went."""

    name = models.CharField(max_length=60, unique=True)
    in_queue = models.CharField("queue", max_length=10, choices=Queue)
    every = models.DurationField()
    done_at = models.DateTimeField(null=True, blank=True)

    per_message = 1
    # Nothing parks a routine: one that is killed or gets stuck again and again comes at its time all the same.
    when_parked = MappingProxyType({"due_at": Now() + F("every"), "attempts": 0, "parked_at": None})

    class Meta(Job.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def jobs_of(cls, queue: Queue) -> JobQuerySet[Self]:
        """The routines that are this queue's work."""
        return cls.jobs().filter(in_queue=queue)
