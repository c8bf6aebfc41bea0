"""How long each kind of data is kept, and what was erased by that."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class RetentionRule(models.Model):
    """After how many days one kind of data goes; no row for what stays as long as the desk."""

    kind = models.CharField(max_length=30, unique=True)
    days = models.PositiveIntegerField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["kind"]
        verbose_name = "retention rule"
        constraints = [models.CheckConstraint(condition=models.Q(days__gte=1), name="retention_at_least_a_day")]

    def __str__(self) -> str:
        return _("%(kind)s after %(days)s days") % {"kind": self.kind, "days": self.days}


class ErasingRun(models.Model):
    """How much of one kind went at one time; says nothing about whose it was."""

    kind = models.CharField(max_length=30)
    at = models.DateTimeField(db_index=True)
    days = models.PositiveIntegerField(help_text=gettext_lazy("The rule as it was."))
    rows = models.PositiveIntegerField()

    class Meta:
        ordering = ["-id"]
        verbose_name = "erasing"

    def __str__(self) -> str:
        return f"{self.kind}: {self.rows}"
