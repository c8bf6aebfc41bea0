"""The claims the desk tracks, and the people, comments and views around them."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import formats
from claims.restrictions.hidden import Visible
from claims.searching.fields import WordsField
from claims.tracking.enums import (
    AssignmentState,
    ClaimantKind,
    ClaimState,
    CloseReason,
    CorrectionClass,
    Priority,
)

PERSON = settings.AUTH_USER_MODEL

FINAL_STATES = [ClaimState.PUBLISHED, ClaimState.RETRACTED, ClaimState.CLOSED]
NO_DUE_DATE = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)
"""Claims without a due date come after all others."""

HELD = Q(reviewer__isnull=False)


class Topic(models.Model):
    """A subject the desk files claims under."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WordingStart(models.Func):
    """The first letters of a wording in lower case, by which claims of one wording are looked up in an index."""

    template = "LOWER(SUBSTR(%(expressions)s, 1, 60))"
    output_field = models.TextField()
    arity = 1


class Claimant(models.Model):
    """Whoever said it: a person or an organisation."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=ClaimantKind, default=ClaimantKind.PERSON)
    role = models.CharField(max_length=200, blank=True, help_text=gettext_lazy("Such as: mayor of Port Ellery."))
    same_as = models.URLField(
        gettext_lazy("known as"), blank=True, help_text=gettext_lazy("An address that says who this is.")
    )

    objects = Visible()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(Lower("name"), name="claimant_name_lower")]

    def __str__(self) -> str:
        return self.name


class Claim(models.Model):
    """A proposition the desk tracks, from the queue to what readers see."""

    statement = models.TextField("wording", help_text=gettext_lazy("What the desk checks, in its own words."))
    words_said = models.TextField(
        blank=True, help_text=gettext_lazy("Verbatim: as they stand in an appearance, or as heard.")
    )
    words_heard = models.BooleanField(
        "heard",
        default=False,
        help_text=gettext_lazy("The words were typed from hearing them, and stand in no appearance."),
    )
    claimant = models.ForeignKey(Claimant, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    said_on = models.DateField(gettext_lazy("said on"), null=True, blank=True)
    said_where = models.CharField(gettext_lazy("said where"), max_length=300, blank=True)
    language = models.CharField(
        gettext_lazy("language"),
        max_length=8,
        blank=True,
        help_text=gettext_lazy("Two letters, such as es. Of the wording; empty: nobody has said."),
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="claims")
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    score = models.FloatField(null=True, blank=True)
    due_at = models.DateTimeField("due", null=True, blank=True)

    state = models.CharField(max_length=20, choices=ClaimState, default=ClaimState.QUEUED, editable=False)
    state_since = models.DateTimeField(editable=False)
    lock_version = models.PositiveIntegerField(default=1, editable=False)
    reviewer = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="claims_in_hand", db_index=False
    )
    waiting_on = models.CharField(max_length=200, blank=True)
    wake_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=20, choices=CloseReason, blank=True)
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text=gettext_lazy("When an approved verdict goes out by itself.")
    )
    retraction_asked_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retraction_note = models.TextField(blank=True)

    created_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    # What the queue is ordered by: never empty, so that it reads the same on every database, and always kept by it.
    is_open = models.GeneratedField(
        expression=Case(When(state__in=FINAL_STATES, then=Value(False)), default=Value(True)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    due_key = models.GeneratedField(
        expression=Coalesce("due_at", Value(NO_DUE_DATE, output_field=models.DateTimeField())),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    score_key = models.GeneratedField(
        expression=Coalesce("score", Value(-1.0)), output_field=models.FloatField(), db_persist=True
    )
    rank = models.GeneratedField(
        expression=Value(3) - F("priority"), output_field=models.SmallIntegerField(), db_persist=True
    )

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="claim_has_wording"),
            models.CheckConstraint(condition=Q(words_heard=False) | ~Q(words_said=""), name="claim_heard_has_words"),
            models.CheckConstraint(
                condition=(Q(state=ClaimState.CLOSED) & ~Q(close_reason=""))
                | (~Q(state=ClaimState.CLOSED) & Q(close_reason="")),
                name="claim_closed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.WAITING, wake_at__isnull=False) & ~Q(waiting_on="")
                | ~Q(state=ClaimState.WAITING) & Q(wake_at__isnull=True, waiting_on=""),
                name="claim_waiting_has_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ClaimState.ASSIGNED, ClaimState.IN_REVIEW, ClaimState.WAITING])
                | Q(reviewer__isnull=False),
                name="claim_in_hand_has_reviewer",
            ),
        ]
        indexes = [
            models.Index(fields=["due_key", "id"], name="claim_due"),
            models.Index(fields=["score_key", "id"], name="claim_score"),
            models.Index(fields=["state_since", "id"], name="claim_age"),
            models.Index(fields=["rank", "due_key", "id"], name="claim_rank"),
            models.Index(fields=["is_open", "id"], name="claim_open"),
            models.Index(fields=["is_open", "due_key", "id"], name="claim_open_due"),
            models.Index(fields=["is_open", "score_key", "id"], name="claim_open_score"),
            models.Index(fields=["is_open", "state_since", "id"], name="claim_open_age"),
            models.Index(fields=["is_open", "rank", "due_key", "id"], name="claim_open_rank"),
            models.Index(fields=["state", "id"], name="claim_state"),
            models.Index(fields=["state", "due_key", "id"], name="claim_state_due"),
            models.Index(fields=["state", "score_key", "id"], name="claim_state_score"),
            models.Index(fields=["state", "state_since", "id"], name="claim_state_age"),
            models.Index(fields=["state", "rank", "due_key", "id"], name="claim_state_rank"),
            # Most claims are nobody's: SQLite would look all of them up in an index of reviewers and sort them.
            models.Index(fields=["reviewer", "is_open", "due_key"], condition=HELD, name="claim_of_reviewer"),
            models.Index(fields=["state", "reviewer", "due_key"], condition=HELD, name="claim_load"),
            models.Index(fields=["claimant", "-id"], name="claim_by_claimant"),
            models.Index(fields=["state", "wake_at"], name="claim_to_wake"),
            models.Index(WordingStart("statement"), name="claim_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.statement}"

    @property
    def number(self) -> str:
        """The desk's number for it, such as FC-1042."""
        return f"FC-{self.pk:04d}"


class ClaimWords(models.Model):
    """What a claim is found by; kept by `claims.tracking.search`."""

    claim = models.OneToOneField(
        Claim, primary_key=True, db_column="rowid", on_delete=models.DO_NOTHING, related_name="search"
    )
    words = WordsField()

    class Meta:
        managed = False
        db_table = "claims_claim_search"
        default_permissions = ()

    def __str__(self) -> str:
        return _("Words of claim %(pk)s") % {"pk": self.pk}


class Assignment(models.Model):
    """Who is to check a claim by when, and what came of it; history is kept."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=AssignmentState, default=AssignmentState.OPEN)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(ended_at__isnull=True), name="assignment_one_live_per_claim"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted"], ended_at__isnull=True)
                | (~Q(state__in=["open", "accepted"]) & Q(ended_at__isnull=False)),
                name="assignment_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return _("%(claim)s to %(reviewer)s: %(state)s") % {
            "claim": self.claim_id,
            "reviewer": self.reviewer_id,
            "state": formats.inside(self.get_state_display()),
        }


class Comment(models.Model):
    """A remark on a claim, among colleagues; never seen by readers."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    body = models.TextField(max_length=5000)
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = Visible()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_has_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return self.body[:80]


class Correction(models.Model):
    """An opened change of published words, and how it ended."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField("class", max_length=15, choices=CorrectionClass)
    reason = models.TextField(help_text=gettext_lazy("What readers will be told changed, and why."))
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    published = models.BooleanField(default=False)

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(ended_at__isnull=True), name="correction_one_open_per_claim"
            ),
            models.CheckConstraint(
                condition=Q(published=False) | Q(ended_at__isnull=False), name="correction_published_has_ended"
            ),
        ]

    def __str__(self) -> str:
        return _("%(get_kind_display)s of %(claim_id)s") % {
            "get_kind_display": self.get_kind_display(),
            "claim_id": self.claim_id,
        }


class SavedView(models.Model):
    """A named filter of the queue, one person's own or shared with the desk."""

    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, help_text=gettext_lazy("The queue's query string."))
    shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_view_name_unique",
                violation_error_message=gettext_lazy("You have a view of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
