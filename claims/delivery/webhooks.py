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
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.audit.services import record
from claims.delivery.enums import DeliveryState, WebhookEvent
from claims.delivery.order import about_the_same, is_newer, take_turn
from claims.delivery.webhook_models import Delivery, DeliveryAttempt, WebhookEndpoint
from claims.errors import Blocked
from claims.fetching import FetchError, Limits, fetch
from claims.jobs import services as jobs
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication

LIMITS: Final = Limits(max_bytes=64 * 1024, total_seconds=15)
GONE: Final = 410
PAUSE_WHILE_OFF: Final = datetime.timedelta(minutes=5)
EVENTS: Final[Mapping[PublicationKind, WebhookEvent]] = {
    PublicationKind.FIRST: WebhookEvent.CREATED,
    PublicationKind.CORRECTION: WebhookEvent.CORRECTED,
    PublicationKind.CLARIFICATION: WebhookEvent.CLARIFIED,
    PublicationKind.UPDATE: WebhookEvent.UPDATED,
    PublicationKind.RETRACTION: WebhookEvent.RETRACTED,
}


def announce(publication: Publication) -> None:
    """Write a message for every address that is on, inside the transaction that publishes."""
    event = _event(publication)
    now = timezone.now()
    body = json.dumps(_message(publication, event, now), ensure_ascii=False)
    for endpoint in WebhookEndpoint.objects.filter(is_active=True):
        jobs.enqueue(Delivery(endpoint=endpoint, publication=publication, event=event, body=body, created_at=now))


def deliver(delivery: Delivery) -> None:
    """Try one message when its turn has come, and log the try."""
    if not delivery.endpoint.is_active:
        raise jobs.TryLater(_("The address is switched off."), after=PAUSE_WHILE_OFF, counts=False)
    if not take_turn(delivery):
        return
    began = time.monotonic()
    status, error = _post(delivery, timezone.now())
    _note(delivery, status, error, time.monotonic() - began)


def replay(*, delivery_id: int, actor: User) -> Delivery:
    """Put a message back to be sent again, under its old id, so that a receiver knows it.

    Raises Blocked where the address may have heard something newer about the check.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
        if any(other.first_tried_at and is_newer(other, delivery) for other in about_the_same(delivery)):
            raise Blocked(
                _("A newer message about this check has gone out to this address. Send that one again instead.")
            )
        before = delivery.state
        jobs.enqueue_again(Delivery.jobs().filter(pk=delivery_id), urgent=True, delivered_at=None, error="")
        delivery.refresh_from_db()
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
    return answer.status, "" if good else _("The address answered %(status)s.") % {"status": answer.status}


def _note(delivery: Delivery, status: int | None, error: str, seconds: float) -> None:
    now = timezone.now()
    with transaction.atomic():
        DeliveryAttempt.objects.create(delivery=delivery, at=now, status=status, error=error, seconds=seconds)
        if status == GONE:
            WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(
                is_active=False, off_because=_("The address answered 410: it no longer wants messages.")
            )
            jobs.park(delivery, error)
        elif error:
            jobs.retry_or_park(delivery, error)
        else:
            jobs.finish(delivery, state=DeliveryState.DELIVERED, delivered_at=now)


def _event(publication: Publication) -> WebhookEvent:
    return EVENTS[PublicationKind(publication.kind)]


def _message(publication: Publication, event: WebhookEvent, now: datetime.datetime) -> Mapping[str, Any]:
    """What the message says; a retraction says that the ClaimReview is gone by having none."""
    card = publication.card
    data: dict[str, Any] = {
        "id": card["id"],
        "number": card["number"],
        "publication": publication.number,
        "url": addresses.absolute(addresses.check_path(publication.slug)),
        "statement": card["statement"],
        "words_said": card["words_said"],
        "kind": publication.kind,
        "note": card["note"],
        "change": card["change"],
        "published_at": publication.page["published_at"],
        "first_published_at": publication.page["first_published_at"],
        "content_hash": publication.content_hash,
    }
    if publication.claim_review:
        data |= {"rating": card["rating"], "summary": card["summary"]}
        data["claim_review"] = json.loads(publication.claim_review)
    return {"type": event.value, "timestamp": now.isoformat(timespec="seconds"), "data": data}
