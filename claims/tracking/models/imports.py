"""Files handed in for import, what became of each of their rows, and the keys that keep claims from coming in twice."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.articles.models import Article
from claims.jobs.models import Job, Queue
from claims.kept_sentences import SentenceField
from claims.restrictions.hidden import Visible
from claims.tracking.enums import DateOrder, ImportKind, ImportState, RowOutcome
from claims.tracking.models.claims import Claim

LIVE_IMPORTS = (ImportState.CHECKING, ImportState.IMPORTING)


class ImportBatch(Job):
    """One file handed in: first the row, then the work, so that what was cut off is seen and goes on."""

    queue = Queue.HEAVY
    waits = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
    when_parked = {"state": ImportState.FAILED, "ended_at": Now()}
    # What came in already is known by its rows; the rest is checked, and a person has it imported.
    when_retried = {"state": ImportState.CHECKING, "ended_at": None}
    per_message = 1

    kind = models.CharField(max_length=10, choices=ImportKind)
    name = models.CharField(max_length=200)
    outlet = models.CharField(max_length=160, blank=True)
    columns = models.JSONField(
        default=dict,
        blank=True,
        help_text=gettext_lazy("What a person said the columns are, by their names."),
    )
    date_order = models.CharField(max_length=5, blank=True, choices=DateOrder)
    preview = models.JSONField(
        default=dict,
        blank=True,
        help_text=gettext_lazy("The columns as they were read, with some of their cells, for a person."),
    )
    ratings = models.JSONField(
        default=dict,
        blank=True,
        help_text=gettext_lazy("Which rating of ours each of the old ones is, by its words; empty: left out."),
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    here = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        ordering = ["-id"]
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                condition=(Q(state=ImportState.FAILED) & ~Q(error="")) | (~Q(state=ImportState.FAILED) & Q(error="")),
                name="import_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_IMPORTS, due_at__isnull=False)
                | (~Q(state__in=LIVE_IMPORTS) & Q(due_at__isnull=True)),
                name="import_live_is_due",
            ),
        ]

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

    @classmethod
    def reason_when_killed(cls) -> str:
        """Why an import failed that was cut off at the same row each time."""
        return _("The import was cut off %(attempts)d times, as if the worker had been killed. %(hint)s") % {
            "attempts": cls.max_attempts(),
            "hint": cls._hint(),
        }

    @classmethod
    def reason_when_stuck(cls) -> str:
        """Why an import failed that got stuck at a row."""
        return _("The import got stuck at one row, twice. %(hint)s") % {"hint": cls._hint()}

    @classmethod
    def reason_when_broken(cls, error: str) -> str:
        """Why an import failed that ended with an error each time."""
        return _("The import stopped with an error (%(error)s). %(hint)s") % {"error": error, "hint": cls._hint()}

    @staticmethod
    def _hint() -> str:
        return _("What came in before stays. Take out the row after the last one that is shown, and import the rest.")


class ImportFile(models.Model):
    """The bytes of a file that is being imported; gone when the import has ended."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="file", primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return _("File of import %(batch_id)s") % {"batch_id": self.batch_id}


class ImportRow(models.Model):
    """What became of one row, or would, written in the transaction that made it so."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    place = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    message = SentenceField()
    key = models.CharField(max_length=64, blank=True)
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = Visible()

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
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.key
