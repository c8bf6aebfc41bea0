"""What candidates and claims are compared with, what was found alike, and what is still to be looked up."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.articles.models import Article, ArticleVersion
from claims.jobs.models import Job, JobQuerySet, Queue
from claims.kept_sentences import SentenceField
from claims.matching.enums import MatchBand, MatchState
from claims.restrictions.hidden import Visible
from claims.tracking.models import Candidate, Claim

PERSON = settings.AUTH_USER_MODEL


class OutsideCheck(models.Model):
    """A fact-check that somebody else published, imported to compare with; its words are untrusted text."""

    url = models.URLField("address", max_length=2000)
    canonical_url = models.CharField(max_length=2000, db_index=True, editable=False)
    claim_sha256 = models.CharField(max_length=64, editable=False)
    claim_reviewed = models.TextField()
    claimant = models.CharField(max_length=200, blank=True)
    claim_date = models.DateField(null=True, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500, blank=True)
    rating = models.CharField(
        max_length=200, blank=True, help_text=gettext_lazy("The rating in the publisher's own words.")
    )
    tone = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=gettext_lazy(
            "1 for the truest to 5 for the falsest; empty where the publisher's scale does not say."
        ),
    )
    reviewed_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    raw = models.JSONField(default=dict, help_text=gettext_lazy("The ClaimReview as it was read."))
    source = models.CharField(max_length=2000, help_text=gettext_lazy("The file or address it was imported from."))
    imported_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("outside fact-check")
        constraints = [
            models.UniqueConstraint(fields=["canonical_url", "claim_sha256"], name="outside_check_once"),
            models.CheckConstraint(condition=~Q(claim_reviewed=""), name="outside_check_has_claim"),
        ]

    def __str__(self) -> str:
        return f"{self.publisher or self.canonical_url[:80]}: {self.claim_reviewed[:80]}"


class MatchIndexEntry(models.Model):
    """One claim or outside check as the matcher compares it; a row that is `due` has yet to be read by a worker."""

    claim = models.OneToOneField(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="index_row")
    outside = models.OneToOneField(
        OutsideCheck, null=True, blank=True, on_delete=models.PROTECT, related_name="index_row"
    )
    statement = models.TextField(blank=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    vectors = models.BinaryField(
        default=bytes, help_text=gettext_lazy("Float16, 384 numbers for each of statement and title.")
    )
    encoder = models.CharField(
        max_length=60, blank=True, help_text=gettext_lazy("What made the vectors; empty: words only.")
    )
    language = models.CharField(
        max_length=12, blank=True, db_default="", help_text=gettext_lazy("As it was said, or told by its words.")
    )
    across_vectors = models.BinaryField(
        default=bytes,
        db_default=b"",
        help_text=gettext_lazy("Float16, 512 numbers for each of statement and title, comparable across languages."),
    )
    across_encoder = models.CharField(
        max_length=60, blank=True, db_default="", help_text=gettext_lazy("What made them; empty: not installed.")
    )
    content_hash = models.CharField(
        max_length=64, blank=True, help_text=gettext_lazy("SHA-256 of what was indexed and the encoders.")
    )
    due = models.BooleanField(default=True)
    asked = models.PositiveIntegerField(default=1, help_text=gettext_lazy("How often indexing was asked for."))
    indexed_at = models.DateTimeField(null=True, blank=True)

    objects = Visible()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=False, outside__isnull=True) | Q(claim__isnull=True, outside__isnull=False),
                name="index_row_is_of_one",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(due=True), name="index_row_due"),
            models.Index(fields=["indexed_at"], name="index_row_news"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Its name in the index: `c17` for claim 17, `o5` for outside check 5."""
        return f"c{self.claim_id}" if self.claim_id else f"o{self.outside_id}"


class MatchSearch(Job):
    """The candidates of one article version are to be looked up, again whenever somebody asks for it."""

    queue = Queue.HEAVY
    waits = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))

    version = models.OneToOneField(ArticleVersion, on_delete=models.PROTECT, related_name="lookup")
    asked = models.PositiveIntegerField(default=1, help_text=gettext_lazy("How often looking was asked for."))
    done_at = models.DateTimeField(null=True, blank=True)
    remark = SentenceField(
        blank=True, help_text=gettext_lazy("What a reader of the matches has to know about the look-up.")
    )
    vectors = models.BinaryField(
        default=bytes, help_text=gettext_lazy("Float16, 384 numbers for each candidate looked up last.")
    )
    across_vectors = models.BinaryField(
        default=bytes,
        db_default=b"",
        help_text=gettext_lazy("Float16, 512 numbers for each candidate, comparable across languages."),
    )

    objects = Visible.from_queryset(JobQuerySet)()  # type: ignore[assignment, misc]  # and a job's words

    class Meta(Job.Meta):
        ordering = ["-id"]
        indexes = [*Job.Meta.indexes, models.Index(fields=["-done_at"], name="lookup_latest")]

    def __str__(self) -> str:
        return _("Look-up of version %(version_id)s") % {"version_id": self.version_id}

    @property
    def notice(self) -> str:
        """What a reader of the matches has to know: why there are none, or in what way they are less good."""
        said: str = self.error or self.remark
        return said

    @classmethod
    def reason_when_broken(cls, error: str) -> str:
        """Why a look-up was given up that ended with an error each time."""
        return _(
            "Looking for earlier checks stopped with an error (%(error)s) in each of %(attempts)d attempts. Ask whoever"
            " runs the server to look at the worker's log."
        ) % {"error": error, "attempts": cls.max_attempts()}


class Match(models.Model):
    """A candidate or a claim resembles an earlier claim or an outside check; nothing comes of it unconfirmed."""

    candidate = models.ForeignKey(Candidate, null=True, blank=True, on_delete=models.PROTECT, related_name="matches")
    later = models.ForeignKey(
        Claim,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="matches_found",
        verbose_name=gettext_lazy("later claim"),
    )
    claim = models.ForeignKey(
        Claim,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="matched_by",
        verbose_name=gettext_lazy("earlier claim"),
    )
    outside = models.ForeignKey(
        OutsideCheck, null=True, blank=True, on_delete=models.PROTECT, related_name="matched_by"
    )
    score = models.FloatField(validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])
    band = models.CharField(max_length=10, choices=MatchBand)
    state = models.CharField(max_length=10, choices=MatchState, default=MatchState.SUGGESTED)
    suggested_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=1)

    objects = Visible()

    class Meta:
        ordering = ["-score", "id"]
        verbose_name_plural = "matches"
        constraints = [
            models.CheckConstraint(
                condition=Q(candidate__isnull=False, later__isnull=True)
                | Q(candidate__isnull=True, later__isnull=False),
                name="match_is_of_one",
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=False, outside__isnull=True) | Q(claim__isnull=True, outside__isnull=False),
                name="match_leads_to_one",
            ),
            models.CheckConstraint(
                condition=Q(later__isnull=True) | Q(claim__isnull=True) | Q(claim__lt=F("later")),
                name="match_leads_to_an_earlier_claim",
            ),
            models.CheckConstraint(
                condition=Q(state=MatchState.SUGGESTED, decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state=MatchState.SUGGESTED) & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="match_decided_has_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["candidate", "claim"],
                condition=Q(candidate__isnull=False, claim__isnull=False),
                name="match_candidate_claim_once",
            ),
            models.UniqueConstraint(
                fields=["candidate", "outside"],
                condition=Q(candidate__isnull=False, outside__isnull=False),
                name="match_candidate_outside_once",
            ),
            models.UniqueConstraint(
                fields=["later", "claim"],
                condition=Q(later__isnull=False, claim__isnull=False),
                name="match_claim_claim_once",
            ),
            models.UniqueConstraint(
                fields=["later", "outside"],
                condition=Q(later__isnull=False, outside__isnull=False),
                name="match_claim_outside_once",
            ),
        ]

    def __str__(self) -> str:
        parts = {
            "candidate": self.candidate_id,
            "later": self.later_id,
            "claim": self.claim_id,
            "outside": self.outside_id,
            "score": f"{self.score:.2f}",
        }
        if self.candidate_id and self.claim_id:
            return _("candidate %(candidate)s and claim %(claim)s: %(score)s") % parts
        if self.candidate_id:
            return _("candidate %(candidate)s and outside check %(outside)s: %(score)s") % parts
        if self.claim_id:
            return _("claim %(later)s and claim %(claim)s: %(score)s") % parts
        return _("claim %(later)s and outside check %(outside)s: %(score)s") % parts

    @property
    def target_key(self) -> str:
        """What it leads to, by its name in the index."""
        return f"c{self.claim_id}" if self.claim_id else f"o{self.outside_id}"


class RepeatAlert(models.Model):
    """Editors were told that an article repeats a published claim; once for each article and claim."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="repeats")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="repeats")
    told_at = models.DateTimeField()

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["article", "claim"], name="repeat_told_once")]

    def __str__(self) -> str:
        return _("Article %(article_id)s repeats claim %(claim_id)s") % {
            "article_id": self.article_id,
            "claim_id": self.claim_id,
        }
