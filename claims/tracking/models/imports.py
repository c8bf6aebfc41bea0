"""Files handed in for import, what became of each of their rows, and the keys that keep claims from coming in twice."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.articles.models import Article
from claims.tracking.enums import ImportKind, ImportState, RowOutcome
from claims.tracking.models.claims import Claim

LIVE_IMPORTS = (ImportState.CHECKING, ImportState.IMPORTING)


class ImportBatch(models.Model):
    """One file handed in: first the row, then the work, so that what was cut off is seen and goes on."""

    kind = models.CharField(max_length=10, choices=ImportKind)
    name = models.CharField(max_length=200)
    outlet = models.CharField(max_length=160, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState)
    error = models.TextField(blank=True)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    here = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    attempt = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                condition=(Q(state=ImportState.FAILED) & ~Q(error="")) | (~Q(state=ImportState.FAILED) & Q(error="")),
                name="import_failed_says_why",
            )
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="import_due")]

    def __str__(self) -> str:
        return self.name

    @property
    def done(self) -> int:
        """How many rows something is known about."""
        return self.created + self.changed + self.here + self.failed

    @property
    def is_live(self) -> bool:
        """Whether work on it is under way or due."""
        return self.state in LIVE_IMPORTS


class ImportFile(models.Model):
    """The bytes of a file that is being imported; gone when the import has ended."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="file", primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"File of import {self.batch_id}"


class ImportRow(models.Model):
    """What became of one row, or would, written in the transaction that made it so."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    place = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    message = models.TextField()
    key = models.CharField(max_length=64, blank=True)
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_row_once")]
        indexes = [
            models.Index(fields=["batch", "outcome", "position"], name="import_row_outcome"),
            models.Index(fields=["batch", "key"], name="import_row_key"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.outcome}"


class ImportedClaim(models.Model):
    """The key of an imported row and the claim it led to: the same row never makes a second one."""

    key = models.CharField(max_length=64, unique=True)
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.key
