"""The append-only record of who did what; the database refuses to change or delete a row."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.restrictions.hidden import VisibleActs


class AuditEvent(models.Model):
    """One act on one object, chained by hash to the act before it on the same object."""

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=gettext_lazy("Empty: the software."),
    )
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = VisibleActs()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["object_type", "object_id", "sequence"], name="audit_chain_position"),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id} #{self.sequence}"


class AuditSeal(models.Model):
    """A hash over the heads of the chains that moved since the seal before it, and over that seal."""

    at = models.DateTimeField()
    last_event_id = models.BigIntegerField()
    chains = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        # An expression makes this an index: a plain one would rebuild the table on SQLite and lose its triggers.
        constraints = [models.UniqueConstraint(models.F("previous_hash"), name="audit_seals_never_fork")]

    def __str__(self) -> str:
        return _("Seal %(pk)s over %(chains)s chains") % {"pk": self.pk, "chains": self.chains}
