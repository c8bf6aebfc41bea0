"""What readers send in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from claims.restrictions.hidden import Visible
from claims.tracking.enums import DismissReason, TipState
from claims.tracking.models.claims import Claim

OF_A_CLAIM = [TipState.NEW, TipState.ACCEPTED, TipState.DECLINED]
ANSWERED = [TipState.CORRECTED, TipState.NO_ERROR]


class Tip(models.Model):
    """A claim a reader would like checked, which an editor takes up or declines; or a report of an error in a check.

    A report names the check it is `about` and the number the reader saw; an editor answers it and says how it ended.

    `token` is in the private address where the sender follows it. `sender_key` is a keyed hash of the sender's network
    address and the day, kept for the limits alone.
    """

    words = models.TextField(gettext_lazy("the claim"), max_length=1000)
    speaker = models.CharField(gettext_lazy("who said it"), max_length=200, blank=True)
    url = models.URLField(gettext_lazy("where it can be seen"), max_length=2000, blank=True)
    more = models.TextField(gettext_lazy("anything else"), max_length=2000, blank=True)
    email = models.EmailField("e-mail", blank=True)
    token = models.CharField(max_length=43, unique=True)
    sender_key = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10, choices=TipState, default=TipState.NEW)
    reason = models.CharField(max_length=20, choices=DismissReason, blank=True)
    reply = models.TextField(gettext_lazy("answer to the sender"), max_length=1000, blank=True)
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="tips")
    about = models.ForeignKey(
        Claim,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="error_reports",
        verbose_name=gettext_lazy("the check it reports"),
    )
    about_number = models.PositiveIntegerField(gettext_lazy("the number its sender saw"), null=True, blank=True)
    received_at = models.DateTimeField(db_index=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=TipState.NEW, claim__isnull=True, decided_at__isnull=True, reason="")
                | Q(state=TipState.ACCEPTED, claim__isnull=False, decided_at__isnull=False, reason="")
                | (Q(state=TipState.DECLINED, claim__isnull=True, decided_at__isnull=False) & ~Q(reason=""))
                | (Q(state__in=ANSWERED, claim__isnull=True, decided_at__isnull=False, reason="") & ~Q(reply="")),
                name="tip_decided_has_what_and_when",
            ),
            models.CheckConstraint(
                condition=Q(about__isnull=True, about_number__isnull=True, state__in=OF_A_CLAIM)
                | Q(about__isnull=False, about_number__isnull=False, state__in=[TipState.NEW, *ANSWERED]),
                name="tip_is_a_claim_or_an_error_report",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="tip_waiting")]

    def __str__(self) -> str:
        return self.words[:80]
