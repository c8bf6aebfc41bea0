"""Runs of the extractor over an article version, and the candidates they or a person found."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import formats
from claims.articles.models import ArticleVersion
from claims.jobs.models import Job, JobQuerySet, Queue
from claims.restrictions.hidden import Visible
from claims.tracking.enums import (
    AnchorOutcome,
    AttributionKind,
    CandidateOrigin,
    CandidateState,
    DismissReason,
    RunState,
)

LIVE_RUNS = [RunState.QUEUED, RunState.RUNNING]


class ExtractionRun(Job):
    """One reading of one version by one extractor."""

    queue = Queue.HEAVY
    waits = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
    while_waiting = {"state": RunState.QUEUED, "finished_at": None}
    while_running = {"state": RunState.RUNNING, "started_at": Now(), "sentences_done": 0, "candidates_found": 0}
    when_parked = {"state": RunState.FAILED, "finished_at": Now()}

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    extractor = models.CharField(max_length=80, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    sentences_total = models.PositiveIntegerField(default=0)
    sentences_done = models.PositiveIntegerField(default=0)
    candidates_found = models.PositiveIntegerField(default=0)
    stop_requested = models.BooleanField(default=False)

    objects = Visible.from_queryset(JobQuerySet)()  # type: ignore[assignment, misc]  # and a job's words

    class Meta(Job.Meta):
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(state__in=LIVE_RUNS), name="run_one_live_per_version"
            ),
            models.CheckConstraint(condition=Q(state=RunState.FAILED) | Q(error=""), name="run_error_only_when_failed"),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_RUNS, finished_at__isnull=True)
                | (~Q(state__in=LIVE_RUNS) & Q(finished_at__isnull=False)),
                name="run_finished_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_RUNS, due_at__isnull=False)
                | (~Q(state__in=LIVE_RUNS) & Q(due_at__isnull=True)),
                name="run_live_is_due",
            ),
        ]
        indexes = [*Job.Meta.indexes, models.Index(fields=["version", "-id"], name="run_latest")]

    def __str__(self) -> str:
        return _("Run %(pk)s (%(state)s)") % {"pk": self.pk, "state": formats.inside(self.get_state_display())}

    @property
    def is_live(self) -> bool:
        """Whether it still waits or works."""
        return self.state in LIVE_RUNS

    @classmethod
    def reason_when_killed(cls) -> str:
        """Why a reading failed that was cut off each time."""
        return _(
            "The reading was cut off %(attempts)d times, as if the worker had been killed. Read the article again; if"
            " it happens again, ask whoever runs the server to look at the worker's log."
        ) % {"attempts": cls.max_attempts()}

    @classmethod
    def reason_when_stuck(cls) -> str:
        """Why a reading failed that got stuck."""
        return _(
            "The reading got no further for %(seconds)d seconds, twice, and was stopped. Split the article and add the"
            " parts one by one; if it happens again, ask whoever runs the server to look at the worker's log."
        ) % {"seconds": cls.lease_for.total_seconds()}

    @classmethod
    def reason_when_broken(cls, error: str) -> str:
        """Why a reading failed that ended with an error each time."""
        return _(
            "The extractor stopped with an error (%(error)s) in each of %(attempts)d attempts. Read the article again;"
            " if it happens again, ask whoever runs the server to look at the worker's log."
        ) % {"error": error, "attempts": cls.max_attempts()}


class Candidate(models.Model):
    """A span of a version that may hold a claim worth checking, anchored by position and quote.

    `start` and `end` are code points into `version.text`; the quote is `exact`, and `version.text[start:end] == exact`
    unless the anchor is lost. The selector follows the W3C Web Annotation model (TextPosition and TextQuote).
    """

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="candidates")
    run = models.ForeignKey(ExtractionRun, null=True, blank=True, on_delete=models.PROTECT, related_name="candidates")
    origin = models.CharField(max_length=10, choices=CandidateOrigin, default=CandidateOrigin.MACHINE)
    extractor = models.CharField(max_length=80, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(
        default=0, help_text=gettext_lazy("0: the whole span; 1, 2, ...: what a split made of it.")
    )
    exact = models.TextField("quote")
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    anchor = models.CharField(max_length=8, choices=AnchorOutcome, default=AnchorOutcome.EXACT)
    anchor_similarity = models.FloatField(default=1.0)
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")

    statement = models.TextField("wording", help_text=gettext_lazy("The claim in words that stand alone."))
    score = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])
    signals = models.JSONField(default=list, blank=True)
    speaker = models.CharField(max_length=200, blank=True)
    cue = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=AttributionKind, blank=True, default=AttributionKind.NONE)
    hedged = models.BooleanField(default=False)
    quoted = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=CandidateState, default=CandidateState.PENDING)
    dismiss_reason = models.CharField(max_length=20, choices=DismissReason, blank=True)
    claim = models.ForeignKey(
        "claims.Claim", null=True, blank=True, on_delete=models.PROTECT, related_name="appearances"
    )
    is_first_appearance = models.BooleanField(default=False)
    lock_version = models.PositiveIntegerField(default=1)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = Visible()

    class Meta:
        ordering = ["version", "-score", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "start", "end", "part"], condition=~Q(anchor="lost"), name="candidate_span_unique"
            ),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="candidate_span_not_empty"),
            models.CheckConstraint(
                condition=(Q(state=CandidateState.DISMISSED) & ~Q(dismiss_reason=""))
                | (~Q(state=CandidateState.DISMISSED) & Q(dismiss_reason="")),
                name="candidate_dismissed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "merged"], claim__isnull=False)
                | Q(state__in=["pending", "dismissed"], claim__isnull=True),
                name="candidate_decided_has_claim",
            ),
        ]
        indexes = [
            models.Index(fields=["version", "state"], name="candidate_of_version"),
            models.Index(fields=["-score", "-id"], condition=Q(state="pending"), name="candidate_pending_best"),
            models.Index(fields=["version", "claim"], condition=Q(claim__isnull=False), name="candidate_of_claim"),
            models.Index(fields=["decided_at"], condition=Q(decided_at__isnull=False), name="candidate_decided"),
        ]

    def __str__(self) -> str:
        return self.statement
