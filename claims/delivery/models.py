"""What people are told, in the app and by e-mail."""

from django.conf import settings
from django.db import models

from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.webhook_models import Delivery, DeliveryAttempt, WebhookEndpoint
from claims.tracking.models import Claim

__all__ = ["Delivery", "DeliveryAttempt", "Notification", "NotificationPreference", "WebhookEndpoint"]

PERSON = settings.AUTH_USER_MODEL


class Notification(models.Model):
    """One thing one person is told about one claim."""

    recipient = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=15, choices=NotificationKind)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    email = models.CharField(max_length=8, choices=EmailChoice, default=EmailChoice.NEVER)
    emailed_at = models.DateTimeField(null=True, blank=True)
    email_attempts = models.PositiveSmallIntegerField(default=0)
    email_try_at = models.DateTimeField(null=True, blank=True, help_text="Not before this is the letter tried again.")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recipient", "read_at", "-id"], name="notification_unread"),
            models.Index(fields=["email", "emailed_at"], name="notification_to_send"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Who did what: “Hana Whitlock assigned you FC-0007, due 4 March”; what the software says stands by itself."""
        return f"{self.actor} {self.text}" if self.actor else self.text


class NotificationPreference(models.Model):
    """A person's choice of e-mail for one kind of notification."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=15, choices=NotificationKind)
    email = models.CharField(max_length=8, choices=EmailChoice)

    class Meta:
        ordering = ["person", "kind"]
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notification_preference_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.email}"
