"""The morning letter with the shift brief: who wants it at which hour of the day, and when it goes out next."""

from datetime import timedelta
from types import MappingProxyType

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from claims.jobs.models import Job, Queue


class MorningBrief(Job):
    """One person's wish for the brief by e-mail; the row is due again each day at an hour of the person's own clock."""

    queue = Queue.NOW
    waits = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60))
    # One message at a time, as of every letter.
    in_flight = 25
    # A mail server that was away all morning keeps nobody from the next day's brief.
    when_parked = MappingProxyType({"due_at": Now() + timedelta(hours=23), "attempts": 0, "parked_at": None})

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="morning_brief")
    hour = models.PositiveSmallIntegerField()
    told_until = models.DateTimeField(help_text="Up to when the last brief told what happened.")

    class Meta(Job.Meta):
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="morning_brief_hour", condition=Q(hour__lte=23))]

    def __str__(self) -> str:
        return _("Brief for %(person)s at %(hour)s") % {"person": self.person_id, "hour": self.hour}
