"""Where seals of the audit record are sent, and how far each place has them."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy

from claims.jobs.models import Job, Queue


class SealReceiver(Job):
    """One place of AUDIT_SEALS_TO. It is a job whenever it lacks a seal, and tried again until it has it."""

    queue = Queue.WEB
    waits = (*(timedelta(minutes=minutes) for minutes in (1, 5, 30)), *[timedelta(hours=1)] * 71)

    place = models.CharField(max_length=500, unique=True)
    has_up_to = models.BigIntegerField(
        default=0, help_text=gettext_lazy("The number of the last seal that was sent there.")
    )
    sent_last_at = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        ordering = ["id"]
        verbose_name = gettext_lazy("receiver of seals")
        verbose_name_plural = gettext_lazy("receivers of seals")

    def __str__(self) -> str:
        return self.place
