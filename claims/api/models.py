"""What was answered to a request that carried an Idempotency-Key, so that sending it again does nothing twice."""

from django.conf import settings
from django.db import models

from claims.encryption import EncryptedTextField


class IdempotencyKey(models.Model):
    """One key of one person, what was asked with it, and the answer it got."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = EncryptedTextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotency_key_once_per_person")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_age")]

    def __str__(self) -> str:
        return self.key
