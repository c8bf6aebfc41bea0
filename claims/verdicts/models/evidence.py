"""The sources a verdict rests on, the dated copies kept of them, and what the claimant was asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.tracking.models import Claim
from claims.verdicts.enums import ContactMethod, CopyState, QuoteState, SourceKind, Stance

PERSON = settings.AUTH_USER_MODEL


class Evidence(models.Model):
    """One source for or against a claim; removing it keeps the row."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    url = models.URLField("address", max_length=2000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=SourceKind)
    stance = models.CharField(max_length=10, choices=Stance)
    quote = models.TextField("quoted passage", blank=True, max_length=5000)
    quote_state = models.CharField(max_length=10, choices=QuoteState, blank=True, default=QuoteState.NONE)
    note = models.TextField(blank=True, max_length=5000, help_text="What it shows; readers see this.")
    interest = models.TextField(
        "disclosed interest", blank=True, max_length=1000, help_text="What the source gains if it is believed."
    )
    accessed_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=1)
    loaded_copies: "list[EvidenceCopy]"
    """Its copies, the newest first, where `sources_of` read it."""

    class Meta:
        ordering = ["claim", "position", "id"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title or self.url or f"Evidence {self.pk}"


class EvidenceCopy(models.Model):
    """A dated copy of a source, kept by the desk with its SHA-256; the row is also the unit of background work."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="copies")
    state = models.CharField(max_length=10, choices=CopyState, default=CopyState.QUEUED)
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    original_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True, help_text="The words found in the copy, to look the passage up in.")
    final_url = models.URLField(max_length=2000, blank=True)
    copied_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "evidence copies"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CopyState.KEPT) | (~Q(sha256="") & Q(copied_at__isnull=False)),
                name="evidence_copy_kept_has_hash_and_date",
            )
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="evidence_copy_overdue")]

    def __str__(self) -> str:
        return f"Copy {self.pk} of {self.evidence_id}"


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

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="claimant_contact_answer_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.whom}, {self.asked_at:%d %b %Y}"
