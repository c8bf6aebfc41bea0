"""Time stamps that somebody else put over what the newsroom signed, and the work of asking for them."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.jobs.models import Job, Queue
from claims.verdicts.models.verdict import Publication


class NeverChanged(Exception):
    """A stamp is as it was given, or it proves nothing."""


class TimeStampQuerySet(models.QuerySet["TimeStamp"]):
    """Stamps are added and read; nothing else."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise NeverChanged

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise NeverChanged


class TimeStamp(models.Model):
    """What a time stamp server answered about one publication; never changed and never removed."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="time_stamp")
    server = models.CharField(max_length=255, help_text=gettext_lazy("The host that gave it."))
    stamped_at = models.DateTimeField(help_text=gettext_lazy("When it was given, by the server’s clock."))
    compared = models.BooleanField(
        help_text=gettext_lazy("Whether its signature was compared with TIMESTAMP_CERTIFICATES.")
    )
    response = models.TextField(help_text=gettext_lazy("The answer as RFC 3161 has it, in base64."))

    objects = TimeStampQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("time stamp")
        verbose_name_plural = gettext_lazy("time stamps")

    def __str__(self) -> str:
        return _("Time stamp of publication %(publication)s") % {"publication": self.publication_id}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; refused where it is there already."""
        if self.pk is not None and type(self).objects.filter(pk=self.pk).exists():
            raise NeverChanged
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise NeverChanged


class TimeStampRequest(Job):
    """A publication for which a time stamp has still to be asked; tried again for two days."""

    queue = Queue.WEB
    waits = (*(timedelta(minutes=minutes) for minutes in (1, 5, 30)), *[timedelta(hours=1)] * 47)

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="+")

    class Meta(Job.Meta):
        ordering = ["id"]
        verbose_name = gettext_lazy("publication to be time-stamped")
        verbose_name_plural = gettext_lazy("publications to be time-stamped")

    def __str__(self) -> str:
        return str(self.publication)
