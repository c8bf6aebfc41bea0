"""Runs of the extractor over an article version, and the candidates they or a person found."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from claims.articles.models import ArticleVersion
from claims.tracking.enums import (
    AnchorOutcome,
    AttributionKind,
    CandidateOrigin,
    CandidateState,
    DismissReason,
    RunState,
)

LIVE_RUNS = [RunState.QUEUED, RunState.RUNNING]


class ExtractionRun(models.Model):
    """One reading of one version by one extractor; the row is the truth, the broker's message a hint."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    extractor = models.CharField(max_length=80, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When a message for it last left for the broker.")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    sentences_total = models.PositiveIntegerField(default=0)
    sentences_done = models.PositiveIntegerField(default=0)
    candidates_found = models.PositiveIntegerField(default=0)
    stop_requested = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
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
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="run_overdue"),
            models.Index(fields=["state", "sent_at"], name="run_to_send"),
            models.Index(fields=["version", "-id"], name="run_latest"),
        ]

    def __str__(self) -> str:
        return f"Run {self.pk} ({self.get_state_display().lower()})"

    @property
    def is_live(self) -> bool:
        """Whether it still waits or works."""
        return self.state in LIVE_RUNS


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
        default=0, help_text="0: the whole span; 1, 2, ...: what a split made of it."
    )
    exact = models.TextField("quote")
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    anchor = models.CharField(max_length=8, choices=AnchorOutcome, default=AnchorOutcome.EXACT)
    anchor_similarity = models.FloatField(default=1.0)
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")

    statement = models.TextField("wording", help_text="The claim in words that stand alone.")
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
