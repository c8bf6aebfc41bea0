"""The checks that an editor puts beside a check, in her order."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from claims.restrictions.hidden import Visible
from claims.tracking.models import Claim

PERSON = settings.AUTH_USER_MODEL


class RelatedList(models.Model):
    """What stands beside one check; it stays when the last one is taken out, so that readers' copies grow stale."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="related_list")
    lock_version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects = Visible()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return _("Checks beside %(claim)s") % {"claim": self.claim_id}


class RelatedCheck(models.Model):
    """One check in the list of another; what readers are shown of it is always its newest publication."""

    list = models.ForeignKey(RelatedList, on_delete=models.CASCADE, related_name="checks")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    objects = Visible()

    class Meta:
        ordering = ["list", "position"]
        constraints = [models.UniqueConstraint(fields=["list", "claim"], name="related_check_once")]

    def __str__(self) -> str:
        return _("%(claim)s, number %(position)s") % {"claim": self.claim_id, "position": self.position}
