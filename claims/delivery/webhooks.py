"""Telling other systems of publications: signed messages (Standard Webhooks), each a row tried until it arrives."""

import base64
import datetime
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from claims.accounts.models import User
from claims.audit.services import record
from claims.delivery.enums import DeliveryState, WebhookEvent
from claims.delivery.webhook_models import Delivery, DeliveryAttempt, WebhookEndpoint
from claims.fetching import FetchError, Limits, fetch
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication

LIMITS: Final = Limits(max_bytes=64 * 1024, total_seconds=15)
LEASE: Final = datetime.timedelta(minutes=2)
RESEND: Final = datetime.timedelta(minutes=1)
BACK_OFF: Final = tuple(
    datetime.timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""The pauses between tries that Standard Webhooks suggests: from five seconds to a day."""
GONE: Final = 410


def announce(publication: Publication) -> list[int]:
    """Write a message for every address that is on, inside the transaction that publishes; their ids."""
    event = _event(publication)
    now = timezone.now()
    body = json.dumps(_message(publication, event, now), ensure_ascii=False)
    return [
        Delivery.objects.create(
            endpoint=endpoint, publication=publication, event=event, body=body, due_at=now, sent_at=now, created_at=now
        ).pk
        for endpoint in WebhookEndpoint.objects.filter(is_active=True)
    ]


def take_for_sending(limit: int = 100) -> list[int]:
    """Messages whose time has come and that are not on their way to a worker; marked as sent for."""
    now = timezone.now()
    Delivery.objects.filter(state=DeliveryState.RUNNING, lease_until__lt=now).update(
        state=DeliveryState.WAITING, lease_until=None
    )
    free = Q(sent_at__isnull=True) | Q(sent_at__lt=now - RESEND)
    due = Delivery.objects.filter(free, state=DeliveryState.WAITING, due_at__lte=now, endpoint__is_active=True)
    ids = list(due.order_by("due_at").values_list("pk", flat=True)[:limit])
    Delivery.objects.filter(pk__in=ids).update(sent_at=now)
    return ids


def deliver(delivery_id: int) -> bool:
    """Try one message; safe to run twice. Whether it was tried."""
    now = timezone.now()
    taken = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING, due_at__lte=now).update(
        state=DeliveryState.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not taken:
        return False
    delivery = Delivery.objects.select_related("endpoint").get(pk=delivery_id)
    began = time.monotonic()
    status, error = _post(delivery, now)
    _note(delivery, status, error, time.monotonic() - began)
    return True


def replay(*, delivery_id: int, actor: User) -> Delivery:
    """Put a message back to be sent again, under its old id, so that a receiver knows it."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
        now = timezone.now()
        before = delivery.state
        delivery.state, delivery.attempts, delivery.due_at = DeliveryState.WAITING, 0, now
        delivery.delivered_at, delivery.lease_until, delivery.sent_at = None, None, None
        delivery.save(update_fields=["state", "attempts", "due_at", "delivered_at", "lease_until", "sent_at"])
        record(actor=actor, action="delivery_replayed", target=delivery, from_state=before, to_state=delivery.state)
    return delivery


def signature(secret: str, message_id: str, timestamp: int, body: str) -> str:
    """The value of `webhook-signature`: HMAC-SHA256 over id, time and body, by the Standard Webhooks specification."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def _post(delivery: Delivery, now: datetime.datetime) -> tuple[int | None, str]:
    stamp = int(now.timestamp())
    headers = {
        "content-type": "application/json",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(delivery.endpoint.secret, delivery.message_id, stamp, delivery.body),
    }
    try:
        answer = fetch(
            delivery.endpoint.url,
            method="POST",
            body=delivery.body.encode(),
            headers=headers,
            limits=LIMITS,
            any_status=True,
            allow_networks=settings.FETCH_ALLOW_NETWORKS,
        )
    except FetchError as error:
        return None, error.message[:300]
    good = 200 <= answer.status < 300
    return answer.status, "" if good else f"The address answered {answer.status}."


def _note(delivery: Delivery, status: int | None, error: str, seconds: float) -> None:
    now = timezone.now()
    with transaction.atomic():
        DeliveryAttempt.objects.create(delivery=delivery, at=now, status=status, error=error, seconds=seconds)
        running = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.RUNNING)
        if not error:
            running.update(state=DeliveryState.DELIVERED, delivered_at=now, lease_until=None)
        elif status == GONE or delivery.attempts > len(BACK_OFF):
            running.update(state=DeliveryState.FAILED, lease_until=None)
        else:
            due = now + BACK_OFF[delivery.attempts - 1]
            running.update(state=DeliveryState.WAITING, due_at=due, sent_at=None, lease_until=None)
        if status == GONE:
            WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(
                is_active=False, off_because="The address answered 410: it no longer wants messages."
            )


def _event(publication: Publication) -> WebhookEvent:
    if publication.kind == PublicationKind.RETRACTION:
        return WebhookEvent.RETRACTED
    return WebhookEvent.CREATED if publication.kind == PublicationKind.FIRST else WebhookEvent.CORRECTED


def _message(publication: Publication, event: WebhookEvent, now: datetime.datetime) -> Mapping[str, Any]:
    """What the message says; a retraction says that the ClaimReview is gone by having none."""
    card = publication.card
    data: dict[str, Any] = {
        "id": card["id"],
        "number": card["number"],
        "publication": publication.number,
        "url": addresses.absolute(addresses.check_path(publication.slug)),
        "statement": card["statement"],
        "kind": publication.kind,
        "note": card["note"],
        "published_at": publication.page["published_at"],
        "first_published_at": publication.page["first_published_at"],
        "content_hash": publication.content_hash,
    }
    if publication.claim_review:
        data |= {"rating": card["rating"], "summary": card["summary"]}
        data["claim_review"] = json.loads(publication.claim_review)
    return {"type": event.value, "timestamp": now.isoformat(timespec="seconds"), "data": data}
