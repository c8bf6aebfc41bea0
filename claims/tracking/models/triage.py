"""How the newsroom triages."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ONLY: Final = 1


class TriageSettings(models.Model):
    """The one row about triage.

    Candidates that software scored below `threshold`, and nobody has worked on, are not listed unless they are asked
    for; 0 lists everything.
    """

    threshold = models.FloatField(gettext_lazy("list candidates scored from"), default=0.0)
    lock_version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = gettext_lazy("triage settings")
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY), name="triage_settings_is_one"),
            models.CheckConstraint(condition=Q(threshold__gte=0.0, threshold__lte=1.0), name="triage_threshold_score"),
        ]

    def __str__(self) -> str:
        return _("Listed from %(threshold)s") % {"threshold": f"{self.threshold:.2f}"}
