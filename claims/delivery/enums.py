"""Closed sets of words for notifications."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NotificationKind(models.TextChoices):
    """What a person is told about."""

    ASSIGNED = "assigned", _("A claim is assigned to you")
    MENTIONED = "mentioned", _("Somebody mentions you")
    SENT_BACK = "sent_back", _("Your verdict is sent back")
    SECOND_REVIEW = "second_review", _("A verdict waits for a second review")
    APPROVED = "approved", _("Your verdict is approved")
    PUBLISHED = "published", _("Your verdict is published")
    LATE = "late", _("A claim of yours is late")
    WOKEN = "woken", _("A claim of yours has waited long enough")
    REPEATED = "repeated", _("A new article repeats a published check")
    SOURCE_LOST = "source_lost", _("The source of a published check has changed")
    EXPLAINER = "explainer", _("A check in an explainer of yours has changed")
    DOUBTFUL = "doubtful", _("An article that you added waits for a yes")


class EmailChoice(models.TextChoices):
    """When a kind of notification also goes out by e-mail."""

    NEVER = "never", _("Not by e-mail")
    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the daily digest")


class WebhookEvent(models.TextChoices):
    """What other systems are told of."""

    CREATED = "publication.created", _("First published")
    CORRECTED = "publication.corrected", _("Corrected")
    CLARIFIED = "publication.clarified", _("Clarified")
    UPDATED = "publication.updated", _("Updated")
    RETRACTED = "publication.retracted", _("Retracted")


class DeliveryState(models.TextChoices):
    """Where a message to another system stands."""

    WAITING = "waiting", _("To be sent")
    RUNNING = "running", _("Being sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Given up")
    SUPERSEDED = "superseded", _("Left out: a newer one went out")
