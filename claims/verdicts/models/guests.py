"""Experts from outside who are asked about one frozen revision: by a link, without an account."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.restrictions.hidden import Visible
from claims.tracking.models import Claim
from claims.verdicts.models.verdict import Revision

PERSON = settings.AUTH_USER_MODEL
NAME_LIMIT = 120
INTEREST_LIMIT = 500
REMARK_LIMIT = 2000
QUESTION_LIMIT = 1000


class Opinion(models.TextChoices):
    """What a guest signs."""

    AGREE = "agree", gettext_lazy("I agree")
    WITH_CHANGES = "with_changes", gettext_lazy("I agree with changes")
    DISAGREE = "disagree", gettext_lazy("I disagree")


class GuestExpert(models.Model):
    """Somebody who was asked about a revision, and what they signed.

    The first link only leads to a letter to the guest's own address; the link in that letter opens the revision. Of
    each only the hash of its secret is kept.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="guests")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(max_length=NAME_LIMIT)
    email = models.EmailField()
    question = models.TextField(max_length=QUESTION_LIMIT, blank=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    first_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    second_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    expires_at = models.DateTimeField()
    letter_asked_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    opinion = models.CharField(max_length=15, choices=Opinion, blank=True)
    interest = models.CharField(max_length=INTEREST_LIMIT, blank=True)
    remark = models.TextField(max_length=REMARK_LIMIT, blank=True)
    may_be_shown = models.BooleanField(
        default=False, help_text=gettext_lazy("The guest agrees to be shown to readers.")
    )
    signed_at = models.DateTimeField(null=True, editable=False)
    shown_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, opinion="") | (Q(signed_at__isnull=False) & ~Q(opinion="")),
                name="guest_signed_has_opinion",
            ),
            models.CheckConstraint(
                condition=Q(shown_by__isnull=True) | Q(may_be_shown=True), name="guest_shown_only_who_agrees"
            ),
        ]

    def __str__(self) -> str:
        return _("%(name)s on %(claim)s") % {"name": self.name, "claim": self.claim_id}

    @property
    def is_open(self) -> bool:
        """Whether its link works now."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class GuestRemark(models.Model):
    """What a guest says of one paragraph of the explanation, counted from 0."""

    guest = models.ForeignKey(GuestExpert, on_delete=models.PROTECT, related_name="remarks")
    paragraph = models.PositiveSmallIntegerField()
    body = models.TextField(max_length=REMARK_LIMIT)
    written_at = models.DateTimeField()

    objects = Visible()

    class Meta:
        ordering = ["guest", "paragraph"]
        constraints = [models.UniqueConstraint(fields=["guest", "paragraph"], name="guest_remark_one_per_paragraph")]

    def __str__(self) -> str:
        return self.body[:80]
