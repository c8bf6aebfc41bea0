"""Sources of published checks that are read again, what is looked for in them, and how politely a site is asked."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy

from claims import formats
from claims.jobs.models import Job, Queue
from claims.tracking.models import Claim
from claims.verdicts.enums import WatchOutcome, WatchState
from claims.verdicts.models.evidence import AROUND, Evidence

PERSON = settings.AUTH_USER_MODEL


class WatchedSource(Job):
    """One address that published checks cite; the row is due again and again, on its planned day."""

    queue = Queue.WEB
    lease_for = timedelta(seconds=120)
    waits = (timedelta(hours=1), timedelta(hours=6))
    # A page that does not answer keeps no other waiting.
    per_message = 1
    in_flight = 100

    url = models.URLField("address", max_length=2000)
    url_key = models.CharField(max_length=64, unique=True, editable=False, help_text=gettext_lazy("Its SHA-256."))
    host = models.CharField(max_length=255, editable=False)
    state = models.CharField(max_length=10, choices=WatchState, default=WatchState.WATCHED)
    reason = models.TextField(blank=True, max_length=1000, help_text=gettext_lazy("Why it cannot be watched."))
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    text_hash = models.CharField(max_length=64, blank=True, editable=False)
    cited_at = models.DateTimeField(help_text=gettext_lazy("When a check that cites it was last published."))
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.CharField(max_length=12, choices=WatchOutcome, blank=True)
    sightings = models.PositiveSmallIntegerField(default=0, help_text=gettext_lazy("How often in a row it was so."))
    settled = models.CharField(max_length=12, blank=True, help_text=gettext_lazy("What a person knows of and accepts."))
    alarm_since = models.DateTimeField(null=True, blank=True, help_text=gettext_lazy("A person has to look at it."))
    lock_version = models.PositiveIntegerField(default=1)

    class Meta(Job.Meta):
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=WatchState.IMPOSSIBLE) | ~Q(reason=""), name="watched_source_impossible_has_reason"
            )
        ]
        indexes = [
            *Job.Meta.indexes,
            models.Index(
                fields=["-alarm_since", "-id"], condition=Q(alarm_since__isnull=False), name="watched_source_alarms"
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def quoted(self) -> "list[WatchedPassage]":
        """What checks quote of it."""
        return list(self.passages.all())


class WatchedPassage(models.Model):
    """What one published check quotes of a source, as it was published, and what became of it."""

    source = models.ForeignKey(WatchedSource, on_delete=models.PROTECT, related_name="passages")
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="watched")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="watched_passages")
    quote = models.TextField(blank=True)
    before = models.CharField(max_length=AROUND + 1, blank=True)
    after = models.CharField(max_length=AROUND + 1, blank=True)
    accepted = models.TextField(blank=True, help_text=gettext_lazy("Other words that a person took for the same."))
    is_comparable = models.BooleanField(
        default=True, help_text=gettext_lazy("Whether its words were ever found in what the address answers.")
    )
    outcome = models.CharField(max_length=12, choices=WatchOutcome, blank=True)
    words_now = models.TextField(blank=True)
    likeness = models.FloatField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    is_lost = models.BooleanField(default=False, help_text=gettext_lazy("A person has to look at it."))
    tables = models.JSONField(
        default=list,
        blank=True,
        db_default=models.Value([], models.JSONField()),
        help_text=gettext_lazy("The tables that published figures rest on, as they count from now."),
    )
    cells_now = models.JSONField(
        default=list,
        blank=True,
        db_default=models.Value([], models.JSONField()),
        help_text=gettext_lazy("Named cells that hold something else there now: name, place, was and now."),
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.quote[:80] or gettext("Evidence %(number)s") % {"number": self.evidence_id}


class WatchCopy(models.Model):
    """What an address answered when a passage was missed; kept for good once a person has decided by it."""

    source = models.ForeignKey(WatchedSource, on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=WatchOutcome)
    file = models.FileField(upload_to="watched/%Y/%m/")
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    final_url = models.URLField(max_length=2000, blank=True)
    kept_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "watch copies"

    def __str__(self) -> str:
        return gettext("%(source)s on %(day)s") % {"source": self.source_id, "day": formats.day_short(self.at)}


class WatchedHost(models.Model):
    """How politely a site is asked: by its own rules, one reading at a time, with a pause between two."""

    name = models.CharField(max_length=255, unique=True, help_text=gettext_lazy("Scheme, host and port."))
    free_at = models.DateTimeField(help_text=gettext_lazy("From when on it may be asked again."))
    robots = models.TextField(blank=True)
    robots_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WatchDay(models.Model):
    """How many sources were read on a day, so that no day takes more than its budget."""

    day = models.DateField(unique=True)
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.asked}"
