"""Closed sets of words for notifications."""

from django.db import models


class NotificationKind(models.TextChoices):
    """What a person is told about."""

    ASSIGNED = "assigned", "A claim is assigned to you"
    MENTIONED = "mentioned", "Somebody mentions you"
    SENT_BACK = "sent_back", "Your verdict is sent back"
    SECOND_REVIEW = "second_review", "A verdict waits for a second review"
    APPROVED = "approved", "Your verdict is approved"
    PUBLISHED = "published", "Your verdict is published"
    LATE = "late", "A claim of yours is late"
    WOKEN = "woken", "A parked claim of yours wakes up"
    REPEATED = "repeated", "A new article repeats a published check"


class EmailChoice(models.TextChoices):
    """When a kind of notification also goes out by e-mail."""

    NEVER = "never", "Not by e-mail"
    AT_ONCE = "at_once", "At once"
    DIGEST = "digest", "In the daily digest"


class WebhookEvent(models.TextChoices):
    """What other systems are told of."""

    CREATED = "publication.created", "First published"
    CORRECTED = "publication.corrected", "Corrected"
    RETRACTED = "publication.retracted", "Retracted"


class DeliveryState(models.TextChoices):
    """Where a message to another system stands."""

    WAITING = "waiting", "To be sent"
    RUNNING = "running", "Being sent"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Given up"
