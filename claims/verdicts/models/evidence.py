"""The sources a verdict rests on, the dated copies kept of them, and what the claimant was asked."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import formats
from claims.jobs.models import Job, JobQuerySet, Queue
from claims.restrictions.hidden import Visible
from claims.tracking.models import Claim
from claims.verdicts.enums import ContactMethod, CopyState, QuoteState, SourceKind, Stance

PERSON = settings.AUTH_USER_MODEL


AROUND: Final = 240
"""So many characters of a kept copy readers are shown on each side of a quoted passage: a fair excerpt, and no more."""


class Evidence(models.Model):
    """One source for or against a claim; removing it keeps the row."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    url = models.URLField("address", max_length=2000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=SourceKind)
    stance = models.CharField(max_length=10, choices=Stance)
    quote = models.TextField(gettext_lazy("quoted passage"), blank=True, max_length=5000)
    quote_state = models.CharField(max_length=10, choices=QuoteState, blank=True, default=QuoteState.NONE)
    passage_before = models.CharField(
        max_length=AROUND + 1, blank=True, help_text=gettext_lazy("The copy's words before it.")
    )
    passage_after = models.CharField(
        max_length=AROUND + 1, blank=True, help_text=gettext_lazy("The copy's words after it.")
    )
    note = models.TextField(blank=True, max_length=5000, help_text=gettext_lazy("What it shows; readers see this."))
    interest = models.TextField(
        gettext_lazy("disclosed interest"),
        blank=True,
        max_length=1000,
        help_text=gettext_lazy("What the source gains if it is believed."),
    )
    accessed_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=1)
    loaded_copies: "list[EvidenceCopy]"
    """Its copies, the newest first, where `sources_of` read it."""

    objects = Visible()

    class Meta:
        ordering = ["claim", "position", "id"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title or self.url or _("Evidence %(pk)s") % {"pk": self.pk}


PICTURE_TYPES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


TABLE_TYPES: Final = frozenset(
    {
        "text/csv",
        "application/csv",
        "text/tab-separated-values",
        "text/html",
        "application/xhtml+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)


class EvidenceCopy(Job):
    """A dated copy of a source, kept by the desk with its SHA-256; made in the background where it has an address."""

    queue = Queue.WEB
    waits = (timedelta(seconds=20), timedelta(seconds=90))
    while_waiting = {"state": CopyState.QUEUED}
    while_running = {"state": CopyState.RUNNING}
    when_parked = {"state": CopyState.FAILED}
    # A page that does not answer keeps no other waiting.
    per_message = 1
    in_flight = 100

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="copies")
    state = models.CharField(max_length=10, choices=CopyState, default=CopyState.QUEUED)
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    original_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    text = models.TextField(
        blank=True, help_text=gettext_lazy("The words found in the copy, to look the passage up in.")
    )
    final_url = models.URLField(max_length=2000, blank=True)
    doubt = models.CharField(
        max_length=20,
        blank=True,
        help_text=gettext_lazy("What the copy looks like instead of the source: consent, missing or sign_in."),
    )
    copied_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField()

    objects = Visible.from_queryset(JobQuerySet)()  # type: ignore[assignment, misc]  # and a job's words

    class Meta(Job.Meta):
        ordering = ["-id"]
        verbose_name_plural = gettext_lazy("evidence copies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CopyState.KEPT) | (~Q(sha256="") & Q(copied_at__isnull=False)),
                name="evidence_copy_kept_has_hash_and_date",
            )
        ]

    def __str__(self) -> str:
        return _("Copy %(pk)s of %(evidence_id)s") % {"pk": self.pk, "evidence_id": self.evidence_id}

    @property
    def is_picture(self) -> bool:
        """Whether it is of a kind that every browser shows as a picture."""
        return self.content_type in PICTURE_TYPES

    @property
    def may_hold_tables(self) -> bool:
        """Whether it is of a kind that tables are read from."""
        return self.state == CopyState.KEPT and self.content_type in TABLE_TYPES

    @classmethod
    def reason_when_killed(cls) -> str:
        """Why a copy failed that was cut off each time."""
        return _("The copy was cut off several times, as if the worker had been killed. Try again, or upload the file.")

    @classmethod
    def reason_when_stuck(cls) -> str:
        """Why a copy failed that got stuck."""
        return _("Reading what that address answered took too long, twice. Try again, or upload the file.")


class ClaimantContact(models.Model):
    """Asking the claimant: whom, how, when, by when, and the answer; printed on the page."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="contacts")
    whom = models.CharField(max_length=200)
    method = models.CharField(max_length=10, choices=ContactMethod)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, max_length=5000)
    answered_at = models.DateTimeField(null=True, blank=True)
    logged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    lock_version = models.PositiveIntegerField(default=1)

    objects = Visible()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="claimant_contact_answer_has_time",
            )
        ]

    def __str__(self) -> str:
        return _("%(whom)s, %(day)s") % {"whom": self.whom, "day": formats.day_short(self.asked_at)}
