"""Who hears of publications over the web, and each message on its way there."""

import base64
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.delivery.enums import DeliveryState, WebhookEvent
from claims.encryption import EncryptedTextField
from claims.fetching import FetchError, check_url
from claims.jobs.models import Job, Queue
from claims.verdicts.models import Publication


def new_secret() -> str:
    """A signing secret as Standard Webhooks writes it: 24 random bytes in base64 after `whsec_`."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"


def new_message_id() -> str:
    """An id by which a receiver knows a message again, however often it is sent."""
    return f"msg_{secrets.token_hex(16)}"


def check_endpoint(url: str) -> None:
    """Refuse an address that no message could be sent to."""
    try:
        check_url(url, allow_networks=settings.FETCH_ALLOW_NETWORKS)
    except FetchError as error:
        raise ValidationError(error.message) from error


class WebhookEndpoint(models.Model):
    """An address that hears of every publication, with the secret its messages are signed with."""

    name = models.CharField(max_length=80)
    url = models.URLField("address", max_length=2000, validators=[check_endpoint])
    secret = EncryptedTextField(default=new_secret, editable=False)
    is_active = models.BooleanField("on", default=True)
    off_because = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Delivery(Job):
    """One message to one address: what was to be said, and how far it has come."""

    queue = Queue.WEB
    waits = tuple(
        timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
    )
    """The pauses between tries that Standard Webhooks suggests: from five seconds to a day."""
    while_waiting = {"state": DeliveryState.WAITING}
    while_running = {"state": DeliveryState.RUNNING}
    when_parked = {"state": DeliveryState.FAILED}
    # An address that does not answer keeps no other waiting.
    per_message = 1
    in_flight = 100

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=30, choices=WebhookEvent)
    message_id = models.CharField(max_length=40, default=new_message_id, unique=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    first_tried_at = models.DateTimeField(
        null=True, blank=True, help_text=_("From then on the address may have it, whatever it answered.")
    )
    delivered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta(Job.Meta):
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "publication"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.DELIVERED, delivered_at__isnull=False)
                | ~Q(state=DeliveryState.DELIVERED),
                name="delivery_done_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint_id}"


class DeliveryAttempt(models.Model):
    """One try: when, what was answered, how long it took."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    seconds = models.FloatField(default=0.0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.status or self.error}"
