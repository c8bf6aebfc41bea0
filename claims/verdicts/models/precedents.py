"""Why a verdict has another rating than the published checks that are most like it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from claims.restrictions.hidden import Visible
from claims.tracking.models import Claim
from claims.verdicts.models.ratings import Rating

REASON_LIMIT = 1000


class PrecedentReason(models.Model):
    """The sentence that the second person reads; it stands for the rating it was written for and for no other."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="precedent_reason")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    sentence = models.TextField(max_length=REASON_LIMIT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = Visible()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return _("Why %(claim)s is rated “%(rating)s”") % {"claim": self.claim_id, "rating": self.rating_id}
