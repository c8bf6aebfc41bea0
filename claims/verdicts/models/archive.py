"""Checks that the newsroom published elsewhere before it came here."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.tracking.models import Claim

PATH_LIMIT = 500


class OldCheck(models.Model):
    """A check of the newsroom's old site: what it was there, who checked it then, and who brought it here.

    Nobody here has judged it a second time. `path` is that of its old address, by which readers are led to it.
    """

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.PROTECT, related_name="old_check")
    key = models.CharField(max_length=64, unique=True, help_text=_("SHA-256 over its old address and its claim."))
    address = models.CharField(max_length=2000)
    path = models.CharField(max_length=PATH_LIMIT)
    checked_by = models.CharField(max_length=300, blank=True, help_text=_("Who checked it then."))
    rating = models.CharField(max_length=200, blank=True, help_text=_("The rating in its words then."))
    published_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=200, help_text=_("The file it came in."))
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["claim_id"]
        indexes = [models.Index(fields=["path"], name="old_check_path")]

    def __str__(self) -> str:
        return self.address
