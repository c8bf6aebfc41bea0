"""The public halves of the keys that the newsroom has signed with."""

from django.db import models
from django.utils.translation import gettext_lazy


class NewsroomKey(models.Model):
    """One key of the newsroom: in use, or used before. The private half is a file, and never in the database."""

    public = models.CharField(
        max_length=120, unique=True, help_text=gettext_lazy("As OpenSSH writes it: ssh-ed25519 AAAA...")
    )
    fingerprint = models.CharField(max_length=60)
    used_from = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.fingerprint
