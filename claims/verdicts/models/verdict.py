"""The working verdict of a claim, its frozen revisions, approvals, and the publications readers see."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import User
from claims.restrictions.hidden import Visible
from claims.tracking.models import Claim, Correction
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models.ratings import Rating

PERSON = settings.AUTH_USER_MODEL

_MARK_OF_A_LIST = re.compile(r"[-*•](?:\s+|$)")


def points_in(text: str) -> list[str]:
    """Key points, one from each line that says something; the mark of a list before them is left out."""
    lines = (_MARK_OF_A_LIST.sub("", line.strip()) for line in text.splitlines())
    return [line for line in lines if line]


class Verdict(models.Model):
    """The draft the reviewer works on; one for each claim."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="verdict")
    rating = models.ForeignKey(Rating, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(_("short answer"), blank=True)
    key_points = models.TextField(_("key points"), blank=True, help_text=_("One on each line."))
    why_checked = models.TextField(_("why we checked this"), blank=True)
    explanation = models.TextField(blank=True, help_text=_("Markdown."))
    lock_version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    objects = Visible()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return _("Verdict on %(claim)s") % {"claim": self.claim_id}

    @property
    def points(self) -> list[str]:
        """The key points."""
        return points_in(self.key_points)


class Waiver(models.Model):
    """A written reason why a submit gate does not hold for this claim."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="waivers")
    gate = models.CharField(max_length=40)
    reason = models.TextField(max_length=1000)
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = Visible()

    class Meta:
        ordering = ["gate"]
        constraints = [models.UniqueConstraint(fields=["claim", "gate"], name="waiver_one_per_gate")]

    def __str__(self) -> str:
        return f"{self.gate}: {self.reason[:60]}"


class Contribution(models.Model):
    """Somebody wrote a part of what readers will see; such a person cannot approve it."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="contributions")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20)
    first_at = models.DateTimeField()

    objects = Visible()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["claim", "person", "part"], name="contribution_once")]

    def __str__(self) -> str:
        return _("%(person)s wrote %(part)s of %(claim)s") % {
            "person": self.person_id,
            "part": self.part,
            "claim": self.claim_id,
        }


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Words for choosing among frozen revisions."""

    def newest_of(self, claim: Claim | int) -> "RevisionQuerySet":
        """The revision a second person judges, or the last one that was published: one row, or none."""
        return self.filter(claim=claim).order_by("-number")[:1]


class Revision(models.Model):
    """A submitted verdict, frozen: everything a reader will see, with its hash."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    authors: "models.ManyToManyField[User, models.Model]" = models.ManyToManyField(PERSON, related_name="+")
    correction = models.ForeignKey(Correction, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    objects = Visible.from_queryset(RevisionQuerySet)()

    class Meta:
        ordering = ["claim", "-number"]
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="revision_number")]

    def __str__(self) -> str:
        return _("Revision %(number)s of %(claim)s") % {"number": self.number, "claim": self.claim_id}


class Approval(models.Model):
    """One person stands behind one content hash; voided when a character changes."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="approvals")
    approver = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    approved_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = Visible()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "approver"], condition=Q(voided_at__isnull=True), name="approval_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return _("Approval of revision %(revision)s by %(person)s") % {
            "revision": self.revision_id,
            "person": self.approver_id,
        }


class Publication(models.Model):
    """An immutable numbered snapshot of an approved revision; public pages read nothing else."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="publications")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=PublicationKind)
    note = models.TextField(blank=True, help_text=_("What changed and why, for readers."))
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)
    published_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    slug = models.CharField(max_length=120, blank=True, help_text=_("The last part of its address; never changes."))
    sequence = models.BigIntegerField(default=0, help_text=_("The order of first publication; below 0 if imported."))
    first_published_at = models.DateTimeField(null=True)
    listed = models.BooleanField(default=True, help_text=_("Current, and not a retraction."))
    card = models.JSONField(default=dict, help_text=_("What a list of checks shows of it."))
    page = models.JSONField(default=dict, help_text=_("Everything its page shows."))
    page_hash = models.CharField(max_length=64, blank=True)
    signature = models.TextField(blank=True, help_text=_("The newsroom's signature over both hashes (OpenSSH)."))
    claim_review = models.TextField(blank=True, help_text=_("The ClaimReview as JSON, safe inside a script element."))
    base_url = models.CharField(max_length=200, blank=True, help_text=_("The site's address the ClaimReview names."))

    class Meta:
        ordering = ["claim", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="publication_number"),
            models.UniqueConstraint(fields=["claim"], condition=Q(is_current=True), name="publication_one_current"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(is_current=True), name="publication_newest"),
            models.Index(fields=["-sequence"], condition=Q(listed=True), name="publication_in_order"),
            models.Index(fields=["sequence"], name="publication_of_words"),
            models.Index(fields=["-id"], condition=~Q(kind=PublicationKind.FIRST), name="publication_corrections"),
        ]

    def __str__(self) -> str:
        return _("Publication %(number)s of %(claim)s") % {"number": self.number, "claim": self.claim_id}
